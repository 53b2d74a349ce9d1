"""`sayso demo`: the example reports, read."""

from __future__ import annotations

import click

from sayso.cli.messages import show_warnings
from sayso.cli.output import find_write, open_output, output_options
from sayso.intake.examples import EXAMPLES


@click.command()
@click.argument("incident", required=False, type=click.Choice(EXAMPLES))
@output_options("table")
def demo(incident: str | None, format_name: str, output: str | None) -> None:
    """Read the example reports that come with sayso.

    They tell of three public incidents, each as several made-up outlets would: the killing of a militant leader in
    Kabul, the bombing of a mosque in Peshawar, and an agreement signed in Beijing. INCIDENT picks one of them.
    """
    show_warnings()
    from sayso.intake.examples import load_examples
    from sayso.reading import Reader

    with open_output(output) as out:
        find_write(format_name, out)(Reader().read_many(load_examples(incident)), out)

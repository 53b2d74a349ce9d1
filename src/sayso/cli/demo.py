"""`sayso demo`: the example reports, read, or served as pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from sayso.cli.messages import show_warnings
from sayso.cli.output import find_write, open_output, output_options
from sayso.intake.examples import EXAMPLES

if TYPE_CHECKING:
    from sayso.types import Reading, Report


@click.command()
@click.argument("incident", required=False, type=click.Choice(EXAMPLES))
@click.option("--serve", "served", is_flag=True, help="Read them into a store of their own and show it in a browser.")
@click.option("--reports", "as_reports", is_flag=True, help="Write the reports, as JSON lines, and read nothing.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to serve on.")
@output_options("table")
def demo(
    incident: str | None, served: bool, as_reports: bool, port: int, format_name: str, output: str | None
) -> None:
    """Read the example reports that come with sayso.

    They tell of three public incidents, each as several made-up outlets would: the killing of a militant leader in
    Kabul, the bombing of a mosque in Peshawar, and an agreement signed in Beijing. INCIDENT picks one of them. After
    the readings come the incidents that several reports tell, with their lines of evidence.
    """
    show_warnings()
    from sayso.intake.examples import load_examples

    if as_reports:
        with open_output(output) as out:
            out.writelines(f"{_as_record(report)}\n" for report in load_examples(incident))
        return
    from sayso.reading import Reader

    if served:
        _serve(incident, port)
        return
    readings = list(Reader().read_many(load_examples(incident)))
    with open_output(output) as out:
        find_write(format_name, out)(readings, out)
        if format_name == "table":
            out.writelines(f"{line}\n" for line in _link(readings))


def _as_record(report: Report) -> str:
    """A report as a line of what `sayso read` and `sayso add` take, its text last."""
    record = {key: value for key, value in asdict(report).items() if value and key not in ("text", "sha256")}
    return json.dumps(record | {"text": report.text}, ensure_ascii=False)


def _link(readings: Iterable[Reading]) -> Iterator[str]:
    """The incidents that several of the reports tell, with their lines of evidence."""
    import tempfile
    from pathlib import Path

    from sayso.cli.tree import draw_incident
    from sayso.link.linker import link_new
    from sayso.store import Store

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "demo.db") as store:
        for reading in readings:
            store.put(reading)
        link_new(store)
        yield "Incidents that several reports tell"
        for incident in store.incidents(sort="reports", limit=None):
            if incident.reports > 1:
                yield ""
                yield from draw_incident(store, incident)


def _serve(incident: str | None, port: int) -> None:
    """Serve the examples from a store that is gone afterwards, with a token for whoever started it."""
    import tempfile
    from getpass import getuser
    from pathlib import Path

    from sayso.cli.serve import serve_store
    from sayso.intake.examples import load_examples
    from sayso.link.linker import link_new
    from sayso.reading import Reader
    from sayso.serve import Settings, Tokens
    from sayso.store import Store

    click.echo("sayso: reading the example reports ...", err=True)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "demo.db") as store:
        for reading in Reader().read_many(load_examples(incident)):
            store.put(reading)
        link_new(store)
        tokens = Tokens(Path(folder) / "tokens.json")
        token = tokens.make(getuser())
        settings = Settings(tokens=tokens, store_name="the example reports", hint="The terminal shows a token.")
        serve_store(store, settings, port, f"to correct what was read, sign in with the token {token}")

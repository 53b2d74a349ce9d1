"""`sayso export`: what the store has, in the formats of other tools."""

from __future__ import annotations

import sys
from typing import Any

import click

from sayso.cli.ask import filter_options, make_filters
from sayso.cli.storing import store_option

FORMAT_NAMES = (
    "jsonl", "csv", "parquet", "geojson", "html", "plover", "ged", "acled", "gexf", "graphml", "stix", "ftm", "jsonld",
    "annotations", "prov", "spacy", "labelstudio",
)  # fmt: skip


@click.command()
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMAT_NAMES))
@store_option
@filter_options
@click.option("-o", "--output", metavar="FILE", help="Write there, not to standard output.")
@click.option("--no-text", is_flag=True, help="Leave the reports' words out (copyright); offsets stay.")
@click.option("--as-read", is_flag=True, help="What the machine read, without persons' corrections.")
@click.option("--redact", "redacted", is_flag=True, help="Black out the names of sources (safety); offsets stay.")
def export(
    format_name: str, where: str, output: str | None, no_text: bool, redacted: bool, as_read: bool, **given: Any
) -> None:
    """Hand on what the store has, or what fulfils every option, in FORMAT.

    \b
    jsonl csv parquet geojson html   readings, events
    plover ged acled                 events and incidents as event data
    gexf graphml                     the network of actors
    stix ftm jsonld annotations prov for other systems
    spacy labelstudio                for training

    Persons' corrections are put in, and named beside what they changed. What a format cannot hold is named on
    standard error.
    """
    from sayso.export.exports import export as write
    from sayso.store import Store

    with Store.open(where, create=False) as store, _opened(output) as out:
        notes = write(
            store, format_name, out, filters=make_filters(given), text=not no_text, redacted=redacted,
            corrected=not as_read,
        )  # fmt: skip
    for note in notes:
        click.echo(f"sayso: {note}", err=True)


def _opened(output: str | None) -> Any:
    if output is None:
        from contextlib import nullcontext

        return nullcontext(sys.stdout.buffer)
    try:
        return open(output, "wb")
    except OSError as error:
        raise click.BadParameter(f"{output!r}: {error.strerror or error}", param_hint="--output") from error

"""Answers of the store on standard output: as a table for people, as JSON lines or CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple, TextIO, TypeVar

import click

from sayso.cli.output import is_terminal, open_output

F = TypeVar("F", bound=Callable[..., Any])
FORMAT_NAMES = ("table", "jsonl", "csv")
_WIDE, _NARROWEST, _WIDEST = 110, 80, 220


class Column(NamedTuple):
    """A column of the table: its header, its share of the width (0: as wide as its cells), the cell of a record.

    One that is `extra` is left out where there are fewer than 110 columns of characters.
    """

    header: str
    share: int
    cell: Callable[[Any], object]
    extra: bool = False


def listing_options(command: F) -> F:
    """`--format` and `--output`; `write_records` takes what they give."""
    command = click.option("-o", "--output", metavar="FILE", help="Write there, not to standard output.")(command)
    return click.option("-f", "--format", "format_name", type=click.Choice(FORMAT_NAMES),
                        help="How to write the answer.  [default: table on a terminal, else jsonl]")(command)


def paging_options(most: int = 50) -> Callable[[F], F]:
    """`--limit` and `--offset`."""

    def decorate(command: F) -> F:
        command = click.option("--offset", type=click.IntRange(0), default=0, show_default=True,
                               help="How many to leave out at the beginning.")(command)
        return click.option("-n", "--limit", type=click.IntRange(1, 100_000), default=most, show_default=True,
                            help="How many at most.")(command)

    return decorate


def write_records(
    records: Iterable[Any], columns: Sequence[Column], *, format_name: str | None, output: str | None
) -> None:
    """Write records; `columns` are those of the table, the other formats have every field."""
    with open_output(output) as out:
        chosen = format_name or ("table" if is_terminal(out) else "jsonl")
        if chosen == "table":
            _write_table(records, columns, out)
        elif chosen == "csv":
            from sayso.export.records import write_csv

            write_csv(records, out)
        else:
            for record in records:
                out.write(json.dumps(asdict(record), ensure_ascii=False) + "\n")


def _write_table(records: Iterable[Any], columns: Sequence[Column], out: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from sayso.export.words import one_line

    console = Console(file=out, highlight=False, markup=False, emoji=False)
    console.width = min(max(console.width if is_terminal(out) else _WIDE, _NARROWEST), _WIDEST)
    shown = [column for column in columns if not column.extra or console.width >= _WIDE]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in shown:
        table.add_column(column.header, ratio=column.share or None, overflow="fold", no_wrap=not column.share)
    for record in records:
        cells = [column.cell(record) for column in shown]
        table.add_row(*(Text("" if cell is None else one_line(str(cell))) for cell in cells))
    console.print(table if table.row_count else Text("nothing found", "dim"))

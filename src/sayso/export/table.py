"""Readings as a table for people: one row an event, under a heading for each report.

Colours and weights appear on a terminal only; piped, it is plain text. From 120 columns on every part has its own
column; below that the parts stand together in five.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from sayso.export.words import REPORTER, Row, describe_events, describe_origin, one_line
from sayso.types import Reading

NARROWEST, WIDE, WIDEST = 80, 120, 200
# Header and share of the width.
_WIDE_COLUMNS = (
    ("When", 14), ("Where", 12), ("Who", 16), ("What", 14), ("To whom", 16), ("Toll", 8), ("Who says so", 16),
    ("How firmly", 10),
)
_NARROW_COLUMNS = (("When and where", 14), ("Who", 13), ("What", 14), ("To whom", 13), ("Who says so, how firmly", 16))
LONGEST = 60  # code points of a source shown
_GAP = 2  # columns of blank between two columns of the table: one of padding, one of the box
_FIRM_STYLES = {"certain": "green", "denied": "red", "uncertain": "yellow", "future": "cyan"}
_NOTE = "Dates in brackets are inferred from context. “A › B”: A says that B says so."


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write a table a reading, each as soon as it is there; as wide as the terminal, within 80 to 200 columns."""
    console = Console(file=out, highlight=False, markup=False, emoji=False)
    console.width = min(max(console.width, NARROWEST), WIDEST)
    noted = False
    for reading in readings:
        rows = describe_events(reading)
        console.print(_render_heading(reading))
        console.print(_render_rows(rows, console.width) if rows else Text("  no events found", "dim"))
        console.print()
        noted = noted or any(len(row.says) > 1 or row.when.startswith("(") for row in rows)
    if noted:
        console.print(Text(_NOTE, "dim"))


def _render_heading(reading: Reading) -> Text:
    """The line over a report's rows: id, title, outlet and day, and how much was found."""
    report = reading.report
    title = [one_line(report.title)] if report.title else []
    about = ", ".join([*describe_origin(report), _count(reading)])
    return Text.assemble(("  ".join([one_line(report.id), *title]), "bold"), (f"\n{about}", "dim"))


def _count(reading: Reading) -> str:
    events, claims = len(reading.events), len(reading.claims)
    return f"{events} event{'s' * (events != 1)}, {claims} claim{'s' * (claims != 1)}"


def _render_rows(rows: list[Row], width: int) -> Table:
    wide = width >= WIDE
    columns = _WIDE_COLUMNS if wide else _NARROW_COLUMNS
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, _GAP - 1, 0, 0), pad_edge=False)
    table.leading = 0 if wide else 1
    for (header, _), cells in zip(columns, _share_width(columns, width), strict=True):
        table.add_column(header, width=cells, overflow="fold")
    for row in rows:
        table.add_row(*(_wide_cells(row) if wide else _narrow_cells(row)))
    return table


def _share_width(columns: tuple[tuple[str, int], ...], width: int) -> list[int]:
    """Widths of the columns by their shares, so that tables of several reports stand in line."""
    room = width - _GAP * (len(columns) - 1)
    total = sum(share for _, share in columns)
    return [room * share // total for _, share in columns]


def _wide_cells(row: Row) -> tuple[RenderableType, ...]:
    return (
        row.when, row.where, _lines(row.who), _what(row), _lines(row.whom), row.toll, _says(row), _firmly(row),
    )


def _narrow_cells(row: Row) -> tuple[RenderableType, ...]:
    return (
        _lines((row.when, row.where)),
        _lines(row.who),
        Group(_what(row), *([Text(row.toll)] if row.toll else [])),
        _lines(row.whom),
        Group(_says(row), _firmly(row)),
    )


def _lines(parts: tuple[str, ...]) -> Text:
    return Text("\n".join(part for part in parts if part))


def _what(row: Row) -> Text:
    name, _, rest = row.what.partition(" ")
    return Text.assemble((name, "bold"), f" {rest}" if rest else "")


def _says(row: Row) -> Text:
    return Text(" › ".join(map(_shorten, row.says))) if row.says else Text(REPORTER, "dim")


def _shorten(source: str) -> str:
    """The source without the end of a long description of it."""
    return source if len(source) <= LONGEST else f"{source[:LONGEST].rsplit(' ', 1)[0].rstrip(',')} …"


def _firmly(row: Row) -> Text:
    return Text(row.firmly, _FIRM_STYLES.get(row.firmly, ""))

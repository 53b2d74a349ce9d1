"""Readings as text for people and programs: one format a file, listed in `FORMATS`.

To add one, write a module with a function `write(readings, out)` and give it a line in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol, TextIO

from sayso.export import csv, geojson, html, jsonl, relations, table
from sayso.types import Reading


class Write(Protocol):
    """Writes readings to a text stream, in the order given."""

    def __call__(self, readings: Iterable[Reading], out: TextIO) -> None: ...


FORMATS: Mapping[str, Write] = MappingProxyType(
    {
        "table": table.write,
        "jsonl": jsonl.write,
        "csv": csv.write,
        "geojson": geojson.write,
        "html": html.write,
        "relations": relations.write,
    }
)

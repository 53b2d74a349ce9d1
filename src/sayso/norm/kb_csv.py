"""Knowledge bases as CSV: the columns of the shipped tables, of which only `name` is needed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import get_args

from sayso.norm.kb_line import BadLine, Line, find_code, read_day
from sayso.norm.kb_own import Row
from sayso.types import ActorType

_TYPES = frozenset(get_args(ActorType))


def read(lines: Iterator[Line]) -> Iterator[Row | BadLine]:
    """Rows of name, aliases (parted by |), type, sector, sector2, country, from, to, wikidata, id.

    `country` may be a code of two or three letters or a name; `from` and `to` are ISO dates, years or months.
    """
    numbers: list[int] = []

    def feed() -> Iterator[str]:
        for number, text in lines:
            if text.strip() and not text.startswith("#"):
                numbers.append(number)
                yield text + "\n"

    rows = csv.DictReader(feed())
    try:
        for row in rows:
            yield _read_row({(k or "").strip().lower(): v for k, v in row.items() if isinstance(v, str)}, numbers[-1])
    except csv.Error as error:
        yield BadLine(numbers[-1] if numbers else 1, f"no CSV: {error}")


def _read_row(row: Row, line: int) -> Row | BadLine:
    if not row.get("name", "").strip():
        return BadLine(line, "has no name")
    kind = row.get("type", "").strip() or "other"
    if kind not in _TYPES:
        return BadLine(line, f"type {kind!r} is none of {', '.join(sorted(_TYPES))}")
    country = row.get("country", "").strip()
    code = find_code(country) if country else ""
    if code is None:
        return BadLine(line, f"country {country!r} is not known")
    try:
        first, last = read_day(row.get("from", "")) or "", read_day(row.get("to", "")) or ""
    except ValueError as error:
        return BadLine(line, str(error))
    if first and last and first > last:
        return BadLine(line, f"begins ({first}) after it ends ({last})")
    number = row.get("wikidata", "").strip()
    if number and not (number[0] == "Q" and number[1:].isdigit()):
        return BadLine(line, f"wikidata {number!r} is no Q number")
    return {
        "name": row["name"], "aliases": row.get("aliases", ""), "type": kind, "country": code, "from": first,
        "to": last, "sector": row.get("sector", "").strip().upper(), "sector2": row.get("sector2", "").strip().upper(),
        "wikidata": number, "id": row.get("id", "").strip(),
    }

"""Do the rows that questions read say what the reading says that they were made from?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from sayso.store import schema
from sayso.store.rows import Rows


def check_rows(
    connection: Connection, number: int, name: str, text: str, rows: Rows, predicates: Iterable[Sequence[Any]]
) -> Iterator[str]:
    """What differs between the rows of a reading and those it would be given now; and spans that quote no more."""
    yield from _check_quotes(f"{name}: predicates", text, predicates)
    yield from compare(name, {"predicates": predicates}, {"predicates": rows.predicates})
    wanted = {**rows.atoms, schema.sides.name: rows.sides, schema.other_places.name: rows.other_places}
    low, high = number * schema.ATOMS, (number + 1) * schema.ATOMS
    for table_name, expected in wanted.items():
        table = schema.metadata.tables[table_name]
        own = table.c.n if "n" in table.c else table.c.event
        query = select(table).where(own >= low, own < high).order_by(*table.primary_key)
        held = [dict(row._mapping) for row in connection.execute(query)]
        if [_place(table, row) for row in held] != sorted(_place(table, row) for row in expected):
            yield f"{name}: has {len(held)} {table_name}, its reading {len(expected)}"
            continue
        by_place = {_place(table, row): row for row in expected}
        for row in held:
            called = f"{name}: {table_name} {row[own.name] - low}"
            yield from _check_quotes(called, text, row.get("quotes", ()))
            yield from compare(called, row, by_place[_place(table, row)])


def compare(name: str, held: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    """The columns in which a row is not as it is to be."""
    for column, value in wanted.items():
        if _plain(held[column]) != _plain(value):
            yield f"{name}: its {column} is not what was read"


def _place(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _plain(value: Any) -> Any:
    """A value as JSON gives it back."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _check_quotes(name: str, text: str, quotes: Iterable[Sequence[Any]]) -> Iterator[str]:
    for role, start, end, words in quotes:
        if text[start:end] != words:
            yield f"{name}: its {role} at {start}-{end} no longer quotes {words!r}"

"""The store as lines that depend only on what is in it: not on the order, the number of runs or the time of adding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, select

from sayso.store import schema
from sayso.store.columns import dump
from sayso.store.loading import iterate
from sayso.store.rows import report_row
from sayso.store.writing import make_body

# What stands beside the reports; numbers and times are left out.
_COUNTED = (schema.identities, schema.sources, schema.pairs, schema.countries)
_DECIDED = (schema.decisions, schema.corrections, schema.ratings)
_PASSING = {"n", "time", "withdrawn"}


def export(connection: Connection) -> Iterator[str]:
    """The lines: reports by key with where they were found and their readings, counts, then decisions."""
    after = ""
    while found := iterate(connection, after):
        for key, reading in found:
            row = report_row(reading.report, key)
            yield dump({
                "key": key, "record": row["record"], "text": reading.report.text, "reading": make_body(reading),
                "retrieved": _retrievals(connection, key),
            })  # fmt: skip
        after = found[-1][0]
    for table in _COUNTED:
        yield from sorted(dump({table.name: dict(row._mapping)}) for row in connection.execute(select(table)))
    for table in _DECIDED:
        rows = (dict(row._mapping) for row in connection.execute(select(table)))
        yield from sorted(_decided(table, row) for row in rows if not _is_passed(row))


def _is_passed(row: dict[str, Any]) -> bool:
    """What the machine decided on the way and took back itself tells the order of adding, nothing else."""
    return row.get("person") is False and row.get("withdrawn_by") == row["who"]


def _decided(table: Table, row: dict[str, Any]) -> str:
    kept = {name: value for name, value in row.items() if name not in _PASSING}
    return dump({table.name: kept | {"withdrawn": row.get("withdrawn") is not None}})


def _retrievals(connection: Connection, key: str) -> list[dict[str, Any]]:
    table = schema.retrievals
    query = (
        select(table.c.key, table.c.path, table.c.original).join(schema.reports, schema.reports.c.n == table.c.report)
        .where(schema.reports.c.key == key).order_by(table.c.key)
    )  # fmt: skip
    return [dict(row._mapping) for row in connection.execute(query)]

"""What linking has still to look at, noted as readings and decisions come and go."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from sayso.store import derived
from sayso.store.keys import shorten


def expect(connection: Connection, number: int) -> None:
    """Note that the reading of a report is new."""
    table = derived.pending
    if connection.execute(select(table.c.report).where(table.c.report == number)).first() is None:
        connection.execute(table.insert(), [{"report": number}])


def doubt(connection: Connection, kind: str, keys: Iterable[str]) -> None:
    """Note that the clusters of some things, of a kind of decision, may have changed."""
    table = derived.stale
    wanted = sorted(set(map(shorten, keys)))
    known = set(connection.execute(select(table.c.key).where(table.c.kind == kind, table.c.key.in_(wanted))).scalars())
    rows = [{"kind": kind, "key": key} for key in wanted if key not in known]
    if rows:
        connection.execute(table.insert(), rows)


def forget_events(connection: Connection, number: int) -> None:
    """Take out what linking kept of the events of a report whose reading goes; their clusters are doubtful."""
    table = derived.happenings
    held = connection.execute(select(table.c.id, table.c.unit, table.c.incident).where(table.c.report == number))
    doubt(connection, "incident", [key for row in held for key in (row.id, row.unit, row.incident)])
    for each in (table, derived.blocks):
        connection.execute(delete(each).where(each.c.report == number))

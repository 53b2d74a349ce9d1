"""Which events and claims fulfil filters, by report: ids alone, for those who then load readings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from sayso.store import schema
from sayso.store.filters import Conditions

Ids = tuple[set[str], set[str]]


def find_matching(connection: Connection, asked: Conditions) -> dict[str, Ids]:
    """By report key, the ids of the events and of the claims that fulfil the filters; reports without any are left out.

    Filters that only events or only claims can fulfil (lines, for one) leave the others out.
    """
    found: dict[str, Ids] = {}
    for place, (table, where) in enumerate(((schema.events, asked.events()), (schema.claims, asked.claims()))):
        for key, id in _ids(connection, table, where):
            found.setdefault(key, (set(), set()))[place].add(id)
    return found


def _ids(connection: Connection, table: Any, where: Sequence[ColumnElement[bool]]) -> list[Any]:
    joined = table.join(schema.reports, schema.reports.c.n == table.c.report)
    return list(connection.execute(select(schema.reports.c.key, table.c.id).select_from(joined).where(*where)))

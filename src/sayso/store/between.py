"""What stands between two actors: the incidents and the lasting relations that have them on two sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from sayso.store import derived, schema
from sayso.store.incidents import day_conditions, to_record
from sayso.store.queries import event_columns, to_events
from sayso.store.records import EventRecord, IncidentRecord

_WAYS = (("actor", "recipient"), ("recipient", "actor"))


def find_incidents_between(
    connection: Connection, first: Sequence[str], second: Sequence[str], *, since: str | None, until: str | None,
    limit: int,
) -> list[IncidentRecord]:  # fmt: skip
    """Incidents with one of the keys `first` on one side and one of `second` on the other, the newest first."""
    query = select_between(first, second, since, until).limit(limit)
    return [to_record(row, ()) for row in connection.execute(query)]


def count_incidents_between(
    connection: Connection, first: Sequence[str], second: Sequence[str], *, since: str | None, until: str | None
) -> dict[str, tuple[int, int]]:
    """How many incidents there are between the two, and lines of evidence for them, by month ("" is undated)."""
    found = select_between(first, second, since, until).order_by(None).subquery()
    month = func.substr(found.c.day, 1, 7)
    query = select(month, func.count(), func.sum(found.c.lines)).group_by(month)
    return {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(query)}


def select_between(
    first: Sequence[str], second: Sequence[str], since: str | None, until: str | None
) -> Select[Any]:
    """The statement behind `find_incidents_between`."""
    table, facets = derived.incidents, derived.facets

    def has(kind: str, keys: Sequence[str]) -> Select[Any]:
        return select(facets.c.incident).where(facets.c.kind == kind, facets.c.value.in_(keys))

    ways = [table.c.id.in_(has(ours, first).intersect(has(theirs, second))) for ours, theirs in _WAYS]
    return select(table).where(or_(*ways), *day_conditions(since, until)).order_by(table.c.day.desc(), table.c.id)


def find_states_between(
    connection: Connection, first: Sequence[str], second: Sequence[str], *, limit: int
) -> list[EventRecord]:
    """Lasting relations told between the two, the newest first."""
    sides, events = schema.sides, schema.events
    if not _has_states(connection, first, second):
        return []

    def has(role: str, keys: Sequence[str]) -> Select[Any]:
        return select(sides.c.event).where(sides.c.key.in_(keys), sides.c.role == role)

    found = or_(*(events.c.n.in_(has(ours, first).intersect(has(theirs, second))) for ours, theirs in _WAYS))
    told = func.coalesce(func.nullif(events.c.day, ""), schema.reports.c.day)
    query = event_columns().where(found, events.c.aspect == "state").order_by(told.desc(), events.c.id).limit(limit)
    return to_events(connection, connection.execute(query).all())


def _has_states(connection: Connection, first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the monthly counts have any, which saves going through all events of two actors that have none.

    They do not hold what an actor does to itself.
    """
    table, both = schema.pairs, ((first, second), (second, first))
    ways = [table.c.actor.in_(ours) & table.c.recipient.in_(theirs) for ours, theirs in both]
    query = select(1).where(or_(*ways), table.c.aspect == "state").limit(1)
    return bool({*first} & {*second}) or connection.execute(query).first() is not None

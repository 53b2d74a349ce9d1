"""Questions about claims and events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from sayso.errors import StoreError
from sayso.store import derived, schema
from sayso.store.filters import Conditions
from sayso.store.keys import fold, shorten
from sayso.store.loading import chunk
from sayso.store.notes import UNRATED, list_corrections, list_ratings
from sayso.store.records import ClaimRecord, Correction, EventRecord

MOST = 100_000


def find_events(connection: Connection, asked: Conditions, *, sort: str, limit: int, offset: int) -> list[EventRecord]:
    """Events, in the order of `sort`: `newest`, `oldest` or `killed`."""
    query = select_events(asked, sort=sort, limit=limit, offset=offset)
    rows = connection.execute(query).all()
    return to_events(connection, rows)


def to_events(connection: Connection, rows: Sequence[Any]) -> list[EventRecord]:
    """The records of rows of `event_columns`."""
    numbers = [row.n for row in rows]
    sides, places = _sides(connection, numbers), _other_places(connection, numbers)
    notes = corrections_of(connection, [row.id for row in rows])
    return [_event(row, sides, places.get(row.n, ()), notes) for row in rows]


def find_claims(connection: Connection, asked: Conditions, *, sort: str, limit: int, offset: int) -> list[ClaimRecord]:
    """Claims, in the order of `sort`: `newest` or `oldest`."""
    return to_claims(connection, connection.execute(select_claims(asked, sort=sort, limit=limit, offset=offset)).all())


def to_claims(connection: Connection, rows: Sequence[Any]) -> list[ClaimRecord]:
    """The records of rows of `claim_columns`."""
    notes = corrections_of(connection, [row.id for row in rows])
    credible = list_ratings(connection, "claim", [row.id for row in rows])
    reliable = list_ratings(connection, "source", [_rated(row) for row in rows])
    return [
        ClaimRecord(
            id=row.id, report=row.report_key, report_id=row.report_id, outlet=row.outlet, published=row.published,
            source=row.source, source_key=row.source_key, kind=row.kind, content=row.content, quote=row.quote,
            factuality=row.factuality, reliability=reliable.get(_rated(row), UNRATED["source"]),
            credibility=credible.get(row.id, UNRATED["claim"]), quotes=to_quotes(row.quotes),
            corrections=notes.get(row.id, ()), within=row.within_id,
            relays=tuple((words, key) for words, key in row.relays),
        )
        for row in rows
    ]


def select_events(asked: Conditions, *, sort: str, limit: int, offset: int) -> Select[Any]:
    """The statement behind `find_events`."""
    events = schema.events
    query = event_columns().where(*asked.events())
    orders: dict[str, list[ColumnElement[Any]]] = {
        "newest": [events.c.day.desc(), events.c.id.desc()], "oldest": [events.c.day, events.c.id],
        "killed": [events.c.killed_min.desc(), events.c.id.desc()],
    }
    if sort == "killed":
        query = query.where(events.c.killed_min.is_not(None))
    return page(query, pick(orders, sort), limit, offset)


def select_claims(asked: Conditions, *, sort: str, limit: int, offset: int) -> Select[Any]:
    """The statement behind `find_claims`."""
    claims = schema.claims
    query = claim_columns().where(*asked.claims())
    orders: dict[str, list[ColumnElement[Any]]] = {
        "newest": [claims.c.day.desc(), claims.c.id.desc()], "oldest": [claims.c.day, claims.c.id],
    }
    return page(query, pick(orders, sort), limit, offset)


def event_columns() -> Select[Any]:
    """Events with all that a record of them says but their sides and corrections."""
    events, places, claims, happenings = schema.events, schema.places, schema.claims, derived.happenings
    return (
        select(
            events, *report_columns(), places.c.name.label("place_name"), places.c.lat, places.c.lon, places.c.radius,
            claims.c.id.label("claim_id"), happenings.c.incident.label("linked"),
        )
        .join(schema.reports, schema.reports.c.n == events.c.report)
        .outerjoin(places, places.c.n == events.c.place)
        .outerjoin(claims, claims.c.n == events.c.claim)
        .outerjoin(happenings, happenings.c.event == events.c.n)
    )  # fmt: skip


def claim_columns() -> Select[Any]:
    """Claims with all that a record of them says but ratings and corrections."""
    claims = schema.claims
    outer = claims.alias("outer_claims")
    return (
        select(claims, *report_columns(), outer.c.id.label("within_id"))
        .join(schema.reports, schema.reports.c.n == claims.c.report)
        .outerjoin(outer, outer.c.n == claims.c.within)
    )  # fmt: skip


def report_columns() -> list[ColumnElement[Any]]:
    """What every answer says of the report it comes from."""
    reports = schema.reports
    return [reports.c.key.label("report_key"), reports.c.id.label("report_id"), reports.c.outlet, reports.c.published]


def page(query: Select[Any], order: Sequence[ColumnElement[Any]], limit: int, offset: int) -> Select[Any]:
    """One page of the answers.

    Raises:
        StoreError: when the page makes no sense.
    """
    if not 0 < limit <= MOST or offset < 0:
        raise StoreError(f"limit {limit}, offset {offset}: ask for 1 to {MOST} rows, from 0 on")
    return query.order_by(*order).limit(limit).offset(offset)


def pick(orders: dict[str, list[ColumnElement[Any]]], sort: str) -> list[ColumnElement[Any]]:
    """The order of a name.

    Raises:
        StoreError: when there is none.
    """
    if sort not in orders:
        raise StoreError(f"cannot sort by {sort!r}; choose from {', '.join(orders)}")
    return orders[sort]


def corrections_of(connection: Connection, targets: Sequence[str]) -> dict[str, tuple[Correction, ...]]:
    """The corrections of each of the ids that has any."""
    found: dict[str, list[Correction]] = defaultdict(list)
    for correction in list_corrections(connection, targets):
        found[correction.target].append(correction)
    return {target: tuple(corrections) for target, corrections in found.items()}


def to_quotes(value: list[list[Any]]) -> tuple[tuple[str, int, int, str], ...]:
    return tuple((role, start, end, words) for role, start, end, words in value)


def _rated(row: Any) -> str:
    """Whose reliability a claim's is: its source's; of one that is left out, the outlet's."""
    return str(row.source_key or shorten(fold(row.outlet or "")))


def _sides(connection: Connection, numbers: Sequence[int]) -> dict[tuple[int, str], list[Any]]:
    sides = schema.sides
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for part in chunk(numbers):
        query = select(sides).where(sides.c.event.in_(part)).order_by(sides.c.event, sides.c.role, sides.c.position)
        for row in connection.execute(query):
            found[row.event, row.role].append(row)
    return found


def _other_places(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    others, places = schema.other_places, schema.places
    found: dict[int, list[str]] = defaultdict(list)
    for part in chunk(numbers):
        query = (
            select(others.c.event, places.c.name).join(places, places.c.n == others.c.place)
            .where(others.c.event.in_(part)).order_by(others.c.event, others.c.place)
        )  # fmt: skip
        for row in connection.execute(query):
            found[row.event].append(row.name)
    return {event: tuple(names) for event, names in found.items()}


def _event(
    row: Any, sides: dict[tuple[int, str], list[Any]], others: tuple[str, ...],
    notes: dict[str, tuple[Correction, ...]],
) -> EventRecord:
    doers, targets = sides.get((row.n, "actor"), []), sides.get((row.n, "recipient"), [])
    return EventRecord(
        id=row.id, report=row.report_key, report_id=row.report_id, outlet=row.outlet, published=row.published,
        type=row.type, mode=row.mode, aspect=row.aspect, contexts=tuple(row.contexts), factuality=row.factuality,
        first=row.first, last=row.last, inferred=row.inferred, place=row.place_name, country=row.country,
        lat=row.lat, lon=row.lon, actors=tuple(side.name for side in doers),
        actor_keys=tuple(side.key for side in doers), recipients=tuple(side.name for side in targets),
        recipient_keys=tuple(side.key for side in targets), killed_min=row.killed_min, killed_max=row.killed_max,
        injured_min=row.injured_min, injured_max=row.injured_max, claim=row.claim_id, incident=row.incident,
        trigger=row.trigger, quotes=to_quotes(row.quotes), corrections=notes.get(row.id, ()),
        other_places=others, linked=row.linked, salience=row.salience, radius=row.radius,
        arrested_min=row.arrested_min, arrested_max=row.arrested_max, missing_min=row.missing_min,
        missing_max=row.missing_max, displaced_min=row.displaced_min, displaced_max=row.displaced_max,
    )  # fmt: skip

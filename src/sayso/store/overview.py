"""What a page shows before anything is asked: how much there is, names to choose from, marks for map and timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, distinct, func, select

from sayso.store import derived, schema
from sayso.store.filters import Conditions, find_actor_keys
from sayso.store.keys import fold, shorten
from sayso.store.queries import page

_LAST = "\U0010ffff"  # sorts after every letter


@dataclass(frozen=True, slots=True)
class Totals:
    """How much is in a store, and the first and last day of its reports, None where none has a day."""

    reports: int
    claims: int
    events: int
    actors: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An actor or a place by its name; `key` is what to ask the store for."""

    kind: str
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class EventMark:
    """What of an event stands on a map or a timeline; `lat` and `lon` in degrees, `day` is "" where none is told."""

    id: str
    day: str
    type: str
    factuality: str
    trigger: str
    place: str | None
    country: str | None
    feature: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Naming:
    """How one report calls an actor: as what, and by which words."""

    report: str
    outlet: str | None
    day: str
    key: str
    name: str
    type: str
    sector: str | None
    country: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How what a source says stands: of so many incidents, which others bear out or reports contradict each other on.

    Attributes:
        borne_out: incidents that another line of evidence tells of too.
        contradicted: those on which reports contradict each other.
        alone: those with one line of evidence.
        is_part: whether only the newest of what it says was looked at.
    """

    incidents: int
    borne_out: int
    contradicted: int
    alone: int
    is_part: bool


def count_all(connection: Connection) -> Totals:
    """What there is, counted."""
    reports, claims, events = (
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (schema.reports, schema.claims, schema.events)
    )
    actors = connection.execute(select(func.count(distinct(schema.identities.c.key)))).scalar_one()
    days = schema.reports.c.day
    # One end at a time: together, SQLite would walk all days.
    first = connection.execute(select(func.min(days)).where(days > "")).scalar()
    last = connection.execute(select(func.max(days))).scalar()
    return Totals(reports, claims, events, actors, first, last or None)


def suggest(connection: Connection, start: str, *, limit: int) -> list[Suggestion]:
    """Actors, then places, whose names begin with `start`, but for case and accents; at most `limit` of each."""
    folded = fold(start)
    return [*_suggest_actors(connection, folded, limit), *_suggest_places(connection, folded, limit)] if folded else []


def find_marks(connection: Connection, asked: Conditions, *, limit: int) -> list[EventMark]:
    """Events as marks, newest first."""
    return [EventMark(*row) for row in connection.execute(select_marks(asked, limit=limit))]


def find_namings(connection: Connection, name: str, *, limit: int) -> list[Naming]:
    """How reports call the actor of this name or key, and all that is linked to it; reports added last come first."""
    actors, reports = schema.actors, schema.reports
    query = (
        select(reports.c.key.label("report"), reports.c.outlet, reports.c.day, actors)
        .join(reports, reports.c.n == actors.c.report)
        .where(actors.c.key.in_(find_actor_keys(connection, name))).order_by(actors.c.n.desc()).limit(limit)
    )  # fmt: skip
    return [
        Naming(row[0], row.outlet, row.day, row.key, row.name, row.type, row.sector, row.country,
               tuple(dict.fromkeys(" ".join(quote[3].split()) for quote in row.quotes)))
        for row in connection.execute(query)
    ]  # fmt: skip


def find_standing(connection: Connection, name: str, *, limit: int) -> Standing:
    """How the newest `limit` claims of a source, or incidents told by an outlet, stand; given by name or key."""
    keys = [name, shorten(fold(name)), *find_actor_keys(connection, name)]
    claims, events, facets = schema.claims, schema.events, derived.facets
    said = select(claims.c.n).where(claims.c.source_key.in_(keys)).order_by(claims.c.day.desc()).limit(limit).subquery()
    told = select(facets.c.incident).where(facets.c.kind == "outlet", facets.c.value.in_(keys)).limit(limit)
    held = (
        select(derived.happenings.c.incident).join(events, events.c.n == derived.happenings.c.event)
        .where(events.c.claim.in_(select(said.c.n)))
    )  # fmt: skip
    table = derived.incidents
    found = {
        row.id: row
        for ids in (held, told)
        for row in connection.execute(select(table.c.id, table.c.lines, table.c.disputed).where(table.c.id.in_(ids)))
    }
    most = connection.execute(select(func.count()).select_from(said)).scalar_one()
    alone = sum(row.lines < 2 for row in found.values())
    return Standing(
        len(found), len(found) - alone, sum(row.disputed for row in found.values()), alone,
        most == limit or len(found) >= limit,
    )


def select_marks(asked: Conditions, *, limit: int) -> Select[Any]:
    """The statement behind `find_marks`."""
    events, places = schema.events, schema.places
    query = (
        select(events.c.id, events.c.day, events.c.type, events.c.factuality, events.c.trigger, places.c.name,
               places.c.country, places.c.feature, places.c.lat, places.c.lon)
        .outerjoin(places, places.c.n == events.c.place)
        .where(*asked.events())
    )  # fmt: skip
    order: list[ColumnElement[Any]] = [events.c.day.desc(), events.c.id.desc()]
    return page(query, order, limit, 0)


def _suggest_actors(connection: Connection, folded: str, limit: int) -> list[Suggestion]:
    """The most reported of the first names: a name that few letters begin has too many others beside it to sort all."""
    table = schema.identities
    begin = select(table).where(table.c.name_key >= folded, table.c.name_key < folded + _LAST)
    some = begin.order_by(table.c.name_key).limit(50 * limit).subquery()
    best = (
        select(some.c.key, func.max(some.c.name).label("name")).group_by(some.c.key)
        .order_by(func.sum(some.c.reports).desc(), some.c.key).limit(limit)
    )  # fmt: skip
    return [Suggestion("actor", row.key, row.name) for row in connection.execute(best)]


def _suggest_places(connection: Connection, folded: str, limit: int) -> list[Suggestion]:
    """One step through the index for each name, however many mentions it has."""
    table, found, after = schema.places, list[Suggestion](), None
    while len(found) < limit:
        low = table.c.name_key >= folded if after is None else table.c.name_key > after
        step = select(table.c.name_key, table.c.name).where(low, table.c.name_key < folded + _LAST)
        row = connection.execute(step.order_by(table.c.name_key).limit(1)).first()
        if row is None:
            break
        found.append(Suggestion("place", row.name, row.name))
        after = row.name_key
    return found

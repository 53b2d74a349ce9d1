"""What can be asked for, and the conditions on rows that it amounts to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, false, func, or_, select, union

from sayso.errors import StoreError
from sayso.store import derived, schema
from sayso.store.clusters import find_cluster
from sayso.store.finding import Finding, make_boxes, split_query
from sayso.store.keys import fold, shorten
from sayso.store.loading import find_keys

SIDES = ("any", "actor", "recipient")
# An actor is in many events when more than this share of the reports name it.
FREQUENT = 0.02
# Events that last longer than this are found by their first day only.
_LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; parts left out do not narrow it. Conditions hold together (and).

    Attributes:
        text: words that must occur, a "phrase" in double quotes; case and accents do not matter.
        actor: name or key of an actor, with all that is linked to it as the same.
        side: on which side the actor stands: `any`, `actor` (the doer) or `recipient`; of a claim, `actor` is who
            says it and `recipient` who is told.
        near: latitude and longitude, with `km` around them.
        since, until: ISO days, both included: of the event; of publication for claims and reports.
        about: of claims, name or key of an actor in the events that they tell of.
        source: of claims, name or key of the source that says them.
        kind: the kind of source that says it (`named`, `described`, `unnamed`, `document`, `reporter`).
        salience: of events and incidents, `high`, or `low` for what is only named in passing; an incident is as high as
            the highest of its events.
        report: key or id of a report.
        id: the id of one claim or event.
        lines: of incidents, lines of evidence at least.
        contradicted: of incidents, whether reports of it contradict each other.
        incident: the id of an incident, or of any event of it: its events, claims or reports.
        known: of incidents, the day by which one was first reported.
    """

    text: str | None = None
    actor: str | None = None
    side: str = "any"
    type: str | None = None
    mode: str | None = None
    place: str | None = None
    country: str | None = None
    near: tuple[float, float] | None = None
    km: float = 25.0
    since: str | None = None
    until: str | None = None
    about: str | None = None
    source: str | None = None
    kind: str | None = None
    factuality: str | None = None
    salience: str | None = None
    outlet: str | None = None
    report: str | None = None
    id: str | None = None
    lines: int | None = None
    contradicted: bool | None = None
    incident: str | None = None
    known: str | None = None

    def check(self) -> None:
        """Raise StoreError where a part makes no sense."""
        for name, day in (("since", self.since), ("until", self.until), ("known", self.known)):
            if day is not None and not _is_day(day):
                raise StoreError(f"{name} {day!r} is no ISO day such as 2023-04-26")
        if self.side not in SIDES:
            raise StoreError(f"side {self.side!r}: choose from {', '.join(SIDES)}")
        if self.near is not None and not (-90 <= self.near[0] <= 90 and -180 <= self.near[1] <= 180):
            raise StoreError(f"near {self.near}: latitude -90 to 90, longitude -180 to 180")
        if not 0 < self.km <= 20_040:
            raise StoreError(f"km {self.km}: more than 0, at most half the way round the Earth")


class Conditions:
    """Makes conditions of filters, for one connection."""

    def __init__(self, connection: Connection, finding: Finding, filters: Filters) -> None:
        filters.check()
        self.connection, self.finding, self.filters = connection, finding, filters

    def events(self) -> list[ColumnElement[bool]]:
        f, table = self.filters, schema.events
        found = self._common(table, "events")
        found += self._equal(table, ("type", "mode", "country", "factuality", "salience"))
        if f.actor is not None:
            found.append(self._by_side(self.actor_keys()))
        if self._asks_place():
            found.append(table.c.n.in_(self._placed_events()))
        if f.incident is not None:
            found.append(table.c.n.in_(self._linked_events()))
        if f.kind is not None:
            said = select(schema.claims.c.n).where(schema.claims.c.kind == f.kind)
            nobody = table.c.claim.is_(None)
            found.append(or_(nobody, table.c.claim.in_(said)) if f.kind == "reporter" else table.c.claim.in_(said))
        return found + self._event_days()

    def claims(self) -> list[ColumnElement[bool]]:
        f, table = self.filters, schema.claims
        found = self._common(table, "claims") + self._equal(table, ("kind", "factuality")) + self._days(table)
        if f.actor is not None:
            found.append(self._claim_side(self.actor_keys()))
        if f.source is not None:
            keys = {f.source, shorten(fold(f.source)), *find_actor_keys(self.connection, f.source)}
            # With one key, the index has the claims in the order of days already.
            one = table.c.source_key == f.source
            found.append(one if keys == {f.source} else table.c.source_key.in_(sorted(keys)))
        if f.about is not None:
            found.append(self._tells_of(find_actor_keys(self.connection, f.about)))
        held = self._held_events()
        return found if held is None else [*found, table.c.n.in_(held)]

    def reports(self) -> list[ColumnElement[bool]]:
        f, table = self.filters, schema.reports
        found: list[ColumnElement[bool]] = self._days(table)
        if f.text is not None:
            found.append(self._words("reports", table.c.n))
        if f.outlet is not None:
            found.append(table.c.outlet_key == shorten(fold(f.outlet)))
        if f.report is not None:
            found.append(table.c.key.in_(find_keys(self.connection, f.report)))
        if f.incident is not None:
            happenings = derived.happenings
            held = select(happenings.c.report).where(happenings.c.incident.in_(self._incident_ids()))
            found.append(table.c.n.in_(held))
        if f.actor is not None:
            actors = schema.actors
            found.append(table.c.n.in_(select(actors.c.report).where(actors.c.key.in_(self.actor_keys()))))
        if self._asks_place() or f.country is not None:
            places = schema.places
            where: list[ColumnElement[bool]] = [places.c.n.in_(self._places())] if self._asks_place() else []
            where += [places.c.country == f.country] if f.country is not None else []
            found.append(table.c.n.in_(select(places.c.report).where(*where)))
        return found

    def event_numbers(self) -> Select[Any] | None:
        """The events with the words asked for, near the point asked for; None where neither is asked."""
        f, events = self.filters, schema.events
        found: list[ColumnElement[bool]] = [] if f.text is None else [self._words("events", events.c.n)]
        found += [] if f.near is None else [events.c.n.in_(self._placed_events())]
        return select(events.c.n).where(*found) if found else None

    def actor_keys(self) -> list[str]:
        """Keys of the actors of the name asked for, with those linked to them."""
        return find_actor_keys(self.connection, self.filters.actor or "")

    def _common(self, table: Any, words: str) -> list[ColumnElement[bool]]:
        f = self.filters
        found: list[ColumnElement[bool]] = [] if f.id is None else [table.c.id == shorten(f.id)]
        if f.text is not None:
            found.append(self._words(words, table.c.n))
        reports = schema.reports
        if f.report is not None:
            keys = find_keys(self.connection, f.report)
            found.append(table.c.report.in_(select(reports.c.n).where(reports.c.key.in_(keys))))
        if f.outlet is not None:
            key = shorten(fold(f.outlet))
            found.append(table.c.report.in_(select(reports.c.n).where(reports.c.outlet_key == key)))
        return found

    def _words(self, table: str, number: ColumnElement[Any]) -> ColumnElement[bool]:
        phrases = split_query(self.filters.text or "", fold)
        return number.in_(self.finding.match(table, phrases)) if phrases else false()

    def _equal(self, table: Any, names: Sequence[str]) -> list[ColumnElement[bool]]:
        values = ((name, getattr(self.filters, name)) for name in names)
        return [table.c[name] == value for name, value in values if value is not None]

    def _days(self, table: Any) -> list[ColumnElement[bool]]:
        f = self.filters
        found: list[ColumnElement[bool]] = [] if f.since is None else [table.c.day >= f.since]
        return found if f.until is None else [*found, table.c.day <= f.until, table.c.day > ""]

    def _event_days(self) -> list[ColumnElement[bool]]:
        f, table = self.filters, schema.events
        found: list[ColumnElement[bool]] = []
        if f.since is not None:
            earliest = date.fromisoformat(f.since)
            start = earliest - min(_LONGEST, earliest - date.min)
            found += [table.c.day >= start.isoformat(), or_(table.c.last.is_(None), table.c.last >= f.since)]
            found.append(or_(table.c.last.is_not(None), table.c.day >= f.since))
        if f.until is not None:
            found += [table.c.day <= f.until, table.c.day > ""]
        return found

    def _by_side(self, keys: Sequence[str]) -> ColumnElement[bool]:
        """Events with one of the actors on the side: looked up by actor or, for actors that are in many, by event.

        The second way leaves where to begin to the other conditions or to the order, and soon has a page full.
        """
        sides, events = schema.sides, schema.events
        roles = ("actor", "recipient") if self.filters.side == "any" else (self.filters.side,)
        has = [sides.c.key.in_(keys), sides.c.role.in_(roles)]
        if self._is_frequent(keys):
            return select(1).where(sides.c.event == events.c.n, *has).correlate(events).exists()
        return events.c.n.in_(select(sides.c.event).where(*has))

    def _tells_of(self, keys: Sequence[str]) -> ColumnElement[bool]:
        """Claims that hold an event with one of the actors, looked up either way as in `_by_side`."""
        sides, events, claims = schema.sides, schema.events, schema.claims
        has = [sides.c.event == events.c.n, sides.c.key.in_(keys), sides.c.role.in_(("actor", "recipient"))]
        if self._is_frequent(keys):
            in_it = select(1).where(*has).correlate(events).exists()
            return select(1).where(events.c.claim == claims.c.n, in_it).correlate(claims).exists()
        return claims.c.n.in_(select(events.c.claim).join(sides, has[0]).where(*has[1:], events.c.claim.is_not(None)))

    def _is_frequent(self, keys: Sequence[str]) -> bool:
        names, reports = schema.identities, schema.reports
        naming = select(func.coalesce(func.sum(names.c.reports), 0)).where(names.c.key.in_(keys))
        total = select(func.coalesce(func.max(reports.c.n), 0))
        return bool(self._scalar(naming) > FREQUENT * self._scalar(total))

    def _scalar(self, query: Select[Any]) -> Any:
        return self.connection.execute(query).scalar()

    def _claim_side(self, keys: Sequence[str]) -> ColumnElement[bool]:
        claims, actors = schema.claims, schema.actors
        says = claims.c.source_key.in_(keys)
        told = claims.c.told_actor.in_(select(actors.c.n).where(actors.c.key.in_(keys)))
        side = self.filters.side
        return says if side == "actor" else told if side == "recipient" else or_(says, told)

    def _asks_place(self) -> bool:
        return self.filters.place is not None or self.filters.near is not None

    def _places(self) -> Select[Any]:
        f, places = self.filters, schema.places
        query = select(places.c.n)
        if f.place is not None:
            query = query.where(places.c.name_key == shorten(fold(f.place)))
        if f.near is not None:
            query = query.where(
                places.c.n.in_(self.finding.near(make_boxes(*f.near, f.km))),
                self.finding.distance(places.c.lat, places.c.lon, f.near) <= f.km,
            )
        return query

    def _placed_events(self) -> CompoundSelect[Any]:
        """The events that took place there, if only among other places."""
        events, others = schema.events, schema.other_places
        return union(
            select(events.c.n).where(events.c.place.in_(self._places())),
            select(others.c.event).where(others.c.place.in_(self._places())),
        )

    def _incident_ids(self) -> list[str]:
        """The incident asked for, by its id or that of any event of it."""
        happenings = derived.happenings
        named = select(happenings.c.incident).where(happenings.c.id == shorten(self.filters.incident or ""))
        return sorted(set(self.connection.execute(named).scalars()))

    def _linked_events(self) -> Select[Any]:
        happenings = derived.happenings
        return select(happenings.c.event).where(happenings.c.incident.in_(self._incident_ids()))

    def _held_events(self) -> Select[Any] | None:
        """Claims by the events that they hold, where type, mode, place or country is asked for."""
        events = schema.events
        where = self._equal(events, ("type", "mode", "country"))
        if self._asks_place():
            where.append(events.c.n.in_(self._placed_events()))
        if self.filters.incident is not None:
            where.append(events.c.n.in_(self._linked_events()))
        return select(events.c.claim).where(*where, events.c.claim.is_not(None)) if where else None


def find_actor_keys(connection: Connection, name: str) -> list[str]:
    """The keys of actors that have this key or, but for case and accents, this name; and those linked to them."""
    table = schema.identities
    is_named = or_(table.c.key == shorten(name), table.c.name_key == shorten(fold(name)))
    named = select(table.c.key).where(is_named).distinct()
    return find_cluster(connection, "actor", connection.execute(named).scalars().all())


def _is_day(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False

"""Which events and claims fulfil filters once they are corrected: a store is asked about what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any

from sayso.export.corrections import Corrections
from sayso.export.verdicts import ADDED
from sayso.store import Filters, Store, actor_key, report_key
from sayso.store.finding import km_between, split_query
from sayso.store.keys import fold
from sayso.types import Claim, Event, Participant, Place, Reading

Ids = tuple[set[str], set[str]]
# Which filter asks about a field that can be corrected.
_ASKS = {
    "type": "type", "mode": "mode", "factuality": "factuality", "country": "country", "place": "place", "lat": "near",
    "lon": "near", "first": "since", "last": "since", "actors": "actor", "recipients": "actor", "kind": "kind",
}  # fmt: skip
_DEFAULTS: dict[str, Any] = {each.name: each.default for each in fields(Filters)}
# Claims fulfil these by an event that they hold.
_HELD = frozenset(("type", "mode", "country", "place", "near"))
# They say more of a filter beside them, and ask nothing alone.
_BESIDE = frozenset(("side", "km"))


def find_matching(store: Store, filters: Filters, corrections: Corrections) -> dict[str, Ids]:
    """As `Store.matching`, but of what persons changed or added it is the corrected value that counts."""
    found = store.matching(filters)
    asked = {name for name in _DEFAULTS if getattr(filters, name) != _DEFAULTS[name]} - _BESIDE
    others: dict[frozenset[str], dict[str, Ids]] = {}
    for key in sorted({*corrections.added, *_find_reports(store, corrections)}):
        reading = corrections.mend(store.reading(key))
        if reading is None:
            continue
        ids = found.setdefault(key, (set(), set()))
        things: Iterable[Event | Claim] = (*reading.events, *reading.claims)
        for thing in things:
            names = reading.corrected.get(thing.id, ())
            place = 0 if isinstance(thing, Event) else 1
            anew = frozenset(asked if ADDED in names else asked & _asked_by(names))
            if not anew:
                continue
            if anew not in others:
                rest = replace(filters, **{name: _DEFAULTS[name] for name in anew})
                others[anew] = store.matching(rest)
            known = ADDED in names or thing.id in others[anew].get(key, (set(), set()))[place]
            fits = known and all(_fulfils(thing, reading, filters, name) for name in sorted(anew))
            (ids[place].add if fits else ids[place].discard)(thing.id)
        if asked & _HELD:
            held = {event.claim for event in reading.events if event.id in ids[0]}
            found[key] = (ids[0], {claim.id for claim in reading.claims if claim.id in held})
    return {key: ids for key, ids in found.items() if ids[0] or ids[1]}


def _asked_by(names: Iterable[str]) -> set[str]:
    asked = {_ASKS[name] for name in names if name in _ASKS}
    if asked & {"place", "country"}:
        asked |= {"place", "country", "near"}
    return asked | ({"until"} if "since" in asked else set())


def _find_reports(store: Store, corrections: Corrections) -> set[str]:
    """Keys of the reports of which an event or a claim was changed."""
    found: set[str] = set()
    for kind, ask in (("event", store.events), ("claim", store.claims)):
        for id, verdict in corrections.of(kind).items():
            if verdict.fields:
                found |= {record.report for record in ask(Filters(id=id), limit=1)}
    return found


def _fulfils(thing: Event | Claim, reading: Reading, filters: Filters, name: str) -> bool:
    """Whether an event or claim of a corrected reading fulfils one filter; of others than these none does."""
    of_report = _REPORT_TESTS.get(name)
    if of_report is not None:
        return of_report(reading, filters)
    if isinstance(thing, Claim):
        given = {"factuality": thing.factuality, "kind": thing.source.kind}
        return name in given and given[name] == getattr(filters, name)
    if name in ("type", "mode", "factuality", "salience"):
        return bool(getattr(thing, name) == getattr(filters, name))
    test = _EVENT_TESTS.get(name)
    return test is not None and test(thing, reading, filters)


def _has_words(reading: Reading, filters: Filters) -> bool:
    held = f" {fold(reading.report.text)} "
    return all(f" {phrase} " in held for phrase in split_query(filters.text or "", fold))


def _is_of(reading: Reading, filters: Filters) -> bool:
    return filters.report in (reading.report.id, report_key(reading.report))


def _is_by(reading: Reading, filters: Filters) -> bool:
    return fold(reading.report.outlet or "") == fold(filters.outlet or "")


def _places(event: Event, reading: Reading) -> list[Place]:
    return [reading.places[index] for index in (event.place, *event.other_places) if index is not None]


def _is_in(event: Event, reading: Reading, filters: Filters) -> bool:
    return event.place is not None and reading.places[event.place].country == filters.country


def _is_at(event: Event, reading: Reading, filters: Filters) -> bool:
    return any(fold(place.name) == fold(filters.place or "") for place in _places(event, reading))


def _is_near(event: Event, reading: Reading, filters: Filters) -> bool:
    away = [km_between(p.lat, p.lon, *filters.near) for p in _places(event, reading)] if filters.near else []
    return any(km is not None and km <= filters.km for km in away)


def _is_since(event: Event, reading: Reading, filters: Filters) -> bool:
    days = event.date
    return days is not None and (days.last or days.first or "") >= (filters.since or "")


def _is_until(event: Event, reading: Reading, filters: Filters) -> bool:
    days = event.date
    first = (days.first or days.last) if days else None
    return first is not None and first <= (filters.until or "")


def _has_actor(event: Event, reading: Reading, filters: Filters) -> bool:
    sides: dict[str, tuple[Participant, ...]] = {"actor": event.actors, "recipient": event.recipients}
    ids = {each.actor for name, side in sides.items() if filters.side in ("any", name) for each in side}
    return any(
        filters.actor == actor_key(actor) or fold(filters.actor or "") == fold(actor.name)
        for actor in reading.actors if actor.id in ids
    )


def _is_said_by(event: Event, reading: Reading, filters: Filters) -> bool:
    kinds = {claim.id: claim.source.kind for claim in reading.claims}
    return kinds.get(event.claim or "", "reporter") == filters.kind


_REPORT_TESTS: dict[str, Callable[[Reading, Filters], bool]] = {"text": _has_words, "report": _is_of, "outlet": _is_by}
_EVENT_TESTS: dict[str, Callable[[Event, Reading, Filters], bool]] = {
    "country": _is_in, "place": _is_at, "near": _is_near, "since": _is_since, "until": _is_until, "actor": _has_actor,
    "kind": _is_said_by,
}  # fmt: skip

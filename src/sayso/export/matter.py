"""What an export is made of: readings, each cut down to what was asked for, and the incidents their events are in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sayso.errors import StoreError
from sayso.export.words import trace_claims
from sayso.store import Filters, IncidentRecord, Store
from sayso.types import Claim, Event, Reading

FindIncident = Callable[[str], IncidentRecord | None]
Mend = Callable[[Reading], Reading | None]
Match = Callable[[Filters], Mapping[str, tuple[set[str], set[str]]]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What an export is made of.

    Attributes:
        readings: in the order of their reports' keys; gone through once.
        incident: the incident that the event with this id is in; None for one that is not linked yet.
    """

    readings: Iterable[Reading]
    incident: FindIncident


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one report tells it."""

    reading: Reading
    event: Event


@dataclass(frozen=True, slots=True)
class Told:
    """An incident with all tellings of it that were asked for."""

    incident: IncidentRecord
    tellings: tuple[Telling, ...]


def gather(matter: Matter) -> tuple[list[Told], int]:
    """The incidents by day and id, and how many events are in none because they are not linked yet.

    Incidents are held in memory with the readings that tell of them.
    """
    found: dict[str, tuple[IncidentRecord, list[Telling]]] = {}
    loose = 0
    for reading in matter.readings:
        for event in reading.events:
            incident = matter.incident(event.id)
            if incident is None:
                loose += 1
                continue
            found.setdefault(incident.id, (incident, []))[1].append(Telling(reading, event))
    order = sorted(found.values(), key=lambda each: (each[0].first or "", each[0].id))
    return [Told(incident, tuple(tellings)) for incident, tellings in order], loose


def select(
    store: Store, filters: Filters, *, whole: bool = False, mend: Mend | None = None, match: Match | None = None
) -> Iterator[Reading]:
    """The readings of a store, cut down to the events and claims that fulfil the filters; uncut without filters.

    Args:
        whole: with every other telling of the incidents that these events are in, and no further claims.
        mend: puts persons' corrections into a reading, None for one that is to be left out.
        match: the ids of the events and of the claims that fulfil the filters, by report key, after corrections.
    """
    mend = mend or _leave
    if filters == Filters():
        yield from filter(None, map(mend, store.readings()))
        return
    found = match(filters) if match else store.matching(filters)
    for key, (events, claims) in sorted((_tellings(store, found) if whole else found).items()):
        reading = mend(store.reading(key))
        part = None if reading is None else cut(reading, events, claims)
        if part is not None and (part.events or part.claims):
            yield part


def _leave(reading: Reading) -> Reading | None:
    return reading


def _tellings(store: Store, found: Mapping[str, tuple[set[str], set[str]]]) -> dict[str, tuple[set[str], set[str]]]:
    find, seen = find_incident(store), set()
    every: dict[str, tuple[set[str], set[str]]] = {}
    for key, (events, _) in sorted(found.items()):
        for event in sorted(events):
            incident = find(event)
            if incident is None:
                every.setdefault(key, (set(), set()))[0].add(event)
            elif incident.id not in seen:
                seen.add(incident.id)
                for record in store.incident_events(incident.id):
                    every.setdefault(record.report, (set(), set()))[0].add(record.id)
    return every


def find_incident(store: Store) -> FindIncident:
    """The look-up of `Matter.incident` in a store."""

    def find(event: str) -> IncidentRecord | None:
        try:
            return store.incident(event)
        except StoreError:
            return None

    return find


def cut(reading: Reading, events: Iterable[str], claims: Iterable[str]) -> Reading:
    """The reading with the events and claims of these ids, and what they hang on: outer claims, actors, places, times.

    Predicates go: they are of no one's asking.
    """
    known, wanted = {claim.id: claim for claim in reading.claims}, set(events)
    kept_events = [event for event in reading.events if event.id in wanted]
    heads = {*claims, *(event.claim for event in kept_events if event.claim)}
    chained = {claim.id for head in heads for claim in trace_claims(head, known)}
    kept_claims = [claim for claim in reading.claims if claim.id in chained]
    actors = _actors_of(kept_events, kept_claims)
    places = _renumber(
        [index for event in kept_events for index in (event.place, *event.other_places)]
        + [claim.source.place for claim in kept_claims]
    )
    times = _renumber(event.time for event in kept_events)
    return replace(
        reading,
        actors=tuple(actor for actor in reading.actors if actor.id in actors),
        places=tuple(reading.places[index] for index in places),
        times=tuple(reading.times[index] for index in times),
        events=tuple(_move_event(event, places, times) for event in kept_events),
        claims=tuple(_move_claim(claim, places) for claim in kept_claims),
        predicates=(),
    )


def _actors_of(events: Iterable[Event], claims: Iterable[Claim]) -> set[str | None]:
    found: set[str | None] = {each.actor for event in events for each in (*event.actors, *event.recipients)}
    for claim in claims:
        found |= {claim.source.actor, claim.source.to, *(each.actor for each in claim.source.relays)}
    return found


def _renumber(indices: Iterable[int | None]) -> dict[int, int]:
    """From old to new index, those that are used alone, in order."""
    return {old: new for new, old in enumerate(sorted({index for index in indices if index is not None}))}


def _move_event(event: Event, places: Mapping[int, int], times: Mapping[int, int]) -> Event:
    return replace(
        event, place=None if event.place is None else places[event.place],
        other_places=tuple(places[index] for index in event.other_places),
        time=None if event.time is None else times[event.time],
    )


def _move_claim(claim: Claim, places: Mapping[int, int]) -> Claim:
    if claim.source.place is None:
        return claim
    return replace(claim, source=replace(claim.source, place=places[claim.source.place]))

"""What event data sets code besides the event: what kind of side an actor is, how exact a day and a place are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sayso.export.matter import Told
from sayso.export.points import judge_precision
from sayso.store import IncidentRecord
from sayso.types import Actor, Place

# PLOVER sectors: those of a state, and those of who fights or demonstrates beside it.
STATE = frozenset(("GOV", "MIL", "COP", "SPY", "JUD", "LEG"))
ARMED = frozenset(("MIL", "COP", "SPY", "REB", "PRM", "UAF", "CRM", "ISM"))
# Fields of an incident that say where it was.
_PLACE = frozenset(("place", "country", "lat", "lon"))
_ARMED_TYPES = frozenset(("military", "police", "armed_group"))
_STATE_TYPES = frozenset(("state", "government", "agency", "military", "police"))


def is_state(actors: Iterable[Actor]) -> bool:
    """Whether one of them acts for a state."""
    return any(actor.sector in STATE or (actor.sector is None and actor.type in _STATE_TYPES) for actor in actors)


def is_armed(actors: Iterable[Actor]) -> bool:
    """Whether one of them bears arms for somebody, a state that acts counted in."""
    return any(actor.sector in ARMED or actor.type in _ARMED_TYPES or actor.type == "state" for actor in actors)


def sides(told: Told, role: str) -> list[Actor]:
    """The doers (`actors`) or targets (`recipients`) over all tellings, each name once, in order of telling."""
    found: dict[str, Actor] = {}
    for telling in told.tellings:
        known = {actor.id: actor for actor in telling.reading.actors}
        for each in getattr(telling.event, role):
            if each.actor in known:
                found.setdefault(known[each.actor].name, known[each.actor])
    return list(found.values())


def place_of(told: Told) -> Place | None:
    """The most exact place that a telling gives; what a person said of the incident's place goes before it."""
    order = {"site": 0, "town": 1, "district": 2, "first-level division": 3, "region": 4, "country": 5, None: 6}
    places = [
        telling.reading.places[telling.event.place] for telling in told.tellings if telling.event.place is not None
    ]
    located = [place for place in places if place.lat is not None]
    if any(_PLACE & set(each.value or ()) for each in told.incident.corrections if each.action == "change"):
        return _given_place(told.incident, places)
    return min(located or places, key=lambda place: order[judge_precision(place.feature)], default=None)


def _given_place(incident: IncidentRecord, places: list[Place]) -> Place | None:
    """The place of a corrected incident: one of its tellings' of the same name and point, else what a person gave."""
    if incident.place is None:
        return None
    given = Place(0, 0, incident.place, incident.lat, incident.lon, incident.country)
    same = (place for place in places if place.name == given.name and place.country == given.country
            and given.lat in (None, place.lat) and given.lon in (None, place.lon))  # fmt: skip
    return next(same, given)


def count_days(first: str | None, last: str | None) -> int | None:
    """How many days a range has, both ends counted; None where an end is open."""
    if not first or not last:
        return None
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def likeliest_toll(told: Told) -> int | None:
    """The number of dead that most tellings give, of those the lower, within the incident's range; None without one."""
    numbers: dict[int, int] = {}
    for telling in told.tellings:
        toll = telling.event.killed
        number = None if toll is None else toll.min if toll.min is not None else toll.max
        if number is not None:
            numbers[number] = numbers.get(number, 0) + 1
    found = min(numbers, key=lambda number: (-numbers[number], number), default=None)
    low, high = told.incident.killed_min, told.incident.killed_max
    if found is None or low is None:
        return low if found is None else found
    return max(low, found if high is None else min(found, high))

"""When and where an incident was and how many it killed and injured, from all that its reports tell of it.

Every report has one vote, shared among what it tells. What cannot be is left out first: an incident is not later than
the first report of it, and a toll told once and late in a report is mostly that of another incident, told in passing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sayso.link.story import UNREAL, is_local, to_ordinal
from sayso.types import Event, Place, Reading, Toll

T = TypeVar("T", bound=Hashable)
# Where in a report, as a share of its length, a number told once begins to be in passing.
PASSING = 0.5
# What a vote counts for a day that only context gives, and for a place that the report names but not for the event.
INFERRED = 0.5
BESIDE = 0.5
# Votes for days so many days before the first report, and what they count: news is told soon.
SOON = ((1, 1.0), (3, 0.8), (14, 0.6))
LATE = 0.4

Where = tuple[str, float, float]
Range = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Telling:
    """What one event of one report tells.

    Attributes:
        at: where in the text, 0 to 1.
        first, last: ISO days; `inferred` when only context gives them.
        places: small places where it was, with degrees.
        killed, injured: least and most.
    """

    report: str
    published: str | None = None
    at: float = 0.0
    first: str | None = None
    last: str | None = None
    inferred: bool = False
    places: tuple[Where, ...] = ()
    killed: Range | None = None
    injured: Range | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What most reports tell; None where none tells it.

    Attributes:
        first, last: ISO days, the same where a day is known.
        place: name and degrees.
        killed, injured: a number, an open end (at least, at most) by that number.
    """

    first: str | None = None
    last: str | None = None
    place: Where | None = None
    killed: int | None = None
    injured: int | None = None


def read_tellings(reading: Reading, report: str) -> dict[str, Telling]:
    """What each event of a reading tells, by its id, of those that are said to have come to pass."""
    return {e.id: _read(reading, report, e) for e in reading.events if e.factuality not in UNREAL}


def list_places(reading: Reading) -> tuple[Where, ...]:
    """The small places that a report names, as often as it does."""
    return tuple(where for place in reading.places if (where := _where(place)) is not None)


def find_facts(tellings: Sequence[Telling], named: Mapping[str, Sequence[Where]] | None = None) -> Facts:
    """The facts of one incident.

    Args:
        tellings: of all events of it that were not denied and are not to come.
        named: for each report the small places that it names at all.
    """
    first, last = find_days(tellings)
    return Facts(
        first=first,
        last=last,
        place=_find_place(tellings, named or {}),
        killed=_find_toll(tellings, lambda t: t.killed),
        injured=_find_toll(tellings, lambda t: t.injured),
    )


def find_days(tellings: Sequence[Telling]) -> tuple[str | None, str | None]:
    """First and last day: a single day where a report tells one that can be, else the range that most tell."""
    bound = min((t.published[:10] for t in tellings if t.published), default=None)
    told = [t for t in tellings if t.first is not None and (bound is None or t.first <= bound)]
    days = _vote((t.report, t.first, INFERRED if t.inferred else 1.0) for t in told if t.first == t.last and t.first)
    if days:
        best = max(days, key=lambda day: (round(days[day] * _soon(day, bound), 9), day))
        return best, best
    ranges = _vote((t.report, (t.first, t.last), 1.0) for t in told)
    return max(ranges, key=lambda r: (round(ranges[r], 9), r[0] or "", r[1] or "")) if ranges else (None, None)


def _soon(day: str, bound: str | None) -> float:
    if bound is None:
        return 1.0
    gap = (to_ordinal(bound) or 0) - (to_ordinal(day) or 0)
    return next((weight for days, weight in SOON if gap <= days), LATE)


def _find_place(tellings: Sequence[Telling], named: Mapping[str, Sequence[Where]]) -> Where | None:
    votes = [(t.report, place[0], 1.0) for t in tellings for place in t.places]
    votes += [(report, place[0], BESIDE) for report, places in sorted(named.items()) for place in places]
    names = _vote(votes)
    if not names:
        return None
    best = max(names, key=lambda name: (round(names[name], 9), name))
    everywhere = [place for t in tellings for place in t.places]
    everywhere += [place for _, places in sorted(named.items()) for place in places]
    return Counter(place for place in everywhere if place[0] == best).most_common(1)[0][0]


def _find_toll(tellings: Sequence[Telling], get: Callable[[Telling], Range | None]) -> int | None:
    """The toll most reports tell; of one report the one it tells most and first, more than one before one."""
    told: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for telling in tellings:
        toll = get(telling)
        number = None if toll is None else toll[0] if toll[0] is not None else toll[1]
        if number is not None:
            told[telling.report].append((number, telling.at))
    votes: Counter[int] = Counter()
    for numbers in told.values():
        times = Counter(number for number, _ in numbers)
        first = {n: min(at for number, at in numbers if number == n) for n in times}
        sure = [n for n in times if first[n] < PASSING or times[n] > 1]
        if sure:
            votes[max(sure, key=lambda n: (n > 1, times[n] - first[n], n))] += 1
    return max(votes, key=lambda n: (votes[n], n)) if votes else None


def _read(reading: Reading, report: str, event: Event) -> Telling:
    numbers = [n for n in (event.place, *event.other_places) if n is not None]
    return Telling(
        report=report,
        published=reading.report.published,
        at=event.trigger[0] / max(1, len(reading.report.text)),
        first=event.date.first if event.date else None,
        last=event.date.last if event.date else None,
        inferred=event.date.inferred if event.date else False,
        places=tuple(where for n in numbers if (where := _where(reading.places[n])) is not None),
        killed=_range(event.killed),
        injured=_range(event.injured),
    )


def _where(place: Place) -> Where | None:
    if place.lat is None or place.lon is None or not is_local(place):
        return None
    return place.name, place.lat, place.lon


def _range(toll: Toll | None) -> Range | None:
    return None if toll is None else (toll.min, toll.max)


def _vote(votes: Iterable[tuple[str, T, float]]) -> dict[T, float]:
    """What is told with the share of the reports' votes: of (report, what, weight)."""
    by_report: dict[str, Counter[T]] = defaultdict(Counter)
    for report, what, weight in votes:
        by_report[report][what] += weight  # type: ignore[assignment]
    found: dict[T, float] = defaultdict(float)
    for counts in by_report.values():
        total = sum(counts.values())
        for what, weight in counts.items():
            found[what] += weight / total
    return dict(found)

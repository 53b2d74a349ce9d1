"""When and where an incident was and how many it killed and injured, from all that its reports tell of it.

Every report has one vote, shared among what it tells. What cannot be is left out first: an incident is not later than
the first report of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sayso.link.story import to_ordinal
from sayso.link.tellings import Telling, Where
from sayso.link.tolls import Tolls, find_injured, find_killed

T = TypeVar("T", bound=Hashable)
# What a vote counts for a day that only context gives, and for a place that the report names but not for the event.
INFERRED = 0.5
BESIDE = 0.5
# Types of events that mostly are where their report is about; talks and words are told from anywhere.
ON_SITE = ("ASSAULT", "PROTEST")
# Votes for days so many days before the first report, and what they count: news is told soon.
SOON = ((1, 1.0), (3, 0.8), (14, 0.6))
LATE = 0.4


@dataclass(frozen=True, slots=True)
class Facts:
    """What most reports tell; None where none tells it.

    Attributes:
        first, last: ISO days, the same where a day is known.
        place: name and degrees.
    """

    first: str | None = None
    last: str | None = None
    place: Where | None = None
    killed: Tolls = field(default_factory=Tolls)
    injured: Tolls = field(default_factory=Tolls)


def find_facts(
    tellings: Sequence[Telling], named: Mapping[str, Sequence[Where]] | None = None, kind: str | None = None
) -> Facts:
    """The facts of one incident.

    Args:
        tellings: of all events of it that were not denied and are not to come.
        named: for each report the small places that it names at all.
        kind: the PLOVER type of the incident.
    """
    first, last = find_days(tellings)
    return Facts(
        first=first,
        last=last,
        place=_find_place(tellings, (named or {}) if kind in ON_SITE else {}),
        killed=find_killed(tellings, first if first == last else None),
        injured=find_injured(tellings, first if first == last else None),
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

"""How many an incident killed and injured, from all that its reports tell of it.

First each report is asked for its own number, then the reports vote. What is no toll of this incident is left out: the
dead of days before it, and a number told once and late in a report, which is mostly that of another incident, told in
passing. Whoever died is not counted among the injured, and a doer who died too is counted with those that he killed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sayso.link.story import to_ordinal
from sayso.link.tellings import Harmed, Telling

# Where in a report, as a share of its length, a number told once begins to be in passing.
PASSING = 0.5
# How much less a report's vote counts for a number of several that it tells once, or late in its text.
ONCE, LATE = 0.3, 0.3


@dataclass(frozen=True, slots=True)
class Tolls:
    """A number most reports tell, and the least and the most that a report tells; None where nobody tells any.

    `high` is None too where the most is open ("at least 20").
    """

    number: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What one report tells: its number as a range, the weight of its vote, and the event that tells it."""

    low: int
    high: int | None
    number: int
    weight: float
    event: str


def count_own(tellings: Iterable[Telling], what: str, day: str | None, dead: set[str]) -> Own | None:
    """The number of the `killed` or `injured` in one report's tellings; `dead` are all who are said to have died."""
    told = [telling for telling in tellings if not _is_before(telling, day)]
    return _count_killed(told) if what == "killed" else _count_injured(told, dead)


def find_killed(tellings: Iterable[Telling], day: str | None = None) -> Tolls:
    """The dead of an incident that was on `day`, where that is known."""
    return _vote([own for told in _by_report(tellings, day).values() if (own := _count_killed(told)) is not None])


def find_injured(tellings: Iterable[Telling], day: str | None = None) -> Tolls:
    """The injured of an incident that was on `day`, where that is known."""
    told = _by_report(tellings, day)
    dead = {name for group in told.values() for t in group if t.killed for name in t.killed.who}
    return _vote([own for group in told.values() if (own := _count_injured(group, dead)) is not None])


def _by_report(tellings: Iterable[Telling], day: str | None) -> Mapping[str, Sequence[Telling]]:
    found: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        if not _is_before(telling, day):
            found[telling.report].append(telling)
    return found


def _is_before(telling: Telling, day: str | None) -> bool:
    """Whether it tells of another day, more than one before; who dies later is a victim all the same."""
    if day is None or telling.inferred:
        return False
    last, on = to_ordinal(telling.last), to_ordinal(day)
    return last is not None and on is not None and last < on - 1


def _count_killed(tellings: Sequence[Telling]) -> Own | None:
    told = [(t, t.killed) for t in tellings if t.killed is not None]
    own = _choose(told)
    if own is None or own.number < 2:
        return own
    dead = {name for _, harmed in told if harmed.number == 1 for name in harmed.who}
    if any({*t.doers} & dead for t, harmed in told if harmed.number == own.number):
        return replace(own, low=own.low + 1, high=None if own.high is None else own.high + 1, number=own.number + 1)
    return own


def _count_injured(tellings: Sequence[Telling], dead: set[str]) -> Own | None:
    told = [(t, t.injured) for t in tellings if t.injured is not None]
    return _choose([(t, h) for t, h in told if not (h.number == 1 and h.who and {*h.who} <= dead)])


def _choose(told: Sequence[tuple[Telling, Harmed]]) -> Own | None:
    """The number that a report tells most and first, more than one before one, one before none."""
    times = Counter(harmed.number for _, harmed in told)
    first = {n: min(t.at for t, harmed in told if harmed.number == n) for n in times}
    sure = [n for n in times if first[n] < PASSING or times[n] > 1]
    if not sure:
        return None
    best = max(sure, key=lambda n: (min(n, 2), times[n] - first[n], n))
    ranges = [(h.low or 0, h.high, t.event) for t, h in told if h.number == best]
    low, high, event = max(ranges, key=lambda r: (r[1] is not None, r[0]))
    return Own(low, high, best, 1 - LATE * first[best] - ONCE * (best > 1 and times[best] == 1), event)


def _vote(owns: Sequence[Own]) -> Tolls:
    """Of equally many votes the higher number: tolls mostly rise."""
    if not owns:
        return Tolls()
    votes: dict[int, float] = defaultdict(float)
    for own in owns:
        votes[own.number] += own.weight
    most = max((own.high for own in owns if own.high is not None), default=None)
    is_open = any(own.high is None and (most is None or own.low > most) for own in owns)
    return Tolls(
        max(votes, key=lambda n: (round(votes[n], 9), n)), min(own.low for own in owns), None if is_open else most
    )

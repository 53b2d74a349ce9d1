"""What a report is about, as far as it helps to tell whether another report tells the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sayso.link.story_wording import Wording, read_wording
from sayso.types import Event, Reading, Toll

# Features of GeoNames that are too large to tell where something happened.
_WIDE = ("PCL", "CONT", "RGN", "TERR", "OCN", "SEA", "ADM1")
# What an event that did not come to pass is worth as a sign of what the report is about: nothing.
UNREAL = ("denied", "future")


@dataclass(frozen=True, slots=True)
class Story:
    """One report's story.

    Attributes:
        report: the report's key or id.
        published: its day as an ordinal, None where it is not known.
        days: days (ordinals) that the report tells, of events or in passing; `event_days` those of events.
        towns: places smaller than a first-level division, folded names; `spots` their (lat, lon) in degrees.
        types: PLOVER types of its events with how many there are; `acts` types with their modes.
        killed, injured: every toll it tells.
    """

    report: str
    wording: Wording
    published: int | None = None
    outlet: str | None = None
    days: frozenset[int] = frozenset()
    event_days: frozenset[int] = frozenset()
    towns: frozenset[str] = frozenset()
    spots: tuple[tuple[float, float], ...] = ()
    types: tuple[tuple[str, int], ...] = ()
    killed: frozenset[int] = frozenset()
    injured: frozenset[int] = frozenset()


def read_story(reading: Reading, key: str | None = None) -> Story:
    """The story of a reading's report, which is called by `key`, or else by its id."""
    report = reading.report
    real = [e for e in reading.events if e.factuality not in UNREAL]
    towns = [p for p in reading.places if is_local(p.feature)]
    spots = {(round(p.lat, 2), round(p.lon, 2)) for p in towns if p.lat is not None and p.lon is not None}
    told = [t for t in reading.times if t.first is not None and t.first == t.last]
    return Story(
        report=report.id if key is None else key,
        wording=read_wording(report.text, report.title, report.outlet),
        published=to_ordinal(report.published),
        outlet=report.outlet,
        days=_ordinals(t.first for t in told),
        event_days=_ordinals(e.date.first for e in real if e.date is not None and e.date.first == e.date.last),
        towns=frozenset(p.name.casefold() for p in towns),
        spots=tuple(sorted(spots)),
        types=tuple(sorted(Counter(e.type for e in real).items())),
        killed=_numbers(real, "killed"),
        injured=_numbers(real, "injured"),
    )


def to_ordinal(day: str | None) -> int | None:
    """An ISO date or date-time as the number of its day; None where there is none."""
    if not day:
        return None
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None


def is_local(feature: str | None) -> bool:
    """Whether a place of this GeoNames feature is small enough to tell where something happened."""
    return not (feature or "").startswith(_WIDE)


def _ordinals(days: Iterable[str | None]) -> frozenset[int]:
    return frozenset(n for day in days if (n := to_ordinal(day)) is not None)


def _numbers(events: Iterable[Event], field: str) -> frozenset[int]:
    tolls: list[Toll | None] = [getattr(e, field) for e in events]
    return frozenset(t.min for t in tolls if t is not None and t.min is not None and t.min == t.max)

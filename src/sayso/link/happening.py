"""A happening: what one report tells of one real-world event, with all that is needed to find it in other reports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.link.acts import vague_words
from sayso.link.story import Story, is_local, read_story, to_ordinal
from sayso.link.story_wording import fold_term, list_terms
from sayso.types import Days, Event, Place, Reading, Span, Toll


@dataclass(frozen=True, slots=True)
class Spot:
    """Where: the folded name, degrees where known, and whether it is small enough to tell one happening by."""

    name: str
    lat: float | None
    lon: float | None
    country: str | None
    local: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """The events of one report that tell one real-world event (those that share `Event.incident`).

    Attributes:
        id: the smallest of `events`, the ids of its events, in the order of the text; `spans` are their triggers.
        story: of its report.
        type: the PLOVER type most of its events have; `modes` their modes.
        words: the folded words of the triggers.
        days: first and last day as ordinals, the first that an event tells; `inferred` when only context gives it.
        actors, recipients: folded words that name the sides.
        killed, injured: least and most.
        lead: how much it is what the report is about: 1 where nothing else is told, 0 when told last and once.
    """

    id: str
    report: str
    events: tuple[str, ...]
    spans: tuple[Span, ...]
    story: Story
    type: str
    modes: frozenset[str]
    words: frozenset[str]
    days: tuple[int, int] | None
    inferred: bool
    spots: tuple[Spot, ...]
    actors: frozenset[str]
    recipients: frozenset[str]
    killed: tuple[int | None, int | None] | None
    injured: tuple[int | None, int | None] | None
    lead: float
    real: bool


def read_happenings(reading: Reading, story: Story | None = None) -> list[Happening]:
    """The happenings of a reading, in the order of their first events; `story` where it was read before."""
    story = story or read_story(reading)
    grouped: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(reading.events, key=lambda e: e.trigger):
        grouped[event.incident or event.id].append(event)
    return [_make(reading, story, events) for events in grouped.values()]


def _make(reading: Reading, story: Story, events: Sequence[Event]) -> Happening:
    text = reading.report.text
    days = _first(e.date for e in sorted(events, key=lambda e: e.date is None or e.date.inferred))
    return Happening(
        id=min(e.id for e in events),
        report=story.report,
        events=tuple(e.id for e in events),
        spans=tuple(e.trigger for e in events),
        story=story,
        type=Counter(e.type for e in events).most_common(1)[0][0],
        modes=frozenset(e.mode for e in events if e.mode is not None),
        words=frozenset(w for e in events for w in list_terms(text[slice(*e.trigger)])),
        days=_to_days(days),
        inferred=days is not None and days.inferred,
        spots=tuple({_spot(reading.places[n]): None for e in events for n in _place_numbers(e)}),
        actors=_names(reading, (p.actor for e in events for p in e.actors)),
        recipients=_names(reading, (p.actor for e in events for p in e.recipients)),
        killed=_toll(e.killed for e in events),
        injured=_toll(e.injured for e in events),
        lead=_lead(events, reading),
        real=any(e.factuality in ("certain", "uncertain") for e in events),
    )


def _first(days: Iterable[Days | None]) -> Days | None:
    return next((d for d in days if d is not None), None)


def _to_days(days: Days | None) -> tuple[int, int] | None:
    if days is None:
        return None
    first, last = to_ordinal(days.first), to_ordinal(days.last)
    if first is None and last is None:
        return None
    return (first if first is not None else last or 0, last if last is not None else first or 0)


def _place_numbers(event: Event) -> list[int]:
    return [n for n in (event.place, *event.other_places) if n is not None]


def _spot(place: Place) -> Spot:
    return Spot(place.name.casefold(), place.lat, place.lon, place.country, is_local(place.feature))


def _names(reading: Reading, actors: Iterable[str]) -> frozenset[str]:
    known = {a.id: a.name for a in reading.actors}
    words = {fold_term(w) for a in actors if a in known for w in known[a].split()}
    return frozenset(words - vague_words())


def _toll(tolls: Iterable[Toll | None]) -> tuple[int | None, int | None] | None:
    """The toll most events tell; of several the highest."""
    told = Counter((t.min, t.max) for t in tolls if t is not None)
    if not told:
        return None
    return max(told, key=lambda t: (told[t], t[1] or t[0] or 0))


def _lead(events: Sequence[Event], reading: Reading) -> float:
    """By how early it is told and how often, against the report's other events."""
    size = max(1, len(reading.report.text))
    early = 1 - events[0].trigger[0] / size
    return round(0.5 * early + 0.5 * len(events) / len(reading.events), 4)

"""From a model's answer to a reading: every field is found in the report as a span, or dropped and named.

What the words amount to is not the model's to say: days and numbers are read from them by the same rules as in the
first reading, a place is located only where the first reading located the same words. Whether words are a direct quote,
which claim stands in which, and which one holds an event follow from where they stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, get_args

from sayso.norm.counts import parse_count
from sayso.norm.plover import load_types
from sayso.norm.quoting import Quotable, pick_nearest
from sayso.norm.timexstory import read_times
from sayso.second.answer import Item
from sayso.types import (
    Actor,
    ActorType,
    Claim,
    Days,
    Event,
    Factuality,
    Participant,
    Place,
    Quote,
    Reading,
    Source,
    SourceKind,
    Span,
    Time,
    Toll,
)

_OPENING, _CLOSING = "\"“«„", "\"”»“"
NOT_THERE = "not in the report"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was given and not taken: a field of a claim, event or actor, the words given, and why."""

    part: str
    field: str
    words: str
    why: str


@dataclass
class Grounding:
    """Finds what a model said of one stretch of a report after another.

    Attributes:
        first: the first reading, whose places are located.
    """

    first: Reading
    dropped: list[Dropped] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text, self.bounds = "", (0, 0)
        self.quotable = Quotable("")
        self.used: set[Span] = set()

    def take(self, items: Iterable[Item], bounds: Span) -> None:
        """Take in the items said of the stretch of the report between two offsets."""
        self.bounds, self.text = bounds, self.first.report.text
        self.quotable = Quotable(self.text[slice(*bounds)])
        ordered = sorted(items, key=lambda item: item.part != "actors")
        takers = {"actors": self._take_actor, "claims": self._take_claim, "events": self._take_event}
        for item in ordered:
            takers[item.part](item)

    def finish(self, pipeline: dict[str, str]) -> Reading:
        """The reading: claims are put into one another, and events into claims, by where they stand."""
        claims = sorted(self.claims.values(), key=lambda claim: (claim.content, claim.id))
        nested = tuple(replace(claim, within=_find_holder(claim.cue or claim.content, claims, claim.id))
                       for claim in claims)  # fmt: skip
        events = sorted(self.events.values(), key=lambda event: (event.trigger, event.id))
        return Reading(
            report=self.first.report, actors=tuple(self.actors.values()), times=tuple(self.times),
            places=tuple(self.places), claims=_untie(nested), pipeline=pipeline,
            events=tuple(replace(event, claim=_find_holder((event.trigger,), claims, "")) for event in events),
        )  # fmt: skip

    def _take_actor(self, item: Item) -> None:
        name = item.one("name")
        span = self._find(item, "name", name)
        if span is not None:
            mentions = [self._find(item, "mentions", words, near=span) for words in item.fields.get("mentions", ())]
            self._add_actor(name, (span, *filter(None, mentions)), item)

    def _add_actor(self, name: str, mentions: Sequence[Span], item: Item | None) -> Actor:
        known = next((actor for actor in self.actors.values() if set(actor.mentions) & set(mentions)
                      or actor.name.casefold() == name.casefold()), None)  # fmt: skip
        words = self.text[slice(*mentions[0])]
        kind: Any = item.one("type") if item else "other"
        if item and kind not in get_args(ActorType):
            self._drop(item, "type", kind, "no type of actor")
            kind = "other"
        actor = known or Actor(self._id("a", mentions[0]), words, words[:1].isupper(), kind, ())
        actor = replace(actor, mentions=tuple(sorted({*actor.mentions, *mentions})))
        self.actors[actor.id] = actor
        return actor

    def _take_claim(self, item: Item) -> None:
        content = self._find_parts(item, "content", item.one("content"))
        if not content:
            return
        near = content[0]
        source = self._find(item, "source", item.one("source"), near=near)
        cue = self._find(item, "cue", item.one("cue"), near=near)
        kind: Any = item.one("kind")
        if source is not None and kind not in get_args(SourceKind):
            self._drop(item, "kind", kind, "no kind of source")
            kind = "described"
        actor = self._find_actor(source) if source is not None and kind in ("named", "described") else None
        factuality, evidence = self._find_factuality(item, near)
        claim = Claim(
            self._id("c", (source, cue, content)),
            Source((source,) if source else (), kind if source else "reporter", actor.id if actor else None),
            (cue,) if cue else (), content, self._judge_quote(content), None, factuality, evidence,
        )  # fmt: skip
        self.claims[claim.id] = claim

    def _take_event(self, item: Item) -> None:
        kind, trigger = item.one("type"), self._find_trigger(item)
        if kind not in load_types():
            self._drop(item, "type", kind, "no PLOVER type")
            return
        if trigger is None:
            return
        place, time = self._find_place(item, trigger), self._find_time(item, trigger)
        factuality, evidence = self._find_factuality(item, trigger)
        days = self.times[time] if time is not None else None
        event = Event(
            self._id("e", (kind, trigger)), kind, trigger, actors=self._find_side(item, "actors", trigger),
            recipients=self._find_side(item, "recipients", trigger), place=place, time=time,
            date=Days(days.first, days.last) if days and (days.first or days.last) else None,
            killed=self._find_toll(item, "killed", trigger), injured=self._find_toll(item, "injured", trigger),
            factuality=factuality, evidence=evidence,
        )  # fmt: skip
        self.events[event.id] = event

    def _find_trigger(self, item: Item) -> Span | None:
        """The trigger; of words that stand in several places, where no other event is yet."""
        words = item.one("trigger")
        free = [span for span in self._find_all(words) if span not in self.used]
        span = free[0] if free else self._find(item, "trigger", words)
        if span is not None:
            self.used.add(span)
        return span

    def _find_side(self, item: Item, name: str, near: Span) -> tuple[Participant, ...]:
        found: dict[str, Participant] = {}
        for words in item.fields.get(name, ()):
            span = self._find(item, name, words, near=near)
            if span is not None:
                actor = self._find_actor(span)
                found.setdefault(actor.id, Participant(actor.id, span))
        return tuple(found.values())

    def _find_actor(self, span: Span) -> Actor:
        """The actor whom the words stand for: one with a mention in them, else one of this name, else a new one."""
        near = [actor for actor in self.actors.values() if any(overlap(span, each) for each in actor.mentions)]
        if near:
            actor = max(near, key=lambda actor: max(overlap(span, each) for each in actor.mentions))
            return self._add_actor(actor.name, (span,), None)
        return self._add_actor(self.text[slice(*span)], (span,), None)

    def _find_place(self, item: Item, near: Span) -> int | None:
        span = self._find(item, "place", item.one("place"), near=near)
        if span is None:
            return None
        located = [place for place in self.first.places if overlap(span, (place.start, place.end))]
        name = self.text[slice(*span)]
        place = located[0] if located else Place(*span, name)
        if place not in self.places:
            self.places.append(place)
        return self.places.index(place)

    def _find_time(self, item: Item, near: Span) -> int | None:
        words = item.one("time")
        span = self._find(item, "time", words, near=near)
        if span is None:
            return None
        time = next((time for time in self._read_times if overlap(span, (time.start, time.end))), None)
        if time is None:
            self._drop(item, "time", words, "no time that can be read")
            return None
        if time not in self.times:
            self.times.append(time)
        return self.times.index(time)

    @cached_property
    def _read_times(self) -> tuple[Time, ...]:
        report = self.first.report
        return (*self.first.times, *read_times(report.text, report.published))

    def _find_toll(self, item: Item, name: str, near: Span) -> Toll | None:
        words = item.one(name)
        span = self._find(item, name, words, near=near)
        if span is None:
            return None
        count = parse_count(self.text[slice(*span)])
        if count is None:
            self._drop(item, name, words, "no number that can be read")
            return None
        return Toll(count.min, count.max, (span[0] + count.span[0], span[0] + count.span[1]))

    def _find_factuality(self, item: Item, near: Span) -> tuple[Factuality, tuple[Span, ...]]:
        """What is not put as certain needs words that say so."""
        value, words = item.one("factuality"), item.one("factuality_words")
        if value in ("", "certain"):
            return "certain", ()
        span = self._find(item, "factuality_words", words, near=near) if words else None
        known: tuple[Factuality, ...] = get_args(Factuality)
        if span is None or value not in known:
            self._drop(item, "factuality", value, "no words for it in the report")
            return "certain", ()
        return known[known.index(value)], (span,)

    def _judge_quote(self, content: Sequence[Span]) -> Quote:
        """Direct where the words stand between quotation marks, mixed where some of them do."""
        first, last = content[0][0], content[-1][1]
        before, after = self.text[:first].rstrip()[-1:], self.text[last:].lstrip()[:1]
        words = "".join(self.text[slice(*span)] for span in content)
        if (before and before in _OPENING and after and after in _CLOSING) or (
            words[:1] in _OPENING and words[-1:] in _CLOSING
        ):
            return "direct"
        return "mixed" if any(sign in words for sign in _OPENING + _CLOSING) else "indirect"

    def _find(self, item: Item, name: str, words: str, *, near: Span | None = None) -> Span | None:
        if not words:
            return None
        span = pick_nearest(self._find_all(words), near)
        if span is None:
            self._drop(item, name, words, NOT_THERE)
        return span

    def _find_parts(self, item: Item, name: str, words: str) -> tuple[Span, ...]:
        parts = tuple(self._move(span) for span in self.quotable.find_parts(words)) if words else ()
        if not parts:
            self._drop(item, name, words, NOT_THERE)
        return parts

    def _find_all(self, words: str) -> tuple[Span, ...]:
        return tuple(self._move(span) for span in self.quotable.find_all(words))

    def _move(self, span: Span) -> Span:
        return span[0] + self.bounds[0], span[1] + self.bounds[0]

    def _drop(self, item: Item, name: str, words: str, why: str) -> None:
        self.dropped.append(Dropped(item.part, name, words, why))

    def _id(self, letter: str, what: object) -> str:
        key = repr((self.first.report.id, self.first.report.sha256, "second", letter, what))
        return letter + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def overlap(one: Span, other: Span) -> int:
    """How many code points two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _find_holder(spans: Sequence[Span], claims: Sequence[Claim], own: str) -> str | None:
    """The innermost claim with one content span that holds all the spans."""
    holding = [
        (end - start, claim.id) for claim in claims if claim.id != own for start, end in claim.content
        if all(start <= span[0] and span[1] <= end for span in spans)
    ]  # fmt: skip
    return min(holding)[1] if holding else None


def _untie(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims without rings: two that hold each other, word for word, stand side by side."""
    within = {claim.id: claim.within for claim in claims}
    found: list[Claim] = []
    for claim in claims:
        seen, at = {claim.id}, claim.within
        while at is not None and at not in seen:
            seen.add(at)
            at = within[at]
        if at == claim.id:
            within[claim.id] = None
        found.append(replace(claim, within=within[claim.id]))
    return tuple(found)

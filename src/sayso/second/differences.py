"""Where two readings of one report differ: what only one of them has, and fields that each puts its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sayso.second.grounding import overlap
from sayso.types import Actor, Claim, Event, Place, Reading, Span, Time, Toll

T = TypeVar("T", Actor, Claim, Event)
# Two contents are of one claim where they share at least so much of what both cover.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Difference:
    """One of them.

    Attributes:
        part: `claims`, `events` or `actors`.
        span: the words that it is about: content, trigger or mention.
        field: the field that differs; None where one reading does not have the thing at all.
        first, second: the value in each reading, None where it has none.
    """

    part: str
    span: Span
    field: str | None
    first: str | None
    second: str | None


def compare(first: Reading, second: Reading) -> list[Difference]:
    """The differences, by kind of thing and place in the report."""
    found = [*_compare("claims", first.claims, second.claims, _same_claim, lambda claim: claim.content[0],
                       lambda a, b: _claim_fields(a, b, first.report.text)),
             *_compare("events", first.events, second.events, _same_event, lambda event: event.trigger,
                       lambda a, b: _event_fields(a, b, first, second)),
             *_compare("actors", first.actors, second.actors, _same_actor, lambda actor: actor.mentions[0],
                       lambda a, b: iter([("type", a.type, b.type)]))]  # fmt: skip
    text = first.report.text
    return [
        Difference(part, span, name, *(
            (left, right) if name else tuple(text[slice(*span)] if value else None for value in (left, right))
        )) for part, span, name, left, right in found
    ]  # fmt: skip


_Found = tuple[str, Span, str | None, str | None, str | None]
_Fields = Iterator[tuple[str, str | None, str | None]]


def _compare(
    part: str, first: Sequence[T], second: Sequence[T], score: Callable[[T, T], float], about: Callable[[T], Span],
    fields: Callable[[T, T], _Fields],
) -> list[_Found]:  # fmt: skip
    """Pairs are made by likeness, the likest first, each thing in one pair at most."""
    first, second = ([each for each in side if _is_spanned(each)] for side in (first, second))
    likeness = sorted(((-score(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)
                       if score(a, b) > 0))  # fmt: skip
    pairs: dict[int, int] = {}
    for _, i, j in likeness:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    found: list[_Found] = [
        (part, about(first[i]), name, left, right)
        for i, j in sorted(pairs.items()) for name, left, right in fields(first[i], second[j]) if left != right
    ]  # fmt: skip
    found += [(part, about(each), None, "first", None) for i, each in enumerate(first) if i not in pairs]
    found += [(part, about(each), None, None, "second") for j, each in enumerate(second) if j not in pairs.values()]
    return sorted(found, key=lambda each: (each[1], each[2] or "", each[3] or "", each[4] or ""))


def _is_spanned(each: Actor | Claim | Event) -> bool:
    return bool(each.content if isinstance(each, Claim) else each.mentions if isinstance(each, Actor) else True)


def _same_claim(one: Claim, other: Claim) -> float:
    shared = sum(overlap(a, b) for a in one.content for b in other.content)
    both = sum(end - start for claim in (one, other) for start, end in claim.content) - shared
    likeness = shared / both if both else 0.0
    return likeness if likeness >= _ALIKE else 0.0


def _same_event(one: Event, other: Event) -> float:
    return overlap(one.trigger, other.trigger) + 0.5 * (one.type == other.type) if overlap(
        one.trigger, other.trigger) else 0.0  # fmt: skip


def _same_actor(one: Actor, other: Actor) -> float:
    return float(sum(overlap(a, b) > 0 for a in one.mentions for b in other.mentions))


def _claim_fields(one: Claim, other: Claim, text: str) -> _Fields:
    yield _spans("source", one.source.spans, other.source.spans, text)
    yield _spans("cue", one.cue, other.cue, text)
    yield "kind", one.source.kind, other.source.kind
    yield "quote", one.quote, other.quote
    yield "factuality", one.factuality, other.factuality


def _event_fields(one: Event, other: Event, first: Reading, second: Reading) -> _Fields:
    text = first.report.text
    yield "type", one.type, other.type
    yield "factuality", one.factuality, other.factuality
    for name in ("actors", "recipients"):
        left, right = ([each.span for each in getattr(event, name)] for event in (one, other))
        yield _spans(name, left, right, text)
    yield _spans("place", _spans_of(one.place, first.places), _spans_of(other.place, second.places), text)
    yield _spans("time", _spans_of(one.time, first.times), _spans_of(other.time, second.times), text)
    for name in ("killed", "injured"):
        yield name, _range(getattr(one, name)), _range(getattr(other, name))


def _spans_of(index: int | None, items: Sequence[Place] | Sequence[Time]) -> list[Span]:
    return [] if index is None else [(items[index].start, items[index].end)]


def _spans(
    name: str, one: Sequence[Span], other: Sequence[Span], text: str
) -> tuple[str, str | None, str | None]:
    """The words of both; spans that lie over one another, each with one, are the same."""
    if len(one) == len(other) and all(any(overlap(a, b) for b in other) for a in one):
        return name, None, None
    left, right = ("; ".join(text[slice(*span)] for span in side) or None for side in (one, other))
    return name, left, right


def _range(toll: Toll | None) -> str | None:
    if toll is None:
        return None
    ends = ["?" if end is None else str(end) for end in (toll.min, toll.max)]
    return "-".join(dict.fromkeys(ends))

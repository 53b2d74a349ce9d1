"""The text of a report cut into pieces, so that marks which nest or overlap can stand in flat HTML.

Every mark is a span with a role (`content`, `source`, `cue`, `trigger`, `actor`, `place`, `time`, `part`) and the row
of a table that it belongs to. A piece is a stretch of text with no border of a mark inside; it carries all marks
that cover it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sayso.types import Reading, Span

# Which of several marks on one piece decides where its link leads: what is said and done before who and where.
RANKS = {"trigger": 0, "cue": 1, "source": 2, "part": 3, "time": 4, "place": 5, "actor": 6, "content": 7}
DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked span. `row` names the table row it belongs to ("c0" the first claim, "e2" the third event)."""

    start: int
    end: int
    role: str
    row: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with the marks that cover it, and those of them that begin or end with it."""

    start: int
    end: int
    marks: tuple[Mark, ...]
    opening: tuple[Mark, ...]
    closing: tuple[Mark, ...]

    @property
    def lead(self) -> Mark | None:
        """The mark that the piece's link follows; None where there is only the content of claims, or nothing."""
        marks = [mark for mark in self.marks if mark.role != "content"]
        return min(marks, key=lambda mark: RANKS[mark.role]) if marks else None

    @property
    def depth(self) -> int:
        """How many claims' contents cover the piece."""
        return len({mark.row for mark in self.marks if mark.role == "content"})


def find_marks(reading: Reading) -> list[Mark]:
    """All marks of a reading whose span lies in its text, sorted by place, the longer first."""
    size = len(reading.report.text)
    marks = {mark for mark in _collect(reading) if 0 <= mark.start < mark.end <= size}
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, -RANKS[mark.role], mark.row))


def _collect(reading: Reading) -> Iterator[Mark]:
    for number, claim in enumerate(reading.claims):
        for role, spans in (("source", claim.source.spans), ("cue", claim.cue), ("content", claim.content)):
            yield from _mark_all(spans, role, f"c{number}")
    for number, event in enumerate(reading.events):
        parts = [*event.targets, *event.instruments, *(toll.span for toll in (event.killed, event.injured) if toll)]
        yield from _mark_all((event.trigger,), "trigger", f"e{number}")
        yield from _mark_all(parts, "part", f"e{number}")
    for number, actor in enumerate(reading.actors):
        yield from _mark_all(actor.mentions, "actor", f"a{number}")
    for number, place in enumerate(reading.places):
        yield Mark(place.start, place.end, "place", f"p{number}")
    for number, time in enumerate(reading.times):
        yield Mark(time.start, time.end, "time", f"t{number}")


def _mark_all(spans: tuple[Span, ...] | list[Span], role: str, row: str) -> Iterator[Mark]:
    return (Mark(start, end, role, row) for start, end in spans)


def cut_pieces(size: int, marks: list[Mark]) -> Iterator[Piece]:
    """Cut a text of `size` code points at the borders of sorted `marks`; the pieces tile it.

    Of marks lying over each other a piece carries the last `DEEPEST` to begin, which bounds the page's size.
    """
    borders = sorted({0, size, *(mark.start for mark in marks), *(mark.end for mark in marks)})
    waiting = iter(marks)
    upcoming = next(waiting, None)
    active: list[Mark] = []
    for start, end in pairwise(borders):
        active = [mark for mark in active if mark.end > start]
        opening = []
        while upcoming is not None and upcoming.start <= start:
            opening.append(upcoming)
            upcoming = next(waiting, None)
        active += opening
        closing = tuple(mark for mark in active if mark.end == end)
        yield Piece(start, end, tuple(active[-DEEPEST:]), tuple(opening), closing)

"""Who and what the encoder's head `fillers` marks around acts of force, beyond what the parse ties to a trigger.

The head learned from reports of attacks of which people had told who did it, who and what was hit and with what, from
the whole report and not from one sentence. A mark goes to the nearest act of force that lacks it, and what the rules
take for a weapon needs its word. Without marks nothing changes. The thresholds were chosen on development parts: lower
ones gain on reports of attacks (MUC-4) what they lose on other news (WikiEvents).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.actors_index import ActorIndex
from sayso.pipes.board import Mark
from sayso.pipes.per_doc import sentences
from sayso.types import Event, Participant, Span


@dataclass(frozen=True, slots=True)
class _Use:
    """What a label fills: the event's field, how sure the mark must be, over how many sentences it reaches."""

    field: str
    least: float
    reach: int


SIDES = {
    "PerpInd": _Use("actors", 0.6, 1),
    "PerpOrg": _Use("actors", 0.65, 4),
    "Victim": _Use("recipients", 0.6, 3),
    "VictimDesc": _Use("recipients", 0.7, 1),
}
THINGS = {"Target": _Use("targets", 0.8, 1), "Weapon": _Use("instruments", 0.65, 2)}
LABELS = SIDES | THINGS
# From here on a mark is a further one on a side where there is somebody already.
SURE = 0.9


def fill_in(doc: Doc, events: Sequence[Event], index: ActorIndex) -> list[Event]:
    """The events, acts of force among them with the sides and things that marks near them give.

    Args:
        doc: the parsed text with the encoder's marks.
        events: in the order of the text.
        index: gets the actors that were none before.
    """
    marks = board.get_marks(doc, "fillers")
    starts = [s.start_char for s in sentences(doc)] if marks else []
    forceful = {n: bisect_right(starts, e.trigger[0]) for n, e in enumerate(events) if is_forceful(e)} if marks else {}
    filled = [_without_doubtful(e, marks) if n in forceful else e for n, e in enumerate(events)]
    for mark in marks:
        use = LABELS[mark.label]
        here = bisect_right(starts, mark.start)
        near = sorted(
            (abs(here - sentence), abs(events[n].trigger[0] - mark.start), n)
            for n, sentence in forceful.items() if abs(here - sentence) <= use.reach
        )
        if near and mark.score >= use.least:
            give = _give_side if mark.label in SIDES else _give_thing
            give(filled, [n for _, _, n in near], mark, use.field, index)
    return filled


def is_forceful(event: Event) -> bool:
    """Whether an event is an act of force, or a threat of one."""
    return event.type == "ASSAULT" or (event.type, event.mode) in (("COERCE", "seize"), ("THREATEN", "violence"))


def _without_doubtful(event: Event, marks: Sequence[Mark]) -> Event:
    """The event without what the head does not take for a weapon: "fire", "force", a thing that was only near."""
    weapons = [(m.start, m.end) for m in marks if m.label == "Weapon"]
    return replace(event, instruments=tuple(s for s in event.instruments if any(_overlap(s, w) for w in weapons)))


def _give_thing(events: list[Event], near: Sequence[int], mark: Mark, field: str, index: ActorIndex) -> None:
    """Let the nearest event have the thing, if none near has it."""
    span = (mark.start, mark.end)
    if not any(_overlap(span, s) for n in near for s in getattr(events[n], field)):
        events[near[0]] = _with_more(events[near[0]], field, span)


def _give_side(events: list[Event], near: Sequence[int], mark: Mark, field: str, index: ActorIndex) -> None:
    """Let the nearest event that lacks this side have the actor, if none near has it on either side."""
    span = (mark.start, mark.end)
    known = index.actor_at(*span)
    sides = [p for n in near for p in (*events[n].actors, *events[n].recipients)]
    if any(_overlap(span, p.span) or p.actor == known for p in sides):
        return
    for n in near:
        event = events[n]
        if mark.score >= SURE or not getattr(event, field):
            side = Participant(known or index.with_extra(*span), span)
            events[n] = _with_more(event, field, side)
            return


def _with_more(event: Event, field: str, what: Participant | Span) -> Event:
    more: dict[str, Any] = {field: (*getattr(event, field), what)}
    return replace(event, **more)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]

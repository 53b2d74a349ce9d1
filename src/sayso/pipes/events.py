"""The event stage: what was done, by whom, to whom, where, when and with what toll, in PLOVER types."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from sayso.pipes import board
from sayso.pipes.actors_index import ActorIndex
from sayso.pipes.events_circumstances import Circumstances
from sayso.pipes.events_syntax import noun_phrase
from sayso.pipes.events_things import find_instruments, find_targets
from sayso.pipes.events_tolls import find_toll
from sayso.pipes.events_triggers import Trigger, find_triggers
from sayso.types import Event, Participant, Span


class Events:
    """Codes the events of a document by rules over its parse; reads the board, writes only events and added actors."""

    def __call__(self, doc: Doc) -> Doc:
        if not doc.has_annotation("DEP"):
            return doc
        index = ActorIndex(board.get_actors(doc), doc)
        where = Circumstances(doc, board.get_places(doc), board.get_times(doc))
        found = [_make_event(n, t, index, where) for n, t in enumerate(find_triggers(doc))]
        index.save()
        board.set_events(doc, found)
        return doc


def _make_event(number: int, trigger: Trigger, index: ActorIndex, where: Circumstances) -> Event:
    time = where.time_of(trigger)
    toll = find_toll(trigger)
    return Event(
        id=f"e{number}", type=trigger.type, trigger=trigger.span, aspect=trigger.frame.aspect, mode=trigger.mode,
        actors=_participants(trigger.actors, index), recipients=_participants(trigger.recipients, index),
        targets=find_targets(trigger), instruments=find_instruments(trigger), place=where.place_of(trigger), time=time,
        date=where.days_of(time), killed=toll if trigger.frame.toll == "killed" else None,
        injured=toll if trigger.frame.toll == "injured" else None,
    )


def _participants(heads: tuple[Token, ...], index: ActorIndex) -> tuple[Participant, ...]:
    out = []
    for head in heads:
        start, end = span_of(head)
        out.append(Participant(index.with_extra(start, end), (start, end)))
    return tuple(out)


def span_of(head: Token) -> Span:
    """The words that stand for a side: its noun phrase, or the name alone where it only qualifies a noun."""
    if head.dep_ not in ("compound", "amod", "nmod"):
        return noun_phrase(head)
    first = head
    while first.i > 0 and _continues(first.nbor(-1), first, head):
        first = first.nbor(-1)
    return first.idx, head.idx + len(head)


def _continues(before: Token, first: Token, head: Token) -> bool:
    """Whether the qualifier `head` begins further left: in its name ("White" of "White House"), or with "Afghan" of "Afghan army"."""
    if before.head.i not in (head.i, head.head.i) or before.dep_ not in ("compound", "amod", "nmod"):
        return False
    if first.ent_iob_ == "I" and before.ent_type_ == first.ent_type_:
        return True
    return head.ent_type_ == "" and before.ent_type_ in ("NORP", "GPE", "ORG")

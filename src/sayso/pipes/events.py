"""The event stage: what was done, by whom, to whom, where, when and with what toll, in PLOVER types."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from sayso.pipes import board
from sayso.pipes.actors_index import ActorIndex
from sayso.pipes.events_syntax import noun_phrase
from sayso.pipes.events_triggers import Trigger, find_triggers
from sayso.types import Event, Participant, Span


class Events:
    """Codes the events of a document by rules over its parse; reads the board, writes only events and added actors."""

    def __call__(self, doc: Doc) -> Doc:
        if not doc.has_annotation("DEP"):
            return doc
        index = ActorIndex(board.get_actors(doc), doc)
        found = [_make_event(n, t, index) for n, t in enumerate(find_triggers(doc))]
        index.save()
        board.set_events(doc, found)
        return doc


def _make_event(number: int, trigger: Trigger, index: ActorIndex) -> Event:
    return Event(
        id=f"e{number}", type=trigger.type, trigger=trigger.span, aspect=trigger.frame.aspect, mode=trigger.mode,  # type: ignore[arg-type]
        actors=_participants(trigger.actors, index), recipients=_participants(trigger.recipients, index),
    )


def _participants(heads: tuple[Token, ...], index: ActorIndex) -> tuple[Participant, ...]:
    out = []
    for head in heads:
        start, end = span_of(head)
        out.append(Participant(index.with_extra(start, end), (start, end)))
    return tuple(out)


def span_of(head: Token) -> Span:
    """The words that stand for a side: its noun phrase, or the name alone where it only qualifies a noun."""
    if head.dep_ in ("compound", "amod", "nmod"):
        tokens = [t for t in head.doc[max(0, head.i - 4) : head.i + 1] if t.i == head.i or t.ent_type_ == head.ent_type_ != "" and (
            t.head.i == head.i or t.head.i == head.head.i)]
        return tokens[0].idx, head.idx + len(head)
    return noun_phrase(head)

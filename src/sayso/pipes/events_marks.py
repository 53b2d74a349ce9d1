"""The learned tagger's say in what is an event: words it marks that no rule found, and rules it does not bear out.

Both heads are optional. `triggers` marks words with a PLOVER type; `sentence` gives each sentence its types and how
likely it tells of nothing (`none`). It learned from codebooks without appeals and lasting relations: in a report that
tells of events elsewhere it must be surer to silence an appeal, and never silences a relation, nor a deed told in so
many words with both its sides. Where nothing around a sentence tells of anything, as in a sentence alone or a text on
other matters, little doubt is enough to silence it whole. The thresholds were chosen on development parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Token

from sayso.norm.plover import TYPES, load_types
from sayso.pipes import board
from sayso.pipes.actors_tokens import root_of
from sayso.pipes.board import Mark
from sayso.pipes.events_arguments import sides_of
from sayso.pipes.events_lexicon import FILE, Frame, make_frames
from sayso.pipes.events_light import lend
from sayso.pipes.events_match import PARTS
from sayso.pipes.events_nouns import is_agent
from sayso.pipes.events_scene import LONGEST
from sayso.pipes.events_slots import read_slots
from sayso.pipes.events_types import Trigger
from sayso.pipes.per_doc import sentences
from sayso.resources import load_yaml

SURE = 0.85
SURER = 0.9
EMPTY = 0.75
EMPTIER = 0.88
# A sentence that fewer than so many of the others bear out is silent from this likelihood on; `PRIOR` sentences that
# tell of nothing are counted with them, so that one neighbour alone is no proof. A text of more than `FEW` sentences is
# a report, in which what looks as if it told of something is not silenced.
FEW = 3
BORNE_OUT = 0.05
ALONE = 0.2
TELLS = 0.5
PRIOR = 2


def merge_marks(doc: Doc, found: Sequence[Trigger]) -> list[Trigger]:
    """The triggers by rule without those that the tagger doubts, with those that only it found."""
    marks = [m for m in board.get_marks(doc, "triggers") if m.label in TYPES]
    empty = {m.start: m.score for m in board.get_marks(doc, "sentence") if m.label == "none"}
    kept = [_retype(t, marks) for t in found if not (_is_doubtful(t, empty) and not _marks_on(t, marks))]
    taken = {w.i for t in kept for w in (t.token, *t.words)}
    added = [_from_mark(doc, m) for m in marks if m.score >= SURE]
    new = {t.token.i: t for t in added if t is not None and t.token.i not in taken}
    silent = find_silent([s.start_char for s in sentences(doc)], empty)
    told = [t for t in (*kept, *new.values()) if t.token.sent.start_char not in silent]
    return sorted(told, key=lambda t: t.token.i)


def find_silent(starts: Sequence[int], empty: Mapping[int, float]) -> frozenset[int]:
    """The sentences that tell of nothing, by their own look and because hardly any of the others tells of something.

    Args:
        starts: where the text's sentences start.
        empty: how likely each tells of nothing, by its start; 0 for those left out.
    """
    telling = {start for start in starts if empty.get(start, 0.0) < TELLS}
    least = ALONE if len(starts) <= FEW else TELLS
    return frozenset(
        start for start in starts
        if empty.get(start, 0.0) >= least
        and len(telling - {start}) < BORNE_OUT * (len(starts) - 1 + PRIOR)
    )


def _is_doubtful(trigger: Trigger, empty: Mapping[int, float]) -> bool:
    """Whether the tagger finds the trigger's sentence empty; `empty` has that likelihood by the sentence's start."""
    frame = trigger.frame
    if frame.aspect == "state" or (_is_material(frame) and not frame.weak and trigger.actors and trigger.recipients):
        return False
    least = EMPTIER if frame.type == "REQUEST" else EMPTY
    return empty.get(trigger.token.sent.start_char, 0.0) >= least


def _is_material(frame: Frame) -> bool:
    return load_types()[frame.type].quad.startswith("material")


def _retype(trigger: Trigger, marks: Sequence[Mark]) -> Trigger:
    """An everyday word of which the tagger is surer that it tells of another type."""
    sure = [m for m in _marks_on(trigger, marks) if m.score >= SURER]
    if not sure or not trigger.frame.weak or trigger.frame.aspect == "state" or sure[0].label == trigger.type:
        return trigger
    return replace(trigger, type=sure[0].label, mode=None)


def _marks_on(trigger: Trigger, marks: Iterable[Mark]) -> list[Mark]:
    start, end = trigger.span
    return [m for m in marks if m.start < end and start < m.end]


def _from_mark(doc: Doc, mark: Mark) -> Trigger | None:
    """A trigger at the head of the marked words, with the sides that its type mostly has; people are no events."""
    token = root_of(doc, mark.start, mark.end)
    if token is not None and token.dep_ == "aux" and not (token.tag_ == "MD" and mark.label == "REQUEST"):
        token = token.head
    part = PARTS.get(token.pos_) if token is not None else None
    if token is None or part is None or len(token.sent) > LONGEST or (part == "noun" and is_agent(token)):
        return None
    frame = _plain_frame(mark.label, part)
    slots = lend(token, read_slots(token, part), part)
    actors, recipients = sides_of(slots, frame)
    return Trigger(token, frame, mark.label, None, slots, tuple(actors), tuple(recipients), _words(doc, mark, token))


def _words(doc: Doc, mark: Mark, token: Token) -> tuple[Token, ...]:
    inside = [t for t in token.sent if mark.start <= t.idx and t.idx + len(t) <= mark.end and not t.is_space]
    return tuple(inside) or (token,)


@cache
def _plain_frame(kind: str, part: str) -> Frame:
    """A frame that asks for nothing, with the slots of its type."""
    slots: Mapping[str, Mapping[str, Mapping[str, str]]] = load_yaml(FILE)["slots"]
    return make_frames(kind, {part: "*", "need": "none", "ex": ""}, slots)[0]

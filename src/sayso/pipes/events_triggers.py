"""Which words tell of an event, and of which type: frames of the lexicon tried on every verb, noun and adjective."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from sayso.pipes.events_arguments import place_recipient, sides_of
from sayso.pipes.events_future import coded_type
from sayso.pipes.events_lexicon import Frame
from sayso.pipes.events_light import lend
from sayso.pipes.events_links import harden, inherit, is_embedded
from sayso.pipes.events_match import frames_of, is_carried, match, part_of, qualifies
from sayso.pipes.events_nouns import is_named, is_plural, is_political, weapon_mode
from sayso.pipes.events_scene import find_public, find_violent, is_mishap, readable_tokens
from sayso.pipes.events_slots import Slots, read_slots
from sayso.pipes.events_syntax import children
from sayso.pipes.events_types import Trigger

SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONSULT", "SUPPORT", "AGREE", "CONCEDE"})


def find_triggers(doc: Doc, hushed: frozenset[int] = frozenset()) -> list[Trigger]:
    """All triggers of the document, in the order of the text.

    Args:
        hushed: starts (token indices) of sentences about sport, weather and the like: everyday words do not count.
    """
    public = find_public(doc) - hushed
    firm: dict[int, Trigger] = {}
    doubtful: list[Token] = []
    eaten: set[int] = set()
    for token in readable_tokens(doc):
        part = part_of(token)
        if part is None or qualifies(token):
            continue
        found, waits = _first_match(token, part, hushed, public)
        if found is not None:
            firm[token.i] = found
            eaten.update(w.i for w in found.words if w.i != token.i and not found.frame.keep)
        elif waits:
            doubtful.append(token)
    for i in sorted(eaten):
        firm.pop(i, None)
    violent = find_violent(doc, firm.values())
    for token in doubtful:
        if token.i not in eaten and violent.get(token.sent.start, False):
            found, _ = _first_match(token, part_of(token) or "noun", hushed, public, violent=True)
            if found is not None:
                firm[token.i] = found
    ordered = [harden(inherit(t, firm), firm) for _, t in sorted(firm.items())]
    return [t for t in ordered if not is_embedded(t, firm)]


def _first_match(
    token: Token, part: str, hushed: frozenset[int], public: frozenset[int], violent: bool = False
) -> tuple[Trigger | None, bool]:
    """The first frame that fits, and whether one would fit were violence told of nearby."""
    frames = frames_of(token, part)
    if not frames or (part == "noun" and token.dep_ in ("compound", "nmod") and not is_carried(token)):
        return None, False
    slots: Slots | None = None
    waits = False
    quiet = token.sent.start in hushed
    for frame in frames:
        if quiet and (frame.weak or frame.violent):
            continue
        words = match(token, frame)
        if words is None:
            continue
        if slots is None or slots.part != frame.part:
            slots = read_slots(token, frame.part)
        made = _make(token, frame, lend(token, slots, part), words, public)
        if made is None or (quiet and not _is_sober(made)):
            continue
        if frame.toll and not made.actors and is_mishap(token.sent):
            continue
        if frame.violent and not violent:
            waits = True
            continue
        return made, False
    return None, waits


def _is_sober(trigger: Trigger) -> bool:
    """Whether even a sentence about sport or the weather means it: a public body does or undergoes it."""
    sides = trigger.actors if trigger.frame.toll else (*trigger.actors, *trigger.recipients)
    return any(is_political(t) for t in sides)


def _make(token: Token, frame: Frame, slots: Slots, words: list[Token], public: frozenset[int]) -> Trigger | None:
    """The trigger with its sides, unless it lacks a side that its frame needs."""
    names = frame
    if slots.get("lent-actor"):
        names = replace(frame, actor=("lent-actor", *frame.actor))
    if slots.get("lent-recipient"):
        names = replace(names, recipient=("lent-recipient", *frame.recipient))
    actors, recipients = sides_of(slots, names)
    if not recipients and frame.type in ("COERCE", "MOBILIZE", "CONCEDE", "PROTEST") and frame.mode != "arrest":
        recipients = [t for t in place_recipient(slots) if all(t.i != a.i for a in actors)]
    if not _has_needed(frame, actors, recipients, public=frame.weak and token.sent.start in public):
        return None
    kind = coded_type(token, frame, slots, done_by_somebody=bool(actors))
    mode = frame.mode if kind == frame.type else None
    return Trigger(
        token, frame, kind, mode or _mode(kind, slots, token), slots, tuple(actors), tuple(recipients), tuple(words)
    )


def _has_needed(frame: Frame, actors: list[Token], recipients: list[Token], *, public: bool) -> bool:
    sides = [*actors, *recipients]
    if frame.weak and not any(is_political(t) for t in sides) and not (public and _is_public_enough(frame, sides)):
        return False
    if frame.need == "none":
        return True
    if frame.need == "side":
        return bool(sides)
    if frame.need == "actor":
        return bool(actors)
    if frame.need == "recipient":
        return bool(recipients)
    if frame.need == "both":
        return bool(actors and recipients) or (frame.mutual and (len(actors) > 1 or any(is_plural(a) for a in actors)))
    return any(is_political(t) for t in sides)


def _is_public_enough(frame: Frame, sides: list[Token]) -> bool:
    """For an everyday word in a public text: somebody named who speaks, a pronoun, or nobody where none is needed."""
    if frame.need == "none":
        return True
    return any(t.pos_ == "PRON" for t in sides) or (frame.type in SPOKEN and any(is_named(t) for t in sides))


def _mode(kind: str, slots: Slots, token: Token) -> str | None:
    """The mode that the weapon named makes of a general word for an assault."""
    if kind != "ASSAULT":
        return None
    nouns = [
        *slots.get("subj"),
        *slots.get("with"),
        *slots.get("by"),
        *slots.get("using"),
        *children(token, "compound"),
    ]
    for noun in nouns:
        mode = weapon_mode(noun)
        if mode is not None:
            return mode
    return None

"""What an act that is only announced, refused or failed is coded as."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.norm.plover import promote
from sayso.pipes.events_lexicon import Frame, load_lexicon
from sayso.pipes.events_nouns import lemma_of
from sayso.pipes.events_slots import Slots
from sayso.pipes.events_syntax import governing_verb, is_negated, is_passive

PEACE = frozenset({"peacekeeping", "peacekeeper"})
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST"})


def coded_type(token: Token, frame: Frame, slots: Slots, *, done_by_somebody: bool) -> str:
    """The frame's type, or what an announced or refused act of it is coded as.

    A hostile act that its doer announces is a threat; troops that keep the peace are aid.
    """
    if frame.type == "MOBILIZE" and any(lemma_of(t) in PEACE for t in token.subtree):
        return "AID"
    if frame.aspect == "state":
        return frame.type
    verb = token if frame.part == "verb" else governing_verb(token)
    if frame.part == "noun" and (
        verb is None or token.dep_ not in ("dobj", "nsubjpass", "pobj", "attr", "conj", "nsubj")
    ):
        return frame.type
    if verb is None or (frame.part == "noun" and token.dep_ == "pobj" and not slots.get("lent-actor")):
        return frame.type
    will, would = _modals(verb)
    if verb.dep_ == "xcomp" and lemma_of(verb.head) == "fail":
        return promote(frame.type, refused=True)
    if is_negated(verb) and (will or would):
        return promote(frame.type, refused=True)
    if frame.type in HOSTILE and (not done_by_somebody or is_passive(verb)):
        return frame.type
    if will and not (frame.part == "noun" and token.dep_ == "nsubj"):
        return promote(frame.type, future=True)
    return frame.type


def _is_reported(verb: Token) -> bool:
    """Whether "would" only puts what somebody said into the past: "said it would send aid"."""
    teller = verb.head
    announces = lemma_of(teller) in load_lexicon().words["announce"]
    return verb.dep_ == "ccomp" and teller.tag_ in ("VBD", "VBN") and announces


def _modals(verb: Token) -> tuple[bool, bool]:
    """Whether the verb is put in the future (will, "is to", "plans to"), and whether with "would"."""
    words = load_lexicon().words
    here = verb
    for _ in range(3):
        auxiliaries = {c.lower_ for c in here.children if c.dep_ in ("aux", "auxpass")}
        if auxiliaries & words["future_aux"]:
            return True, False
        if "would" in auxiliaries or "'d" in auxiliaries:
            return _is_reported(here), True
        if here.dep_ == "xcomp" and lemma_of(here.head) in words["plan"]:
            return True, False
        if here.dep_ == "xcomp" and lemma_of(here.head) == "be":
            return True, False
        if here.dep_ == "xcomp" and lemma_of(here.head) == "go" and here.head.tag_ == "VBG":
            return True, False
        if here.dep_ not in ("conj", "xcomp"):
            return False, False
        here = here.head
    return False, False

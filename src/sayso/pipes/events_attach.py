"""How the words for a place or a time hang on an event: below its trigger, in its clause, or not at all."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_nouns import is_person, is_target, lemma_of
from sayso.pipes.events_types import Trigger

DEPTH = 16
DIRECT, SHARED = 3, 2
HELD = frozenset({"nsubj", "nsubjpass", "dobj"})


def attachment(trigger: Trigger, item: Token, others: frozenset[int] = frozenset()) -> int:
    """How closely `item` belongs to the trigger: DIRECT below it, SHARED by its clause, 0 not at all.

    What stands below another trigger (`others`) belongs to that one.
    """
    own = {trigger.token.i, *(w.i for w in trigger.words)}
    path = ancestors(item)
    first = next((t for t in path if is_verbal(t) or t.i in own), None)
    below = any(t.i in own for t in path)
    around = {t.i for t in ancestors(trigger.token)}
    for token in path:
        if token.i in own or (token.i in around and token.i not in others):
            break
        if token.i in others or (token.dep_ in ("nsubj", "poss") and is_person(token)):
            return 0
    if below and (first is None or first.i in own or (first.dep_ in ("acl", "relcl") and first.i not in others)):
        return DIRECT
    above = verbs_above(trigger.token)
    if first is not None and tells(first):
        return SHARED if below else 0
    if first is not None and first.i in above[:1]:
        held = trigger.frame.part == "noun" and trigger.token.dep_ in HELD and first.i == trigger.token.head.i
        return DIRECT if held else SHARED
    return SHARED if below else 0


def is_verbal(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


def ancestors(token: Token) -> list[Token]:
    """The tokens above, nearest first."""
    out = []
    here = token
    for _ in range(DEPTH):
        if here.head.i == here.i:
            break
        here = here.head
        out.append(here)
    return out


def verbs_above(token: Token) -> list[int]:
    return [t.i for t in ancestors(token) if is_verbal(t)]


def tells(verb: Token) -> bool:
    """Whether a verb only says: "said", "announced"."""
    return lemma_of(verb) in load_lexicon().words["speech"]


def is_area(token: Token) -> bool:
    """Whether a noun that a place's name qualifies is itself a place: "Takhar province", "the Kabul airport"."""
    return is_target(token) or lemma_of(token) in load_lexicon().words["area"]

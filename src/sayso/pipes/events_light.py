"""Light words: who carries out, suffers or is responsible for what a noun names."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.pipes.events_lexicon import Light, load_lexicon
from sayso.pipes.events_match import PARTS
from sayso.pipes.events_nouns import counted, lemma_of
from sayso.pipes.events_slots import Slots
from sayso.pipes.events_syntax import (
    children,
    governing_verb,
    logical_object,
    logical_subject,
    prepositions,
    surface_subjects,
)


def lend(token: Token, slots: Slots, part: str) -> Slots:
    """The slots with what a light word adds: the attackers of "carried out an attack on the port"."""
    if part != "noun":
        return slots
    found = _light_above(token)
    if found is None:
        return slots
    light, holder = found
    given = Slots(token, part, {k: list(v) for k, v in slots.found.items()})
    lender = (governing_verb(holder) or holder) if holder.pos_ == "NOUN" else holder
    lent = _lent(lender, light)
    given.add("lent-" + light.role, lent)
    if holder.pos_ in ("VERB", "AUX"):
        for name, noun in prepositions(holder):
            if noun.i != token.i:
                given.add(name, [noun])
        for child in children(holder, "dative"):
            given.add("to", children(child, "pobj") if child.pos_ == "ADP" else [child])
    return given


def _lent(lender: Token, light: Light) -> list[Token]:
    if light.part == "adj":
        if lender.dep_ == "amod":
            return [lender.head]
        return surface_subjects(lender.head) if lender.head.pos_ in ("AUX", "VERB") else []
    if light.lends == "obj":
        return logical_object(lender)
    return logical_subject(lender)


def _light_above(token: Token) -> tuple[Light, Token] | None:
    """The light word that governs the noun, directly or by its preposition, and the token it stands at."""
    if token.dep_ == "compound":
        token = token.head
    token = _counting(token)
    head, via = token.head, "obj"
    if token.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN"):
        token, head = head, head.head
    if token.dep_ == "pobj":
        via, head = head.lower_, head.head
    elif token.dep_ == "nsubj" or token.head.i == token.i:
        return None
    part = PARTS.get(head.pos_)
    if part is None:
        return None
    for light in load_lexicon().lights.get((part, lemma_of(head)), ()):
        if light.via == via and _has_particle(head, light.word):
            return light, head
    return None


def _counting(token: Token) -> Token:
    """The noun that counts this one, as in "a series of bombings", else the token itself."""
    if token.dep_ == "pobj" and token.head.lower_ == "of" and counted(token.head.head).i == token.i:
        return token.head.head
    return token


def _has_particle(head: Token, word: str) -> bool:
    pieces = word.split("_")
    return len(pieces) == 1 or any(c.lower_ == pieces[1] and c.i > head.i for c in head.children)

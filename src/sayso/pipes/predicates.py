"""Which words of a text tell that something happens or is so: the predicates, whether or not they are coded as events.

Verbs do by their part of speech, adjectives after a copula, nouns by their ending or by the lexicon
(data/lexicons/predicates.yml).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from sayso.resources import load_yaml

LEXICON = "lexicons/predicates.yml"
MIN_STEM = 3
_COMPLEMENTS = frozenset(["acomp", "oprd", "ccomp", "xcomp", "advcl", "ROOT", "conj"])
_HELPERS = frozenset(["aux", "auxpass"])
_COPULA = "be"


@dataclass(frozen=True, slots=True)
class EventNouns:
    """The lexicon of event nouns: endings, nouns that have them and are none, and nouns listed."""

    endings: tuple[str, ...]
    things: frozenset[str]
    listed: frozenset[str]

    def has(self, lemma: str) -> bool:
        """Whether a noun of this lemma tells an event by its form alone."""
        if lemma in self.listed:
            return True
        ends = any(lemma.endswith(e) and len(lemma) >= len(e) + MIN_STEM for e in self.endings)
        return ends and lemma not in self.things


@cache
def load_event_nouns() -> EventNouns:
    """The lexicon, read once."""
    data = load_yaml(LEXICON)
    return EventNouns(
        endings=tuple(data["endings"]), things=frozenset(data["things"]["words"].split()),
        listed=frozenset(data["acts"]["words"].split()) | frozenset(data["events"]["words"].split()),
    )


def find_predicates(doc: Doc) -> Iterator[Token]:
    """The event words of `doc`, in the order of the text, each by its head word."""
    nouns = load_event_nouns()
    for token in doc:
        if is_predicate(token, nouns):
            yield token


def is_predicate(token: Token, nouns: EventNouns) -> bool:
    """Whether `token` tells that something happens or is so."""
    pos = token.pos_
    if pos == "VERB":
        return token.dep_ not in _HELPERS or token.tag_ == "VBN"
    if pos == "AUX":
        return token.dep_ not in _HELPERS and token.lemma_ != _COPULA
    if pos == "ADJ":
        return token.dep_ in _COMPLEMENTS
    if pos == "NOUN":
        return nouns.has(token.lemma_.lower())
    return pos == "PROPN" and token.lower_ in nouns.listed

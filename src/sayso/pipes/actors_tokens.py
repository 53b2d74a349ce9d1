"""Small walks over tokens that the actor modules share."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token

from sayso.pipes.actors_lexicon import words_of
from sayso.pipes.per_doc import token_starts

_SKIPPED_FIRST = frozenset({"punct", "cc", "preconj", "mark", "intj", "case", "dep"})
_DASHES = frozenset({"-", "–", "—", ":", ";"})
_KEPT_PREPOSITIONS = frozenset({"of", "for", "to"})
_NEAR_PREPOSITIONS = frozenset({"in", "from", "at"})
_NEAR = 4
_DEEP = 5


def tokens_within(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """The range `[first, last)` of tokens that `text[start:end]` touches."""
    first, last = _token_at(doc, start), _token_at(doc, max(start, end - 1))
    if first < len(doc) and doc[first].idx + len(doc[first]) <= start:
        first += 1
    return first, min(last + 1, len(doc))


def root_of(doc: Doc, start: int, end: int) -> Token | None:
    """The token of `text[start:end]` that governs the others: the first whose head lies outside."""
    first, last = tokens_within(doc, start, end)
    for i in range(first, last):
        token = doc[i]
        if token.is_space or token.is_punct:
            continue
        if not first <= token.head.i < last or token.head.i == i:
            return token
    return doc[first] if first < last else None


def phrase_of(head: Token, *, least: int = 0, depth: int = _DEEP) -> tuple[int, int]:
    """The tokens `[first, last)` of the noun phrase of `head`, without relative clauses, appositions, coordination.

    Args:
        head: the head noun.
        least: the phrase reaches to this token at least (the end of a name).
        depth: how many prepositional phrases deep to follow.
    """
    doc = head.doc
    first = min(head.left_edge.i, head.i)
    while first < head.i and (
        doc[first].dep_ in _SKIPPED_FIRST or doc[first].is_space or doc[first].lower_ in words_of("skipped_first")
    ):
        first += 1
    for i in range(head.i - 1, first, -1):
        if doc[i].text in _DASHES and doc[i - 1].whitespace_:
            first = i + 1
            break
    return first, max(least, _end_of(head, depth))


def first_conjunct(token: Token) -> Token:
    """The first of the words that "and" joins this one to, whose part in the sentence they share."""
    for _ in range(_DEEP):
        if token.dep_ != "conj" or token.head.i == token.i:
            return token
        token = token.head
    return token


def _end_of(head: Token, depth: int) -> int:
    """The token after the phrase's last: what follows the head and still belongs to it, step by step."""
    end = head.i + 1
    for child in head.rights:
        if child.dep_ in ("compound", "nummod", "flat") and child.i == end:
            end = child.i + 1
        elif child.dep_ == "prep" and child.i == end and depth > 0:
            reach = _end_of_preposition(child, depth)
            if reach is None:
                break
            end = reach
        elif not child.is_space:
            break
    return end


def _end_of_preposition(preposition: Token, depth: int) -> int | None:
    """Where a prepositional phrase that belongs to a noun ends, None when it is not part of the name of an actor."""
    word = preposition.lower_
    noun = next((c for c in preposition.rights if c.dep_ == "pobj"), None)
    if noun is None or word not in _KEPT_PREPOSITIONS | _NEAR_PREPOSITIONS:
        return None
    end = _end_of(noun, depth - 1)
    if word in _NEAR_PREPOSITIONS and (end - preposition.i > _NEAR or noun.ent_type_ in ("DATE", "TIME")):
        return None
    return end


def _token_at(doc: Doc, offset: int) -> int:
    """The index of the last token that starts at or before `offset` (0 when none does)."""
    return max(0, bisect_left(token_starts(doc), offset + 1) - 1)

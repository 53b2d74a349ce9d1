"""Small walks over tokens that the actor modules share."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token


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


def _token_at(doc: Doc, offset: int) -> int:
    """The index of the last token that starts at or before `offset` (0 when none does)."""
    return max(0, bisect_left(doc, offset + 1, key=_start_of) - 1)


def _start_of(token: Token) -> int:
    return token.idx

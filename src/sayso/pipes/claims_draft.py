"""What the claim stages pass between them: claims as spans of characters, before ids, actors and kinds."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.attrs import IDX, LENGTH, SENT_START  # type: ignore[import-not-found]
from spacy.tokens import Doc, Token

from sayso.pipes.per_doc import PerDoc
from sayso.types import Span

_KEEP = frozenset("([{\"“‘'«„$#@") | {"``", "''", "..."}
_KEEP_END = frozenset(")]}\"”’'»%") | {"''"}


@dataclass(slots=True)
class Draft:
    """A claim in the making. Spans are in code points of `doc.text`, in order.

    `head` is the token index of the cue's head, `to` the words that name who was told, `score` how sure its maker is.
    """

    cue: list[Span]
    content: list[Span]
    source: list[Span] = field(default_factory=list)
    head: int = -1
    to: Span | None = None
    score: float = 1.0
    why: str = ""


class Grid:
    """Characters to tokens, sentences and quotations of one Doc, so that no stage searches for them again."""

    def __init__(self, doc: Doc, quotes: list[Span] | None = None) -> None:
        self.doc = doc
        self.text = doc.text
        self.quotes = quotes or []
        self.quoted = bytearray(len(self.text) + 1)
        for s, e in self.quotes:
            self.quoted[s:e] = b"\1" * (e - s)
        self.token_at, self.sentence = _places(doc)

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that overlap `span`, white space left out."""
        first, last = self.bounds(span)
        return [t for t in self.doc[first:last] if not t.is_space]

    def bounds(self, span: Span) -> tuple[int, int]:
        """First token index and the one past the last of the tokens that overlap `span`."""
        found = [i for i in (self.token_at[p] for p in _ends(span, self.token_at)) if i >= 0]
        return (found[0], found[-1] + 1) if found else (0, 0)

    def span(self, words: tuple[int, int]) -> Span:
        """The characters from the first token to before the last one of a token range."""
        first, last = words
        token = self.doc[last - 1]
        return self.doc[first].idx, token.idx + len(token)

    def trim(self, words: tuple[int, int]) -> Span | None:
        """As `span`, without white space and punctuation at the ends that no quotation mark holds; None when empty."""
        first, last = words
        doc = self.doc
        while first < last and (doc[first].is_space or (_is_loose(doc[first]) and not self.quoted[doc[first].idx])):
            first += 1
        while last > first:
            end = doc[last - 1]
            if not end.is_space and (not _is_stop(end) or self.quoted[end.idx]):
                break
            last -= 1
        return self.span((first, last)) if first < last else None

    def noun(self, span: Span) -> Token | None:
        """The head of the noun phrase in `span`: its first top-most noun or pronoun, else as `root`."""
        first, last = self.bounds(span)
        for token in self.doc[first:last]:
            if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "npadvmod":
                while first <= token.head.i < last and token.head.pos_ in ("NOUN", "PROPN") and token.head.i != token.i:
                    token = token.head
                return token
        return self.root(span)

    def root(self, span: Span) -> Token | None:
        """The token of `span` on which the others hang: the first one whose head lies outside."""
        first, last = self.bounds(span)
        best = None
        for token in self.doc[first:last]:
            if token.is_space or token.is_punct:
                continue
            is_top = token.head.i == token.i or not first <= token.head.i < last
            if is_top and (best is None or depth(token) < depth(best)):
                best = token
        return best


def _find_places(doc: Doc) -> tuple[list[int], list[int]]:
    """The token at each character, -1 for none, and the sentence of each token."""
    token_at = [-1] * (len(doc.text) + 1)
    sentences: list[int] = []
    sentence = -1
    for i, (start, size, begins) in enumerate(doc.to_array([IDX, LENGTH, SENT_START]).tolist()):
        token_at[start : start + size] = [i] * size
        sentence += begins == 1 or sentence < 0
        sentences.append(sentence)
    return token_at, sentences


_places = PerDoc(_find_places)


def _is_loose(token: Token) -> bool:
    return token.is_punct and token.text not in _KEEP


def _is_stop(token: Token) -> bool:
    return token.is_punct and token.text not in _KEEP_END


def depth(token: Token) -> int:
    """How many arcs lie between `token` and its sentence's root, counted up to 40."""
    n = 0
    while token.head.i != token.i and n < 40:
        token = token.head
        n += 1
    return n


def _ends(span: Span, token_at: list[int]) -> list[int]:
    """The first and the last character of `span` that belong to a token."""
    start, end = span
    while start < end and token_at[start] < 0:
        start += 1
    while end > start and token_at[end - 1] < 0:
        end -= 1
    return [start, end - 1] if start < end else []

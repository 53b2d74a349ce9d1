"""A text as the shared encoder sees it: word pieces with code point spans, and the shape of each.

The encoder's vocabulary has no case and no line breaks, though both say much in a news report; what the vocabulary
loses comes back as five small classes a piece (`SHAPES`). Training and run time share this module, and it needs
nothing but numpy and tokenizers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

# name -> number of classes; the order is that of the columns of `Pieces.shapes`
SHAPES: dict[str, int] = {"case": 8, "quote": 4, "space": 3, "paragraph": 4, "sentence": 2}

_WORD = re.compile(r"\w+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTE = re.compile(r"``|''|[\"“”„«»]|\n")
_BREAK = re.compile(r"\n\s*")
_SENTENCE = re.compile(r"[.!?][\"”’')\]]*\s+|\n\s*|\A\s*")
_OTHER, _LOWER, _TITLE, _UPPER, _MIXED, _DIGIT, _LETTER, _ALNUM = range(8)
_OUTSIDE, _INSIDE, _OPENING, _CLOSING = range(4)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, in order. `ids`, `starts`, `ends`: (n,); `shapes`: (n, len(SHAPES))."""

    ids: Ints
    starts: Ints
    ends: Ints
    shapes: Ints

    def __len__(self) -> int:
        return len(self.ids)


def load_tokenizer(source: str) -> Tokenizer:
    """A tokenizer from its JSON, which cuts and pads nothing."""
    tokenizer = Tokenizer.from_str(source)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def split_pieces(tokenizer: Tokenizer, text: str) -> Pieces:
    """The word pieces of `text`; any string will do, spans are code points of it and never overlap."""
    encoding = tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
        if start < last or end <= start:
            continue  # a second piece of one character that was taken apart
        ids.append(piece)
        starts.append(start)
        ends.append(end)
        last = end
    at, to = np.array(starts, np.int64), np.array(ends, np.int64)
    return Pieces(np.array(ids, np.int64), at, to, _shapes(text, at, to))


def span_pieces(pieces: Pieces, start: int, end: int) -> tuple[int, int]:
    """The first piece that the code points `start` to `end` touch, and the one after the last."""
    first = int(np.searchsorted(pieces.ends, start, side="right"))
    last = int(np.searchsorted(pieces.starts, end, side="left"))
    return first, max(first, last)


def _shapes(text: str, starts: Ints, ends: Ints) -> Ints:
    """The classes of the pieces at `starts`: (n, len(SHAPES))."""
    shapes = np.zeros((len(starts), len(SHAPES)), np.int64)
    if not len(starts):
        return shapes
    size = len(text)
    shapes[:, 0] = _cases(text)[starts]
    shapes[:, 1] = _quotes(text)[starts]
    white = np.zeros(size + 1, np.int64)
    lines = np.zeros(size + 1, np.int64)
    for match in _BREAK.finditer(text):
        lines[match.end()] = 1
        white[match.end()] = 2
    opens = np.zeros(size + 1, np.int64)
    for match in _SENTENCE.finditer(text):
        opens[match.end()] = 1
    previous = np.concatenate([[0], ends[:-1]])
    shapes[:, 2] = np.where(white[starts] == 2, 2, np.where(starts > previous, 1, 0))
    shapes[:, 3] = np.minimum(np.cumsum(lines)[starts], 3)
    shapes[:, 4] = opens[starts]
    return shapes


def _cases(text: str) -> Ints:
    """The case class of the word that each code point belongs to: (len(text) + 1,)."""
    cases = np.zeros(len(text) + 1, np.int64)
    for match in _WORD.finditer(text):
        cases[match.start() : match.end()] = _case(match.group())
    return cases


def _case(word: str) -> int:
    if word.isdigit():
        return _DIGIT
    if any(c.isdigit() for c in word):
        return _ALNUM
    if word.islower():
        return _LOWER
    if word.isupper():
        return _LETTER if len(word) == 1 else _UPPER
    if word[0].isupper() and word[1:].islower():
        return _TITLE
    return _MIXED


def _quotes(text: str) -> Ints:
    """Outside, inside, opening or closing mark of a quotation, for each code point; none outlasts its paragraph."""
    quotes = np.zeros(len(text) + 1, np.int64)
    since = -1
    for match in _QUOTE.finditer(text):
        mark = match.group()
        opens = mark in "``“„«" or (mark == '"' and since < 0)
        if mark == "\n" or not opens:
            if since >= 0:
                quotes[since : match.start()] = _INSIDE
            if mark != "\n":
                quotes[match.start() : match.end()] = _CLOSING
            since = -1
        else:
            quotes[match.start() : match.end()] = _OPENING
            if since < 0:
                since = match.end()
    if since >= 0:
        quotes[since:] = _INSIDE
    return quotes

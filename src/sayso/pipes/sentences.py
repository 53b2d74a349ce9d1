"""Sentence starts that are certain, segments and quotations, before anything parses the text.

The parser decides where the text leaves it open; it must not run a sentence over a paragraph's end, from the headline
or the dateline into the report, or break one between a question in quotation marks and "she said".
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from sayso.pipes.board import Segment, get_context, register_extensions, set_quotes, set_segments
from sayso.pipes.layout import find_paragraphs, find_segments
from sayso.pipes.quotes import find_quotes
from sayso.types import Span

_STOP_BEFORE = re.compile(r"[^\W\d_]{3,}[.!?][\"”’')\]]*\s*\Z")
_STOP_IN_QUOTE = re.compile(r"[.!?…][\"”’']+\s*\Z")
# A run of so many tokens without a sentence's end is cut: later stages take quadratic time in a sentence's length.
LONGEST = 200
_ENDS = frozenset((".", "!", "?", "…", ";", ":"))
_OPEN = frozenset(["“", '"', "``", "''", "«", "‘", "„"])


class Sentences:
    """Sets `token.is_sent_start` where the layout decides, `doc._.sayso_segments` and `doc._.sayso_quotes`."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        text = doc.text
        segments = find_segments(text, get_context(doc).title)
        quotes = find_quotes(text, find_paragraphs(text))
        set_segments(doc, segments)
        set_quotes(doc, quotes)
        for i, start in decide_starts(doc, segments, quotes).items():
            doc[i].is_sent_start = start
        return doc


def decide_starts(doc: Doc, segments: list[Segment], quotes: list[Span]) -> dict[int, bool]:
    """Tokens by index that certainly begin a sentence (True) or certainly do not (False)."""
    out: dict[int, bool] = {}
    at = {token.idx: token.i for token in doc}
    _decide_quotes(doc, quotes, at, out)
    _decide_lines(doc, out)
    for segment in segments:
        first = at.get(segment.start)
        if first is None:
            continue
        out[first] = True
        if segment.kind == "dateline":
            i = first + 1
            while i < len(doc) and doc[i].idx < segment.end:
                out[i] = False
                i += 1
    _decide_runs(doc, out)
    return out


def _decide_runs(doc: Doc, out: dict[int, bool]) -> None:
    """A sentence start after every `LONGEST` tokens among which nothing ends a sentence."""
    length = 0
    for token in doc:
        length += 1
        if out.get(token.i) or token.text in _ENDS:
            length = 0
        elif length > LONGEST:
            out[token.i] = True
            length = 0


def _decide_quotes(doc: Doc, quotes: list[Span], at: dict[int, int], out: dict[int, bool]) -> None:
    """Around quotation marks: `"Why?" she said` is one sentence, `said. "We` are two, split before the mark."""
    text = doc.text
    ends = {token.idx + len(token): token.i for token in doc}
    for start, end in quotes:
        first = at.get(start)
        if first is not None and first + 1 < len(doc) and doc[first].text in _OPEN:
            out[first + 1] = False
            if _STOP_BEFORE.search(text, max(0, start - 40), start):
                out[first] = True
        last = ends.get(end)
        after = None if last is None else _next_word(doc, last + 1)
        if last is None or after is None:
            continue
        out[last] = False
        word = doc[after].text
        if word[0].islower():
            out[after] = False
        elif end - start > 15 and text[max(start, end - 2) : end - 1] == "." and (word[0].isupper() or word in _OPEN):
            out[after] = True


def _decide_lines(doc: Doc, out: dict[int, bool]) -> None:
    """Within a wrapped paragraph, a line that ends a sentence: the next one begins one."""
    text = doc.text
    for token in doc:
        if token.is_space and "\n" in token.text and token.i + 1 < len(doc):
            following = doc[token.i + 1].text
            if following[:1].isupper() and _STOP_BEFORE.search(text, max(0, token.idx - 40), token.idx):
                out.setdefault(token.i + 1, True)


def _next_word(doc: Doc, i: int) -> int | None:
    while i < len(doc) and doc[i].is_space:
        i += 1
    return i if i < len(doc) else None

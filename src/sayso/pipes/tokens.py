"""Tokens of any text in linear time.

spaCy's tokenizer takes quadratic time on a long run without white space: it peels punctuation off one character at
a time. Runs longer than `LONGEST` are cut into tokens of that length here; all else is left to spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from spacy.tokens import Doc
from spacy.vocab import Vocab

LONGEST = 256
_LONG_RUN = re.compile(rf"\S{{{LONGEST + 1},}}")


class BoundedTokenizer:
    """A tokenizer that hands all but over-long runs to `base`; the Doc's text equals the text given."""

    def __init__(self, base: Callable[[str], Doc], vocab: Vocab) -> None:
        self.base = base
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        if _LONG_RUN.search(text) is None:
            return self.base(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece, long in _pieces(text):
            if long:
                chunks = [piece[i : i + LONGEST] for i in range(0, len(piece), LONGEST)]
                words += chunks
                spaces += [False] * len(chunks)
            else:
                doc = self.base(piece)
                words += [token.text for token in doc]
                spaces += [bool(token.whitespace_) for token in doc]
        return Doc(self.vocab, words=words, spaces=spaces)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in order, cut at over-long runs; True marks such a run."""
    at = 0
    for run in _LONG_RUN.finditer(text):
        if run.start() > at:
            yield text[at : run.start()], False
        yield run.group(), True
        at = run.end()
    if at < len(text):
        yield text[at:], False

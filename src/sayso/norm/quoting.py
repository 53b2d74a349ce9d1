"""Words that somebody gives, found again in a text to the letter: by a person who corrects, by another reader.

What is found are whole words. Case, accents, the kind of quotation marks, dashes and blanks may differ; where the same
case is found, other case is not looked for. An ellipsis in the words stands for what was left out between two parts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

from sayso.types import Span

_ALIKE = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"',
    "»": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
})  # fmt: skip
_ELLIPSIS = re.compile(r"\s*(?:\[(?:…|\.{3})\]|…|\.{3,})\s*")
_EDGES = " \t\r\n\"'.,;:()[]"


class Quotable:
    """A text in which words can be found."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find_all(self, words: str) -> tuple[Span, ...]:
        """Every place of the words, in order, none over another; without their edges of punctuation if need be."""
        for given in dict.fromkeys((words.strip(), words.strip(_EDGES))):
            for folded in (self._exact, self._loose):
                if found := folded.find(given):
                    return found
        return ()

    def find(self, words: str, near: Span | None = None) -> Span | None:
        """The words where they stand next to `near`; the first ones without it."""
        return pick_nearest(self.find_all(words), near)

    def find_parts(self, words: str, near: Span | None = None) -> tuple[Span, ...]:
        """The words, in parts where an ellipsis stands between them; empty unless every part is there in order."""
        if whole := self.find(words, near):
            return (whole,)
        found: list[Span] = []
        for part in filter(None, _ELLIPSIS.split(words)):
            places = [span for span in self.find_all(part) if not found or span[0] >= found[-1][1]]
            span = pick_nearest(places, found[-1] if found else near)
            if span is None:
                return ()
            found.append(span)
        return tuple(found)

    @cached_property
    def _exact(self) -> _Folded:
        return _Folded(self.text, lower=False)

    @cached_property
    def _loose(self) -> _Folded:
        return _Folded(self.text, lower=True)


def pick_nearest(spans: tuple[Span, ...] | list[Span], near: Span | None) -> Span | None:
    """Of the spans the one with the least between it and `near`, of equals the first; the first without `near`."""
    if near is None or not spans:
        return spans[0] if spans else None
    return min(spans, key=lambda span: (max(span[0] - near[1], near[0] - span[1], 0), span[0]))


class _Folded:
    """A text with what may differ taken out, and for each of its characters the one of the text it comes from."""

    def __init__(self, text: str, *, lower: bool) -> None:
        self.size, self.lower = len(text), lower
        signs: list[str] = []
        self.origins: list[int] = []
        for at, sign in enumerate(text):
            folded = _fold(sign, lower=lower)
            if folded == " " and signs and signs[-1] == " ":
                continue
            signs += folded
            self.origins += [at] * len(folded)
        self.text = "".join(signs)

    def find(self, words: str) -> tuple[Span, ...]:
        wanted = re.sub(" +", " ", "".join(_fold(sign, lower=self.lower) for sign in words)).strip()
        found: list[Span] = []
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if self._is_whole(at, end):
                found.append((self.origins[at], self._end(end)))
                at = self.text.find(wanted, end)
            else:
                at = self.text.find(wanted, at + 1)
        return tuple(found)

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether no word is cut, and no character of the text that folds to several."""
        text, origins = self.text, self.origins
        cuts = (at for at in (start, end) if 0 < at < len(text))
        return not any(
            origins[at - 1] == origins[at] or (text[at - 1].isalnum() and text[at].isalnum()) for at in cuts
        )

    def _end(self, end: int) -> int:
        """Where the last character ends, with the marks on it that were taken out."""
        last = self.origins[end - 1]
        after = bisect_left(self.origins, last + 1, lo=end - 1)
        return self.origins[after] if after < len(self.origins) else self.size


def _fold(sign: str, *, lower: bool) -> str:
    """What of a character tells words apart: nothing of a mark, one blank for any blank."""
    if sign.isspace():
        return " "
    plain = "".join(c for c in unicodedata.normalize("NFKD", sign) if unicodedata.category(c) not in ("Mn", "Cf"))
    plain = plain.translate(_ALIKE)
    return plain.casefold() if lower else plain

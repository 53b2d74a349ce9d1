"""Quotations: which stretches of a text stand in quotation marks.

Marks are read in the order of the text with one state, the quotation that is open. A mark that points one way
(“ ” ‘ ’ « » `` '') is believed unless its surroundings contradict it; one that does not (" and ' and '') is read
from its surroundings first, then from the state. A quotation goes on over a paragraph when the paragraph ends with
it open and the next one begins with an opening mark. Quotations within quotations are not listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sayso.pipes.layout import LEXICON
from sayso.resources import load_yaml
from sayso.types import Span

_MARK = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚‛'`´＂「」『』]")
_OPENERS = {
    "“": '"', "„": '"', "‟": '"', "«": "«", "‹": "«", "``": '"', "‘": "'", "‚": "'", "‛": "'", "「": "「", "『": "「",
    "`": "'",
}
_CLOSERS = {"”": '"', "»": "«", "›": "«", "’": "'", "」": "「", "』": "「", "´": "'"}
_PLAIN = {'"': '"', "''": '"', "＂": '"', "'": "'"}
_BEFORE_OPEN = frozenset("([{<—–-/:;,=*_…")
_AFTER_CLOSE = frozenset(")]}>.,;:!?—–-/…*_")
MAX_SINGLE = 400


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    family: str
    leans: int
    opens: bool
    closes: bool


@cache
def load_elisions() -> re.Pattern[str]:
    """What may follow an apostrophe that stands for left-out letters."""
    return re.compile("(?:" + "|".join(load_yaml(LEXICON)["elisions"]) + ")", re.IGNORECASE)


def find_quotes(text: str, paragraphs: list[Span]) -> list[Span]:
    """Quoted stretches of `text`, their marks included, in order and without overlap.

    Args:
        paragraphs: the text's paragraphs, as `find_paragraphs` gives them.
    """
    out: list[Span] = []
    going: tuple[int, str] | None = None
    for i, (start, end) in enumerate(paragraphs):
        marks = [_read_mark(text, m) for m in _MARK.finditer(text, start, end)]
        following = _first_opener(text, paragraphs[i + 1]) if i + 1 < len(paragraphs) else ""
        going = _scan(text, (start, end), marks, going, following, out)
    if going is not None and paragraphs:
        out.append((going[0], paragraphs[-1][1]))
    return out


def _scan(
    text: str, span: Span, marks: list[_Mark], going: tuple[int, str] | None, following: str, out: list[Span]
) -> tuple[int, str] | None:
    """Read the marks of one paragraph into `out`; returns the quotation that goes on after it."""
    opened = going
    k = 0
    if opened is not None and marks and marks[0].start == span[0] and marks[0].family == opened[1]:
        k = 1
    while k < len(marks):
        mark = marks[k]
        k += 1
        if opened is None:
            if mark.family == "'":
                close = _find_single_close(text, marks, k - 1)
                if close is not None:
                    out.append((mark.start, marks[close].end))
                    k = close + 1
            elif mark.opens:
                opened = (mark.start, mark.family)
        elif mark.family == opened[1]:
            if mark.closes and not (mark.leans > 0 and not _is_german(text, opened[0])):
                out.append((opened[0], mark.end))
                opened = None
            elif mark.opens and mark.leans >= 0 and not mark.closes:
                _close_lost(text, opened[0], mark.start, out)
                opened = (mark.start, mark.family)
    if opened is None:
        return None
    if following == opened[1]:
        return opened
    _close_lost(text, opened[0], span[1], out)
    return None


def _read_mark(text: str, match: re.Match[str]) -> _Mark:
    """A mark with what it can be here, by its shape and by its neighbours."""
    start, end = match.span()
    shape = match[0]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    free_left = before.isspace() or before in _BEFORE_OPEN or before in "\"“‘'"
    free_right = after.isspace() or after in _AFTER_CLOSE or after in "\"”’'"
    leans = 1 if shape in _OPENERS else -1 if shape in _CLOSERS else 0
    family = _OPENERS.get(shape) or _CLOSERS.get(shape) or _PLAIN[shape]
    if leans:
        opens = leans > 0 or (free_left and not after.isspace() and not free_right)
        closes = leans < 0 or (free_right and not before.isspace() and not free_left) or (shape == "“" and free_right)
    else:
        opens = not after.isspace() and (free_left or not free_right) and not (before.isdigit() and not after.isalpha())
        closes = (not before.isspace() and (free_right or not free_left)) or (before.isspace() and after.isspace())
    return _Mark(start, end, family, leans, opens, closes)


def _find_single_close(text: str, marks: list[_Mark], k: int) -> int | None:
    """The index of the mark that closes the single quotation opened by `marks[k]`; None when that is an apostrophe."""
    mark = marks[k]
    if not mark.opens or mark.leans < 0 or text[mark.end : mark.end + 1].isspace():
        return None
    before = text[mark.start - 1] if mark.start else " "
    if before.isalnum() or (mark.leans == 0 and load_elisions().match(text, mark.end)):
        return None
    fallback = None
    for j in range(k + 1, len(marks)):
        other = marks[j]
        if other.start - mark.start > MAX_SINGLE or other.family != "'":
            break
        after = text[other.end] if other.end < len(text) else " "
        if after.isalnum() or text[other.start - 1].isspace():
            if other.opens and not other.closes and other.leans >= 0 and not load_elisions().match(text, other.end):
                break
            continue
        if text[other.start - 1] != "s" or not after.isspace() or text[other.end + 1 : other.end + 2].isupper():
            return j
        fallback = j if fallback is None else fallback
    return fallback


def _close_lost(text: str, start: int, limit: int, out: list[Span]) -> None:
    """List a quotation whose closing mark is missing: up to the end of its sentence."""
    found = re.compile(r"[.!?](?=\s|\Z)").search(text, start + 1, limit)
    end = found.end() if found else limit
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > 2:
        out.append((start, end))


def _is_german(text: str, start: int) -> bool:
    return text[start] in "„»"


def _first_opener(text: str, paragraph: Span) -> str:
    """The family of the opening mark with which a paragraph begins, or an empty string."""
    match = _MARK.match(text, paragraph[0])
    if match is None:
        return ""
    mark = _read_mark(text, match)
    return mark.family if mark.opens and mark.family != "'" else ""

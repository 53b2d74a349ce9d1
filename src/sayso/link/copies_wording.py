"""A text as what survives an editor: its content words, folded, with where they stand and whether they are quoted.

Only runs of ASCII letters and digits are words, so that text whose UTF-8 was read as another encoding has the same
words as before; texts that are mostly in other letters are split at anything that is no letter or digit. A word is
folded over case, British spelling, the misreadings of scanning and its ending, and kept as a 64-bit number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sayso.resources import load_yaml

Ids = NDArray[np.uint64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

PREFIX = 6
# Quotation marks and line ends become words of their own, by characters that no text is written in.
_QUOTE_MARK, _LINE_MARK = "\x01", "\x02"
_QUOTES = ('"', "“", "”", "„", "«", "»", "â€œ", "â€\x9d")
_TOKENS = re.compile(r"[A-Za-z0-9\x01\x02]+")
_ANY_TOKENS = re.compile(r"[^\W_\x01\x02]+|[\x01\x02]+")
_QUOTE, _LINE, _FIRST_ID, _CAPITAL = 1, 2, 16, 1
_LONGEST_QUOTE = 150
_CACHED = 400_000
PLACE_BITS = np.uint64((1 << 24) - 1)
SUM_BITS = ~PLACE_BITS
# What one spelling has and another has not; then what a scanner takes for something else, longest first.
_BRITISH = tuple((re.compile(p), by) for p, by in (
    (r"our(?!$)|our$", "or"), (r"(?<=\w\w\w)is(?=e|ing|ation)", "iz"), (r"(?<=\w\w)ence$", "ense"),
    (r"(?<=\w\w)tre$", "ter"), (r"ogue$", "og"), (r"ll(?=ed|ing|er)", "l"), (r"ae|oe", "e"),
))  # fmt: skip
_SCANNED = (("vv", "w"), ("rn", "m"), ("ii", "u"), ("1", "l"), ("i", "l"), ("0", "o"), ("5", "s"), ("e", "c"),
            ("cl", "d"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """The `n` content words of a text.

    Attributes:
        ids: a number for each word, equal for words that fold alike.
        at: which token of the text each is, for `spans_of`.
        quoted: which stand between quotation marks.
        capital: which are written with a capital.
        pairs: for each word the sums of its number with those of the next, the second next and the third next word
            (0 where there is none), shape (n, 3): the same in whatever order the two stand.
        index: the upper bits of the sums in order, each with where it stands in `pairs`, row by row, in its lower bits.
    """

    ids: Ids
    at: Ints
    quoted: Mask
    capital: Mask
    pairs: Ids
    index: Ids

    @property
    def n(self) -> int:
        return len(self.ids)


def read_wording(text: str) -> Wording:
    """The wording of `text`; never fails, and has no words where the text has none."""
    tokens = _find_tokens(text)
    codes = np.fromiter(map(_CODES.__getitem__, tokens), dtype=np.uint64, count=len(tokens))
    at = np.flatnonzero(codes >= _FIRST_ID)
    quoted = _find_quoted(codes)[at]
    found = codes[at]
    return make_wording(found & ~np.uint64(_CAPITAL), at, quoted, (found & np.uint64(_CAPITAL)).astype(bool))


def make_wording(ids: Ids, at: Ints, quoted: Mask, capital: Mask) -> Wording:
    """A wording of words that are known already."""
    pairs = np.zeros((len(ids), 3), dtype=np.uint64)
    for distance in (1, 2, 3):
        if len(ids) > distance:
            np.add(ids[:-distance], ids[distance:], out=pairs[:-distance, distance - 1])
    places = np.arange(pairs.size, dtype=np.uint64)
    return Wording(ids, at, quoted, capital, pairs, np.sort((pairs.ravel() & SUM_BITS) | (places & PLACE_BITS)))


def drop_words(wording: Wording, dropped: Mask) -> Wording:
    """The wording without the words marked in `dropped`."""
    keep = ~dropped
    return make_wording(wording.ids[keep], wording.at[keep], wording.quoted[keep], wording.capital[keep])


def is_among(ids: Ids, known: Ids) -> Mask:
    """Which of `ids` are in `known`, which is in order."""
    if not len(known):
        return np.zeros(len(ids), dtype=bool)
    at = np.searchsorted(known, ids)
    at[at == len(known)] = 0
    return np.asarray(known[at] == ids)


def spans_of(text: str, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Character spans in `text` from the first to the last of tokens, given by their numbers as in `Wording.at`."""
    places = [found.span() for found in _spans_pattern(_is_foreign(text)).finditer(text)]
    return [(places[first][0], places[last][1]) for first, last in tokens]


def fold_word(word: str) -> str:
    """What words have in common that are one word to the comparison; empty for words that are passed over."""
    word = word.lower()
    if word in _passed_over():
        return ""
    for pattern, by in _BRITISH:
        word = pattern.sub(by, word)
    for seen, meant in _SCANNED:
        word = word.replace(seen, meant)
    return word[:PREFIX] if len(word) > 1 else ""


class _Codes(dict[str, int]):
    """Tokens to numbers: 0 for nothing, marks, then words; forgets all when it has grown large."""

    def __missing__(self, token: str) -> int:
        if len(self) > _CACHED:
            self.clear()
        code = self[token] = _make_code(token)
        return code


_CODES = _Codes()


def _make_code(token: str) -> int:
    if token[0] == _LINE_MARK:
        return _LINE
    if token[0] == _QUOTE_MARK:
        return _QUOTE
    folded = fold_word(token)
    if not folded:
        return 0
    number = int.from_bytes(blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
    return (number | _FIRST_ID) & ~_CAPITAL | token[0].isupper()


def _find_tokens(text: str) -> list[str]:
    foreign = _is_foreign(text)
    for quote in _QUOTES:
        text = text.replace(quote, f" {_QUOTE_MARK} ")
    return (_ANY_TOKENS if foreign else _TOKENS).findall(text.replace("\n", f" {_LINE_MARK} "))


@cache
def _spans_pattern(foreign: bool) -> re.Pattern[str]:
    """What finds in the text itself as many words and marks as `_find_tokens` finds."""
    marks = "|".join(map(re.escape, (*_QUOTES, "\n")))
    return re.compile(f"{(_ANY_TOKENS if foreign else _TOKENS).pattern}|{marks}")


def _is_foreign(text: str) -> bool:
    """Whether two fifths of the beginning are characters outside ASCII."""
    head = text[:2000]
    return len(head.encode("ascii", "ignore")) * 5 < len(head) * 3


def _find_quoted(codes: Ids) -> Mask:
    """Which tokens stand between two quotation marks of one line that are not too far apart."""
    quoted = np.zeros(len(codes), dtype=bool)
    marks = np.flatnonzero((codes > 0) & (codes < _FIRST_ID))
    opened = -1
    for place, code in zip(marks.tolist(), codes[marks].tolist(), strict=True):
        if code == _LINE:
            opened = -1
        elif opened < 0 or place - opened > _LONGEST_QUOTE:
            opened = place
        else:
            quoted[opened:place] = True
            opened = -1
    return quoted


@cache
def _passed_over() -> frozenset[str]:
    groups = load_yaml("lexicons/copies.yml")["passed_over"].values()
    return frozenset(word for group in groups for word in group["words"].split())

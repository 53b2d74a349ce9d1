"""Numbers of people, in digits or words, as ranges: "at least 25" is 25 and more, "dozens" 24 and more.

No parse is needed: what is counted is for the caller to know. Ages, dates, distances, sums and shares are no counts,
and `find_counts` leaves them out by the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sayso.types import Span

UNITS = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
VAGUE = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 100,
    "thousands": 2_000,
    "tens of thousands": 20_000,
    "hundreds of thousands": 200_000,
    "several": 3,
    "many": None,
    "a few": 3,
    "a handful": 3,
    "a number": 2,
    "tens": 20,
    "several dozen": 36,
    "several dozens": 36,
    "several hundred": 300,
    "several thousand": 3_000,
    "millions": 2_000_000,
    "dozens or hundreds": 24,
    "scores or hundreds": 40,
    "some": None,
    "numerous": 3,
    "a dozen": 12,
    "half a dozen": 6,
    "a couple": 2,
    "a couple dozen": 24,
    "a couple of dozen": 24,
    "a score": 20,
    "two dozen": 24,
    "three dozen": 36,
    "another": 1,
    "both": 2,
    "a pair": 2,
}
EXACT_VAGUE = frozenset(
    {"a dozen", "half a dozen", "two dozen", "three dozen", "both", "another", "a pair", "a score", "a couple"}
)
NOBODY = frozenset({"no", "nobody", "no one", "none", "no-one", "zero"})
ONE = frozenset({"a", "an", "one", "another"})

_WORD = "(?:" + "|".join(sorted([*UNITS, *TENS, *SCALES], key=len, reverse=True)) + ")"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,7}(?:\.\d+)?"
_MORE = "(?:dozen|hundred|thousand|million)"
_ATOM = rf"(?:(?:{_DIGITS})(?:\s+{_MORE})?|(?:a\s+)?{_WORD}(?:(?:[\s-]+(?:and\s+)?){_WORD})*)"
_VAGUE = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted({*VAGUE, *NOBODY}, key=len, reverse=True))
_LOWER = (
    r"at\s+least|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|as\s+many\s+as|more\s+than|over|upwards\s+of|"
    r"above|a\s+minimum\s+of|in\s+excess\s+of"
)
_UPPER = (
    r"up\s+to|as\s+many\s+as|at\s+most|no\s+more\s+than|fewer\s+than|less\s+than|under|nearly|almost|a\s+maximum\s+of"
)
_ABOUT = (
    r"about|around|some|approximately|roughly|an\s+estimated|estimated|close\s+to|exactly|only|just|a\s+total\s+of|"
    r"another|the|all|other|those"
)
_COUNT = re.compile(
    rf"(?<![\w.,$€£¥#-])(?:(?P<between>between|from)\s+)?(?:(?P<bound>{_LOWER}|{_UPPER}|{_ABOUT})\s+)?"
    rf"(?:(?P<vague>{_VAGUE})|(?P<low>{_ATOM})(?:\s*(?:-|–|—|to|and|or)\s*(?P<high>{_ATOM}))?)(?P<more>\s+or\s+more)?(?![\w%$€£])",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"\s*-?\s*(?:year|month|week|day|hour|minute|second|km|kilomet|mile|met(?:er|re)|feet|foot|inch|yard|percent|per\s+cent|%|"
    r"dollar|euro|pound|peso|rupee|yen|cent|kilo|kg|gram|ton|lit(?:er|re)|am\b|a\.m|p\.m|pm\b|st\b|nd\b|rd\b|th\b|o'clock|"
    r"January|February|March|April|May\b|June|July|August|September|October|November|December|"
    r"°|degree|acre|hectare|square|times?\b|mm\b|cm\b|-caliber|caliber|calibre)",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|May|June|July|August|September|"
    r"October|November|December|aged?|age\s+of|in|since|by|No\.|number|article|section|route|highway|flight)\.?\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people by the words of `span`; an end that is open is None."""

    min: int | None
    max: int | None
    span: Span


def parse_count(words: str) -> Count | None:
    """The range that the first number in `words` gives, None when there is none.

    `parse_count("more than 25 people")` is 26 and more in logic, but news means "25 or more": its `min` is 25.
    """
    return next(find_counts(words), None)


def find_counts(text: str) -> Iterator[Count]:
    """Every number in `text` that can count people, in the order of the text."""
    for found in _COUNT.finditer(text):
        if _counts_nothing(text, found):
            continue
        count = _make_count(found)
        if count is not None:
            yield count


def parse_number(words: str) -> int | None:
    """The value of a number in digits or words ("1,200", "twenty-five", "2 thousand"), None when it is none."""
    total = part = 0
    seen = False
    for piece in re.findall(r"[\d,.]+|[a-z]+", words.lower()):
        if piece[0].isdigit():
            value = (
                float(piece.replace(",", "").rstrip(".")) if piece.replace(",", "").rstrip(".").count(".") < 2 else 0
            )
            part, seen = part + value, True  # type: ignore[assignment]
        elif piece in UNITS or piece in TENS:
            part, seen = part + UNITS.get(piece, TENS.get(piece, 0)), True
        elif piece in SCALES:
            part, seen = max(part, 1) * SCALES[piece], True
            if SCALES[piece] >= 1000:
                total, part = total + part, 0
        elif piece == "a":
            continue
        elif piece != "and":
            return None
    return int(total + part) if seen else None


def _counts_nothing(text: str, found: re.Match[str]) -> bool:
    """Whether the words around a number make it an age, a date, a distance, a sum or a share."""
    if _NOT_COUNTED.match(text, found.end()):
        return True
    low = found["low"]
    if low is None:
        return found["vague"].lower() == "no" and text.startswith(".", found.end())
    before = text[max(0, found.start("low") - 14) : found.start("low")]
    if not low[0].isdigit():
        return re.search(r"[\d.]\s*$", before) is not None
    if _MONTH_BEFORE.search(before) or re.search(r"[$€£¥]\s*$|\b(?:US|Rs)\.?\s*$", before):
        return True
    year = low.isdigit() and len(low) == 4 and 1500 <= int(low) <= 2100
    age = re.match(r"\s*,", text[found.end() :]) is not None and re.search(r"[A-Z]\w+,\s*$", before) is not None
    return year or age


def _make_count(found: re.Match[str]) -> Count | None:
    span = (found.start(), found.end())
    bound = re.sub(r"\s+", " ", (found["bound"] or "").lower())
    if found["vague"] is not None:
        return _make_vague(re.sub(r"\s+", " ", found["vague"].lower()), bound, span)
    low = parse_number(found["low"])
    high = parse_number(found["high"]) if found["high"] else None
    if low is None:
        return None
    if high is not None and _scale(found["low"]) == 1 and low < high:
        low *= _scale(found["high"])
    if high is not None and high < low:
        return Count(low, low, (found.start(), found.end("low")))
    if high is not None:
        return Count(low, high, span)
    if found["more"] or (re.fullmatch(_LOWER, bound) and bound != "as many as"):
        return Count(low, None, span)
    if re.fullmatch(_UPPER, bound):
        return Count(None, low, span)
    return Count(low, low, span)


def _scale(words: str) -> int:
    """What the last word of a number multiplies by: 12 for "three dozen", 1 for "30"."""
    return SCALES.get(words.lower().split()[-1], 1)


def _make_vague(word: str, bound: str, span: Span) -> Count | None:
    if word in NOBODY:
        return Count(0, 0, span)
    value = VAGUE[word]
    if value is None:
        return None
    if word in EXACT_VAGUE and not re.fullmatch(_LOWER, bound):
        return Count(value, value, span)
    return Count(value, None, span)

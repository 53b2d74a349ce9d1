"""Numbers as time expressions use them: digits, ordinals, clock times, numeric dates, and number words.

A number has a shape, which says what it can stand for (a day of the month, an hour, a year), and a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.norm.calendars import make_day

Number = int | float
Shaped = tuple[str, "Number | str | None"]

_UNITS = {word: value for value, word in enumerate((
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
), 1)}
_TENS = {word: 10 * value for value, word in enumerate((
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
), 2)}
_BIG = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {word: value for value, word in enumerate((
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
), 1)} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
_STARTS = frozenset(_UNITS) | frozenset(_TENS) | frozenset(_ORDINALS) | {"a", "half"}
_HYPHENS = ("-", "‐", "‑")


def read_number(kind: str | None, text: str) -> Shaped:
    """Shape and value of a token of digits; the shape "" when it is no number that a time could have."""
    if kind == "int":
        return _shape_digits(text)
    if kind == "ord":
        value = int(re.match(r"[0-9]+", text)[0][:6]) if re.match(r"[0-9]", text) else 0  # type: ignore[index]
        return ("ord31" if 1 <= value <= 31 else "ord"), value
    if kind == "clock":
        return read_clock(text)
    if kind == "date":
        return read_date(text)
    if kind == "dec":
        return "dec", _read_decimal(text)
    digits = re.sub(r"[^0-9]", "", text)
    if not digits:
        return "", None
    if kind == "years":
        if len(digits) == 4:
            return "years", digits[:3]
        return ("years" if text[0] in "'’" else "years2"), digits[0]
    return "yy", int(digits)


def read_clock(text: str) -> Shaped:
    """`10:30pm`, `5 a.m.`, `0600` -> `T22:30`, `T05:00`, `T06:00`."""
    match = re.match(r"([0-9]{1,2})[:.]?([0-9]{2})?(?::[0-9]{2})?\s*([ap])?", text)
    if match is None:
        return "", None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return "", None
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return ("clock", f"T{hour:02d}:{minute:02d}") if hour <= 24 else ("", None)


def read_date(text: str) -> Shaped:
    """`2023-04-26`, `04/26/2023`, `26.04.2023` -> `2023-04-26`. With slashes the month leads where it can."""
    match = re.fullmatch(r"([0-9]+)([-/.])([0-9]+)[-/.]([0-9]+)(?:t([0-9:]{5}).*)?", text)
    if match is None:
        return "", None
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        year, month, day = first, second, third
    elif len(match[4]) == 4 or match[2] == "/":
        year = third if len(match[4]) == 4 else third + (1900 if third > 68 else 2000)
        swap = (match[2] == "/" and first <= 12) or second > 12
        month, day = (first, second) if swap else (second, first)
    else:
        return "", None
    found = make_day(year, month, day)
    clock = f"T{match[5]}" if match[5] else ""
    return ("date", found.isoformat() + clock) if found else ("", None)


def find_number_words(words: Sequence[str]) -> list[tuple[int, int, str, Number]]:
    """Runs of number words among the lower-case `words` (hyphens are words): (first, end, shape, value)."""
    found = []
    i = 0
    while i < len(words):
        run = _read_words(words, i) if words[i] in _STARTS else None
        if run is None:
            i += 1
            continue
        found.append((i, *run))
        i = run[0]
    return found


def _shape_digits(text: str) -> Shaped:
    digits = text.replace(",", "")
    if not digits.isascii() or len(digits) > 7:
        return "", None
    value = int(digits)
    if "," in text or len(digits) > 4:
        return "int", value
    if len(digits) == 4:
        return ("year" if 1000 <= value <= 2999 else "int"), value
    if len(digits) == 3:
        return ("year3" if value >= 100 else "int"), value
    return _small_shape("d", value), value


def _small_shape(letter: str, value: int) -> str:
    if value <= 0:
        return "int"
    if value <= 12:
        return letter + "12"
    if value <= 24:
        return letter + "24"
    return letter + ("31" if value <= 31 and letter == "d" else "99")


def _read_decimal(text: str) -> Number | None:
    whole, _, fraction = text.rpartition(" ")
    top, slash, bottom = fraction.partition("/")
    try:
        if slash:
            return int(whole or 0) + int(top) / int(bottom)
        return float(text.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None


def _read_words(words: Sequence[str], i: int) -> tuple[int, str, Number] | None:
    """The number that begins at `i`, as (end, shape, value)."""
    if words[i] == "half":
        return (i + 3, "w12", 6) if tuple(words[i + 1 : i + 3]) == ("a", "dozen") else None
    if words[i] == "a":
        if i + 1 >= len(words) or words[i + 1] not in ("hundred", "thousand", "million", "dozen"):
            return None
        end, value = _read_cardinal(words, i + 1, 1)
        return end, ("int" if value > 99 else _small_shape("w", value)), value
    if words[i] in _ORDINALS:
        value = _ORDINALS[words[i]]
        # "second" is also a unit; the lexicon has it.
        return None if words[i] == "second" else (i + 1, "ordw31" if value <= 31 else "ord", value)
    end, value = _read_cardinal(words, i, 0)
    ordinal = _skip_hyphen(words, end)
    if value % 10 == 0 and 20 <= value < 100 and ordinal < len(words) and _ORDINALS.get(words[ordinal], 99) < 10:
        value += _ORDINALS[words[ordinal]]
        return ordinal + 1, ("ordw31" if value <= 31 else "ord"), value
    if 11 <= value <= 20:
        year = _read_year(words, end, value)
        if year:
            return year
    if 1000 <= value <= 2099 and value % 1000 < 100 and value >= 2000:
        return end, "year", value
    return end, (_small_shape("w", value) if value < 100 else "int"), value


def _read_cardinal(words: Sequence[str], i: int, current: int) -> tuple[int, int]:
    total = 0
    end = i
    while i < len(words):
        word = words[i]
        room = current == 0 or (current >= 100 and current % 100 == 0)
        if word in _UNITS and (room or (current % 100 >= 20 and current % 10 == 0 and _UNITS[word] < 10)):
            current += _UNITS[word]
        elif word in _TENS and room:
            current += _TENS[word]
        elif word == "hundred" and 0 < current < 100:
            current *= 100
        elif word == "dozen" and 0 < current < 100:
            return i + 1, total + current * 12
        elif word in _BIG and current > 0 and total == 0:
            total, current = current * _BIG[word], 0
        else:
            break
        i = end = i + 1
        if i < len(words) and words[i] == "and" and words[i - 1] in ("hundred", "thousand"):
            i += 1
        else:
            i = _skip_hyphen(words, i)
    return end, total + current


def _skip_hyphen(words: Sequence[str], i: int) -> int:
    return i + 1 if i < len(words) and words[i] in _HYPHENS else i


def _read_year(words: Sequence[str], i: int, century: int) -> tuple[int, str, Number] | None:
    """`nineteen ninety-one`: the second half of a year after its century."""
    i = _skip_hyphen(words, i)
    if i >= len(words):
        return None
    if words[i] in _TENS or 10 <= _UNITS.get(words[i], 0) <= 19:
        end, rest = _read_cardinal(words, i, 0)
        if 10 <= rest <= 99:
            return end, "year", century * 100 + rest
    return None

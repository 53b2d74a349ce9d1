"""What the readers of knowledge bases share: lines, what is wrong with one, countries and days in other notations."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.norm.countries import find_country, list_countries
from sayso.resources import load_yaml

Line = tuple[int, str]
BODIES = frozenset({"IGO", "UNO", "EUR", "NGO", "MNC", "ISM"})
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was skipped and why."""

    line: int
    reason: str


def find_code(word: str) -> str | None:
    """The alpha-3 code (or PLOVER body code) of a country given as a code of two or three letters, or as a name."""
    bare = word.strip()
    if bare.upper() in BODIES or bare.upper() in list_countries():
        return bare.upper()
    return _two_letters().get(bare.lower()) or find_country(bare)


def read_day(value: str) -> str | None:
    """An ISO year, month or day, the day moved to the month's last where there is no such day; None for none at all.

    Raises:
        ValueError: when it is none of these.
    """
    text = value.strip()[:10]
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{value!r} is no ISO date")
    year, month, day = match.groups()
    if not month:
        return year
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{value!r} has no such month")
    if not day:
        return f"{year}-{month}"
    return f"{year}-{month}-{min(max(1, int(day)), monthrange(max(1, int(year)), int(month))[1]):02}"


@cache
def codes() -> dict[str, dict[str, Any]]:
    """The tables of lexicons/kb_codes.yml."""
    found: dict[str, dict[str, Any]] = load_yaml("lexicons/kb_codes.yml")
    return found


@cache
def _two_letters() -> dict[str, str]:
    found: dict[str, str] = load_yaml("lexicons/kb_codes.yml")["alpha2"]
    return {two.lower(): three for two, three in found.items()}

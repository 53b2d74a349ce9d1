"""Publication dates: the check that every given one passes, and the one that a report's first lines may give."""

from __future__ import annotations

import re
from datetime import date, datetime

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].+)?")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?",
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
)
# Wire services of the last century: LESK, 24 NOV 89 (AGENCY) -- ...
_WIRE_DATE = rf"{_DAY}\s+{_MONTH}\s+(?P<year>\d\d)(?!\d)"
_LABEL = r"(?:(?:date|dated|published|posted|updated|first published|release date)(?:\s+on|\s+at)?\s*:?\s+)?"
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?(?:\s*\(?[A-Z]{2,5}\)?)?)?"
# Kabul, 26 April 2023 - ...   LONDON (Reuters) -- May 5, 2019: ...   GENEVA/PARIS, 3 June 2020 (Agency) ...
_PLACE = r"(?-i:(?:\W?[A-ZÀ-Þ][\w.'’/-]*|de|del|el|al|of|the|and|du|la)(?:\)?[,/]?\s+|\s*\)\s*)){1,8}?"
_BREAK = r"(?<=[,:)/—–-])\s*|(?<=[,:)/—–-]\s)"
_AFTER = r"\s*(?:[-–—:/()\[]|$)"
_BEFORE = rf"\W{{0,3}}{_PLACE}(?:[-–—]+\s*)?(?:{_BREAK})\(?"
_LINES = [
    re.compile(pattern, re.IGNORECASE)
    for when in _DATES
    for pattern in (
        rf"\W{{0,3}}{_LABEL}{when}{_CLOCK}\W{{0,3}}$",
        rf"{_BEFORE}{when}{_CLOCK}{_AFTER}",
    )
]
_LINES.append(re.compile(rf"{_BEFORE}{_WIRE_DATE}{_AFTER}", re.IGNORECASE))
_LOOK_AT = 4
_WIDTH = 160
_CENTURY = 45


def is_iso(published: str) -> bool:
    """Whether it is an ISO 8601 date, or date-time, with year, month and day."""
    if not _ISO.fullmatch(published):
        return False
    try:
        date.fromisoformat(published) if len(published) == 10 else datetime.fromisoformat(published)
    except ValueError:
        return False
    return True


def bad_date(published: object) -> str:
    """The message for a publication date that is none."""
    return f"published {published!r} is no date; give an ISO date such as 2023-04-26 or 2023-04-26T09:30:00Z"


def find_date(text: str) -> str | None:
    """The ISO day that a date line or dateline among the first lines of `text` gives, with its year, else None.

    "KABUL, April 26 (Agency)" names no year and so gives nothing.
    """
    lines = [line for line in text[:2000].splitlines() if line.strip()]
    for line in lines[:_LOOK_AT]:
        for pattern in _LINES:
            found = pattern.match(line.strip()[:_WIDTH])
            if found and (day := _to_day(found)):
                return day
    return None


def _to_day(found: re.Match[str]) -> str | None:
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    year = int(found["year"])
    if year < 100:
        year += 1900 if year >= _CENTURY else 2000
    try:
        return date(year, number, int(found["day"])).isoformat()
    except ValueError:
        return None

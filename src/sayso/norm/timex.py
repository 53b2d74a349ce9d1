"""What a TIMEX3 value means in days.

`days_of` is the one place that knows the forms of TIMEX3 values (TimeML 1.2.1, section on TIMEX3, and the forms that
TempEval-3 uses): days, months, years, weeks, weekends, quarters, halves, seasons, decades, centuries, unknown parts
written `X`, times of day, and ISO 8601 intervals `first/last`.
"""

from __future__ import annotations

import re
from datetime import date

from sayso.norm.calendars import (
    Days,
    find_weekday,
    make_day,
    month_days,
    season_days,
    shift_day,
    week_days,
    year_days,
)

DayRange = tuple[str | None, str | None]

NO_DAYS: DayRange = (None, None)

_FORMS = [(kind, re.compile(form + r"(?:T.*)?", re.ASCII | re.DOTALL)) for kind, form in (
    ("day", r"(\d{4})-(\d\d)-(\d\d)"),
    ("month", r"(\d{4})-(\d\d)(?:-XX)?"),
    ("year", r"(\d{4})(?:-(?:XX(?:-XX)?|WXX(?:-(?:XX|WE|[1-7]))?|QX|HX))?"),
    ("week", r"(\d{4})-W(\d\d?)(?:-XX)?"),
    ("weekend", r"(\d{4})-W(\d\d?)-WE"),
    ("weekday", r"(\d{4})-W(\d\d?)-([1-7])"),
    ("quarter", r"(\d{4})-Q([1-4])"),
    ("half", r"(\d{4})-H([12])"),
    ("season", r"(\d{4})-(SP|SU|FA|AU|WI)"),
    ("decade", r"(\d{3})X?"),
    ("century", r"(\d\d)(?:XX)?"),
)]


def days_of(value: str) -> DayRange:
    """First and last ISO day of a TIMEX3 value; both None for durations, sets, vague references and unknown years.

    The range always contains the value: a week or quarter left open (`1989-WXX`, `1989-QX`) gives its whole year.
    """
    days = find_days(value)
    return (days[0].isoformat(), days[1].isoformat()) if days else NO_DAYS


def find_days(value: str) -> Days | None:
    """The same as `days_of`, as dates."""
    if not value:
        return None
    left, slash, right = value.partition("/")
    if slash:
        first, last = find_days(left), find_days(right)
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    for kind, form in _FORMS:
        match = form.fullmatch(value)
        if match:
            return _days(kind, match.groups())
    return None


def intersect(one: DayRange, other: DayRange) -> DayRange:
    """The days that two ranges share ("last year" and "in October"); an open end is no bound, no overlap is no days."""
    firsts = [r[0] for r in (one, other) if r[0] is not None]
    lasts = [r[1] for r in (one, other) if r[1] is not None]
    first, last = max(firsts, default=None), min(lasts, default=None)
    return (first, last) if first is None or last is None or first <= last else NO_DAYS


def parse_day(text: str | None) -> date | None:
    """The day of an ISO date or date-time, None for anything else."""
    match = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)", text or "", re.ASCII)
    return make_day(int(match[1]), int(match[2]), int(match[3])) if match else None


def _days(kind: str, parts: tuple[str, ...]) -> Days | None:
    year = int(parts[0])
    if kind == "season":
        return season_days(year, parts[1])
    rest = [int(p) for p in parts[1:]]
    if kind == "day":
        day = make_day(year, *rest)
        return (day, day) if day else None
    if kind == "month":
        return month_days(year, rest[0])
    if kind in ("week", "weekend", "weekday"):
        return _week_part(kind, year, rest)
    if kind in ("quarter", "half"):
        size = 3 if kind == "quarter" else 6
        first, last = month_days(year, size * rest[0] - size + 1), month_days(year, size * rest[0])
        return (first[0], last[1]) if first and last else None
    size = {"year": 1, "decade": 10, "century": 100}[kind]
    # Year 0 does not exist: the decade 000 and the century 00 begin with year 1.
    return year_days(max(year * size, 1), year * size + size - 1)


def _week_part(kind: str, year: int, rest: list[int]) -> Days | None:
    week = week_days(year, rest[0])
    if week is None or kind == "week":
        return week
    if kind == "weekend":
        saturday = shift_day(week[0], 5, "D")
        return (saturday, week[1]) if saturday else None
    day = find_weekday(week[0], rest[1], 1)
    return (day, day) if day else None

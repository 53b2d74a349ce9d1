"""Calendar dates in words: which day, month, quarter, season or year is meant when only a part of it is said.

What is left out comes from the `Anchor`: in news from the day of publication, before or after it as the tense says;
in a story from the date told before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sayso.norm.calendars import (
    Days,
    easter_day,
    find_weekday,
    foreign_days,
    jalali_day,
    make_day,
    month_days,
    nth_weekday,
    season_days,
    shift_day,
    to_hijri_year,
    week_value,
)
from sayso.norm.timex import find_days
from sayso.types import TimeType

Fields = Mapping[str, Any]

_OPEN = {
    "D": "XXXX-XX-XX", "NI": "XXXX-XX-XXTNI", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "F": "XXXX-WXX", "M": "XXXX-XX",
    "Q": "XXXX-QX", "Y": "XXXX", "E": "XXX", "C": "XX", "T": "PRESENT_REF",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a time is counted from.

    Attributes:
        published: the day of publication, None when unknown.
        told: the value of the last calendar time that the text told.
        quarter: the value of the quarter last told as such.
        term: what results are last told for: "Q" a quarter, "Y" a longer term, None where none is told.
        tense: of the verb that governs the words: -1 past, 1 future, 0 neither or unknown.
        story: whether this text tells a history, where dates hang on each other and not on publication.
    """

    published: date | None = None
    told: str | None = None
    quarter: str | None = None
    term: str | None = None
    tense: int = 0
    story: bool = False

    @property
    def told_day(self) -> date | None:
        days = find_days(self.told) if self.told else None
        return days[0] if days else None

    @property
    def base(self) -> date | None:
        """The day that "last year" or a bare "October" is counted from."""
        return (self.told_day or self.published) if self.story else self.published


def typed(value: str) -> tuple[TimeType, str]:
    return ("TIME" if "T" in value and not value.endswith("_REF") else "DATE"), value


def day_value(day: date) -> str:
    return day.isoformat()


def open_value(unit: str) -> str:
    """The value of a unit of which nothing is known."""
    return _OPEN.get(unit, "XXXX")


def latest_quarter(base: date) -> str:
    """The quarter that results are reported for on a day: the last one that has ended."""
    months = base.year * 4 + (base.month - 1) // 3 - 1
    return f"{months // 4:04d}-Q{months % 4 + 1}"


def date_value(f: Fields, a: Anchor) -> str | None:
    """The TIMEX3 value of a date of which at least one part is said."""
    if "tail" in f:
        return _tail_year(int(f["y"]), int(f["tail"]))
    if "era" in f or "bce" in f:
        return _era_value(f)
    if "cent" in f:
        return f"{int(f['cent']) - 1:02d}" if 1 <= int(f["cent"]) <= 30 else None
    if "dec" in f or "tens" in f:
        return _decade_value(f, a)
    if "x" in f:
        return str(f["x"]) + _clock(f)
    if "deictic" in f:
        day = shift_day(a.base, int(f["deictic"]), "D") if a.base else None
        return (day_value(day) if day else open_value("D")) + _clock(f)
    if "m" in f or "d" in f:
        return _month_value(f, a)
    for name, make in (("feast", _feast_value), ("q", _quarter_value), ("h", _half_value), ("season", _season_value)):
        if name in f:
            return make(f, a)
    if "hour" in f:
        return _hour_value(f, a)
    if "wd" in f:
        return _weekday_value(f, a)
    year = _said_year(f, a)
    return f"{year:04d}" if year and year <= _LAST_YEAR else None


def _clock(f: Fields) -> str:
    return str(f.get("clock") or f.get("part") or "")


def _said_year(f: Fields, a: Anchor) -> int | None:
    if "y" in f:
        return int(f["y"]) if 1 <= int(f["y"]) <= 2999 else None
    if "yy" in f:
        base = a.base
        last = base.year if base else 2030
        year = last - last % 100 + int(f["yy"])
        return year if year <= last + 10 else year - 100
    if "yrel" in f:
        rel = f["yrel"]
        return a.base.year + int(rel) if a.base else None
    if "yref" in f:
        day = a.told_day or a.base
        return day.year + int(f["yref"]) if day else None
    return None


def pick_year(make: Callable[[int], Days | None], a: Anchor, rel: int | None) -> int | None:
    """The year in which a yearly time is meant, None when there is nothing to count from.

    Args:
        make: the days of the time in a given year.
        a: in news the tense decides; in a story the time goes on from the date told before.
        rel: -1 for "last", 0 for "this", 1 for "next", None where no such word is said.
    """
    base = a.base
    if base is None:
        return None
    if rel == 0:
        return base.year
    years = [(y, days) for y in range(base.year - 4, base.year + 5) if (days := make(y))]
    if rel is not None:
        side = [y for y, d in years if (d[1] < base if rel < 0 else d[0] > base)]
        return (max(side) if rel < 0 else min(side)) if side else base.year
    cost = _cost(a)
    return min(years, key=lambda y: cost(y[1], base), default=(base.year, None))[0]


# A bare number above this is no year ("Resolution 2254").
_LAST_YEAR = 2100
# What a day ahead weighs against a day gone, by the tense of the governing verb: news tells mostly what was.
_AHEAD_WEIGHT = {-1: 8.0, 0: 2.0, 1: 0.2}
# In a story time goes on: going back weighs more than going on.
_BACK_WEIGHT = 2.0


def _cost(a: Anchor) -> Callable[[Days, date], float]:
    """How far-fetched some days are, seen from a day; those that hold it cost nothing."""
    back, ahead = (_BACK_WEIGHT, 1.0) if a.story else (1.0, _AHEAD_WEIGHT[a.tense])

    def cost(days: Days, base: date) -> float:
        if days[1] < base:
            return back * (base - days[1]).days
        return ahead * max(0, (days[0] - base).days)

    return cost


def _month_value(f: Fields, a: Anchor) -> str | None:
    month, day = f.get("m"), f.get("d")
    if month is None or "mrel" in f:
        base = a.told_day or a.base if "mrel" not in f else a.base
        if base is None:
            return f"XXXX-XX-{int(day or 1):02d}"
        moved = shift_day(base.replace(day=1), int(f.get("mrel", 0)), "M")
        found = make_day(moved.year, moved.month, int(day or 1)) if moved else None
        return day_value(found) + _clock(f) if found else None
    month = int(month)
    year = _said_year(f, a)
    if year is None and not (set(f) & {"yrel", "yref"}):
        year = pick_year(lambda y: _month_or_day(y, month, day), a, f.get("rel"))
    text = f"{year:04d}" if year else "XXXX"
    if day is None:
        return f"{text}-{month:02d}"
    if make_day(year or 2000, month, int(day)) is None:
        return f"{text}-{month:02d}"
    value = f"{text}-{month:02d}-{int(day):02d}"
    if f.get("whole") == "W":
        days = find_days(value)
        return week_value(days[0]) if days else "XXXX-WXX"
    return value + _clock(f)


def _month_or_day(year: int, month: int, day: int | None) -> Days | None:
    if day is None:
        return month_days(year, month)
    found = make_day(year, month, int(day))
    return (found, found) if found else None


def _quarter_value(f: Fields, a: Anchor) -> str | None:
    quarter = int(f["q"])
    if not 1 <= quarter <= 4:
        return None
    year = _said_year(f, a)
    if year is None and a.base:
        # The latest quarter of that number that has begun, or this year's where the sentence looks ahead.
        year = a.base.year - (quarter > (a.base.month + 2) // 3 and a.tense <= 0)
    return f"{f'{year:04d}' if year else 'XXXX'}-Q{quarter}"


def _half_value(f: Fields, a: Anchor) -> str | None:
    if int(f["h"]) not in (1, 2):
        return None
    year = _said_year(f, a) or (a.base.year if a.base else None)
    return f"{f'{year:04d}' if year else 'XXXX'}-H{f['h']}"


def _season_value(f: Fields, a: Anchor) -> str | None:
    season = str(f["season"])
    year = _said_year(f, a)
    if year is None and not (set(f) & {"yrel", "yref"}):
        year = pick_year(lambda y: season_days(y, season), a, f.get("rel"))
    return f"{f'{year:04d}' if year else 'XXXX'}-{season}"


def _feast_value(f: Fields, a: Anchor) -> str | None:
    spec = f["feast"]
    if "whole" in spec:
        return str(spec["whole"])
    year = _said_year(f, a)
    if year and year < 1600 and {"hijri", "jalali"} & set(spec):
        system = "hijri" if "hijri" in spec else "jalali"
        return _days_value(foreign_days(system, year, spec[system][0], spec[system][1] or None))
    if year is None and "yrel" not in f:
        year = pick_year(lambda y: _feast_days(spec, y), a, f.get("rel"))
    days = _feast_days(spec, year) if year else None
    if days is None:
        return f"XXXX-{spec['day']}" if "day" in spec else "XXXX-XX-XX"
    return _days_value(days)


def _days_value(days: Days | None) -> str | None:
    """A day, or first and last day as an ISO 8601 interval."""
    if days is None:
        return None
    return day_value(days[0]) if days[0] == days[1] else f"{day_value(days[0])}/{day_value(days[1])}"


def _feast_days(spec: Mapping[str, Any], year: int) -> Days | None:
    """The days of a feast that begin in a Gregorian year."""
    found: date | None = None
    if "day" in spec:
        found = make_day(year, int(spec["day"][:2]), int(spec["day"][3:]))
    elif "nth" in spec or "after" in spec:
        month, weekday, n = spec.get("nth") or spec["after"]
        found = nth_weekday(year, month, weekday, n)
        if found and "after" in spec:
            found = shift_day(found, 1, "D")
    elif "easter" in spec:
        easter = easter_day(year)
        found = shift_day(easter, int(spec["easter"]), "D") if easter else None
    elif "jalali" in spec:
        found = jalali_day(year - 621, *spec["jalali"])
    else:
        return _islamic_days(spec["hijri"], year)
    return (found, found) if found else None


def _islamic_days(spec: list[int], year: int) -> Days | None:
    month, day = spec
    start = make_day(year, 1, 1)
    if start is None:
        return None
    around = to_hijri_year(start)
    for hijri_year in (around - 1, around, around + 1):
        days = foreign_days("hijri", hijri_year, month, day or None)
        if days and days[0].year == year:
            return days
    return None


def _weekday_value(f: Fields, a: Anchor) -> str | None:
    weekday, clock = int(f["wd"]), _clock(f)
    base = (a.told_day or a.base) if f.get("story") else a.base
    if base is None:
        return f"XXXX-WXX-{weekday}{clock}"
    if "wrel" in f:
        moved = shift_day(base, int(f["wrel"]), "W")
        day = find_weekday(moved, weekday, -1) if moved else None
        # Within the same ISO week.
        if moved and day and week_value(day) != week_value(moved):
            day = shift_day(day, 1, "W")
    else:
        day = _near_weekday(f, a, base, weekday)
    if day and "plus" in f:
        day = shift_day(day, int(f["plus"]), "D")
    return day_value(day) + clock if day else None


def _near_weekday(f: Fields, a: Anchor, base: date, weekday: int) -> date | None:
    rel = f.get("rel")
    if rel == -1:
        yesterday = shift_day(base, -1, "D")
        return find_weekday(yesterday, weekday, -1) if yesterday else None
    if rel == 1:
        tomorrow = shift_day(base, 1, "D")
        after = find_weekday(tomorrow, weekday, 1) if tomorrow else None
        # Nobody calls tomorrow "next Friday".
        return shift_day(after, 7, "D") if after and after == tomorrow else after
    return find_weekday(base, weekday, 1 if a.tense > 0 or a.story else -1)


def _hour_value(f: Fields, a: Anchor) -> str | None:
    hour = int(f["hour"])
    if f.get("part") in ("TAF", "TEV", "TNI") and hour < 12:
        hour += 12
    base = a.told_day or a.base
    return f"{day_value(base) if base else 'XXXX-XX-XX'}T{hour % 24:02d}:00"


def _decade_value(f: Fields, a: Anchor) -> str | None:
    said = str(f.get("dec") or f["tens"])
    if len(said) == 3:
        return said
    last = (a.base or a.published or date(2029, 12, 31)).year // 10
    decade = last - last % 10 + int(said)
    return f"{decade if decade <= last else decade - 10:03d}"


def _era_value(f: Fields) -> str | None:
    if "cent" in f:
        return f"BC{int(f['cent']) - 1:02d}" if 1 <= int(f["cent"]) <= 99 else None
    year = int(f["y"])
    return f"BC{year:04d}" if 1 <= year <= 9999 else None


def _tail_year(first: int, tail: int) -> str | None:
    """`1995-96` -> 1996: the second year of a span, in the century of the first or the next one."""
    year = first - first % 100 + tail
    if year <= first:
        year += 100
    return f"{year:04d}" if year - first < 60 else None


def foreign_value(f: Fields, a: Anchor) -> str | None:
    """A date of the `hijri` or `jalali` calendar, in Gregorian days."""
    system, month, day = f["cal"], f.get("hm"), f.get("d")
    if "hy" in f and int(f["hy"]) < 1600:
        days = foreign_days(system, int(f["hy"]), month, day)
    elif a.base is None:
        days = None
    else:
        around = to_hijri_year(a.base) if system == "hijri" else a.base.year - 621
        options = [d for y in (around - 1, around, around + 1) if (d := foreign_days(system, y, month, day))]
        base = a.base
        cost = _cost(a)
        days = min(options, key=lambda d: cost(d, base), default=None)
    return _days_value(days)

"""Days, weeks, months, moving feasts and the two Hijri calendars: all the calendar arithmetic that times need.

Everything here is total: a day that no calendar holds, or one outside the years 1 to 9999, is None, never an error.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import jdatetime
from hijridate import Hijri

SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "AU": (9, 11), "WI": (12, 2)}
_UNIT_DAYS = {"D": 1, "W": 7}
_UNIT_MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "DE": 120, "C": 1200, "CE": 1200}

Days = tuple[date, date]


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none (30 February, year 0)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_days(year: int, month: int) -> Days | None:
    """First and last day of a month of a year, None out of range."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_days(first: int, last: int | None = None) -> Days | None:
    """First day of the year `first` and last day of the year `last` (the same year when not given)."""
    last = first if last is None else last
    if not 1 <= first <= last <= 9999:
        return None
    return date(first, 1, 1), date(last, 12, 31)


def week_days(year: int, week: int) -> Days | None:
    """Monday and Sunday of an ISO 8601 week, None where the year has no such week or it leaves the calendar."""
    try:
        monday = date.fromisocalendar(year, week, 1)
        return monday, monday + timedelta(6)
    except (ValueError, OverflowError):
        return None


def season_days(year: int, season: str) -> Days | None:
    """Meteorological season of the north; winter runs from December into the next year."""
    first_month, last_month = SEASON_MONTHS[season]
    first = month_days(year, first_month)
    last = month_days(year + (last_month < first_month), last_month)
    return (first[0], last[1]) if first and last else None


def shift_day(day: date, count: int, unit: str) -> date | None:
    """The day `count` units (D, W, M, Q, Y, E, C) after `day`; the day of the month is clipped to the month's end."""
    try:
        if unit in _UNIT_DAYS:
            return day + timedelta(count * _UNIT_DAYS[unit])
        months = day.year * 12 + day.month - 1 + count * _UNIT_MONTHS[unit]
        found = month_days(months // 12, months % 12 + 1)
    except (OverflowError, KeyError):
        return None
    return found[0].replace(day=min(day.day, found[1].day)) if found else None


def week_value(day: date) -> str:
    """The ISO week of a day as TIMEX3 writes it: `2022-W31`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def find_weekday(day: date, weekday: int, direction: int) -> date | None:
    """The nearest `weekday` (Monday 1 ... Sunday 7) on or before `day` (direction -1), or on or after it (+1)."""
    gap = (day.isoweekday() - weekday) % 7 if direction < 0 else (weekday - day.isoweekday()) % 7
    return shift_day(day, direction * gap, "D")


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date | None:
    """The n-th `weekday` of a month; n = -1 is the last one."""
    days = month_days(year, month)
    if days is None:
        return None
    if n < 0:
        return find_weekday(days[1], weekday, -1)
    first = find_weekday(days[0], weekday, 1)
    found = shift_day(first, 7 * (n - 1), "D") if first else None
    return found if found and found.month == month else None


def easter_day(year: int) -> date | None:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return make_day(year, month, day + 1)


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of an Islamic one: Umm al-Qura where the table reaches (1343-1500), else tabular."""
    if not (1 <= month <= 12 and 1 <= day <= 30 and year >= 1):
        return None
    try:
        return date.fromisoformat(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        # The 30-year cycle of the civil tabular calendar, epoch 16 July 622 (Julian).
        ordinal = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227014
        try:
            return date.fromordinal(ordinal)
        except (ValueError, OverflowError):
            return None


def jalali_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Solar Hijri one (the calendar of Iran and Afghanistan)."""
    if not 1 <= year <= 9000:
        return None
    try:
        found: date = jdatetime.date(year, month, day).togregorian()
    except (ValueError, OverflowError):
        return None
    return found


def to_hijri_year(day: date) -> int:
    """The Islamic year that a Gregorian day falls in, to within the error of the mean year at its turn."""
    return int((day.toordinal() - 227015) / 354.36667) + 1


def foreign_days(system: str, year: int, month: int | None, day: int | None) -> Days | None:
    """First and last Gregorian day of a day, month or year of the `hijri` or `jalali` calendar."""
    convert = hijri_day if system == "hijri" else jalali_day
    if month is not None and day is not None:
        found = convert(year, month, day)
        return (found, found) if found else None
    first = convert(year, month or 1, 1)
    after = convert(year, month + 1, 1) if month is not None and month < 12 else convert(year + 1, 1, 1)
    last = shift_day(after, -1, "D") if after else None
    return (first, last) if first and last and first <= last else None

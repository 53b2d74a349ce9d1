"""What a time expression means, given what the text has told so far: words found by the grammar -> TIMEX3 value.

Each `make` of the grammar (`lexicons/times.yml`) is one function here, from the fields of the found words and an
`Anchor` to a type and a value. Nothing here guesses: without a day to count from, a part that is not said stays `XXXX`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sayso.norm import timexdates as dates
from sayso.norm.calendars import shift_day, week_value
from sayso.norm.timexdates import Anchor, day_value, typed
from sayso.norm.timexrules import Found
from sayso.types import TimeType

Meaning = tuple[TimeType, str]
Fields = Mapping[str, Any]

_CLOCK_UNITS = {"TS": "S", "TM": "M", "TH": "H"}
_YEARS_IN = {"E": 10, "C": 100, "L": 1000}


def resolve(found: Found, anchor: Anchor) -> Meaning | None:
    """Type and TIMEX3 value of what a rule found, or None where the words turn out to be no time here."""
    return _MAKERS[found.make](found.fields, anchor)


def duration_value(n: float | str | None, unit: str) -> str:
    """`3, "W"` -> `P3W`; `1.5, "TH"` -> `PT1H30M`; `"X", "Y"` -> `PXY`."""
    if n is None:
        n = "X"
    if unit in _CLOCK_UNITS:
        return _clock_duration(n, _CLOCK_UNITS[unit])
    if isinstance(n, str):
        return f"PX{ {'F': 'W', 'NI': 'D', 'WE': 'WE', 'L': 'L'}.get(unit, unit) }"
    if unit in _YEARS_IN:
        n, unit = n * _YEARS_IN[unit], "Y"
    elif unit == "F":
        n, unit = n * 2, "W"
    elif unit == "Q":
        n, unit = n * 3, "M"
    elif unit == "NI":
        unit = "D"
    if unit == "Y" and n % 1 == 0.5:
        return f"P{int(n)}Y6M" if n > 1 else "P6M"
    return f"P{_plain(n)}{unit}"


def _clock_duration(n: float | str, unit: str) -> str:
    if isinstance(n, str):
        return f"PTX{unit}"
    whole = int(n)
    rest = round((n - whole) * 60)
    finer = {"H": "M", "M": "S", "S": ""}[unit]
    if not rest or not finer:
        return f"PT{_plain(n)}{unit}"
    return f"PT{f'{whole}{unit}' if whole else ''}{rest}{finer}"


def _plain(n: float) -> str:
    return str(int(n)) if n == int(n) else f"{n:.10g}"


def _make_duration(f: Fields, a: Anchor) -> Meaning | None:
    unit, n = f["u"], f.get("n", 1)
    if f.get("half"):
        n = (1 if not isinstance(n, (int, float)) else n) + 0.5
    value = duration_value(n, unit)
    if f.get("both"):
        second = duration_value(f["n_2"], f["u_2"])
        same_side = value.startswith("PT") == second.startswith("PT")
        value += second[2:] if value.startswith("PT") and same_side else second[1:]
    return "DURATION", value


def _make_date(f: Fields, a: Anchor) -> Meaning | None:
    value = dates.date_value(f, a)
    return typed(value) if value else None


def _make_period(f: Fields, a: Anchor) -> Meaning | None:
    """This, last or next unit, counted from the day of publication; in a story from the day told before."""
    unit, rel = f["u"], int(f["rel"])
    if unit in _CLOCK_UNITS:
        return ("DURATION", duration_value(1, unit)) if rel else ("DATE", "PRESENT_REF")
    base = (a.told_day or a.base) if f.get("story") else a.base
    if base is None:
        return "DATE", dates.open_value(unit)
    if f.get("last"):
        return "DATE", f"{base.year + rel:04d}-12-31"
    if f.get("story") and unit == "D":
        return _shift_days(f, a, rel)
    return typed(unit_value(base, unit, rel))


def unit_value(base: Any, unit: str, shift: int) -> str:
    """The value of the unit that lies `shift` units from the one that holds the day `base`."""
    if unit in ("WE", "F"):
        moved = shift_day(base, shift * (2 if unit == "F" else 1), "W")
        return (week_value(moved) + ("-WE" if unit == "WE" else "")) if moved else "XXXX-WXX"
    if unit == "NI":
        moved = shift_day(base, shift, "D")
        return day_value(moved) + "TNI" if moved else "XXXX-XX-XXTNI"
    if unit == "L":
        return f"{base.year // 1000}"
    moved = shift_day(base, shift, unit)
    if moved is None:
        return dates.open_value(unit)
    if unit == "D":
        return day_value(moved)
    if unit == "W":
        return week_value(moved)
    text = day_value(moved)
    if unit == "Q":
        return f"{text[:4]}-Q{(moved.month + 2) // 3}"
    return text[: {"M": 7, "Y": 4, "E": 3, "C": 2}[unit]]


def _make_bare(f: Fields, a: Anchor) -> Meaning | None:
    """"the year", "the quarter", "the weekend": the one in hand."""
    unit = f["u"]
    if unit in ("D", "NI", "E", "C", "L", "F") or unit in _CLOCK_UNITS:
        return None
    if unit == "Q":
        return _make_same(f, a)
    base = a.base
    if base is None:
        return "DATE", dates.open_value(unit)
    if unit == "WE":
        gone = base.isoweekday() < 6 and a.tense <= 0
        return typed(unit_value(base, unit, -1 if gone else 0))
    return typed(unit_value(base, unit, 0))


def _make_same(f: Fields, a: Anchor) -> Meaning | None:
    """"that year", "the same day", "the latest quarter": a unit of the time told before."""
    unit = f["u"]
    if unit == "Q":
        quarter = a.quarter or (dates.latest_quarter(a.base) if a.base else "XXXX-QX")
        return "DATE", (f"{f['y']:04d}{quarter[4:]}" if f.get("year") and "y" in f else quarter)
    if a.told is None or a.told_day is None:
        return ("DATE", "PAST_REF") if a.base is None else ("DATE", "PRESENT_REF") if unit == "T" else None
    if unit == "T":
        return typed(a.told)
    if unit == "D":
        return _shift_days(f, a, 0)
    if unit in _CLOCK_UNITS:
        return None
    return typed(unit_value(a.told_day, unit, 0))


def _make_shift(f: Fields, a: Anchor) -> Meaning | None:
    """So many units before or after the time told before ("two days later", "the next morning")."""
    n, unit, sign = f.get("n", 1), f["u"], int(f["dir"])
    if n in ("a", "an"):
        n = 1
    if not isinstance(n, (int, float)):
        return "DATE", ("PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit in _CLOCK_UNITS or n != int(n):
        return "DURATION", duration_value(n, unit)
    base = a.base if f.get("deictic") else (a.told_day or a.base)
    if base is None:
        return typed(dates.open_value(unit) + str(f.get("clock") or f.get("part") or ""))
    if unit == "D" and not f.get("deictic"):
        return _shift_days(f, a, sign * int(n))
    if unit in ("E", "C"):
        n, unit = n * _YEARS_IN[unit], "Y"
    return typed(unit_value(base, unit, sign * int(n)))


def _shift_days(f: Fields, a: Anchor, days: int) -> Meaning:
    """So many days from the day told last; where only its month or year is told, the day stays open."""
    part = str(f.get("clock") or f.get("part") or "")
    told = a.told
    ahead = a.published is not None and a.told_day is not None and a.told_day > a.published
    if told is None or (part and not a.story and (len(told) != 10 or ahead)):
        return typed((unit_value(a.base, "D", days) if a.base else "XXXX-XX-XX") + part)
    if len(told) == 10 and told[8:].isdigit() and a.told_day:
        return typed(unit_value(a.told_day, "D", days) + part)
    if told[:4].isdigit() and told[5:7].isdigit():
        return typed(f"{told[:7]}-XX{part}")
    return typed((f"{told[:4]}-XX-XX" if told[:4].isdigit() else "XXXX-XX-XX") + part)


def _make_ago(f: Fields, a: Anchor) -> Meaning | None:
    n, unit = f.get("n", 1), f["u"]
    if n in ("a", "an"):
        n = 1
    if not isinstance(n, (int, float)):
        return "DATE", "PAST_REF"
    if unit in _CLOCK_UNITS or n != int(n) or a.base is None:
        return "DURATION", duration_value(n, unit)
    if unit in ("E", "C"):
        n, unit = n * _YEARS_IN[unit], "Y"
    return typed(unit_value(a.base, unit, -int(n)))


def _make_yearago(f: Fields, a: Anchor) -> Meaning | None:
    """"a year earlier" in a report on results: the same quarter, or the year, before the one in hand."""
    if a.quarter and a.term == "Q":
        return "DATE", f"{int(a.quarter[:4]) - 1:04d}{a.quarter[4:]}" if a.quarter[:4].isdigit() else a.quarter
    base = a.told_day if a.story else a.base
    return "DATE", (unit_value(base, "Y", -1) if base else "XXXX")


def _make_set(f: Fields, a: Anchor) -> Meaning | None:
    if "freq" in f:
        value = str(f["freq"])
    elif "wd" in f:
        value = f"XXXX-WXX-{f['wd']}{f.get('part', '')}"
    elif "m" in f:
        value = f"XXXX-{f['m']:02d}"
    elif "season" in f:
        value = f"XXXX-{f['season']}"
    elif "part" in f:
        value = f"XXXX-XX-XX{f['part']}"
    elif f["u"] == "Q" and "n" not in f:
        value = "P1Q"
    else:
        n = f.get("n", 1)
        value = duration_value(n, f["u"])
    return "SET", value


def _make_ref(f: Fields, a: Anchor) -> Meaning | None:
    return "DATE", str(f.get("value") or f["ref"])


def _make_hijri(f: Fields, a: Anchor) -> Meaning | None:
    value = dates.foreign_value(f, a)
    return typed(value) if value else None


_MAKERS: dict[str, Callable[[Fields, Anchor], Meaning | None]] = {
    "date": _make_date, "period": _make_period, "bare": _make_bare, "same": _make_same, "shift": _make_shift,
    "ago": _make_ago, "yearago": _make_yearago, "duration": _make_duration, "span": _make_duration, "set": _make_set,
    "ref": _make_ref, "hijri": _make_hijri,
}

"""How values are put on pages: days, tolls, types and numbers in words for people."""

from __future__ import annotations

import calendar
from datetime import date

from sayso.export.words import describe_days
from sayso.norm.countries import get_country
from sayso.norm.plover import load_types
from sayso.types import Days

_SHORTENED = 240
# The four quad classes by what they are drawn as.
_QUADS = {
    "verbal cooperation": "vcoop", "material cooperation": "mcoop", "verbal conflict": "vconf",
    "material conflict": "mconf",
}  # fmt: skip
GRADES = {
    "A": "reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable", "E": "unreliable",
    "F": "cannot be judged", "1": "confirmed", "2": "probably true", "3": "possibly true", "4": "doubtful",
    "5": "improbable", "6": "cannot be judged",
}  # fmt: skip


def show_day(day: str | None) -> str:
    """`2022-07-31` as `31 Jul 2022`; what is no whole day stays as it is, a time of day is left out."""
    if not day:
        return ""
    try:
        on = date.fromisoformat(day[:10])
    except ValueError:
        return day[:10]
    return f"{on.day} {calendar.month_abbr[on.month]} {on.year}"


def show_days(first: str | None, last: str | None) -> str:
    """First and last day: `31 Jul 2022`, `12–14 Aug 2021`, `Oct 2022`, `2021`, `until 3 May 2020`."""
    if first is None or last is None:
        return f"from {show_day(first)}" if first else f"until {show_day(last)}" if last else ""
    if first == last:
        return show_day(first)
    whole = describe_days(Days(first, last))
    if len(whole) == 4:
        return whole
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return whole
    if len(whole) == 7:
        return f"{calendar.month_abbr[start.month]} {start.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{show_day(last)}"
    return f"{show_day(first)} – {show_day(last)}"


def show_month(month: str) -> str:
    """`2022-07` as `Jul 2022`, "" as `undated`."""
    return show_day(f"{month}-01").removeprefix("1 ") if month else "undated"


def show_range(low: int | None, high: int | None) -> str:
    """A number as far as it is known: `28`, `28–30`, `28 or more`, `up to 30`; "" when nothing is."""
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low:,} or more"
    if low == high:
        return f"{high:,}"
    return f"{low:,}–{high:,}" if low else f"up to {high:,}"


def show_toll(record: object) -> str:
    """Dead and wounded of an event or an incident: `28–30 killed, 12 injured`."""
    parts = []
    for what in ("killed", "injured"):
        shown = show_range(getattr(record, f"{what}_min"), getattr(record, f"{what}_max"))
        parts += [f"{shown} {what}"] if shown else []
    return ", ".join(parts)


def show_count(number: int, one: str, many: str | None = None) -> str:
    """`1 report`, `2,318 reports`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def find_quad(kind: str) -> str:
    """The short name of a type's quad class, "" for one that PLOVER lacks."""
    entry = load_types().get(kind)
    return _QUADS.get(entry.quad, "") if entry else ""


def show_plain(word: str | None) -> str:
    """A code word as words: `armed_group` as `armed group`."""
    return (word or "").replace("_", " ")


def show_country(code: str | None) -> str:
    """The country's name, the code itself where it is not known."""
    found = get_country(code) if code else None
    return found.name if found else code or ""


def shorten(text: str, longest: int = _SHORTENED) -> str:
    """The beginning of a long text, cut between words."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"

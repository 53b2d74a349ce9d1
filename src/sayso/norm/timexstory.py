"""The time expressions of a whole text: finding them and resolving each against a reference time that moves.

News counts from the day of publication; a history counts from the date it told before. Which of the two a text is
shows in its own dates (`is_story`), so there is nothing to set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sayso.norm.timex import days_of, find_days, parse_day
from sayso.norm.timexdates import Anchor
from sayso.norm.timexresolve import resolve
from sayso.norm.timexrules import Found, find_times
from sayso.norm.timexwords import Token, class_codes
from sayso.types import Time

# How far into a text a line that dates it may stand, in characters.
_HEAD = 300
# Years further apart than this belong to different tales.
_NEAR_YEARS = 10
_PUBLISHED_LINE = re.compile(r"\s*(?:date|published|updated)\s*:?\s+(\S[^\n]{5,40})", re.IGNORECASE)


def read_times(
    text: str,
    published: str | None = None,
    *,
    tense_of: Callable[[Found], int] | None = None,
    accept: Callable[[Found], bool] | None = None,
) -> list[Time]:
    """The time expressions of `text` with TIMEX3 values and days, in the order of the text.

    Args:
        text: a report, to the letter.
        published: ISO date or date-time of publication; when None, a dated first line or a dateline stands in.
        tense_of: the tense of the verb that governs an expression, -1, 0 or 1; always 0 when not given.
        accept: whether a candidate may stand, see `find_times`.
    """
    tokens, found = find_times(text, accept)
    day = parse_day(published) or find_published(text, found)
    found = borrow_years(found, tokens)
    anchor = Anchor(published=day, story=is_story(found, day))
    asides = find_asides(found, tokens)
    times: list[Time] = []
    for item in found:
        here = replace(anchor, tense=tense_of(item) if tense_of else 0)
        meaning = resolve(item, here)
        if meaning is None:
            continue
        kind, value = meaning
        first, last = days_of(value) if kind in ("DATE", "TIME") else (None, None)
        times.append(Time(item.start, item.end, kind, value, first, last))
        if item.start not in asides:
            anchor = move(anchor, item, kind, value)
    return times


def is_story(found: Sequence[Found], published: date | None) -> bool:
    """Whether a text tells a history.

    It does when it names years well before publication, and full dates of such years, much more often than it
    speaks from the day of writing ("on Friday", "last week").
    """
    dated = [f.fields for f in found if f.make == "date" and isinstance(f.fields.get("y"), int)]
    recent = published.year - 1 if published else 9999
    old = {(f["y"], f.get("m"), f.get("d")) for f in dated if int(f["y"]) < recent}
    spoken = sum(1 for f in found if is_deictic(f))
    return len(old) + sum(1 for _, month, _ in old if month is not None) > 4 * spoken + 4


def find_asides(found: Sequence[Found], tokens: Sequence[Token]) -> frozenset[int]:
    """Where a text names a year only in passing, by start: the times told after it do not hang on it.

    That is an earlier year in brackets or after "of" ("the constitution of 1789"), the end of a stretch ("until
    1955") or its beginning ("since 1955"), and a year far from both the one the story stands at and the one named next.
    """
    dated = [f for f in found if f.make == "date" and isinstance(f.fields.get("y"), int)]
    years = [int(f.fields["y"]) for f in dated]
    asides = set()
    current = years[0] if years else 0
    bounds = class_codes("TO") + class_codes("since")
    for i, item in enumerate(dated):
        near_next = i + 1 < len(years) and abs(years[i] - years[i + 1]) <= _NEAR_YEARS
        far = abs(years[i] - current) > _NEAR_YEARS and not near_next
        led = tokens[item.first - 1] if item.first else None
        passing = led is not None and (led.code in bounds or (led.text in ("of", "(") and years[i] < current))
        if item.rule == "year" and (far or passing):
            asides.add(item.start)
        else:
            current = years[i]
    return frozenset(asides)


def is_deictic(found: Found) -> bool:
    """Whether the words speak from the day of writing."""
    fields = found.fields
    if found.make in ("period", "ago"):
        return not fields.get("story")
    spoken = {"deictic", "yrel", "rel"} if "m" in fields else {"deictic", "yrel", "rel", "wd"}
    return found.make == "date" and not spoken.isdisjoint(fields)


def find_published(text: str, found: Sequence[Found]) -> date | None:
    """The day of publication by a dated first line (`date 2023-04-26`) or a dateline with a whole date, else None."""
    line = _PUBLISHED_LINE.match(text)
    day = parse_day(line[1]) if line else None
    if day:
        return day
    for item in found:
        if item.start > _HEAD:
            break
        if _is_whole(item) and (line or _heads_line(text, item)):
            meaning = resolve(item, Anchor())
            days = find_days(meaning[1]) if meaning else None
            return days[0] if days else None
    return None


def _is_whole(item: Found) -> bool:
    """Whether a date says its day, month and year."""
    said = set(item.fields)
    return item.make == "date" and ("x" in said or ({"m", "d"} <= said and not said.isdisjoint(("y", "yy"))))


def _heads_line(text: str, item: Found) -> bool:
    """Whether the date is all of its line, or what a dateline closes ("KABUL, April 26, 2023 (AP) -")."""
    start = text.rfind("\n", 0, item.start) + 1
    end = text.find("\n", item.end)
    before, after = text[start : item.start], text[item.end : end if end >= 0 else len(text)]
    if not after.strip(" .,|-–—"):
        return len(before) < 60
    return bool(re.match(r"\s*(?:\([^)\n]{1,40}\)\s*)?(?:[-–—_:|]|\))", after)) and len(before) < 60


def borrow_years(found: Sequence[Found], tokens: Sequence[Token]) -> list[Found]:
    """Give the first date of a pair the year that only its second part says ("July 1 to July 3, 1863")."""
    out = list(found)
    joiners = frozenset(class_codes("TO") + class_codes("AND") + class_codes(","))
    for i in range(len(out) - 2, -1, -1):
        left, right = out[i], out[i + 1]
        if not (_lacks_year(left) and right.make == "date" and "m" in right.fields):
            continue
        year: dict[str, Any] = {k: right.fields[k] for k in ("y", "yrel", "yref") if k in right.fields}
        between = [t.code for t in tokens[left.last : right.first]]
        if not (year and 1 <= len(between) <= 2 and joiners.issuperset(between)):
            continue
        if "y" in year and int(left.fields["m"]) > int(right.fields["m"]):
            year["y"] = int(year["y"]) - 1
        out[i] = replace(left, fields={**left.fields, **year})
    return out


def _lacks_year(item: Found) -> bool:
    return item.make == "date" and "m" in item.fields and not {"y", "yy", "yrel", "yref", "rel"} & set(item.fields)


def move(anchor: Anchor, item: Found, kind: str, value: str) -> Anchor:
    """The anchor for what follows, once an expression is told."""
    quarter, term = anchor.quarter, anchor.term
    if "-Q" in value:
        term = "Q"
        if item.make == "date":
            quarter = value
    elif item.rule in _LONGER_TERMS:
        term = "Y"
    if kind not in ("DATE", "TIME") or find_days(value) is None:
        return replace(anchor, quarter=quarter, term=term)
    told = value.partition("/")[0].partition("T")[0]
    return replace(anchor, told=told, quarter=quarter, term=term)


# Terms of a business report after which "a year earlier" no longer means a quarter.
_LONGER_TERMS = frozenset({"the_n_units", "year_ended"})

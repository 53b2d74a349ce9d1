"""A timeline of a reading's dated events against its day of publication, as SVG in the page.

Up to `LINEAR` days the scale is even; beyond, it grows with the logarithm of the distance from publication, as news
does: the last days in detail, the years before in the background.
"""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from sayso.export.labels import measure, shorten
from sayso.export.words import Row, describe_days
from sayso.types import Reading

WIDTH = 480.0
LINEAR = 90
_FEWEST = 4
MOST = 40  # events shown; the others stand in the table only
_LEFT, _RIGHT, _TOP, _LINE = 12.0, 12.0, 30.0, 19.0
_GAP = 10.0  # between a mark and its words
_SIZE, _SMALL = 13.0, 11.0
_LETTERS = 56  # of a line
_SPARED = 0.92  # of the width of bold words: most of a line is not bold
_STEPS = (1, 2, 5, 7, 14, 30)
_DISTANCES = ((1, "1 day"), (7, "1 week"), (30, "1 month"), (365, "1 year"), (3653, "10 years"), (36525, "100 years"))


@dataclass(frozen=True, slots=True)
class Item:
    """An event with its first and last day as ordinals, by its number in the reading."""

    number: int
    row: Row
    first: int
    last: int

    @property
    def days(self) -> str:
        return describe_days(self.row.event.date) if self.row.event.date else ""

    @property
    def inferred(self) -> bool:
        return self.row.event.date is not None and self.row.event.date.inferred


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to the picture's units; `zero` is the day of publication, or else the last day told."""

    first: int
    last: int
    zero: int

    @property
    def even(self) -> bool:
        return self.last - self.first <= LINEAR

    def place(self, day: float) -> float:
        low, high = self._stretch(self.first), self._stretch(self.last)
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (self._stretch(day) - low) / (high - low)

    def _stretch(self, day: float) -> float:
        away = day - self.zero
        return away if self.even else math.copysign(math.log1p(abs(away)), away)


def find_items(rows: Sequence[Row]) -> list[Item]:
    """The events with a day, earliest first, the first `MOST` of them; `rows` are all events of a reading in words."""
    items = []
    for number, row in enumerate(rows):
        days = row.event.date
        first, last = (_count(days.first), _count(days.last)) if days else (None, None)
        known = [day for day in (first, last) if day is not None]
        if known:
            items.append(Item(number, row, min(known), max(known)))
    return sorted(items, key=lambda item: (item.first, item.last, item.number))[:MOST]


def _count(day: str | None) -> int | None:
    """The day's number since the year 1, None for what is no day of the calendar."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None


def render_timeline(reading: Reading, items: Sequence[Item], name: str) -> str:
    """The timeline, or nothing without a dated event; `name` starts its ids ("r0" gives "r0-d0" for event 1)."""
    if not items:
        return ""
    published = _count(reading.report.published)
    scale = _fit(items, published)
    lines, foot = _render_items(items, scale, name)
    ticks = "".join(draw_ticks(scale, foot))
    issue = _render_published(scale, published, foot) if published is not None else ""
    height = foot + 22
    return (
        f'<figure class="timeline"><svg viewBox="0 0 {WIDTH:g} {height:g}" role="group" aria-label="Timeline">'
        f'<path class="axis" d="M0 {foot:g}H{WIDTH:g}"/>{ticks}{issue}{lines}</svg>\n'
        f"<figcaption><p>{_explain(reading, items, scale, published)}</p></figcaption></figure>\n"
    )


def _fit(items: Sequence[Item], published: int | None) -> Scale:
    """All days and that of publication."""
    days = [day for item in items for day in (item.first, item.last)] + ([published] if published is not None else [])
    return fit_scale(days, published)


def fit_scale(days: Sequence[int], zero: int | None) -> Scale:
    """All days, as ordinals, and `_FEWEST` at least, so that one day does not fill the width; `zero`, else the last."""
    lacking = max(_FEWEST - (max(days) - min(days)), 0)
    first, last = min(days) - (lacking + 1) * 3 // 4, max(days) + lacking // 4  # words go left, as the past does
    return Scale(first, last, zero if zero is not None else max(days))


def _render_items(items: Sequence[Item], scale: Scale, name: str) -> tuple[str, float]:
    """The marks with their words, a line each or two, and the height of the axis under them."""
    lines = []
    y = _TOP
    for item in items:
        left, right = scale.place(item.first), scale.place(item.last)
        words, beside = _render_words(item, left, right, y + _LINE / 2)
        y += _LINE if beside else 2 * _LINE
        told = escape(_tell(item))
        kind = f"when {item.row.event.factuality}{' inferred' if item.inferred else ''}"
        lines.append(
            f'<a class="{escape(kind)}" id="{name}-d{item.number}" href="#{name}-e{item.number}" aria-label="{told}">'
            f"<title>{told}</title>{_render_mark(left, right, y - _LINE / 2)}{words}</a>\n"
        )
    return "".join(lines), y + 6


def _render_words(item: Item, left: float, right: float, y: float) -> tuple[str, bool]:
    """The words on the roomier side of the mark; where neither has room, above it, which makes two lines."""
    words = shorten(_describe(item), max(_LETTERS - len(item.days), 8))
    need = _SPARED * measure(f"{item.days} {words}", _SIZE)
    before, after = left - _GAP, WIDTH - right - _GAP
    beside = max(before, after) >= need
    if not beside:
        x, anchor = min(max((left + right) / 2, need / 2), WIDTH - need / 2), "middle"
    elif after >= before:
        x, anchor = right + _GAP, "start"
    else:
        x, anchor = before, "end"
    text = (
        f'<text x="{x:.1f}" y="{y + _SIZE * 0.35:.1f}" text-anchor="{anchor}">'
        f'<tspan class="days">{escape(item.days)}</tspan> {escape(words)}</text>'
    )
    return text, beside


def _render_mark(left: float, right: float, y: float) -> str:
    if right - left < 9:
        return f'<circle cx="{(left + right) / 2:.1f}" cy="{y:.1f}" r="4.5"/>'
    return f'<rect x="{left:.1f}" y="{y - 4:.1f}" width="{right - left:.1f}" height="8" rx="4"/>'


def _describe(item: Item) -> str:
    firmly = "" if item.row.firmly == "certain" else f" ({item.row.firmly})"
    return f"{item.number + 1} {item.row.what}{firmly}"


def _tell(item: Item) -> str:
    row = item.row
    sides = " to ".join(", ".join(side) for side in (row.who, row.whom) if side)
    return f"{item.days}: event {item.number + 1}, {row.what}, {row.firmly}{f', {sides}' if sides else ''}"


def _render_published(scale: Scale, published: int, foot: float) -> str:
    x = scale.place(published)
    anchor, at = ("end", min(x + 40, WIDTH - 4)) if x > WIDTH / 2 else ("start", max(x - 40, 4))
    day = date.fromordinal(published).isoformat()
    return (
        f'<path class="issue" d="M{x:.1f} {_TOP - 8:g}V{foot:g}"/>'
        f'<text class="issue" x="{at:.1f}" y="{_TOP - 13:g}" text-anchor="{anchor}">published {day}</text>'
    )


def draw_ticks(scale: Scale, foot: float) -> Iterator[str]:
    """Marks on the axis, left to right, no two so near that their words touch."""
    end = 0.0
    for day, words in _find_ticks(scale):
        x, half = scale.place(day), measure(words, _SMALL) / 2
        if x - half >= end and x + half <= WIDTH:
            end = x + half + 10
            yield (
                f'<path class="axis" d="M{x:.1f} {foot:g}v4"/>'
                f'<text class="tick" x="{x:.1f}" y="{foot + 17:g}" text-anchor="middle">{words}</text>'
            )


def _find_ticks(scale: Scale) -> list[tuple[int, str]]:
    if scale.even:
        step = next((step for step in _STEPS if (scale.last - scale.first) / step <= 6), _STEPS[-1])
        first = scale.zero - (scale.zero - scale.first) // step * step
        days = range(max(first, 1), min(scale.last, date.max.toordinal()) + 1, step)
        return [(day, _name_day(date.fromordinal(day))) for day in days]
    before = [(scale.zero - away, f"{words} before") for away, words in _DISTANCES]
    after = [(scale.zero + away, f"{words} after") for away, words in _DISTANCES]
    return sorted(tick for tick in before + after if scale.first <= tick[0] <= scale.last)


def _name_day(day: date) -> str:
    return f"{day.day} {calendar.month_abbr[day.month]}"


def _explain(reading: Reading, items: Sequence[Item], scale: Scale, published: int | None) -> str:
    dated = f"{len(items)} of {len(reading.events)} events have a day"
    parts = [f"The first {MOST} events by day." if len(items) == MOST else f"{dated}."]
    if any(item.inferred for item in items):
        parts.append("Days in brackets, hollow: inferred from context.")
    if not scale.even:
        since = "publication" if published is not None else "the last day"
        parts.append(f"Distances grow with the logarithm of the days from {since}.")
    return " ".join(parts)

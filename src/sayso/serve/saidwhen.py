"""When it happened against when who said so: a row a report, with the days it gives and the day it came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

from sayso.export.labels import shorten
from sayso.export.timeline import WIDTH, Scale, draw_ticks, fit_scale
from sayso.export.words import one_line
from sayso.serve.addresses import find_page
from sayso.serve.showing import show_day, show_days

MOST = 40
_TOP, _ROW = 12.0, 43.0
_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """A report: its key and outlet, ISO day of publication, and first and last day of what it tells."""

    key: str
    outlet: str
    published: str | None
    first: str | None
    last: str | None
    inferred: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture as SVG; `left_out` reports came out later than those in it, or give no day."""

    svg: Markup
    left_out: int


def draw_said_when(reports: Sequence[Told]) -> Drawing | None:
    """The picture of the reports that have any day, in their order; None where none has."""
    dated = [each for each in reports if each.published or each.first]
    rows = dated[:MOST]
    days = [day for each in rows for day in map(_count, (each.published, each.first, each.last)) if day is not None]
    if not days:
        return None
    happened = [day for each in rows if (day := _count(each.last)) is not None]
    scale = fit_scale(days, min(happened) if happened else None)
    foot = _TOP + _ROW * len(rows) + 4
    lines = "".join(_draw_row(each, _TOP + _ROW * n, scale) for n, each in enumerate(rows))
    svg = (
        f'<svg viewBox="0 0 {WIDTH:g} {foot + 22:g}" role="group" aria-label="When it happened and when it was said">'
        f'<path class="axis" d="M0 {foot:g}H{WIDTH:g}"/>{"".join(draw_ticks(scale, foot))}{lines}</svg>'
    )
    return Drawing(Markup(svg), len(reports) - len(rows))  # every word in it is escaped


def _draw_row(told: Told, top: float, scale: Scale) -> str:
    y = top + 24
    first, last, published = _count(told.first), _count(told.last), _count(told.published)
    parts = []
    if first is not None and last is not None:
        left, right = scale.place(first), scale.place(last)
        if published is not None:
            parts.append(f'<path class="wait" d="M{left:.1f} {y:.1f}H{scale.place(published):.1f}"/>')
        mark = (
            f'<circle cx="{(left + right) / 2:.1f}" cy="{y:.1f}" r="8"/>' if right - left < 2 else
            f'<rect x="{left - 8:.1f}" y="{y - 8:.1f}" width="{right - left + 16:.1f}" height="16" rx="8"/>'
        )  # fmt: skip
        parts.append(f'<g class="happened{" inferred" if told.inferred else ""}">{mark}</g>')
    if published is not None:
        x = scale.place(published)
        parts.append(f'<path class="published" d="M{x:.1f} {y - 5.5:.1f}l5.5 5.5l-5.5 5.5l-5.5 -5.5z"/>')
    happened = show_days(told.first, told.last)
    whole = escape(
        f"{one_line(told.outlet)}, published {show_day(told.published) or 'on no known day'}: happened "
        f"{happened or 'on a day not told'}{' (inferred)' if told.inferred and happened else ''}"
    )
    words = escape(shorten(f"{one_line(told.outlet)}, {show_day(told.published) or 'no day'}", _LETTERS))
    return (
        f'<a class="row" href="{escape(find_page("reports", told.key))}" aria-label="{whole}"><title>{whole}</title>'
        f'<text x="0" y="{top + 10:.1f}">{words}</text>{"".join(parts)}</a>'
    )


def _count(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None

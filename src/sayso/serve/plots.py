"""Plots: Vega-Lite specifications with their numbers, and the same drawn on the server as SVG.

Pages show the drawing as a picture, which needs no script; specification and numbers lie at the address with `.json`.
Where scripts run, the browser draws the same specification itself, so that bars can be pointed at and lead to what they
count: by the bundle that vl-convert carries, with Vega's interpreter in place of `eval`, which the policy forbids.
Colours are told apart by lightness too, and what is hostile lies below the axis.
"""

from __future__ import annotations

import calendar
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sayso.norm.plover import load_types
from sayso.serve.addresses import ask_page
from sayso.serve.asking import read_question
from sayso.serve.drawing import bundle, draw
from sayso.serve.network import is_cooperative
from sayso.serve.showing import show_days
from sayso.store import RelationRecord, Store

router = APIRouter(include_in_schema=False)
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_MOST = 5000
_YEAR, _SCRIPT = 365 * 24 * 3600, "text/javascript; charset=utf-8"
_SECONDS = 60  # browsers may show a plot so long without asking again
_UNITS = {"yearmonthdate": 10, "yearmonth": 7, "year": 4}  # how much of an ISO day each is
_TICKS = 6
_FEWEST = 14  # units of time on the axis
_DAYS, _MONTHS = 70, 8 * 366  # longest stretches that are drawn by day and by month
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Theme:
    """How a plot looks: for a dark page or a light one, for a phone or a wider screen."""

    dark: bool = False
    small: bool = False

    @property
    def colours(self) -> list[str]:
        """One for each quad class, in their order."""
        if self.dark:
            return ["#a9cdf2", "#5b9bdd", "#f2b79a", "#e8625a"]
        return ["#7fb2e5", "#1f66ad", "#f0a27a", "#b3261e"]

    @property
    def inks(self) -> tuple[str, str, str]:
        """Of words, of axes and of lines across."""
        return ("#e4e7eb", "#a0a9b4", "#363d46") if self.dark else ("#1d2127", "#5c6570", "#d5dae0")


LIGHT = Theme()


@router.get("/plots/vega.js")
def send_bundle(request: Request) -> Response:
    packed = bundle()
    headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=_SCRIPT, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type=_SCRIPT, headers=headers)


@router.get("/plots/{name}.json")
def send_specification(request: Request, name: str) -> Response:
    return JSONResponse(_make(request, name), headers={"Cache-Control": "no-cache"})


@router.get("/plots/{name}.svg")
def send_picture(request: Request, name: str) -> Response:
    source = json.dumps(_make(request, name), sort_keys=True)
    mark = f'"{hashlib.sha256(source.encode()).hexdigest()[:20]}"'
    headers = {"ETag": mark, "Cache-Control": f"private, max-age={_SECONDS}"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(draw(source), media_type="image/svg+xml", headers=headers)


def _make(request: Request, name: str) -> Row:
    store: Store = request.app.state.store
    asked = request.query_params
    theme = Theme(asked.get("theme") == "dark", asked.get("size") == "small")
    if name == "events":
        question = read_question(asked)
        told = ((m.day, m.type, 1) for m in store.marks(question.filters, limit=_MOST) if m.day)
        return make_events_plot(told, theme, asked={n: v for n, v in question.given.items() if n != "sort"})
    if name == "relations":
        first, second = (asked.get(side, "").strip() for side in ("first", "second"))
        return make_relations_plot(store.relations(first, second or None), theme, asked={"actor": first})
    raise HTTPException(404, f"There is no plot {name!r}; there are events and relations.")


def make_events_plot(
    events: Iterable[tuple[str, str, int]], theme: Theme = LIGHT, *, asked: Mapping[str, str] | None = None
) -> Row:
    """How many events of each quad class, by day, month or year, whichever fits the stretch of time.

    Each bar leads to the events of its time that fit what is `asked`.
    """
    told = list(events)
    unit, length = _choose_unit([day for day, _, _ in told])
    counts = Counter[tuple[str, str]]()
    for day, kind, number in told:
        counts[day[:length], _quad(kind)] += number
    values = [_make_value(when, quad, n, asked or {}) for (when, quad), n in sorted(counts.items())]
    return _bars(values, unit, theme, below=False)


def make_relations_plot(
    relations: Iterable[RelationRecord], theme: Theme = LIGHT, *, asked: Mapping[str, str] | None = None
) -> Row:
    """Cooperative events above the axis, hostile ones below, by month; what is undated is left out."""
    counts = Counter[tuple[str, str]]()
    for row in relations:
        if row.month:
            counts[row.month, _quad(row.type)] += row.count
    values = [_make_value(when, quad, n, asked or {}) for (when, quad), n in sorted(counts.items())]
    for value in values:
        value["events"] *= 1 if value["quad"].endswith("cooperation") else -1
    return _bars(values, "yearmonth", theme, below=True)


def _make_value(when: str, quad: str, number: int, asked: Mapping[str, str]) -> Row:
    first, last = _find_ends(when)
    since, until = max(first, asked.get("since", first)), min(last, asked.get("until", last))
    href = ask_page("events", **{**asked, "since": since, "until": until})
    shown = show_days(first, last)
    return {"when": when, "quad": quad, "events": number, "number": number, "shown": shown, "href": href,
            "rank": QUADS.index(quad)}  # fmt: skip


def _find_ends(when: str) -> tuple[str, str]:
    """First and last day of a day, month or year."""
    if len(when) == len("2022-07"):
        return f"{when}-01", f"{when}-{calendar.monthrange(int(when[:4]), int(when[5:]))[1]:02d}"
    return (f"{when}-01-01", f"{when}-12-31") if len(when) == len("2022") else (when, when)


def _quad(kind: str) -> str:
    entry = load_types().get(kind)
    return entry.quad if entry else QUADS[0] if is_cooperative(kind) else QUADS[2]


def _choose_unit(days: list[str]) -> tuple[str, int]:
    """The unit of time, and how much of an ISO day it is."""
    try:
        known = [date.fromisoformat(day) for day in days]
    except ValueError:
        return "year", 4
    stretch = (max(known) - min(known)).days if known else 0
    return ("yearmonthdate", 10) if stretch <= _DAYS else ("yearmonth", 7) if stretch <= _MONTHS else ("year", 4)


def _bars(values: list[Row], unit: str, theme: Theme, *, below: bool) -> Row:
    ink, faint, line = theme.inks
    title = "hostile · events · cooperative" if below else "events"
    axis = {"labelColor": faint, "titleColor": faint, "gridColor": line, "domainColor": faint, "tickColor": faint,
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}  # fmt: skip
    return {
        "$schema": SCHEMA, "width": 380 if theme.small else 740, "height": 260, "background": None, "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "data": {"values": values},
        "mark": {"type": "bar", "cursor": "pointer"},
        "encoding": {
            "x": {"field": "when", "type": "temporal", "timeUnit": f"utc{unit}", "title": None,
                  "scale": {"domain": _widen([row["when"] for row in values], unit)}, "axis": {"grid": False}},
            "y": {"aggregate": "sum", "field": "events", "type": "quantitative", "title": title,
                  "axis": {"values": _choose_ticks(values), "format": "d"}},
            "color": {"field": "quad", "type": "nominal", "title": None,
                      "scale": {"domain": list(QUADS), "range": theme.colours},
                      "legend": {"orient": "bottom", "labelColor": ink, "labelFontSize": 12, "columns": 2}},
            "order": {"field": "rank", "type": "quantitative"},
            "href": {"field": "href", "type": "nominal"},
            "tooltip": [
                {"field": "shown", "type": "nominal", "title": "when"},
                {"field": "quad", "type": "nominal", "title": "what"},
                {"aggregate": "sum", "field": "number", "type": "quantitative", "title": "events"},
            ],
        },
        "config": {"axis": axis, "view": {"stroke": None}, "font": "sans-serif"},
    }  # fmt: skip


def _choose_ticks(values: list[Row]) -> list[int]:
    """Whole numbers up the axis, six at most above zero, and as many as it takes below."""
    heights: Counter[tuple[str, bool]] = Counter()
    for row in values:
        heights[row["when"], row["events"] < 0] += row["events"]
    top, bottom = max([*heights.values(), 0]), min([*heights.values(), 0])
    step = max(-(-max(top, -bottom) // _TICKS), 1)
    return list(range(bottom // step * step, top + step, step))


def _widen(whens: list[str], unit: str) -> list[str]:
    """First and last of the units of time shown: at least some, so that one alone is not a wall."""
    length = _UNITS[unit]
    numbers = [_number(when, unit) for when in whens] or [_number("2000-01-01"[:length], unit)]
    lacking = max(_FEWEST - (max(numbers) - min(numbers)), 0)
    return [_name(min(numbers) - (lacking + 1) // 2, unit), _name(max(numbers) + lacking // 2 + 1, unit)]


def _number(when: str, unit: str) -> int:
    if unit == "yearmonthdate":
        return date.fromisoformat(when).toordinal()
    return int(when[:4]) * 12 + int(when[5:7]) - 1 if unit == "yearmonth" else int(when)


def _name(number: int, unit: str) -> str:
    if unit == "yearmonthdate":
        return date.fromordinal(max(number, 1)).isoformat()
    return f"{number // 12:04d}-{number % 12 + 1:02d}" if unit == "yearmonth" else f"{number:04d}"

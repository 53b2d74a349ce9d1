"""Plots of what a store answers, as Vega-Lite specifications with their numbers in them: timeline, map, network.

Whoever has the specification can draw it anywhere; `draw` makes a picture or a page of it that needs nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, sin
from typing import Any

from sayso.errors import InputError
from sayso.export.globe import load_outlines
from sayso.norm.plover import load_types, score_event
from sayso.store import EventRecord, IncidentRecord, RelationRecord

Row = dict[str, Any]
ENDINGS = ("svg", "png", "html")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_VERSION = "5.21"
_WIDTH, _HEIGHT = 760, 420
# Told apart by lightness too: from cooperative to hostile.
_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
_COLOURS = ("#7fb2e5", "#1f66ad", "#f0a27a", "#b3261e")
_MOST_ACTORS = 40


def plot_incidents(incidents: Iterable[IncidentRecord], kind: str = "timeline") -> Row:
    """A `timeline` of incidents, by day and lines of evidence, or a `map` of them."""
    rows = [_incident(incident) for incident in incidents]
    return _draw_map(rows) if kind == "map" else _draw_timeline(rows, "lines", "lines of evidence")


def plot_events(events: Iterable[EventRecord], kind: str = "timeline") -> Row:
    """A `timeline` of events, counted by day, or a `map` of them."""
    rows = [_event(event) for event in events]
    return _draw_map(rows) if kind == "map" else _draw_counts(rows)


def plot_relations(relations: Iterable[RelationRecord], kind: str = "timeline") -> Row:
    """A `timeline` of what actors did to each other, by month, or the `network` that they make."""
    rows = list(relations)
    return _draw_network(rows) if kind == "network" else _draw_months(rows)


def draw(specification: Row, ending: str) -> bytes:
    """A specification as `svg`, as `png`, or as a page of `html` that works without any network.

    Raises:
        InputError: when the ending is another.
    """
    import vl_convert

    if ending == "svg":
        return str(vl_convert.vegalite_to_svg(specification, vl_version=_VERSION, allowed_base_urls=[])).encode()
    if ending == "png":
        return bytes(vl_convert.vegalite_to_png(specification, vl_version=_VERSION, scale=2, allowed_base_urls=[]))
    if ending == "html":
        return str(vl_convert.vegalite_to_html(specification, vl_version=_VERSION, bundle=True)).encode()
    raise InputError(f"cannot draw a plot as {ending!r}; name the file .svg, .png or .html")


def _incident(incident: IncidentRecord) -> Row:
    return {
        "id": incident.id, "what": incident.title, "day": incident.first or incident.last, "quad": _quad(incident.type),
        "lines": incident.lines, "reports": incident.reports, "lat": incident.lat, "lon": incident.lon,
    }  # fmt: skip


def _event(event: EventRecord) -> Row:
    return {
        "id": event.id, "what": f"{event.type} {event.trigger}", "day": event.first or event.last,
        "quad": _quad(event.type), "lines": 1, "reports": 1, "lat": event.lat, "lon": event.lon,
    }  # fmt: skip


def _quad(kind: str) -> str:
    return load_types()[kind].quad


def _base(**parts: Any) -> Row:
    return {"$schema": _SCHEMA, "width": _WIDTH, "height": _HEIGHT, "background": "#ffffff",
            "config": {"font": "sans-serif", "view": {"stroke": None}}, **parts}  # fmt: skip


def _colour(field: str = "quad") -> Row:
    return {"field": field, "type": "nominal", "title": None, "legend": {"orient": "bottom"},
            "scale": {"domain": list(_QUADS), "range": list(_COLOURS)}}  # fmt: skip


def _tooltip(*fields: str) -> list[Row]:
    return [{"field": field} for field in fields]


def _draw_timeline(rows: Sequence[Row], field: str, title: str) -> Row:
    return _base(
        data={"values": [row for row in rows if row["day"]]}, mark={"type": "circle", "opacity": 0.7},
        encoding={
            "x": {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": None},
            "y": {"field": field, "type": "quantitative", "title": title, "axis": {"tickMinStep": 1}},
            "size": {"field": "reports", "type": "quantitative", "title": "reports", "legend": {"orient": "right"}},
            "color": _colour(), "tooltip": _tooltip("what", "day", "lines", "reports", "id"),
        },
    )  # fmt: skip


def _draw_counts(rows: Sequence[Row]) -> Row:
    return _base(
        data={"values": [row for row in rows if row["day"]]}, mark="bar",
        encoding={
            "x": {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": None},
            "y": {"aggregate": "count", "title": "events", "axis": {"tickMinStep": 1}}, "color": _colour(),
        },
    )  # fmt: skip


def _draw_months(relations: Sequence[RelationRecord]) -> Row:
    """Cooperative events above the axis, hostile ones below."""
    values = [
        {"month": row.month, "quad": quad, "events": row.count if quad.endswith("cooperation") else -row.count}
        for row in relations if row.month for quad in [_quad(row.type)]
    ]  # fmt: skip
    return _base(
        data={"values": values}, mark="bar",
        encoding={
            "x": {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None},
            "y": {"aggregate": "sum", "field": "events", "title": "hostile · events · cooperative"},
            "color": _colour(),
        },
    )  # fmt: skip


def _draw_map(rows: Sequence[Row]) -> Row:
    placed = [row for row in rows if row["lat"] is not None and row["lon"] is not None]
    at = {"longitude": {"field": "lon", "type": "quantitative"}, "latitude": {"field": "lat", "type": "quantitative"}}
    return _base(
        projection={"type": "equirectangular", "fit": _frame(placed)},
        layer=[
            {"data": {"values": _outlines()}, "mark": {"type": "geoshape", "filled": False, "stroke": "#b5bcc4",
                                                       "clip": True}},
            {"data": {"values": placed}, "mark": {"type": "circle", "opacity": 0.7, "clip": True},
             "encoding": {**at, "color": _colour(), "tooltip": _tooltip("what", "day", "lines", "reports", "id"),
                          "size": {"field": "reports", "type": "quantitative", "legend": None}}},
        ],
    )  # fmt: skip


def _outlines() -> list[Row]:
    """Country borders as lines: an area would depend on which way round its ring goes."""
    return [
        {"type": "Feature", "properties": {"name": country.name},
         "geometry": {"type": "MultiLineString", "coordinates": [list(map(list, ring)) for ring in country.rings]}}
        for country in load_outlines()
    ]  # fmt: skip


def _frame(rows: Sequence[Row]) -> Row:
    """What the map shows: all points, with some room around them."""
    lats, lons = [row["lat"] for row in rows] or [-60, 75], [row["lon"] for row in rows] or [-170, 180]
    south, north, west, east = max(-89, min(lats) - 5), min(89, max(lats) + 5), min(lons) - 8, max(lons) + 8
    corners = [[max(-180, west), south], [min(180, east), north]]
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": corners}}


def _draw_network(relations: Sequence[RelationRecord]) -> Row:
    """Actors on a ring, those with most events first, and a line for each pair: the thicker, the more events."""
    totals: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    pairs: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0])
    for row in relations:
        ends = sorted((row.actor, row.recipient))
        pairs[ends[0], ends[1]][0] += row.count
        pairs[ends[0], ends[1]][1] += row.count * score_event(row.type, row.mode)
        for key, name in ((row.actor, row.actor_name), (row.recipient, row.recipient_name)):
            totals[key] += row.count
            names[key] = name
    shown = sorted(totals, key=lambda key: (-totals[key], key))[:_MOST_ACTORS]
    at = {key: (cos(2 * pi * n / len(shown)), sin(2 * pi * n / len(shown))) for n, key in enumerate(shown)}
    points = [{"name": names[key], "x": x, "y": y, "events": totals[key]} for key, (x, y) in at.items()]
    lines = [_edge(at[a], at[b], pair) for (a, b), pair in sorted(pairs.items()) if a in at and b in at]
    return _draw_graph(points, lines)


def _edge(start: tuple[float, float], end: tuple[float, float], pair: Sequence[float]) -> Row:
    return {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1], "events": pair[0],
            "score": round(pair[1] / pair[0], 2)}  # fmt: skip


def _draw_graph(points: Sequence[Row], lines: Sequence[Row]) -> Row:
    def place(field: str) -> Mapping[str, Any]:
        scale = {"domain": [-1.35, 1.35]}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    spot = {"x": place("x"), "y": place("y")}
    return _base(
        height=_WIDTH,
        layer=[
            {"data": {"values": lines}, "mark": {"type": "rule", "opacity": 0.6},
             "encoding": {**spot, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                          "size": {"field": "events", "type": "quantitative", "legend": None,
                                   "scale": {"range": [1, 8]}},
                          "color": {"field": "score", "type": "quantitative", "title": "score",
                                    "scale": {"domain": [-10, 0, 10], "range": ["#b3261e", "#c9ced4", "#1f66ad"]}},
                          "tooltip": _tooltip("events", "score")}},
            {"data": {"values": points}, "mark": {"type": "circle", "color": "#1d2127"}, "encoding": spot},
            {"data": {"values": points}, "mark": {"type": "text", "dy": -9, "fontSize": 11},
             "encoding": {**spot, "text": {"field": "name"}}},
        ],
    )  # fmt: skip

"""A small map of the places of a reading, as SVG in the page: no script, no request, nothing but outlines and marks.

It shows where the events are; places that are only mentioned stand on it where they fall inside. Each mark leads to its
row and is told in words below the map.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from sayso.export.globe import Country, Window, fit_window, load_outlines, see_rings
from sayso.export.labels import Box, Label, Labeller, measure, shorten
from sayso.export.points import Point, Precision, find_point, judge_precision
from sayso.export.words import describe_place, one_line
from sayso.types import Reading

WIDTH, HEIGHT = 480.0, 300.0
# Degrees kept around a point, by what it stands for.
_ROOM: Mapping[Precision | None, float] = {
    "country": 9.0, "region": 7.0, "first-level division": 5.0, None: 5.0, "district": 3.0, "town": 3.0, "site": 3.0,
}  # fmt: skip
_SIZE, _SMALL = 14.0, 10.0  # of the type of places and of countries
MOST = 60  # spots shown; the others stand in the table only


@dataclass(frozen=True, slots=True)
class Spot:
    """One point of the map: the places of the reading that lie there, and the events at them, by their numbers."""

    name: str
    precision: Precision | None
    point: Point
    places: tuple[int, ...]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pin:
    """A mark on a map: its place by name, what the point stands for, the id it gets and where it leads.

    `told` is said of it in full; `full` when something happened there, else the place is only mentioned.
    """

    name: str
    precision: Precision | None
    point: Point
    id: str
    href: str
    told: str
    full: bool = True


def find_spots(reading: Reading) -> list[Spot]:
    """The located places, those with the most events and mentions first; mentions of one point are one spot."""
    found: dict[Point, list[int]] = {}
    events: dict[int, list[int]] = {}
    for number, event in enumerate(reading.events):
        if event.place is not None:
            events.setdefault(event.place, []).append(number)
    for number, place in enumerate(reading.places):
        point = find_point(place)
        if point is not None:
            found.setdefault(point, []).append(number)
    spots = [
        Spot(
            name=describe_place(reading, places[0]), precision=judge_precision(reading.places[places[0]].feature),
            point=point, places=tuple(places),
            events=tuple(sorted(number for place in places for number in events.get(place, ()))),
        )
        for point, places in found.items()
    ]  # fmt: skip
    return sorted(spots, key=lambda spot: (-len(spot.events), -len(spot.places), spot.places))


def link_spots(spots: Sequence[Spot], name: str) -> dict[int, str]:
    """For each place of the reading that the map shows, by its index, the id of its mark."""
    return {place: f"{name}-m{number}" for number, spot in enumerate(spots[:MOST]) for place in spot.places}


def render_map(spots: Sequence[Spot], name: str) -> str:
    """The map with its words, or nothing without a located place; `name` starts its ids ("r0" gives "r0-m0")."""
    if not spots:
        return ""
    shown, more = spots[:MOST], len(spots[MOST:])
    pins = [
        Pin(spot.name, spot.precision, spot.point, f"{name}-m{n}", f"#{name}-p{spot.places[0]}", _tell_plainly(spot),
            bool(spot.events))
        for n, spot in enumerate(shown)
    ]  # fmt: skip
    picture, inside = draw_map(pins)
    return (
        f'<figure class="map">{picture}\n<figcaption>{_tell(shown, inside, name, more)}</figcaption></figure>\n'
    )


def draw_map(pins: Sequence[Pin], *, width: float = WIDTH, height: float = HEIGHT) -> tuple[str, set[int]]:
    """The map as SVG, and which pins it shows, by their numbers: it is fitted to the full ones, if there are any."""
    drawn = [pin for pin in pins if pin.full] or pins
    window = fit_window([(pin.point, _ROOM[pin.precision]) for pin in drawn], width, height)
    at = {number: window.project(*pin.point) for number, pin in enumerate(pins)}
    inside = {number: point for number, point in at.items() if window.holds(*point)}
    labeller = Labeller(Box(3, 3, width - 3, height - 3))
    for x, y in inside.values():
        labeller.block(Box(x - 6, y - 6, x + 6, y + 6))
    marks = [_render_pin(pins[n], point, labeller) for n, point in inside.items()]
    land, names = _render_land(window, labeller, {pin.name.partition(",")[0] for pin in pins})
    picture = (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="group" aria-label="Map of the places">'
        f'{_render_sea(window)}<path class="land" d="{land}"/>'
        f'<g class="lands" aria-hidden="true">{names}</g>{"".join(reversed(marks))}</svg>'
    )
    return picture, set(inside)


def _render_sea(window: Window) -> str:
    """The globe's face from pole to pole, as far as it is in the window."""
    top, bottom = (min(max(window.place(window.lon, lat)[1], 0.0), window.height) for lat in (90, -90))
    return f'<rect class="sea" y="{top:.1f}" width="{window.width:g}" height="{bottom - top:.1f}"/>'


def _render_land(window: Window, labeller: Labeller, known: set[str]) -> tuple[str, str]:
    """The path of all land in the window, and the names of the countries that have room for theirs."""
    paths, names = [], []
    for country in load_outlines():
        rings = list(see_rings(country, window))
        paths += [_draw(ring) for ring in rings]
        label = _name_country(country, rings, window, labeller) if rings and country.name not in known else None
        if label is not None:
            names.append(_render_label(country.name, label))
    return "".join(paths), "".join(names)


def _draw(ring: Iterable[Point]) -> str:
    return "M" + " ".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"


def _name_country(country: Country, rings: list[list[Point]], window: Window, labeller: Labeller) -> Label | None:
    x, y = window.project(*country.label)
    largest = max(rings, key=lambda ring: abs(_middle(ring)[0]))
    if not window.holds(x, y):
        _, x, y = _middle(largest)
    if max(px for px, _ in largest) - min(px for px, _ in largest) < 0.8 * measure(country.name, _SMALL):
        return None
    return labeller.set_at(country.name, x, y, _SMALL)


def _middle(ring: list[Point]) -> tuple[float, float, float]:
    """Area and centre of gravity; of a ring without area its first point."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        cross = ax * by - bx * ay
        area, x, y = area + cross / 2, x + (ax + bx) * cross, y + (ay + by) * cross
    return (area, x / (6 * area), y / (6 * area)) if abs(area) > 1 else (area, *ring[0])


def _render_pin(pin: Pin, at: Point, labeller: Labeller) -> str:
    x, y = at
    vague = pin.precision in ("country", "region")
    words = shorten(one_line(pin.name.partition(",")[0]))
    label = labeller.set_beside(words, x, y, 11 if vague else 8, _SIZE)
    kind = f'pin {"full" if pin.full else "hollow"}'
    ring = f'<circle class="vague" cx="{x:.1f}" cy="{y:.1f}" r="9"/>' if vague else ""
    told = escape(pin.told)
    return (
        f'<a class="{kind}" id="{escape(pin.id)}" href="{escape(pin.href)}" aria-label="{told}">'
        f"<title>{told}</title>{ring}"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3.5 if vague else 5}"/>'
        f"{_render_label(words, label) if label else ''}</a>"
    )


def _render_label(words: str, label: Label) -> str:
    return f'<text x="{label.x:.1f}" y="{label.y:.1f}" text-anchor="{label.anchor}">{escape(words)}</text>'


def _tell_plainly(spot: Spot) -> str:
    numbers = ", ".join(str(number + 1) for number in spot.events)
    events = f": event{'s' * (len(spot.events) > 1)} {numbers}" if numbers else ": mentioned"
    return f"{spot.name}{f' ({spot.precision})' if spot.precision else ''}{events}"


def _tell(spots: Sequence[Spot], inside: Collection[int], name: str, more: int) -> str:
    """What the map shows, in words: each place with links to its row and its events; outside the map, its id too."""
    items = []
    for number, spot in enumerate(spots):
        mark = "" if number in inside else f' id="{name}-m{number}"'
        place = f'<a href="#{name}-p{spot.places[0]}">{escape(spot.name)}</a>'
        about = ", ".join(part for part in (spot.precision, "outside the map" if mark else None) if part)
        links = ", ".join(f'<a href="#{name}-e{event}">{event + 1}</a>' for event in spot.events)
        events = f": event{'s' * (len(spot.events) > 1)} {links}" if links else ""
        items.append(f"<li{mark}>{place}{f' ({about})' if about else ''}{events}</li>")
    last = f"<li>and {more} more</li>" if more else ""
    return f"<ul>{''.join(items)}{last}</ul>"

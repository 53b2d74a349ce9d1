"""A window on the globe that holds given points, and the outlines of countries seen through it.

The map is an equirectangular one whose scale is right along the middle parallel. Longitudes are counted from the
window's middle, so that a window across the date line is like any other. Outlines are `data/export/outlines.txt`,
made by `training/build_outlines.py` from Natural Earth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from sayso.export.points import Point
from sayso.resources import find_file

MARGIN = 1.2
_END = 92.0  # degrees: windows go a little beyond the poles, so that a mark there is whole
_FLATTEST = 80.0  # degrees: nearer to the poles the map is drawn as here
_UNIT = 100  # the file's numbers in a degree
_STEP = 0.7  # points of an outline nearer than this to the last one drawn are left out
_NEAR = 1e-6  # of the picture: what lies on the frame is inside
_BEYOND = 8.0  # how far outside the window outlines are cut, so that no cut shows


@dataclass(frozen=True, slots=True)
class Country:
    """A country's name and outer rings in degrees; rings across the date line count on beyond 180."""

    name: str
    label: Point
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What of the globe is seen: the middle in degrees, the picture's size, and its units in a degree of latitude."""

    lon: float
    lat: float
    scale: float
    width: float
    height: float

    @property
    def across(self) -> float:
        """The picture's units in a degree of longitude."""
        return self.scale * _shrink(self.lat)

    def project(self, lon: float, lat: float) -> Point:
        """Where a point on the globe lies in the picture, by the shorter way round from the middle."""
        return self.place(self.lon + math.remainder(lon - self.lon, 360), lat)

    def place(self, lon: float, lat: float) -> Point:
        """Where a point lies whose longitude is already counted from the window's middle."""
        return self.width / 2 + (lon - self.lon) * self.across, self.height / 2 - (lat - self.lat) * self.scale

    def holds(self, x: float, y: float) -> bool:
        return -_NEAR <= x <= self.width + _NEAR and -_NEAR <= y <= self.height + _NEAR

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the window in degrees, and a little beyond."""
        half_width = (self.width / 2 + _BEYOND) / self.across
        half_height = (self.height / 2 + _BEYOND) / self.scale
        return self.lon - half_width, self.lat - half_height, self.lon + half_width, self.lat + half_height


def _shrink(lat: float) -> float:
    return math.cos(math.radians(min(abs(lat), _FLATTEST)))


def fit_window(points: Sequence[tuple[Point, float]], width: float, height: float) -> Window:
    """The window that holds all `points`, each with as many degrees around it, and a margin.

    It leaves out the widest stretch of longitudes without a point, wherever that lies, and never shows the globe twice.
    """
    south = max(min(lat - room for (_, lat), room in points), -_END)
    north = min(max(lat + room for (_, lat), room in points), _END)
    middle = (south + north) / 2
    west, east = _span_longitudes([(lon, room / _shrink(lat)) for (lon, lat), room in points])
    shrink = _shrink(middle)
    scale = min(width / ((east - west) * shrink), height / (north - south)) / MARGIN
    scale = max(scale, width / (360 * shrink))
    reach = _END - height / 2 / scale
    lat = min(max(middle, -reach), reach) if reach > 0 else middle
    # Nearer to the equator a degree of longitude is longer: what was fitted must still fit.
    scale = max(min(scale, width / ((east - west) * _shrink(lat))), width / (360 * _shrink(lat)))
    return Window(math.remainder((west + east) / 2, 360), lat, scale, width, height)


def _span_longitudes(rooms: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The shortest stretch west to east that holds all longitudes with their room, at most once round."""
    every = sorted((lon % 360, min(room, 180.0)) for lon, room in rooms)
    gaps = [(after[0] - before[0], number + 1) for number, (before, after) in enumerate(pairwise(every))]
    gaps.append((every[0][0] + 360 - every[-1][0], 0))
    _, first = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    turned = every[first:] + [(lon + 360, room) for lon, room in every[:first]]
    west, east = min(lon - room for lon, room in turned), max(lon + room for lon, room in turned)
    return (west, east) if east - west <= 360 else ((west + east) / 2 - 180, (west + east) / 2 + 180)


@cache
def load_outlines() -> tuple[Country, ...]:
    """All countries of the package's file."""
    lines = find_file("export/outlines.txt").read_text("utf-8").splitlines()
    return tuple(_read_country(line) for line in lines if not line.startswith("#"))


def _read_country(line: str) -> Country:
    name, label, *rings = line.split("\t")
    lon, lat = label.split(" ")
    return Country(name, (float(lon), float(lat)), tuple(_read_ring(ring) for ring in rings))


def _read_ring(steps: str) -> tuple[Point, ...]:
    numbers = [int(number) for number in steps.split(" ")]
    xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
    return tuple((x / _UNIT, y / _UNIT) for x, y in zip(xs, ys, strict=True))


def see_rings(country: Country, window: Window) -> Iterator[list[Point]]:
    """What of the country's rings is seen, cut at the window's edges, in units of the picture."""
    west, south, east, north = window.edges
    for ring in country.rings:
        left, right = min(lon for lon, _ in ring), max(lon for lon, _ in ring)
        if min(lat for _, lat in ring) > north or max(lat for _, lat in ring) < south:
            continue
        for turn in (-360, 0, 360):
            if left + turn <= east and right + turn >= west:
                cut = _cut([(lon + turn, lat) for lon, lat in ring], window.edges)
                seen = _thin([window.place(lon, lat) for lon, lat in cut])
                if len(seen) > 2:
                    yield seen


def _cut(ring: list[Point], edges: tuple[float, float, float, float]) -> list[Point]:
    """The part of a ring within the edges, after Sutherland and Hodgman (1974)."""
    for axis, edge, side in ((0, edges[0], 1), (1, edges[1], 1), (0, edges[2], -1), (1, edges[3], -1)):
        kept: list[Point] = []
        for number, after in enumerate(ring):
            before = ring[number - 1]
            was_in, is_in = side * (before[axis] - edge) >= 0, side * (after[axis] - edge) >= 0
            if was_in != is_in:
                part = (edge - before[axis]) / (after[axis] - before[axis])
                kept.append((before[0] + part * (after[0] - before[0]), before[1] + part * (after[1] - before[1])))
            if is_in:
                kept.append(after)
        ring = kept
    return ring


def _thin(ring: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in ring:
        if not kept or math.dist(point, kept[-1]) >= _STEP:
            kept.append(point)
    return kept

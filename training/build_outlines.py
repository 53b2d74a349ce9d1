"""Make the outlines of countries that the maps of the HTML page are drawn with.

    npm pack world-atlas@2.0.2
    python training/build_outlines.py world-atlas-2.0.2.tgz src/sayso/data/export/outlines.txt

The package holds Natural Earth 4.1 at 1:110m (public domain) as TopoJSON. Written: lines with a `#` first, then a line
for each country, sorted by name: name, longitude and latitude where the name may stand (the middle of its largest
part), and its outer rings, set apart by tabs. A ring is whole numbers of 1/100 degree: x and y of the first point,
then the steps to each next one. Rings that cross the date line count on beyond 180; Antarctica's goes round by way of
the pole. Holes are left out: what lies in one is another country with a ring of its own. The same package gives the
same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
from itertools import pairwise
from pathlib import Path
from typing import Any

MEMBER = "package/countries-110m.json"
SHA256 = "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8"
UNIT = 100
HEAD = (
    "# Outlines of countries: Natural Earth 4.1, 1:110m (public domain), from the npm package world-atlas 2.0.2\n"
    "# Written by training/build_outlines.py; its docstring tells the format.\n"
)
Point = tuple[float, float]
Ring = list[tuple[int, int]]


def main(package: str, out: str) -> None:
    Path(out).write_text(make_outlines(read_topology(package)), "utf-8", newline="\n")


def read_topology(package: str) -> dict[str, Any]:
    with tarfile.open(package) as tar:
        member = tar.extractfile(MEMBER)
        data = member.read() if member else b""
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{MEMBER} in {package} is not that of world-atlas 2.0.2")
    topology: dict[str, Any] = json.loads(data)
    return topology


def make_outlines(topology: dict[str, Any]) -> str:
    """All countries of a TopoJSON topology, in the format above."""
    arcs = decode_arcs(topology)
    lines = []
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = [make_ring(join_arcs(polygon[0], arcs)) for polygon in polygons]
        rings = sorted((ring for ring in rings if len(ring) > 3), key=lambda ring: (-abs(measure(ring)[0]), ring))
        _, x, y = measure(rings[0])
        label = f"{(x / UNIT + 180) % 360 - 180:.1f} {y / UNIT:.1f}"
        lines.append("\t".join([country["properties"]["name"], label, *map(pack, rings)]) + "\n")
    return HEAD + "".join(sorted(lines))


def decode_arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees; TopoJSON keeps them as steps between whole numbers."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + bottom))
        decoded.append(points)
    return decoded


def join_arcs(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The closed ring of the arcs; `~n` means arc n backwards. Each begins where the one before ends."""
    ring: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def make_ring(points: list[Point]) -> Ring:
    """The ring in whole units, no point twice in a row; it counts on at the date line, and may close round the pole."""
    ring: Ring = []
    turn = 0
    for before, (lon, lat) in zip([points[0], *points], points, strict=False):
        turn += 360 * ((before[0] - lon > 180) - (lon - before[0] > 180))
        point = (round((lon + turn) * UNIT), round(lat * UNIT))
        if not ring or point != ring[-1]:
            ring.append(point)
    if abs(ring[-1][0] - ring[0][0]) > 180 * UNIT:
        ring += [(ring[-1][0], -90 * UNIT), (ring[0][0], -90 * UNIT), ring[0]]
    return ring


def measure(ring: Ring) -> tuple[float, float, float]:
    """Signed area, and the centre of gravity, on the flat map."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = ax * by - bx * ay
        area, x, y = area + cross / 2, x + (ax + bx) * cross, y + (ay + by) * cross
    return area, x / (6 * area), y / (6 * area)


def pack(ring: Ring) -> str:
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(ring)]
    return " ".join(f"{x} {y}" for x, y in [ring[0], *steps[:-1]])  # the last step leads back to the first point


if __name__ == "__main__":
    main(*sys.argv[1:3])

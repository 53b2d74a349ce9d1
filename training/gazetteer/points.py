"""Where an area lies, by the towns in it: the centroid of their convex hull."""

from __future__ import annotations

Point = tuple[float, float]


def find_centre(points: list[Point]) -> Point:
    """The centroid (lat, lon in degrees) of the convex hull of `points`, also across the date line."""
    lons = [lon for _, lon in points]
    turn = 360.0 if max(lons) - min(lons) > 180 else 0.0
    flat = sorted({(lon + turn if lon < 0 else lon, lat) for lat, lon in points})
    hull = _hull(flat)
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in _edges(hull)) / 2
    if abs(area) < 1e-6:
        x, y = (sum(p[i] for p in flat) / len(flat) for i in (0, 1))
    else:
        x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in _edges(hull)) / (6 * area)
        y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in _edges(hull)) / (6 * area)
    return y, x - 360 if x > 180 else x


def _edges(hull: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(hull, hull[1:] + hull[:1], strict=True))


def _hull(points: list[Point]) -> list[Point]:
    """Andrew's monotone chain, anticlockwise; `points` sorted and unique."""
    if len(points) < 3:
        return points
    return _chain(points)[:-1] + _chain(points[::-1])[:-1]


def _chain(points: list[Point]) -> list[Point]:
    chain: list[Point] = []
    for p in points:
        while len(chain) > 1 and _cross(chain[-2], chain[-1], p) <= 0:
            chain.pop()
        chain.append(p)
    return chain


def _cross(o: Point, a: Point, b: Point) -> float:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])

"""How far from a place something is: "30 km north of Mosul", "about twenty miles from Kirkuk"."""

from __future__ import annotations

import math
import re

from sayso.norm.counts import parse_number
from sayso.norm.gazetteer import Entry
from sayso.types import Away

REACH = 80  # characters before a name that are looked at
UNITS = {"k": 1.0, "m": 1.609344}  # km, by the unit's first letter; metres count as no distance
FARTHEST = 1000.0
# A direction word leaves an eighth of the circle to each side of it.
SPREAD = math.tan(math.radians(22.5))
_EARTH = 6371.0
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d+)?|(?:[a-z]+-)?[a-z]+)"
_UNIT = r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi)"
_SIDE = r"(?P<side>(?:north|south)?[\s-]?(?:east|west)|north|south)(?:wards?|ern)?"
_AWAY = re.compile(
    rf"\b{_NUMBER}[\s-]*{_UNIT}\b\.?(?:\s*\([^()]{{1,20}}\))?(?:\s+to\s+the)?(?:\s+(?:due\s+)?{_SIDE})?(?:\s+away)?"
    r"\s+(?:of|from|outside)(?:\s+the)?(?:\s+(?:city|town|village|port|capital)(?:\s+of)?)?\s*$",
    re.IGNORECASE,
)
_UNITS = re.compile(r"km|kilomet|mi(?:les?)?\b", re.IGNORECASE)
_BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
    "northwest": 315,
}


def find_away(before: str, entry: Entry) -> Away | None:
    """The distance that the words `before` a name tell, None where they tell none or one beyond `FARTHEST` km."""
    found = _AWAY.search(before) if _UNITS.search(before) else None
    if found is None:
        return None
    said = found["number"].replace(",", "")
    number = float(said) if said[0].isdigit() else parse_number(said)
    if not number or number * UNITS[found["unit"][0].lower()] > FARTHEST:
        return None
    km = round(number * UNITS[found["unit"][0].lower()], 1)
    bearing = _BEARINGS.get(re.sub(r"[\s-]", "", found["side"].lower())) if found["side"] else None
    if bearing is None:
        return Away(km, None, entry.lat, entry.lon, km)
    lat, lon = move_point(entry.lat, entry.lon, km, bearing)
    return Away(km, bearing, lat, lon, round(max(1.0, km * SPREAD), 1))


def move_point(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point `km` from another one along a great circle, in degrees; over the poles and the date line too."""
    start, turn, arc = math.radians(lat), math.radians(bearing), km / _EARTH
    rise = math.sin(start) * math.cos(arc) + math.cos(start) * math.sin(arc) * math.cos(turn)
    end = math.asin(min(1.0, max(-1.0, rise)))
    east = math.atan2(
        math.sin(turn) * math.sin(arc) * math.cos(start), math.cos(arc) - math.sin(start) * math.sin(end)
    )
    return round(math.degrees(end), 4), round((lon + math.degrees(east) + 540) % 360 - 180, 4)

"""Where a place is, as far as a map may say so: a point on the globe, and how large a thing that stands for."""

from __future__ import annotations

import math
from typing import Literal

from sayso.types import Place

Precision = Literal["site", "town", "district", "first-level division", "country", "region"]
Point = tuple[float, float]

DIGITS = 6  # of a degree: a tenth of a metre
# GeoNames codes of class S and the like: a building, a base, a crossing, smaller than a town.
_SITES = frozenset(
    {
        "AIRB", "AIRF", "AIRH", "AIRP", "BDG", "BLDG", "CMP", "CSTM", "DAM", "FT", "GATE", "HBR", "HSP", "INSM", "MILB",
        "MN", "MNMT", "MSQE", "OILR", "PASS", "PIER", "PP", "PRN", "PRT", "PS", "RSTN", "SCH", "SITE", "SQR", "STDM",
        "TOWR", "UNIV", "WHRF",
    }
)  # fmt: skip


def find_point(place: Place) -> Point | None:
    """Longitude and latitude of the place in degrees (WGS 84), or None without a point on the globe.

    A longitude that counts on beyond the date line is brought back into [-180, 180]. What is told to be so far from the
    place in a direction ("30 km north of") is there.
    """
    at = place.away if place.away is not None and place.away.lat is not None else place
    lon, lat = at.lon, at.lat
    if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)) or abs(lat) > 90:
        return None
    if abs(lon) > 180:
        lon = math.remainder(lon, 360)
    return round(lon, DIGITS) + 0.0, round(lat, DIGITS) + 0.0  # no negative zero


def find_radius(place: Place) -> float | None:
    """How far off the point of `find_point` may be, in km, where the report tells so; None elsewhere."""
    if place.away is not None and place.away.lat is not None:
        return place.away.radius
    return place.radius


def judge_precision(feature: str | None) -> Precision | None:
    """What the point of a place with this GeoNames feature code stands for; None without a code.

    Codes not known here count as regions, the vaguest: a point somewhere in the middle of something large.
    """
    if not feature:
        return None
    if feature.startswith("PPL") or feature == "STLMT":
        return "town"
    if feature.startswith("ADM1"):
        return "first-level division"
    if feature.startswith("ADM"):
        return "district"
    if feature.startswith("PCL") or feature == "TERR":
        return "country"
    return "site" if feature in _SITES else "region"

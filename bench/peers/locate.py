"""Coordinates for tools that only give names: those of the most populous place of that name in sayso's gazetteer."""

from __future__ import annotations

from typing import Any

from sayso.norm.gazetteer import open_gazetteer


def locate(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with coordinates and country at each of its `places`; both None where the gazetteer lacks the name."""
    return {**answer, "places": [{**place, **find_coordinates(place["name"])} for place in answer.get("places", ())]}


def find_coordinates(name: str) -> dict[str, Any]:
    """`lat`, `lon` and `country` of the most populous place called `name`."""
    found = open_gazetteer().find(name)
    if not found:
        return {"lat": None, "lon": None, "country": None}
    best = max(found, key=lambda entry: (entry.population, -entry.id))
    return {"lat": best.lat, "lon": best.lon, "country": best.country}

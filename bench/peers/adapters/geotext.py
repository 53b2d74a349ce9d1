"""geotext: cities and countries by a pattern of capitals and two lists. It gives names, not offsets or coordinates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from geotext import GeoText

REQUIRES = ("geotext==0.4.0",)


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def read(report: dict[str, Any]) -> dict[str, Any]:
        found = GeoText(report["text"])
        return {"places": place(report["text"], {*found.cities, *found.countries})}

    return read


def place(text: str, names: set[str]) -> list[dict[str, Any]]:
    """Every occurrence of each name, longer names first where they overlap."""
    taken: set[int] = set()
    places = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            whole = not text[max(start - 1, 0):start].isalnum() and not text[end:end + 1].isalnum()
            if whole and taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                places.append({"start": start, "end": end, "name": name})
            start = text.find(name, end)
    return places

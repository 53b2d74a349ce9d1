"""flashgeotext: cities and countries of its lists. It gives names with offsets, no coordinates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flashgeotext.geotext import GeoText

REQUIRES = ("flashgeotext==0.5.5",)


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    finder = GeoText()

    def read(report: dict[str, Any]) -> dict[str, Any]:
        found = finder.extract(report["text"], span_info=True)
        return {
            "places": [
                {"start": start, "end": end, "name": name}
                for kind in ("cities", "countries")
                for name, entry in found[kind].items()
                for start, end in entry["span_info"]
            ]
        }

    return read

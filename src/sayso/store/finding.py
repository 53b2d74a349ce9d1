"""What each kind of database does in its own way: finding words and places, and letting one writer in at a time."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.sql.selectable import Select

# What can be searched by words, and the table that it numbers.
WORD_TABLES = {"reports": "report_words", "claims": "claim_words", "events": "event_words"}
EARTH_KM = 6371.0088
_KM_A_DEGREE = math.pi * EARTH_KM / 180


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees; `west` <= `east`, a box over the date line is two."""

    south: float
    north: float
    west: float
    east: float


class Finding(Protocol):
    """The means of one kind of database."""

    def create(self, connection: Connection) -> None:
        """Make what words and places are found with."""

    def lock(self, connection: Connection) -> None:
        """Wait until no one else writes."""

    def add_words(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        """Make rows of `table` findable by their words, which are folded."""

    def drop_words(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        """Undo `add_words` for the same rows and words."""

    def add_places(self, connection: Connection, rows: Sequence[tuple[int, float, float]]) -> None:
        """Make places (number, latitude, longitude) findable."""

    def drop_places(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Undo `add_places`."""

    def check(self, connection: Connection) -> Iterator[str]:
        """What the database finds wrong with itself, and with what places are found by."""

    def weigh_words(self, connection: Connection, table: str) -> int:
        """A sum of hashes, modulo 2^64, of the words that the rows of `table` are found by."""

    def weigh_rows(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> int:
        """The sum that `weigh_words` gives where just these rows and words were added."""

    def match(self, table: str, phrases: Sequence[str]) -> Select[Any]:
        """The numbers of the rows of `table` that hold every one of the folded phrases."""

    def near(self, boxes: Sequence[Box]) -> Select[Any]:
        """The numbers of the places in the boxes."""

    def distance(self, lat: ColumnElement[Any], lon: ColumnElement[Any], at: tuple[float, float]) -> ColumnElement[Any]:
        """Kilometres from a row's place to the point `at`."""


def make_boxes(lat: float, lon: float, km: float) -> list[Box]:
    """Boxes that hold every point within `km` of one."""
    margin = 1e-4  # R*Tree keeps 32-bit numbers
    up = km / _KM_A_DEGREE + margin
    south, north = max(-90.0, lat - up), min(90.0, lat + up)
    if south <= -90 or north >= 90:
        return [Box(south, north, -180, 180)]
    ratio = math.sin(min(km / EARTH_KM, math.pi / 2)) / math.cos(math.radians(lat))
    aside = 180.0 if ratio >= 1 else math.degrees(math.asin(ratio)) + margin
    if aside >= 180:
        return [Box(south, north, -180, 180)]
    west, east = lon - aside, lon + aside
    if west < -180:
        return [Box(south, north, -180, east), Box(south, north, west + 360, 180)]
    if east > 180:
        return [Box(south, north, west, 180), Box(south, north, -180, east - 360)]
    return [Box(south, north, west, east)]


def weigh(name: str, weight: int) -> int:
    """`weight` times a hash of a name, modulo 2^64: sums of it tell sets apart, in whatever order they come."""
    key = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(key, "big") * weight % (1 << 64)


def km_between(lat1: float | None, lon1: float | None, lat2: float, lon2: float) -> float | None:
    """The great-circle distance (haversine) in kilometres; None where the first point is unknown."""
    if lat1 is None or lon1 is None:
        return None
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def split_query(query: str, fold: Any) -> list[str]:
    """The phrases of what a user typed: each word, and what stands between double quotes, folded."""
    phrases: list[str] = []
    for number, part in enumerate(query.split('"')):
        pieces: Iterable[str] = [part] if number % 2 else part.split()
        phrases += [folded for piece in pieces if (folded := fold(piece))]
    return phrases

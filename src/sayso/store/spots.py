"""Where reports say that things were: the places that they name, and those of their events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from sayso.store import schema
from sayso.store.loading import chunk


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by name, with degrees (WGS 84) and its GeoNames feature code."""

    name: str
    lat: float
    lon: float
    feature: str | None


@dataclass(slots=True)
class Spots:
    """Those of events by the events' ids, and all that reports name by the reports' keys, as often as they do."""

    events: dict[str, tuple[Spot, ...]] = field(default_factory=dict)
    reports: dict[str, tuple[Spot, ...]] = field(default_factory=dict)


def load_spots(connection: Connection, reports: Collection[str], events: Sequence[Any]) -> Spots:
    """The places of reports, by key, and of events, which are rows of `sayso.store.queries.event_columns`."""
    numbered, found = _load_places(connection, reports), Spots()
    named: dict[str, list[Spot]] = defaultdict(list)
    for key, spot in numbered.values():
        named[key].append(spot)
    found.reports = {key: tuple(spots) for key, spots in named.items()}
    others = _load_others(connection, [row.n for row in events])
    for row in events:
        numbers = ([] if row.place is None else [row.place]) + others.get(row.n, [])
        found.events[row.id] = tuple(numbered[n][1] for n in numbers if n in numbered)
    return found


def _load_places(connection: Connection, keys: Collection[str]) -> dict[int, tuple[str, Spot]]:
    """The places that have a point, by number, with the key of their report."""
    places, reports = schema.places, schema.reports
    query = (
        select(places.c.n, reports.c.key, places.c.name, places.c.lat, places.c.lon, places.c.feature)
        .join(reports, reports.c.n == places.c.report).where(places.c.lat.is_not(None)).order_by(places.c.n)
    )  # fmt: skip
    return {
        row.n: (row.key, Spot(row.name, row.lat, row.lon, row.feature))
        for part in chunk(sorted(keys))
        for row in connection.execute(query.where(reports.c.key.in_(part)))
    }


def _load_others(connection: Connection, events: Sequence[int]) -> dict[int, list[int]]:
    table, found = schema.other_places, defaultdict(list)
    for part in chunk(events):
        query = select(table.c.event, table.c.place).where(table.c.event.in_(part))
        for row in connection.execute(query.order_by(table.c.event, table.c.place)):
            found[row.event].append(row.place)
    return found

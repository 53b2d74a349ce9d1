"""What a store knows of actors across reports: their names, and what is told beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from sayso.store import schema
from sayso.store.loading import chunk

# What is told beside an actor is gathered from so many reports, the first by key; of one that more reports name it
# tells nothing.
REPORTS, FREQUENT = 30, 300
# Types of actors, and features of places, that stand in too many reports to tell anything.
WIDE = ("state", "igo", "media", "population")
LARGE = ("PCLI", "PCLD", "PCLS", "ADM1", "CONT", "RGN", "OCN", "SEA")


@dataclass(frozen=True, slots=True)
class Known:
    """An actor key.

    Attributes:
        names: the name of most reports first.
        kb: the key, where it is that of a knowledge base.
        first, last: ISO days of the first and last report that names it.
        neighbours: keys of the persons and groups that the same reports name; states are named everywhere.
        places: folded names of the towns and the like that they name.
        beside: keys of all actors that the same reports name as others than this one.
    """

    key: str
    names: tuple[str, ...]
    type: str
    country: str | None
    kb: str | None = None
    first: str | None = None
    last: str | None = None
    neighbours: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()


def load_known(connection: Connection, keys: Iterable[str]) -> dict[str, Known]:
    """What is known of actors, by their keys."""
    wanted = sorted(set(keys))
    named = _load_names(connection, wanted)
    days, reports = _load_reports(connection, [key for key in named if _count(named[key]) <= FREQUENT])
    numbers = {number for found in reports.values() for number in found}
    actors, places = _load_beside(connection, "actors", numbers), _load_beside(connection, "places", numbers)
    return {
        key: Known(
            key=key, names=tuple(dict.fromkeys(row.name for row in rows)), type=rows[0].type,
            country=rows[0].country or None, kb=key if key.count("|") < 2 else None,
            first=days[key][0] if key in days else None, last=days[key][1] if key in days else None,
            neighbours=frozenset(other for n in reports.get(key, ()) for other, kind in actors[n] if kind not in WIDE)
            - {key},
            places=frozenset(place for n in reports.get(key, ()) for place, kind in places[n] if kind[:4] not in LARGE),
            beside=frozenset(other for n in reports.get(key, ()) for other, _ in actors[n]) - {key},
        )
        for key, rows in named.items()
    }  # fmt: skip


def _count(rows: Iterable[Any]) -> int:
    return sum(row.reports for row in rows)


def _load_names(connection: Connection, keys: Collection[str]) -> dict[str, list[Any]]:
    table = schema.identities
    found: dict[str, list[Any]] = defaultdict(list)
    for part in chunk(sorted(keys)):
        query = select(table).where(table.c.key.in_(part)).order_by(table.c.reports.desc(), table.c.name)
        for row in connection.execute(query):
            found[row.key].append(row)
    return dict(found)


def _load_reports(
    connection: Connection, keys: Collection[str]
) -> tuple[dict[str, tuple[str, str]], dict[str, list[int]]]:
    """First and last day of publication, and the numbers of some of the reports, by actor key."""
    actors, reports = schema.actors, schema.reports
    days: dict[str, tuple[str, str]] = {}
    numbers: dict[str, list[int]] = defaultdict(list)
    for part in chunk(sorted(keys)):
        query = (
            select(actors.c.key, reports.c.n, reports.c.day).join(reports, reports.c.n == actors.c.report)
            .where(actors.c.key.in_(part)).order_by(actors.c.key, reports.c.key)
        )  # fmt: skip
        for key, number, day in connection.execute(query):
            if len(numbers[key]) < REPORTS and number not in numbers[key]:
                numbers[key].append(number)
            if day:
                first, last = days.get(key, (day, day))
                days[key] = min(first, day), max(last, day)
    return days, numbers


def _load_beside(connection: Connection, what: str, numbers: Collection[int]) -> dict[int, set[tuple[str, str]]]:
    """The keys and types of `actors`, or the folded names and features of `places`, in reports."""
    table, reports = schema.metadata.tables[what], schema.reports
    value, kind = (table.c.key, table.c.type) if what == "actors" else (table.c.name_key, table.c.feature)
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for part in chunk(sorted(numbers)):
        query = (
            select(reports.c.n, value, func.coalesce(kind, ""))
            .join(table, (table.c.n >= reports.c.n * schema.ATOMS) & (table.c.n < (reports.c.n + 1) * schema.ATOMS))
            .where(reports.c.n.in_(part), func.coalesce(value, "") != "")
        )
        for number, *pair in connection.execute(query):
            found[number].add((pair[0], pair[1]))
    return found

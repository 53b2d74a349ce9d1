"""A store in a PostgreSQL database, where many people share one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    and_,
    column,
    create_engine,
    false,
    func,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.sql.selectable import Select

from sayso.errors import StoreError
from sayso.store.finding import EARTH_KM, WORD_TABLES, Box, weigh

# One lock for all that write to sayso's tables in one database.
_LOCK = 0x73617973
# A tsvector holds a megabyte at most: of longer reports only the beginning is found by its words.
LONGEST = 300_000
# Whether there are points without a place, or places that have no point or another one.
_MISPLACED = """
SELECT (SELECT count(*) FROM place_boxes) <> (SELECT count(*) FROM places WHERE lat IS NOT NULL AND lon IS NOT NULL)
    OR EXISTS (SELECT 1 FROM places LEFT JOIN place_boxes AS points ON points.n = places.n
               WHERE lat IS NOT NULL AND lon IS NOT NULL AND (at[0] = lon AND at[1] = lat) IS NOT TRUE)
"""


def open_engine(url: URL) -> Engine:
    """An engine on psycopg.

    Raises:
        StoreError: when psycopg is not installed.
    """
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, isolation_level="READ COMMITTED"
        )
    except ModuleNotFoundError as error:
        raise StoreError("PostgreSQL needs psycopg; install it: pip install 'sayso[postgres]'") from error


def _weigh(rows: Iterable[Any]) -> int:
    return sum(weigh(f"{row[0]} {row[1]}", 1) for row in rows) % (1 << 64)


class PostgresFinding:
    """`tsvector` with the configuration `simple`, as the words come folded; a GiST index for places."""

    def create(self, connection: Connection) -> None:
        for name in WORD_TABLES.values():
            connection.execute(text(f"CREATE TABLE {name} (n bigint PRIMARY KEY, words tsvector NOT NULL)"))
            connection.execute(text(f"CREATE INDEX {name}_found ON {name} USING gin (words)"))
        connection.execute(text("CREATE TABLE place_boxes (n bigint PRIMARY KEY, at point NOT NULL)"))
        connection.execute(text("CREATE INDEX place_boxes_found ON place_boxes USING gist (at)"))

    def lock(self, connection: Connection) -> None:
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    def add_words(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        if rows:
            statement = f"INSERT INTO {WORD_TABLES[table]} VALUES (:n, to_tsvector('simple', :words))"
            connection.execute(text(statement), [{"n": n, "words": words[:LONGEST]} for n, words in rows])

    def drop_words(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        if rows:
            statement = f"DELETE FROM {WORD_TABLES[table]} WHERE n = :n"
            connection.execute(text(statement), [{"n": n} for n, _ in rows])

    def add_places(self, connection: Connection, rows: Sequence[tuple[int, float, float]]) -> None:
        if rows:
            statement = "INSERT INTO place_boxes VALUES (:n, point(:lon, :lat))"
            connection.execute(text(statement), [{"n": n, "lat": lat, "lon": lon} for n, lat, lon in rows])

    def drop_places(self, connection: Connection, numbers: Sequence[int]) -> None:
        if numbers:
            connection.execute(text("DELETE FROM place_boxes WHERE n = :n"), [{"n": n} for n in numbers])

    def check(self, connection: Connection) -> Iterator[str]:
        if connection.execute(text(_MISPLACED)).scalar():
            yield "place_boxes: places are not found where they are"

    def weigh_words(self, connection: Connection, table: str) -> int:
        return _weigh(connection.execute(text(f"SELECT n, words::text FROM {WORD_TABLES[table]}")))

    def weigh_rows(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> int:
        given = [{"n": n, "words": words[:LONGEST]} for n, words in rows]
        query = text("SELECT CAST(:n AS bigint), to_tsvector('simple', :words)::text")
        return sum(_weigh(connection.execute(query, each)) for each in given) % (1 << 64)

    def match(self, table_name: str, phrases: Sequence[str]) -> Select[Any]:
        words = table(WORD_TABLES[table_name], column("n"), column("words"))
        found = [words.c.words.op("@@")(func.phraseto_tsquery("simple", phrase)) for phrase in phrases]
        return select(words.c.n).where(and_(*found))

    def near(self, boxes: Sequence[Box]) -> Select[Any]:
        points = table("place_boxes", column("n"), column("at"))
        inside = [
            points.c.at.op("<@")(func.box(func.point(b.west, b.south), func.point(b.east, b.north))) for b in boxes
        ]
        return select(points.c.n).where(or_(false(), *inside))

    def distance(self, lat: ColumnElement[Any], lon: ColumnElement[Any], at: tuple[float, float]) -> ColumnElement[Any]:
        here, there = func.radians(literal(at[0])), func.radians(lat)
        across = func.sin(func.radians(lon - at[1]) / 2)
        height = func.power(func.sin((here - there) / 2), 2) + func.cos(here) * func.cos(there) * across * across
        return 2 * EARTH_KM * func.asin(func.sqrt(func.least(1.0, height)))

"""A store in one SQLite file: WAL, so that readers never wait for the writer; full sync, so that nothing is lost."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    and_,
    column,
    create_engine,
    event,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.sql.selectable import Select

from sayso.errors import StoreError
from sayso.store.finding import WORD_TABLES, Box, km_between, weigh

WAIT_SECONDS = 120.0
_FTS = "fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
# Whether there are boxes without a place, or places that their boxes, which hold 32-bit numbers, are not around.
_MISPLACED = """
SELECT (SELECT count(*) FROM place_boxes) <> (SELECT count(*) FROM places WHERE lat IS NOT NULL AND lon IS NOT NULL)
    OR EXISTS (SELECT 1 FROM places LEFT JOIN place_boxes AS boxes ON boxes.n = places.n
               WHERE lat IS NOT NULL AND lon IS NOT NULL AND NOT coalesce(
                   lat BETWEEN south AND north AND lon BETWEEN west AND east
                   AND north - south < 0.00005 AND east - west < 0.00005, 0))
"""
_PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-16000")


def open_engine(path: Path, *, create: bool) -> Engine:
    """An engine whose transactions begin when we say so, the writing ones IMMEDIATE.

    Raises:
        StoreError: when the file is missing and `create` is False.
    """
    if not create and not path.exists():
        raise StoreError(f"there is no store at {path}; `sayso add` makes one, --store names another")
    mode = "rwc" if create else "rw"

    def connect() -> sqlite3.Connection:
        try:
            return _connect(path, mode)
        except sqlite3.OperationalError as error:
            if mode == "rw" and "readonly" in str(error):
                return _connect(path, "ro")
            raise

    # The address is only a name here: `connect` opens the file.
    engine = create_engine("sqlite+pysqlite:///sayso", creator=connect, pool_size=4, max_overflow=60)
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if mode != "ro":
            _use_wal(connection)
        connection.create_function("km_between", 4, km_between, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turn WAL on. SQLite does not wait for others in this one step, so we do."""
    ending = time.monotonic() + WAIT_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ending:
                raise
            time.sleep(0.01)


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("sayso_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _weigh(connection: Connection, schema: str, table_name: str) -> int:
    """A sum over all words of a full-text table and where they stand."""
    connection.execute(text(f"CREATE VIRTUAL TABLE temp.all_words USING fts5vocab({schema}, {table_name}, instance)"))
    try:
        query = 'SELECT term, sum(doc % 1000003 * 8191 + "offset") FROM temp.all_words GROUP BY term'
        return sum(weigh(term, places) for term, places in connection.execute(text(query))) % (1 << 64)
    finally:
        connection.execute(text("DROP TABLE temp.all_words"))


class SqliteFinding:
    """FTS5 for words, kept without a second copy of them; an R*Tree for places."""

    def create(self, connection: Connection) -> None:
        for name in WORD_TABLES.values():
            connection.execute(text(f"CREATE VIRTUAL TABLE {name} USING {_FTS}"))
        connection.execute(text("CREATE VIRTUAL TABLE place_boxes USING rtree(n, south, north, west, east)"))

    def lock(self, connection: Connection) -> None:
        return  # BEGIN IMMEDIATE has

    def add_words(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        if rows:
            statement = f"INSERT INTO {WORD_TABLES[table]}(rowid, words) VALUES (:n, :words)"
            connection.execute(text(statement), [{"n": n, "words": words} for n, words in rows])

    def drop_words(self, connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        name = WORD_TABLES[table]
        if rows:
            statement = f"INSERT INTO {name}({name}, rowid, words) VALUES ('delete', :n, :words)"
            connection.execute(text(statement), [{"n": n, "words": words} for n, words in rows])

    def add_places(self, connection: Connection, rows: Sequence[tuple[int, float, float]]) -> None:
        if rows:
            statement = "INSERT INTO place_boxes VALUES (:n, :lat, :lat, :lon, :lon)"
            connection.execute(text(statement), [{"n": n, "lat": lat, "lon": lon} for n, lat, lon in rows])

    def drop_places(self, connection: Connection, numbers: Sequence[int]) -> None:
        if numbers:
            connection.execute(text("DELETE FROM place_boxes WHERE n = :n"), [{"n": n} for n in numbers])

    def check(self, connection: Connection) -> Iterator[str]:
        for found in connection.execute(text("PRAGMA integrity_check")).scalars():
            if found != "ok":
                yield f"the database: {found}"
        for found in connection.execute(text("SELECT rtreecheck('place_boxes')")).scalars():
            if found != "ok":
                yield f"place_boxes: {found}"
        if connection.execute(text(_MISPLACED)).scalar():
            yield "place_boxes: places are not found where they are"

    def weigh_words(self, connection: Connection, table: str) -> int:
        return _weigh(connection, "main", WORD_TABLES[table])

    def weigh_rows(self, connection: Connection, rows: Sequence[tuple[int, str]]) -> int:
        if not rows:
            return 0
        connection.execute(text(f"CREATE VIRTUAL TABLE temp.new_words USING {_FTS}"))
        try:
            statement = "INSERT INTO temp.new_words(rowid, words) VALUES (:n, :words)"
            connection.execute(text(statement), [{"n": n, "words": words} for n, words in rows])
            return _weigh(connection, "temp", "new_words")
        finally:
            connection.execute(text("DROP TABLE temp.new_words"))

    def match(self, table_name: str, phrases: Sequence[str]) -> Select[Any]:
        name = WORD_TABLES[table_name]
        # Folded phrases hold letters, digits and blanks only; in quotes no word of them is an operator.
        query = " ".join(f'"{phrase}"' for phrase in phrases)
        words = table(name, column("rowid"), column("words"))
        return select(words.c.rowid).where(literal_column(name).op("MATCH")(query))

    def near(self, boxes: Sequence[Box]) -> Select[Any]:
        tree = table("place_boxes", *(column(name) for name in ("n", "south", "north", "west", "east")))
        return select(tree.c.n).where(or_(*(
            and_(tree.c.north >= b.south, tree.c.south <= b.north, tree.c.east >= b.west, tree.c.west <= b.east)
            for b in boxes
        )))

    def distance(self, lat: ColumnElement[Any], lon: ColumnElement[Any], at: tuple[float, float]) -> ColumnElement[Any]:
        return func.km_between(lat, lon, at[0], at[1], type_=Float)

"""What `sayso watch` must remember: when each feed was asked and what it answered, which pages were fetched, which
reports each saved query has been asked about. Bookkeeping: nothing of it is in a canonical export.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import Column, Connection, Integer, String, Table, Text, delete, func, select

from sayso.store import schema
from sayso.store.columns import Number
from sayso.store.database import Database

feeds = Table(
    "watched_feeds", schema.metadata,
    Column("address", Text, primary_key=True), Column("etag", Text), Column("modified", Text),
    Column("due", String, nullable=False), Column("failures", Integer, nullable=False),
)  # fmt: skip
pages = Table(
    "watched_pages", schema.metadata,
    Column("address", Text, primary_key=True), Column("failures", Integer, nullable=False),
)  # fmt: skip
asked = Table(
    "watched_queries", schema.metadata,
    Column("query", String, primary_key=True), Column("upto", Number, nullable=False),
)  # fmt: skip
TABLES = (feeds, pages, asked)
# A page that could not be fetched so often is not tried again.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class FeedState:
    """How things stand with a feed.

    Attributes:
        etag, modified: what its last answer said of itself (RFC 9110).
        due: ISO time (UTC) before which it is not asked again.
        failures: how often in a row it could not be had.
    """

    address: str
    etag: str | None = None
    modified: str | None = None
    due: str = ""
    failures: int = 0


class Watched:
    """The memory of watching in a store; every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def feed(self, address: str) -> FeedState:
        """How things stand with the feed at an address; as new where it was never asked."""
        with self._database.read() as connection:
            row = connection.execute(select(feeds).where(feeds.c.address == address)).mappings().first()
        return FeedState(address) if row is None else FeedState(**row)

    def note_feed(self, state: FeedState) -> None:
        with self._database.write() as connection:
            _put(connection, feeds, "address", asdict(state))

    def is_done(self, address: str) -> bool:
        """Whether the page at an address was fetched, or failed so often that it is left."""
        with self._database.read() as connection:
            failures = connection.execute(select(pages.c.failures).where(pages.c.address == address)).scalar()
        return failures is not None and (failures == 0 or failures >= _TRIES)

    def note_pages(self, fetched: Mapping[str, bool]) -> None:
        """Note which pages were fetched (True) and which could not be."""
        with self._database.write() as connection:
            for address, ok in sorted(fetched.items()):
                found = connection.execute(select(pages.c.failures).where(pages.c.address == address)).scalar()
                _put(connection, pages, "address", {"address": address, "failures": 0 if ok else (found or 0) + 1})

    def newest(self) -> int:
        """The number of the report that was added last; 0 in an empty store."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.max(schema.reports.c.n))).scalar() or 0)

    def upto(self, query: str) -> int | None:
        """The number of the last report that a query was asked about, None before its first time."""
        with self._database.read() as connection:
            found = connection.execute(select(asked.c.upto).where(asked.c.query == query)).scalar()
        return None if found is None else int(found)

    def note_asked(self, queries: Iterable[str], number: int) -> None:
        """The queries have been asked about the reports up to this number."""
        with self._database.write() as connection:
            for query in queries:
                _put(connection, asked, "query", {"query": query, "upto": number})

    def reports_after(self, number: int) -> list[tuple[int, str]]:
        """Numbers and keys of the reports added after the one of this number."""
        table = schema.reports
        with self._database.read() as connection:
            rows = connection.execute(select(table.c.n, table.c.key).where(table.c.n > number).order_by(table.c.n))
            return [(row.n, row.key) for row in rows]


def _put(connection: Connection, table: Table, key: str, row: Mapping[str, object]) -> None:
    connection.execute(delete(table).where(table.c[key] == row[key]))
    connection.execute(table.insert(), [dict(row)])

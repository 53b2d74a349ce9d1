"""One database under a store: how it is opened, its transactions, and its errors told in our words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from sayso.errors import StoreError
from sayso.store import postgres, sqlite
from sayso.store.finding import Finding

_HINTS = {
    "database or disk is full": "the disk is full; make room and run the same command again, nothing is half-written",
    "no space left": "the disk is full; make room and run the same command again, nothing is half-written",
    "disk i/o error": "the disk cannot be written or read; see whether it is full or failing",
    "readonly database": "it is read-only; change the permissions of the file and its folder",
    "unable to open database file": "it cannot be opened; see that its folder exists and may be written",
    "file is not a database": "it is no SQLite file",
    "malformed": "the file is damaged; `sayso verify` on a backup tells whether that one is whole",
    "is locked": "another program holds it locked for over a minute; end that program",
}


class Database:
    """An opened database.

    Attributes:
        name: where it is, without any password.
        finding: how this kind of database finds words and places.
    """

    def __init__(self, engine: Engine, name: str, finding: Finding) -> None:
        self.engine, self.name, self.finding = engine, name, finding

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store, whatever others write meanwhile."""
        with explain(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """The one transaction that may write now; all of it comes to be, or nothing."""
        with explain(self.name), self.engine.connect() as plain:
            connection = plain.execution_options(sayso_write=True)
            with connection.begin():
                self.finding.lock(connection)
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_database(where: str | Path, *, create: bool = True) -> Database:
    """The database at a path (SQLite) or a `postgresql://` address; its tables may still be missing.

    Raises:
        StoreError: when it cannot be opened.
    """
    text = str(where)
    if "://" not in text:
        return Database(sqlite.open_engine(Path(text), create=create), text, sqlite.SqliteFinding())
    try:
        url = make_url(text)
    except SQLAlchemyError as error:
        raise StoreError(f"{text.split('://')[0]}://...: not an address of a store: {error}") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(f"{url.get_backend_name()!r} is no store; give a path or a postgresql:// address")
    name = url.render_as_string(hide_password=True)
    return Database(postgres.open_engine(url), name, postgres.PostgresFinding())


@contextlib.contextmanager
def explain(name: str) -> Iterator[None]:
    """Turn the database's errors into StoreError."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip()
        hint = next((hint for mark, hint in _HINTS.items() if mark in said.lower()), said)
        raise StoreError(f"store {name}: {hint}") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"store {name}: a name holds characters that are no text") from error

"""A store with a row in every table, and ways to change a byte in it."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

from store_making import make_numbered

from sayso.errors import StoreError
from sayso.link.linker import link_new
from sayso.store import Correction, Decision, Rating, Retrieval, Store, report_key

REPORTS = 4
# The tables whose every value `sayso verify` knows: all that is read, decided and counted, and the log.
TOLD = (
    "reports", "originals", "log", "readings", "actors", "times", "places", "claims", "events", "sides",
    "identities", "sources", "monthly_pairs", "monthly_countries", "decisions", "corrections", "ratings",
)  # fmt: skip


def make_store(where: Path, reports: int = REPORTS) -> Path:
    with Store.open(where) as store:
        for number in range(reports):
            store.put(make_numbered(number), Retrieval(original=b"<p>page %d</p>" % number, address="https://a.example"))
        link_new(store)
        keys = [report_key(make_numbered(number).report) for number in range(2)]
        made = store.decide([Decision("copy", keys[0], keys[1], "different", "ana", person=True)])
        store.decide([Decision("cites", keys[0], keys[1], "same", "ana", person=True)])
        store.undo_decision(made[0], "ben")
        store.correct(Correction(0, "claim", "c1", "reject", {}, {}, "ana", "a caption", ""))
        store.rate(Rating("source", "Lantern Post", "B", "ana", "", ""))
    return where


def list_cells(where: Path) -> dict[str, list[tuple[int, str]]]:
    """Row number and column of every value that is there, by table."""
    connection = sqlite3.connect(where)
    found = {}
    for table in TOLD:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        rows = connection.execute(f"SELECT rowid, * FROM {table}").fetchall()
        found[table] = [
            (row[0], column) for row in rows for column, value in zip(columns, row[1:], strict=True)
            if value not in (None, "")
        ]  # fmt: skip
    connection.close()
    return found


def change(where: Path, table: str, row: int, column: str, chance: random.Random) -> None:
    """Change one character, byte or digit of a value."""
    connection = sqlite3.connect(where)
    connection.execute("PRAGMA foreign_keys=OFF")
    (value,) = connection.execute(f'SELECT "{column}" FROM {table} WHERE rowid = ?', (row,)).fetchone()
    try:
        connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (_flip(value, chance), row))
    except sqlite3.IntegrityError:  # another row has this very key
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
    connection.commit()
    connection.close()


def _flip(value: Any, chance: random.Random) -> Any:
    if isinstance(value, int):
        return 1 - value if value in (0, 1) else value ^ 1 << chance.randrange(4)
    if isinstance(value, float):
        return value + 0.25
    at = chance.randrange(len(value))
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :]
    return value[:at] + ("x" if value[at] != "x" else "y") + value[at + 1 :]


def find_damage(where: Path) -> list[str]:
    """What `sayso verify` says is wrong; a store that cannot be opened says so too."""
    try:
        with Store.open(where, create=False) as store:
            return [line for line in store.verify() if isinstance(line, str)]
    except StoreError as error:
        return [str(error)]


def read_all(where: Path) -> dict[str, list[Any]]:
    """Every value of every table, those of the database's own among them; or what is said where it cannot be read."""
    connection = sqlite3.connect(where)
    connection.text_factory = bytes
    try:
        named = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        plain = [name.decode() for name, sql in named if b"VIRTUAL" not in sql]
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in plain}
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return {str(error): []}
    finally:
        connection.close()

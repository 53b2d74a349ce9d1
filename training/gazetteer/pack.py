"""Rows to the gazetteer's file: SQLite, read-only, the same bytes for the same rows, then LZMA."""

from __future__ import annotations

import hashlib
import lzma
import sqlite3
from pathlib import Path

from gazetteer.rows import Row
from sayso.norm.folding import fold_name, fold_sound

SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE places (id INTEGER PRIMARY KEY, geonames INTEGER, name TEXT, lat INTEGER, lon INTEGER, country TEXT,
                     admin1 INTEGER, admin2 INTEGER, feature TEXT, population INTEGER);
CREATE TABLE names (key TEXT, place INTEGER, kind INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE codes (code TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
CREATE TABLE sounds (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""
FORMAT = "1"
ENGLISH = frozenset({"USA", "GBR", "CAN", "AUS", "NZL", "IRL"})  # no transliterations there


def pack_rows(rows: list[Row], target: Path) -> None:
    """Write `rows` as an SQLite file at `target`, which must not exist."""
    base = sqlite3.connect(target, isolation_level=None)
    base.executescript(SCHEMA)
    base.execute("BEGIN")
    base.executemany("INSERT INTO meta VALUES (?, ?)", [("format", FORMAT), ("places", str(len(rows)))])
    ids = {row.code: i for i, row in enumerate(rows, 1) if row.code}
    places = [_place(i, row, ids) for i, row in enumerate(rows, 1)]
    base.executemany("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?)", places)
    first = sorted((code, i) for code, i in ids.items() if code and code.count(".") == 1)
    base.executemany("INSERT INTO codes VALUES (?,?)", first)
    names: dict[tuple[str, int], int] = {}
    sounds: set[tuple[str, int]] = set()
    for i, row in enumerate(rows, 1):
        for name, kind in row.names:
            key = fold_name(name)
            if key:
                names[key, i] = min(kind, names.get((key, i), kind))
            if row.country not in ENGLISH and row.feature[:2] in ("PP", "AD") and len(sound := fold_sound(name)) > 3:
                sounds.add((sound, i))
    base.executemany("INSERT INTO names VALUES (?,?,?)", sorted((key, i, kind) for (key, i), kind in names.items()))
    base.executemany("INSERT INTO sounds VALUES (?,?)", sorted(s for s in sounds if s not in names))
    base.execute("COMMIT")
    base.execute("VACUUM")
    base.close()


def _place(i: int, row: Row, ids: dict[str | None, int]) -> tuple[object, ...]:
    """Coordinates in units of 1e-4 degree, 11 m."""
    lat, lon = (round(x * 10_000) for x in row.point)
    return (i, row.geonames, row.name, lat, lon, row.country, ids.get(row.admin1) if row.admin1 else None,
            ids.get(row.admin2) if row.admin2 else None, row.feature, row.population)


def compress(source: Path, target: Path) -> str:
    """Write `source` compressed to `target` (xz) and return the SHA-256 of `source` in hex."""
    content = source.read_bytes()
    target.write_bytes(lzma.compress(content, preset=9 | lzma.PRESET_EXTREME))
    return hashlib.sha256(content).hexdigest()

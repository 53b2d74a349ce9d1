"""The gazetteer: some 300,000 places of the world by their names.

The file (docs/gazetteer.md) is an SQLite database, shipped compressed. The first look-up of an installation unpacks it
into the user's cache; where that cannot be written it is unpacked for the process alone. Many processes may do so at
once: each writes a file of its own and renames it into place.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import sqlite3
import tempfile
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import platformdirs

from sayso.errors import ResourceError
from sayso.norm.countries import find_capital, find_country, find_land, find_nationality, get_country
from sayso.norm.folding import fold_name, fold_sound
from sayso.resources import find_file

__all__ = [
    "Entry", "Gazetteer", "find_capital", "find_country", "find_land", "find_nationality", "get_country",
    "open_gazetteer",
]

FILE = "gazetteer.sqlite.xz"
FORMAT = "1"
_COLUMNS = "p.id, p.geonames, p.name, p.lat, p.lon, p.country, p.admin1, p.admin2, p.feature, p.population"
_BY_NAME = f"SELECT {_COLUMNS}, n.kind FROM names n JOIN places p ON p.id = n.place WHERE n.key = ? ORDER BY p.id"
_BY_SOUND = f"SELECT {_COLUMNS}, 3 FROM sounds n JOIN places p ON p.id = n.place WHERE n.key = ? ORDER BY p.id"
_BY_ID = f"SELECT {_COLUMNS}, 0 FROM places p WHERE p.id = ?"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer, as one of its names found it.

    `lat`, `lon` in degrees; `country` alpha-3; `admin1`, `admin2` the `id` of the divisions above it; `kind` how the
    name names it: 0 its own name, 1 another one, 2 one without its kind ("Franklin" County), 3 one that sounds alike.
    """

    id: int
    geonames: int | None
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: int | None
    admin2: int | None
    feature: str
    population: int
    kind: int


class Gazetteer:
    """Look-ups in one gazetteer file, usable from several threads; about 50 µs each, less when asked again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self.find = lru_cache(maxsize=16384)(self._find)
        self.find_alike = lru_cache(maxsize=4096)(self._find_alike)
        self.get = lru_cache(maxsize=16384)(self._get)

    def _find(self, name: str) -> tuple[Entry, ...]:
        """The places called `name`, whatever its case, accents, apostrophes and hyphens."""
        return self._query(_BY_NAME, fold_name(name))

    def _find_alike(self, name: str) -> tuple[Entry, ...]:
        """The places that have a name which `name` may be another transliteration of."""
        sound = fold_sound(name)
        return self._query(_BY_SOUND, sound) if len(sound) > 3 else ()

    def _get(self, id: int) -> Entry | None:
        """The place with this `id`."""
        found = self._query(_BY_ID, id)
        return found[0] if found else None

    def get_division(self, code: str) -> Entry | None:
        """The first-level division with this GeoNames code ("US.TX")."""
        row = self._connection().execute("SELECT place FROM codes WHERE code = ?", (code,)).fetchone()
        return self.get(row[0]) if row else None

    def _query(self, sql: str, key: str | int) -> tuple[Entry, ...]:
        if key == "":
            return ()
        rows = self._connection().execute(sql, (key,))
        return tuple(Entry(r[0], r[1], r[2], r[3] / 10_000, r[4] / 10_000, *r[5:]) for r in rows)

    def _connection(self) -> sqlite3.Connection:
        """One connection a thread and process: SQLite's must not cross a fork."""
        if getattr(self._local, "pid", None) != os.getpid():
            self._local.base = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True)
            self._local.pid = os.getpid()
        return self._local.base  # type: ignore[no-any-return]


@cache
def open_gazetteer() -> Gazetteer:
    """The gazetteer of this installation, unpacked when it is not yet.

    Raises:
        ResourceError: when the shipped file is missing or broken.
    """
    packed = find_file(FILE).read_bytes()
    name = f"gazetteer-{hashlib.sha256(packed).hexdigest()[:16]}.sqlite"
    folder = Path(platformdirs.user_cache_dir("sayso"))
    if not _is_sound(folder / name):
        folder = _unpack(packed, folder, name)
    return Gazetteer(folder / name)


def _unpack(packed: bytes, folder: Path, name: str) -> Path:
    """Unpack into `folder`, or into a temporary one where that fails; the folder that holds the file."""
    try:
        content = lzma.decompress(packed)
    except lzma.LZMAError as error:
        raise ResourceError(f"data file {FILE!r} is broken ({error}); install sayso again") from error
    for target in (folder, Path(tempfile.gettempdir()) / f"sayso-{_user()}"):
        with suppress(OSError):
            target.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not _is_sound(target / name):
                _write(content, target / name)
            return target
    raise ResourceError(f"cannot unpack {FILE!r}: neither {folder} nor the folder for temporary files can be written")


def _write(content: bytes, path: Path) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            os.unlink(part)
        raise


def _is_sound(path: Path) -> bool:
    """Whether `path` is a gazetteer of this format, readable and whole."""
    try:
        if not path.is_file():
            return False
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            meta = dict(base.execute("SELECT key, value FROM meta"))
            last = base.execute("SELECT max(id) FROM places").fetchone()[0]
            return bool(meta.get("format") == FORMAT and last == int(meta["places"]))
    except (sqlite3.Error, KeyError, TypeError, ValueError, OSError):
        return False


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")

"""The user's own knowledge base: a table beside the shipped ones, in a file of the user's.

It has the shipped tables' columns and two more: `id`, an identifier for a reading's `kb` where there is no Wikidata
number, and `source`, the file that the row was imported from. Rows of a file that is imported again replace the
old ones.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Iterable
from pathlib import Path

import platformdirs

from sayso.errors import InputError

VARIABLE = "SAYSO_KB"
COLUMNS = ("name", "aliases", "type", "sector", "sector2", "country", "from", "to", "wikidata", "id", "source")
Row = dict[str, str]


def own_path(path: str | Path | None = None) -> Path:
    """Where the user's knowledge base is: `path`, else $SAYSO_KB, else the user's data folder."""
    named = path or os.environ.get(VARIABLE)
    return Path(named) if named else Path(platformdirs.user_data_dir("sayso")) / "kb.csv"


def load_rows(path: Path | None = None) -> tuple[Row, ...]:
    """The user's rows, none where there is no file.

    Raises:
        InputError: when the file is not such a table.
    """
    path = path or own_path()
    if not path.is_file():
        return ()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the knowledge base cannot be read: {error}", path=str(path)) from error
    rows = csv.DictReader(io.StringIO(text))
    if rows.fieldnames is None or not set(COLUMNS) <= set(rows.fieldnames):
        raise InputError(f"not a knowledge base of sayso; its columns are {', '.join(COLUMNS)}", path=str(path))
    return tuple({key: row[key] or "" for key in COLUMNS} for row in rows)


def save_rows(rows: Iterable[Row], path: Path) -> None:
    """Put `rows` in the place of the file, whole or not at all.

    Raises:
        InputError: when it cannot be written.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8", errors="replace", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise InputError(f"the knowledge base cannot be written: {error.strerror}", path=str(path)) from error


def own_fingerprint() -> str | None:
    """The first 12 hex digits of the SHA-256 of the user's knowledge base, None where there is none."""
    path = own_path()
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else None

"""Other knowledge bases brought into the user's own: CSV, FollowTheMoney, Wikidata, PETRARCH dictionaries.

A line that cannot be read is named with its reason and skipped; the rest of the file is imported.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from sayso.errors import InputError
from sayso.norm import kb_csv, kb_ftm, kb_petrarch, kb_wikidata
from sayso.norm.kb import forget
from sayso.norm.kb_line import BadLine, Line
from sayso.norm.kb_own import COLUMNS, Row, load_rows, own_path, save_rows
from sayso.norm.names import is_acronym, name_key

Reader = Callable[[Iterator[Line]], Iterator[Row | BadLine]]
FORMATS: dict[str, Reader] = {
    "csv": kb_csv.read, "ftm": kb_ftm.read, "wikidata": kb_wikidata.read, "petrarch": kb_petrarch.read,
}
_CODE = re.compile(r"\[[^\[\]]*\]|^\+|_\s*(?:[;#].*)?$", re.MULTILINE)
_MOST_ALIASES = 60
_LONGEST = 16 << 20  # characters of a line; the longest items of Wikidata have some three million


@dataclass
class Imported:
    """What came of a file: how many actors were imported, and the lines that could not be read."""

    path: str
    format: str
    actors: int = 0
    bad: list[InputError] = field(default_factory=list)


def import_file(path: str, *, into: Path | None = None, format: str | None = None) -> Imported:
    """Bring a file into the user's knowledge base; what an earlier import of it brought is replaced.

    Args:
        path: the file, plain or gzipped.
        into: the knowledge base; the user's own when left out.
        format: one of `FORMATS`; found from the file when left out.

    Raises:
        InputError: when the file cannot be read at all, or its format cannot be told.
    """
    target = into or own_path()
    kept = [row for row in load_rows(target) if row["source"] != Path(path).name]
    name = format or find_format(path)
    done = Imported(path, name)
    fresh: list[Row] = []
    for item in FORMATS[name](_lines(path)):
        if isinstance(item, BadLine):
            done.bad.append(InputError(item.reason, path=path, line=item.line))
        else:
            fresh.append(dict.fromkeys(COLUMNS, "") | item | {"source": Path(path).name})
    rows = [_tidy(row) for row in fresh]
    done.actors = len({(row["name"], row["country"], row["id"]) for row in rows})
    save_rows([*kept, *rows], target)
    forget()
    return done


def find_format(path: str) -> str:
    """The format of a file, from its beginning.

    Raises:
        InputError: when it is none of them.
    """
    first = [text for _, (_, text) in zip(range(200), _lines(path), strict=False) if text.strip()]
    if not first:
        raise InputError("the file is empty", path=path)
    start = next((t for t in first if t.strip().strip("[],")), first[0]).strip().rstrip(",")
    if start.startswith("{"):
        try:
            found = json.loads(start)
        except (ValueError, RecursionError):
            found = {}
        return "ftm" if "schema" in found else "wikidata"
    header = next((t for t in first if not t.startswith("#")), first[0])
    if "name" in [cell.strip().strip('"').lower() for cell in re.split(r"[,;\t]", header)]:
        return "csv"
    if any(_CODE.search(t) for t in first):
        return "petrarch"
    raise InputError(f"not one of {', '.join(FORMATS)}; say which with --format", path=path)


def _lines(path: str) -> Iterator[Line]:
    opener = gzip.open if path.endswith(".gz") else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", errors="replace", newline=None) as lines:
            for number in count(1):
                line = lines.readline(_LONGEST + 1)
                if len(line) > _LONGEST:
                    raise InputError(f"the line has over {_LONGEST:,} characters", path=path, line=number)
                if not line:
                    return
                yield number, line.rstrip("\n")
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", path=path) from error


def _tidy(row: Row) -> Row:
    """A row whose names are on one line and tell something: no single words beside a person's full name."""
    name = " ".join(row["name"].replace("|", "/").split())
    aliases = dict.fromkeys(" ".join(a.split()) for a in row["aliases"].split("|"))
    good = [a for a in aliases if a and name_key(a) != name_key(name) and _tells(a, row["type"])]
    return row | {"name": name, "aliases": "|".join(good[:_MOST_ALIASES])}


def _tells(alias: str, type: str) -> bool:
    if " " in alias or "-" in alias:
        return True
    return type != "person" and (is_acronym(alias) or len(alias) > 3)

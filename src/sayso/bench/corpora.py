"""The benchmark folder: corpora under `data`, scorers under `score`, and what is measured on each (measures.yml)."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.errors import BenchError
from sayso.resources import load_yaml
from sayso.types import Report, make_report


@dataclass(frozen=True, slots=True)
class Measure:
    """One corpus with its scorer; `figures` maps a figure's name to the keys that lead to it in the scorer's JSON.

    `more`: figures that the scorer does not print, by a kind of `sayso.bench.more` and what is wanted of it.

    `own`: the scorer is a module of this package that runs by itself, not a file in the benchmark folder. `share`: of
    the incidents of the corpus that are read. `on_request`: measured only when asked for by name.
    """

    name: str
    corpus: str
    gold: str
    scorer: str
    task: str
    noise: float
    figures: dict[str, list[str]]
    arguments: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    intervals: dict[str, list[str]] = field(default_factory=dict)
    scale: int = 1
    more: dict[str, list[str]] = field(default_factory=dict)
    own: bool = False
    share: float = 1.0
    on_request: bool = False

    def gold_path(self, folder: Path) -> Path:
        return folder / "data" / self.corpus / self.gold

    def scorer_path(self, folder: Path) -> Path:
        return Path(__file__).with_name(self.scorer) if self.own else folder / "score" / self.scorer


def load_measures() -> list[Measure]:
    """Every measure, in the order of the data file."""
    table: dict[str, dict[str, Any]] = load_yaml("measures.yml")
    return [
        Measure(name=name, **{**entry, **{key: tuple(entry.get(key, ())) for key in ("arguments", "verbs", "rest")}})
        for name, entry in table.items()
    ]


def find_measures(folder: Path, only: tuple[str, ...] = ()) -> list[Measure]:
    """The measures whose corpus and scorer are in `folder`, or those named by `only`.

    Raises:
        BenchError: when `folder` holds none, or one of `only` is unknown or not there.
    """
    measures = load_measures()
    known = {m.name for m in measures}
    unknown = [name for name in only if name not in known]
    if unknown:
        raise BenchError(f"no measure {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    present = [m for m in measures if m.gold_path(folder).is_file() and m.scorer_path(folder).is_file()]
    wanted = [m for m in present if m.name in only or not (only or m.on_request)]
    missing = sorted(set(only) - {m.name for m in wanted})
    if missing:
        raise BenchError(f"{folder}: corpus or scorer of {', '.join(missing)} is not there")
    if not wanted:
        raise BenchError(f"{folder} holds no corpus; expected data/CORPUS and score/SCORER below it")
    return wanted


def load_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="surrogatepass") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def load_reports(path: Path) -> Iterator[Report]:
    """The reports of a gold file, without what was marked in them."""
    for row in load_lines(path):
        yield make_report(
            row["text"], id=str(row["id"]), published=row.get("published"), outlet=row.get("outlet"),
            title=row.get("title"), url=row.get("url"),
        )


def digest(measure: Measure, folder: Path) -> str:
    """SHA-256 over gold and scorer: figures are comparable only while it is the same."""
    found = hashlib.sha256()
    for path in (measure.gold_path(folder), measure.scorer_path(folder)):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]

"""Figures that the scorers do not print: worked out here from gold and readings, with the scorer's own matching."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sayso.bench.corpora import Measure, load_lines
from sayso.errors import BenchError
from sayso.norm.gazetteer import open_gazetteer


def work_out(measure: Measure, folder: Path, answers: Path) -> dict[str, float | None]:
    """The figures that `measure` names under `more`, as shares; None where there is nothing to measure.

    Raises:
        BenchError: when a figure is unknown, or the scorer cannot be used for its matching.
    """
    found: dict[str, float | None] = {}
    for name, (kind, key) in measure.more.items():
        if kind not in KINDS:
            raise BenchError(f"{measure.name}: no way to work out {kind!r}; there are {', '.join(sorted(KINDS))}")
        found[name] = KINDS[kind](measure, folder, answers).get(key)
    return found


def find_names(measure: Measure, folder: Path, answers: Path) -> dict[str, float | None]:
    """`exact`: the share of gold names of places (literal, with coordinates) that the gazetteer finds by `fold_name`;
    `alike`: by that or by sound. The ceiling of resolution: what is not found cannot be put on the map by name.
    """
    gazetteer = open_gazetteer()
    total = exact = alike = 0
    for row in load_lines(measure.gold_path(folder)):
        for place in row["places"]:
            if place.get("optional") or place.get("lat") is None:
                continue
            total += 1
            known = bool(gazetteer.find(place["text"]))
            exact += known
            alike += known or bool(gazetteer.find_alike(place["text"]))
    return {"exact": exact / total, "alike": alike / total} if total else {}


def split_circumstances(measure: Measure, folder: Path, answers: Path) -> dict[str, float | None]:
    """Of the matched core events, by the scorer's matching: `place given` and `date given`, the share right of those
    that have one in gold, `place none` and `date none`, the share of the others for which none was made up.
    """
    scorer = _load_scorer(measure.scorer_path(folder))
    readings = {line["report"]["id"]: line for line in load_lines(answers)}
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for gold in load_lines(measure.gold_path(folder)):
        report = scorer.Report(gold, readings.get(str(gold["id"])))
        for g, p in report.pairs():
            event = report.gold["events"][g]
            if event.get("optional"):
                continue
            judged = report.right(event, report.reading["events"][p])
            for part in ("place", "date"):
                key = f"{part} {'given' if event.get(part) else 'none'}"
                seen[key] += 1
                right[key] += judged[part]
    return {key: right[key] / seen[key] for key in seen}


KINDS: dict[str, Callable[[Measure, Path, Path], dict[str, float | None]]] = {
    "names": find_names, "circumstances": split_circumstances,
}


def _load_scorer(path: Path) -> Any:
    """The scorer as a module.

    Raises:
        BenchError: when it has no `Report` to match events with.
    """
    spec = importlib.util.spec_from_file_location(f"sayso_scorer_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise BenchError(f"{path} cannot be read as a module")
    module = importlib.util.module_from_spec(spec)
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    if not hasattr(module, "Report"):
        raise BenchError(f"{path} has no Report to match events with")
    return module

"""The quality gate: reached figures are floors, and a figure may not fall below its floor by more than its noise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sayso.bench.corpora import Measure, digest
from sayso.bench.scoring import Figure
from sayso.errors import BenchError

Floors = dict[str, Any]


def load_floors(path: Path) -> Floors:
    """The floors: measure -> {"digest", "figures": {name: value}}; empty when there is no file yet.

    Raises:
        BenchError: when the file is no JSON object.
    """
    if not path.exists():
        return {}
    try:
        floors = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise BenchError(f"{path} is no JSON: {error}") from error
    if not isinstance(floors, dict):
        raise BenchError(f"{path} holds {type(floors).__name__}, expected an object of measures")
    return floors


def check(figures: list[Figure], measures: list[Measure], floors: Floors, folder: Path) -> list[str]:
    """What is wrong, a line each: figures below their floor, and floors of other gold or scorers."""
    wrong = []
    for measure in measures:
        floor = floors.get(measure.name)
        if floor is None:
            continue
        if floor["digest"] != digest(measure, folder):
            wrong.append(f"{measure.name}: gold or scorer is not the one its floors were measured with")
        for figure in figures:
            lowest = floor["figures"].get(figure.name)
            if figure.measure != measure.name or lowest is None:
                continue
            if figure.value is None or figure.value < lowest - measure.noise:
                wrong.append(f"{measure.name}, {figure.name}: {figure.value}, floor {lowest} (noise {measure.noise})")
    return wrong


def raise_floors(
    figures: list[Figure], measures: list[Measure], floors: Floors, folder: Path, *, allow_lower: bool = False
) -> Floors:
    """New floors from the figures reached.

    Raises:
        BenchError: when a floor would go down by more than its noise and `allow_lower` is not set.
    """
    lower = check(figures, measures, floors, folder)
    if lower and not allow_lower:
        raise BenchError("floors are not lowered unasked (--allow-lower):\n  " + "\n  ".join(lower))
    new = dict(floors)
    for measure in measures:
        old = floors.get(measure.name, {}).get("figures", {})
        reached = {f.name: f.value for f in figures if f.measure == measure.name and f.value is not None}
        if not allow_lower:
            reached = {name: max(value, old.get(name, value)) for name, value in reached.items()}
        new[measure.name] = {"digest": digest(measure, folder), "figures": reached}
    return new


def save_floors(floors: Floors, path: Path) -> None:
    path.write_text(json.dumps(floors, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")

"""Figures of one measure: its corpus read, its scorer run, the wanted numbers taken from what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.bench import naming
from sayso.bench.corpora import Measure, load_lines, load_reports
from sayso.bench.incidents import GROUPERS, answer
from sayso.bench.more import work_out
from sayso.errors import BenchError, InputError
from sayso.format import to_json
from sayso.intake.page import extract
from sayso.link.copies import find_copies
from sayso.types import Reading, Report

Read = Callable[[Iterable[Report]], Iterator[Reading]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured number; `interval` is its 95 % bootstrap interval where the scorer gives one."""

    measure: str
    name: str
    value: float | None
    interval: tuple[float, float] | None = None


def score(measure: Measure, folder: Path, read: Read, work: Path) -> list[Figure]:
    """The figures of `measure`, shares as percentages; the readings stay in `work`.

    Raises:
        BenchError: when the scorer fails or does not say what is looked for.
    """
    answers = work / f"{measure.name}.jsonl"
    with answers.open("w", encoding="utf-8", errors="surrogatepass") as out:
        for line in _answers(measure, folder, read):
            out.write(line + "\n")
    return score_answers(measure, folder, answers)


def score_answers(measure: Measure, folder: Path, answers: Path) -> list[Figure]:
    """The figures of `measure` for the answers in a file, whoever gave them.

    Raises:
        BenchError: as for `score`.
    """
    said = _run_scorer(measure, folder, answers)
    scored = [
        Figure(measure.name, name, _take(said, name, path, measure), _interval(said, name, measure))
        for name, path in measure.figures.items()
    ]
    more = work_out(measure, folder, answers) if measure.more else {}
    return scored + [Figure(measure.name, n, None if v is None else round(100 * v, 1)) for n, v in more.items()]


def _answers(measure: Measure, folder: Path, read: Read) -> Iterator[str]:
    gold = measure.gold_path(folder)
    if measure.task == "read":
        yield from map(to_json, read(load_reports(gold)))
        return
    if measure.task == "copies":
        yield from (json.dumps({"reports": group.reports}) for group in find_copies(load_reports(gold)))
        return
    if measure.task in naming.TASKS:
        yield from naming.as_lines(measure, folder)
        return
    if measure.task in GROUPERS:
        yield from answer(measure.task, gold, read, measure.share)
        return
    for row in load_lines(gold):
        try:
            page = extract(row["html"], row.get("url"))
        except InputError:
            continue  # a page without text counts as empty
        yield json.dumps({"id": row["id"], "text": page.text, "title": page.title, "published": page.published})


def _run_scorer(measure: Measure, folder: Path, answers: Path) -> Any:
    command = [
        sys.executable, str(measure.scorer_path(folder)), *measure.verbs, str(measure.gold_path(folder)), str(answers),
        "--json", *measure.arguments,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchError(f"{measure.scorer} on {measure.corpus} ended with {done.returncode}: {done.stderr.strip()}")
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise BenchError(f"{measure.scorer} on {measure.corpus} wrote no JSON: {error}") from error


def _follow(said: Any, path: list[str], measure: Measure) -> Any:
    for key in path:
        if not isinstance(said, dict) or key not in said:
            raise BenchError(f"{measure.scorer} on {measure.corpus} says nothing under {' > '.join(path)}")
        said = said[key]
    return said


def _take(said: Any, name: str, path: list[str], measure: Measure) -> float | None:
    """A figure as a percentage; of those under `rest` what is left of the scorer's share, so that more is better."""
    value = _percent(_follow(said, path, measure), measure)
    return round(100 - value, 1) if value is not None and name in measure.rest else value


def _percent(share: float | None, measure: Measure) -> float | None:
    return None if share is None else round(100 * share / measure.scale, 1)


def _interval(said: Any, name: str, measure: Measure) -> tuple[float, float] | None:
    path = measure.intervals.get(name)
    if path is None:
        return None
    low, high = _follow(said, path, measure)
    return (round(100 * low, 1), round(100 * high, 1))

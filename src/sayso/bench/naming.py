"""Answers for the measures of names and of what actors are: no reports are read for them."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.bench.corpora import Measure, load_lines
from sayso.errors import BenchError
from sayso.link.naming_list import is_body, match_names, read_known
from sayso.link.naming_model import likeness
from sayso.norm.actor_codes import code_phrase

_SAME = 0.5


def answer_names(measure: Measure, folder: Path) -> Iterator[dict[str, Any]]:
    """Who is meant by each alias and each stranger's name, as `sayso names` says it."""
    with tempfile.TemporaryDirectory() as scratch:
        known, queries = make_queries(measure, folder, Path(scratch))
        yield from match_names(read_known(load_lines(known)), load_lines(queries))


def make_queries(measure: Measure, folder: Path, work: Path) -> tuple[Path, Path]:
    """The files of known actors and of names that the scorer makes of its gold.

    Raises:
        BenchError: when the scorer cannot.
    """
    known, queries = work / "known.jsonl", work / "queries.jsonl"
    done = subprocess.run(
        [sys.executable, str(measure.scorer_path(folder)), "make", str(measure.gold_path(folder)), "--kb", str(known),
         "--queries", str(queries)], capture_output=True, text=True, check=False,
    )
    if done.returncode != 0:
        raise BenchError(f"{measure.scorer} on {measure.corpus} made no queries: {done.stderr.strip()}")
    return known, queries


def answer_pairs(measure: Measure, folder: Path) -> Iterator[dict[str, Any]]:
    """Whether the two names of each pair are one actor's, by the names alone."""
    for number, pair in enumerate(load_lines(measure.gold_path(folder))):
        alike = likeness(pair["a"], pair["b"], body=is_body(pair["type"]))
        yield {"pair": number, "same": alike >= _SAME}


def answer_codes(measure: Measure, folder: Path) -> Iterator[dict[str, Any]]:
    """What the actor of each phrase is."""
    for row in load_lines(measure.gold_path(folder)):
        code = code_phrase(row["text"], row.get("context"), row.get("date"))
        yield {"country": code.country, "sector": code.sector, "sector2": code.sector2}


def as_lines(measure: Measure, folder: Path) -> Iterator[str]:
    """The answers of a task of this module as JSON lines."""
    answer = TASKS[measure.task]
    return (json.dumps(found) for found in answer(measure, folder))


TASKS = {"names": answer_names, "pairs": answer_pairs, "codes": answer_codes}

"""One tool on one corpus: its environment made, its answers scored as sayso's are, its CPU time taken."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sayso
from bench.peers.locate import locate
from bench.peers.registry import FIGURES, Peer
from bench.peers.venvs import NotInstalledError, make_environment
from sayso.bench.corpora import Measure, load_lines
from sayso.bench.naming import make_queries
from sayso.bench.scoring import Figure, score_answers
from sayso.errors import BenchError

ROOT = Path(__file__).parents[2]
TOKEN = re.compile(r"\w+|[^\w\s]")
GIVEN = ("id", "text", "published", "outlet", "title", "url")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ORT_NUM_THREADS"), "1")


class PeerError(Exception):
    """A tool is installed and does not run; the message has the last thing it said."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a tool reached; `problem` says why there is nothing. Seconds are CPU seconds."""

    peer: Peer
    figures: list[Figure] = field(default_factory=list)
    tokens_per_second: float | None = None
    load_seconds: float | None = None
    failed: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """The corpus of a measure, whole or a sample of it, and the folder where the scorer finds it.

    Of names the reports are the names asked for, and `known` is the file of the actors.
    """

    measure: Measure
    folder: Path
    reports: list[dict[str, Any]]
    tokens: int
    known: Path | None = None


def open_corpus(measure: Measure, folder: Path, work: Path, limit: int | None = None) -> Corpus:
    """The corpus of `measure` below `folder`; with a limit, that many reports of each of its sets, below `work`."""
    figures = {name: path for name, path in measure.figures.items() if name in FIGURES[measure.name]}
    measure = replace(measure, figures=figures, intervals={}, arguments=())
    rows = list(load_lines(measure.gold_path(folder)))
    if limit:
        rows = _sample(rows, limit)
        folder = _write_sample(measure, rows, folder, work)
    if measure.task == "names":
        return _open_names(measure, folder, work)
    reports = [{key: row[key] for key in GIVEN if row.get(key) is not None} for row in rows]
    return Corpus(measure, folder, reports, sum(len(TOKEN.findall(row["text"])) for row in rows))


def _open_names(measure: Measure, folder: Path, work: Path) -> Corpus:
    known, asked = make_queries(measure, folder, work)
    queries = [{"id": q["query"], "text": q["name"], "type": q["type"]} for q in load_lines(asked)]
    return Corpus(measure, folder, queries, sum(len(TOKEN.findall(q["text"])) for q in queries), known)


def _sample(rows: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    sets: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        sets.setdefault(row.get("set", ""), []).append(row)
    return [row for rows in sets.values() for row in rows[:: max(1, len(rows) // limit)][:limit]]


def _write_sample(measure: Measure, rows: list[dict[str, Any]], folder: Path, work: Path) -> Path:
    sample = work / f"sample-{measure.name}"
    gold, scorer = measure.gold_path(sample), measure.scorer_path(sample)
    for path in (gold, scorer):
        path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    gold.write_bytes(gzip.compress(lines) if gold.suffix == ".gz" else lines)
    scorer.write_bytes(measure.scorer_path(folder).read_bytes())
    return sample


def run_peer(peer: Peer, corpus: Corpus, work: Path, environments: Path) -> Row:
    """What `peer` reaches on `corpus`; its answers stay in `work`."""
    needed = peer.requirements()
    try:
        python = make_environment(needed, environments) if needed else Path(sys.executable)
    except NotInstalledError as error:
        return Row(peer, problem=f"not installed: {error}")
    answers = work / f"{peer.measure}-{peer.adapter}{peer.mode}.jsonl"
    try:
        cost = _host(peer, python, corpus, answers)
        figures = _score(peer, corpus, answers)
    except (PeerError, BenchError) as error:
        return Row(peer, problem=str(error))
    return Row(
        peer, figures, round(corpus.tokens / cost["read_seconds"]), round(cost["load_seconds"], 1), cost["failed"]
    )


def _score(peer: Peer, corpus: Corpus, answers: Path) -> list[Figure]:
    if peer.looked_up:
        lines = [json.dumps(locate(answer)) + "\n" for answer in load_lines(answers)]
        answers.write_text("".join(lines), "utf-8")
    return score_answers(corpus.measure, corpus.folder, answers)


def _host(peer: Peer, python: Path, corpus: Corpus, answers: Path) -> dict[str, Any]:
    """Run the adapter on the reports, in a folder of its own, since some tools leave files where they stand.

    Raises:
        PeerError: when it ends early or can read no report at all.
    """
    stand = answers.with_suffix("")
    stand.mkdir(exist_ok=True)
    cost = stand / "cost.json"
    paths = [ROOT, *([] if peer.requirements() else [Path(sayso.__file__).parents[1]])]
    with answers.open("wb") as out, (stand / "errors.txt").open("wb") as errors:
        done = subprocess.run(
            [str(python), "-m", "bench.peers.host", peer.adapter, peer.mode, str(cost)],
            input="".join(json.dumps(report) + "\n" for report in corpus.reports).encode(), stdout=out,
            stderr=errors, cwd=stand, check=False,
            env={
                **os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONHASHSEED": "0",
                "BENCH_KNOWN": str(corpus.known or ""),
            },
        )
    said = (stand / "errors.txt").read_text("utf-8", "replace").strip().splitlines() or ["it gave no reason"]
    if done.returncode != 0:
        raise PeerError(f"ended with {done.returncode}: {said[-1]}")
    found: dict[str, Any] = json.loads(cost.read_text("utf-8"))
    if corpus.reports and found["failed"] == len(corpus.reports):
        raise PeerError(f"fails on every report: {said[-1]}")
    return found

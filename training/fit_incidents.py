"""Fit the weights that tell which reports tell one story (sayso.link.incidents).

    python training/fit_incidents.py READINGS.jsonl=GOLD.jsonl[.gz]... [--skip IDS.txt] [--least 0.4]

READINGS: readings of the reports in GOLD (`sayso read --format jsonl`); GOLD: one report a line with "id" and the
incident that it tells, "incident" or "subtopic". Reports whose id is in IDS.txt are left out. All pairs of reports of one corpus
that share keys (sayso.link.candidates) are learned from, each corpus counting as much as any other: logistic regression
by Newton's method with an L2 penalty on standardised features. Writes the part `story` of
src/sayso/data/models/incidents.json and keeps its other parts; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.format import from_json  # noqa: E402
from sayso.link.candidates import find_pairs, story_keys  # noqa: E402
from sayso.link.incidents_model import FILE, FORMAT  # noqa: E402
from sayso.link.story import Story, read_story  # noqa: E402
from sayso.link.story_likeness import compare_stories  # noqa: E402

TARGET = ROOT / "src" / "sayso" / "data" / FILE
PENALTY = 3.0
Matrix = NDArray[np.float64]


def read_lines(path: Path) -> Iterator[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="surrogatepass") as lines:
        yield from (line for line in lines if line.strip())


def read_corpus(readings: Path, gold: Path, skip: set[str]) -> tuple[list[Story], dict[str, str]]:
    """The stories of a corpus and the incident of each."""
    rows = map(json.loads, read_lines(gold))
    incident = {str(row["id"]): str(row.get("incident", row.get("subtopic"))) for row in rows}
    found = (from_json(line) for line in read_lines(readings))
    return [read_story(r) for r in found if r.report.id in incident and r.report.id not in skip], incident


def make_table(stories: list[Story], incident: dict[str, str]) -> tuple[list[str], Matrix, Matrix]:
    """Names of the features, a row of them for each pair of reports worth comparing, and whether it is one story."""
    known = {s.report: s for s in stories}
    pairs = list(find_pairs((s.report, story_keys(s)) for s in stories))
    rows = [compare_stories(known[a], known[b]) for a, b in pairs]
    table = np.array([[*row.values()] for row in rows])
    return [*rows[0]], table, np.array([incident[a] == incident[b] for a, b in pairs], dtype=float)


def fit(table: Matrix, truth: Matrix, weight: Matrix, penalty: float = PENALTY) -> tuple[Matrix, float]:
    """Weights and bias of a logistic regression, on the features as they are."""
    mean, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread == 0] = 1.0
    x = np.hstack([(table - mean) / spread, np.ones((len(table), 1))])
    ridge = np.diag([penalty] * table.shape[1] + [0.0])
    beta = np.zeros(x.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        slope = x.T @ (weight * (truth - chance)) - ridge @ beta
        curve = (x * (weight * chance * (1 - chance))[:, None]).T @ x + ridge + 1e-9 * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta = beta + step
        if np.abs(step).max() < 1e-8:
            break
    weights = beta[:-1] / spread
    return weights, float(beta[-1] - weights @ mean)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--skip", type=Path)
    parser.add_argument("--least", type=float, default=0.4)
    given = parser.parse_args()
    skip = set(given.skip.read_text("utf-8").split()) if given.skip else set()
    tables = []
    for corpus in given.corpora:
        readings, gold = map(Path, corpus.split("="))
        tables.append(make_table(*read_corpus(readings, gold, skip)))
    names = tables[0][0]
    size = sum(len(t[2]) for t in tables) / len(tables)
    weight = np.concatenate([np.full(len(t[2]), size / len(t[2])) for t in tables])
    weights, bias = fit(np.vstack([t[1] for t in tables]), np.concatenate([t[2] for t in tables]), weight)
    data = json.loads(TARGET.read_text("utf-8")) if TARGET.exists() else {"format": FORMAT}
    data["story"] = {
        "bias": round(bias, 3), "least": given.least,
        "weights": {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.0005},
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    counts = [Counter(t[2].tolist()) for t in tables]
    print(f"{len(data['story']['weights'])} weights from {[dict(c) for c in counts]} pairs")


if __name__ == "__main__":
    main()

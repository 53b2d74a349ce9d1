"""Fit the weights that tell which reports tell one story, and which words in them one act (sayso.link).

    python training/fit_incidents.py story|act READINGS.jsonl=GOLD.jsonl[.gz]... [--skip IDS.txt] [--least 0.4]

READINGS: readings of the reports in GOLD (`sayso read --format jsonl`); GOLD: one report a line with "id", the
incident that it tells ("incident" or "subtopic") and, for `act`, "events": [{"start", "end", "cluster", "scored"?}].
Reports whose id is in IDS.txt are left out. `story` learns from all pairs of reports of a corpus that share keys, `act`
from all comparable pairs of marked words in the reports of one incident; each corpus counts as much as any other.
Logistic regression by Newton's method with an L2 penalty on standardised features. Writes that part of
src/sayso/data/models/incidents.json and keeps the others; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.format import from_json  # noqa: E402
from sayso.link.acts import Act, read_acts  # noqa: E402
from sayso.link.acts_likeness import are_comparable, compare_acts  # noqa: E402
from sayso.link.candidates import find_pairs, story_keys  # noqa: E402
from sayso.link.incidents_model import FILE, FORMAT  # noqa: E402
from sayso.link.story import read_story  # noqa: E402
from sayso.link.story_likeness import compare_stories  # noqa: E402
from sayso.types import Reading, Span  # noqa: E402

TARGET = ROOT / "src" / "sayso" / "data" / FILE
PENALTY = 3.0
Matrix = NDArray[np.float64]
Row = dict[str, Any]
Table = tuple[list[str], Matrix, Matrix]


def read_lines(path: Path) -> Iterator[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", errors="surrogatepass") as lines:
        yield from (line for line in lines if line.strip())


def read_corpus(readings: Path, gold: Path, skip: set[str]) -> tuple[list[Reading], dict[str, Row]]:
    """The readings of a corpus and the gold rows by report."""
    rows = {str(row["id"]): row for row in map(json.loads, read_lines(gold))}
    found = (from_json(line) for line in read_lines(readings))
    return [r for r in found if r.report.id in rows and r.report.id not in skip], rows


def incident_of(row: Row) -> str:
    return str(row["incident"] if "incident" in row else row["subtopic"])


def make_story_table(readings: list[Reading], rows: dict[str, Row]) -> Table:
    """Names of the features, a row of them for each pair of reports worth comparing, and whether it is one story."""
    known = {s.report: s for s in map(read_story, readings)}
    pairs = list(find_pairs((s.report, story_keys(s)) for s in known.values()))
    found = [compare_stories(known[a], known[b]) for a, b in pairs]
    truth = [incident_of(rows[a]) == incident_of(rows[b]) for a, b in pairs]
    return [*found[0]], np.array([[*f.values()] for f in found]), np.array(truth, dtype=float)


def make_act_table(readings: list[Reading], rows: dict[str, Row]) -> Table:
    """The same for pairs of marked words in the reports of one incident, and whether they tell one act."""
    told: dict[str, list[tuple[Act, str]]] = {}
    for reading in readings:
        row, acts = rows[reading.report.id], read_acts(reading, read_story(reading))
        told.setdefault(incident_of(row), []).extend(find_marked(acts, row["events"]))
    pairs = [
        (a, b) for _, acts in sorted(told.items()) for a, b in combinations(acts, 2) if are_comparable(a[0], b[0])
    ]
    found = [compare_acts(a, b) for (a, _), (b, _) in pairs]
    truth = [x == y for (_, x), (_, y) in pairs]
    return [*found[0]], np.array([[*f.values()] for f in found]), np.array(truth, dtype=float)


def find_marked(acts: list[Act], events: list[Row]) -> list[tuple[Act, str]]:
    """The acts that overlap a marked event, one to one, the best overlap first, with its cluster."""
    near = []
    for number, event in enumerate(events):
        for act in acts if event.get("scored", True) and event.get("cluster") else ():
            shared = min(event["end"], act.span[1]) - max(event["start"], act.span[0])
            if shared > 0:
                whole = max(event["end"], act.span[1]) - min(event["start"], act.span[0])
                near.append((-shared / whole, number, act.span, act, event["cluster"]))
    found: dict[Span, tuple[Act, str]] = {}
    taken: set[int] = set()
    for _, number, span, act, cluster in sorted(near, key=lambda n: n[:3]):
        if number not in taken and span not in found:
            taken.add(number)
            found[span] = act, cluster
    return [found[span] for span in sorted(found)]


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


TABLES = {"story": make_story_table, "act": make_act_table}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("part", choices=sorted(TABLES))
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--skip", type=Path)
    parser.add_argument("--least", type=float, default=0.4)
    given = parser.parse_args()
    skip = set(given.skip.read_text("utf-8").split()) if given.skip else set()
    tables = []
    for corpus in given.corpora:
        readings, gold = map(Path, corpus.split("="))
        tables.append(TABLES[given.part](*read_corpus(readings, gold, skip)))
    names = tables[0][0]
    size = sum(len(t[2]) for t in tables) / len(tables)
    weight = np.concatenate([np.full(len(t[2]), size / len(t[2])) for t in tables])
    weights, bias = fit(np.vstack([t[1] for t in tables]), np.concatenate([t[2] for t in tables]), weight)
    data = json.loads(TARGET.read_text("utf-8")) if TARGET.exists() else {"format": FORMAT}
    data[given.part] = {
        "bias": round(bias, 3), "least": given.least,
        "weights": {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.0005},
    }
    TARGET.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    counts = [Counter(t[2].tolist()) for t in tables]
    print(f"{len(data[given.part]['weights'])} weights from {[dict(c) for c in counts]} pairs")


if __name__ == "__main__":
    main()

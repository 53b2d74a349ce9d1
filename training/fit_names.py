"""Fit the weights that say whether two names are those of one actor, and measure them on actors that were left out.

    python training/fit_names.py GOLD.jsonl[.gz] PAIRS.jsonl [--folds 5]

GOLD: one actor a line, {"id", "name", "aliases", "type", "in_kb"}. The main names of actors with `in_kb` are the
knowledge base; their aliases must be led there, all names of the other actors to nobody. PAIRS: {"a", "b", "same",
"type"}, two names a line. Writes src/sayso/data/models/names.json; the same input gives the same bytes. Folds are by
hash of the actor's id, so that no actor is in both parts.

Logistic regression by Newton's method with an L2 penalty on standardised features.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.link.naming_compare import FEATURES, compare  # noqa: E402
from sayso.link.naming_index import Found, Index, Known  # noqa: E402
from sayso.link.naming_model import FILE, MARGINS, Weights, margins, share  # noqa: E402

TARGET = ROOT / "src" / "sayso" / "data" / FILE
PENALTY = 1.0
STEPS = 40
PAIR_WEIGHT = 4.0
MOST_CANDIDATES = 12


@dataclass(frozen=True)
class Query:
    """A name asked for, who is meant (None: nobody known), and its candidates."""

    actor: str
    gold: str | None
    body: bool
    found: list[Found]


@dataclass(frozen=True)
class Pair:
    """Two names, whether they are one actor's, and what their comparison gives."""

    key: str
    body: bool
    same: bool
    features: tuple[float, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    queries = read_queries(options.gold)
    answers = [answer for k in range(options.folds) for answer in answer_fold(queries, k, options.folds)]
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
        print(f"left out, threshold {threshold}: {rates(answers, threshold)}", file=sys.stderr)
    pairs = read_pairs(options.pairs)
    told = [answer for k in range(options.folds) for answer in tell_fold(queries, pairs, k, options.folds)]
    print(f"left out, pairs: {pair_rates(told)}", file=sys.stderr)
    models = {
        kind: fit(queries, kind == "body") | {"pair": fit_pairs(queries, pairs, kind == "body")}
        for kind in ("person", "body")
    }
    TARGET.write_text(json.dumps(models, indent=1) + "\n", "utf-8")


def read_queries(path: Path) -> list[Query]:
    """Every alias of the known actors and every name of the others, with their candidates."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        actors = [json.loads(line) for line in lines if line.strip()]
    index = Index(Known(a["id"], (a["name"],), a["type"] != "person") for a in actors if a["in_kb"])
    queries = []
    for a in actors:
        body = a["type"] != "person"
        for name in a["aliases"] if a["in_kb"] else [a["name"], *a["aliases"]]:
            found = index.find(name, body=body)[:MOST_CANDIDATES]
            queries.append(Query(a["id"], a["id"] if a["in_kb"] else None, body, found))
    return queries


def answer_fold(queries: list[Query], fold: int, folds: int) -> list[tuple[Query, str | None, float]]:
    """What models fitted without the actors of a fold answer on them."""
    inside = [_fold(q.actor, folds) == fold for q in queries]
    rest = [q for q, i in zip(queries, inside, strict=True) if not i]
    models = {body: fit(rest, body) for body in (False, True)}
    return [(q, *answer(q, models[q.body])) for q, i in zip(queries, inside, strict=True) if i]


def fit(queries: list[Query], body: bool) -> dict[str, dict]:
    """The two models of a kind of name: `rank` on all candidates, `accept` on the best of each query."""
    mine = [q for q in queries if q.body == body and q.found]
    rows = [(f.evidence.features(), f.actor.id == q.gold) for q in mine for f in q.found]
    ranking = solve(rows, FEATURES)
    tops = [_top(q, ranking) for q in mine]
    accepting = solve([(values, actor == q.gold) for q, (actor, values) in zip(mine, tops, strict=True)],
                      (*MARGINS, *FEATURES))
    return {"rank": ranking, "accept": accepting}


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of names with what their comparison gives."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Pair(f"{r['a']}|{r['b']}", r["type"] != "person", r["same"],
             compare(r["a"], r["b"], body=r["type"] != "person").features())
        for r in rows
    ]


def tell_fold(queries: list[Query], pairs: list[Pair], fold: int, folds: int) -> list[tuple[bool, float]]:
    """What is said of a fold's pairs by models fitted without them, with the truth."""
    rest = [p for p in pairs if _fold(p.key, folds) != fold]
    models = {body: _weights(fit_pairs(queries, rest, body)) for body in (False, True)}
    return [(p.same, share(models[p.body].logit(p.features))) for p in pairs if _fold(p.key, folds) == fold]


def fit_pairs(queries: list[Query], pairs: list[Pair], body: bool) -> dict:
    """The model for two names alone: of the pairs, and of the queries' right and likeliest wrong candidates."""
    rows = [(p.features, p.same) for p in pairs if p.body == body]
    weights = [PAIR_WEIGHT] * len(rows)
    for query in queries:
        if query.body == body:
            right = [f for f in query.found if f.actor.id == query.gold]
            wrong = [f for f in query.found if f.actor.id != query.gold][:1]
            rows += [(f.evidence.features(), f.actor.id == query.gold) for f in (*right, *wrong)]
    return solve(rows, FEATURES, weights + [1.0] * (len(rows) - len(weights)))


def pair_rates(told: list[tuple[bool, float]]) -> str:
    right = sum(same and score >= 0.5 for same, score in told)
    said, there = sum(score >= 0.5 for _, score in told), sum(same for same, _ in told)
    exact = sum(same == (score >= 0.5) for same, score in told) / len(told)
    return f"F1 {200 * right / (said + there):.1f}  accuracy {100 * exact:.1f}"


def answer(query: Query, models: dict[str, dict]) -> tuple[str | None, float]:
    if not query.found:
        return None, 0.0
    actor, values = _top(query, models["rank"])
    return actor, share(_weights(models["accept"]).logit(values))


def solve(
    rows: list[tuple[tuple[float, ...], bool]], names: tuple[str, ...], weights: list[float] | None = None
) -> dict:
    """The weights of a logistic regression, rounded, for features that are not standardised."""
    counts = np.array(weights or [1.0] * len(rows))
    x = np.array([values for values, _ in rows])
    y = np.array([float(right) for _, right in rows])
    mean, spread = x.mean(0), np.maximum(x.std(0), 1e-6)
    z = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    penalty = np.diag([PENALTY] * x.shape[1] + [1e-6])
    w = np.zeros(z.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(z @ w, -30, 30)))
        step = np.linalg.solve(
            (z * (counts * p * (1 - p))[:, None]).T @ z + penalty, z.T @ (counts * (p - y)) + penalty @ w
        )
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    plain = w[:-1] / spread
    bias = w[-1] - float(plain @ mean)
    return {"bias": round(bias, 4), "weights": {n: round(float(v), 4) for n, v in zip(names, plain, strict=True)}}


def rates(answers: list[tuple[Query, str | None, float]], threshold: float) -> str:
    known = [(q.gold, actor, score) for q, actor, score in answers if q.gold]
    strange = [score for q, _, score in answers if not q.gold]
    right = sum(actor == gold and score >= threshold for gold, actor, score in known) / len(known)
    wrong = sum(actor != gold and score >= threshold for gold, actor, score in known) / len(known)
    false = sum(score >= threshold for score in strange) / len(strange)
    return f"recall@1 {100 * right:.1f}  wrong {100 * wrong:.1f}  false links {100 * false:.1f}"


def _top(query: Query, ranking: dict) -> tuple[str, tuple[float, ...]]:
    model = _weights(ranking)
    scored = sorted(((model.logit(f.evidence.features()), f) for f in query.found), key=lambda pair: -pair[0])
    best = scored[0][1]
    return best.actor.id, margins([logit for logit, _ in scored]) + best.evidence.features()


def _weights(model: dict) -> Weights:
    return Weights(tuple(model["weights"].values()), model["bias"])


def _fold(actor: str, folds: int) -> int:
    return int(hashlib.sha1(actor.encode()).hexdigest(), 16) % folds


if __name__ == "__main__":
    main()

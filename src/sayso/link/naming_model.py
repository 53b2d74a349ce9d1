"""How likely two names, of which nothing else is known, are those of one actor.

Logistic models for persons and for bodies, with their weights in models/names.json: `rank` orders the candidates for a
name, `accept` says whether the best of them is meant, given how far it is ahead of the next, and `pair` whether two
names alone are one actor's. Fitted by training/fit_names.py.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sayso.link.naming_compare import Evidence, compare
from sayso.link.naming_index import Found, Index
from sayso.resources import find_file

THRESHOLD = 0.4
FILE = "models/names.json"
MARGINS = ("first", "second", "ahead", "ahead, share")
_MOST_SURE = 7.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model: one weight a feature, and what is added."""

    weights: tuple[float, ...]
    bias: float

    def logit(self, values: Sequence[float]) -> float:
        found = self.bias + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return max(-_MOST_SURE, min(_MOST_SURE, found))


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is meant by a name, and how sure that is, 0 to 1; `actor` is the likeliest even when it is unlikely."""

    actor: str | None
    score: float


def find_actor(index: Index, name: str, *, body: bool) -> Answer:
    """The actor of `index` that is likeliest to be meant by `name`."""
    ranked = rank(index.find(name, body=body), body)
    if not ranked:
        return Answer(None, 0.0)
    values = margins([logit for logit, _ in ranked]) + ranked[0][1].evidence.features()
    return Answer(ranked[0][1].actor.id, share(load_weights(body, "accept").logit(values)))


def rank(found: Sequence[Found], body: bool) -> list[tuple[float, Found]]:
    """The candidates with their logits, the likeliest first."""
    model = load_weights(body, "rank")
    scored = [(model.logit(f.evidence.features()), f) for f in found]
    return sorted(scored, key=lambda pair: -pair[0])


def margins(logits: Sequence[float]) -> tuple[float, ...]:
    """How far the first of the ranked candidates is ahead."""
    first, second = logits[0], logits[1] if len(logits) > 1 else -_MOST_SURE
    return first, second, first - second, share(first) - share(second)


def likeness(left: str, right: str, *, body: bool) -> float:
    """How likely two names are those of one actor, 0 to 1, when nothing is known but the names."""
    return share(pair_logit(compare(left, right, body=body), body))


def pair_logit(evidence: Evidence, body: bool) -> float:
    """The same as log odds, from evidence that was found."""
    return load_weights(body, "pair").logit(evidence.features())


def share(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))


@cache
def load_weights(body: bool, part: str) -> Weights:
    """The model of a kind of name: `rank`, `accept` or `pair`."""
    found = json.loads(find_file(FILE).read_text("utf-8"))["body" if body else "person"][part]
    return Weights(tuple(found["weights"].values()), found["bias"])

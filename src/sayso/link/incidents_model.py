"""The weights that tell stories and happenings apart: plain JSON, made by training/fit_incidents.py."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sayso.errors import ResourceError
from sayso.resources import find_file

FILE = "models/incidents.json"
FORMAT = "sayso-incidents/1"


@dataclass(frozen=True, slots=True)
class Scorer:
    """Logistic regression over named features; `least` is the mean score at which clusters still join."""

    bias: float
    weights: Mapping[str, float]
    least: float

    def score(self, features: Mapping[str, float]) -> float:
        """The chance, 0 to 1, that the two are the same."""
        total = self.bias + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


    def explain(self, features: Mapping[str, float]) -> dict[str, float]:
        """What each feature adds to the log odds, the strongest first, where it adds anything."""
        parts = {name: round(weight * features[name], 3) for name, weight in self.weights.items()}
        return {name: part for name, part in sorted(parts.items(), key=lambda p: (-abs(p[1]), p[0])) if part}


@dataclass(frozen=True, slots=True)
class Model:
    """Scorers of pairs: of stories (reports), of happenings in one story, and of single acts in one story."""

    story: Scorer
    happening: Scorer
    act: Scorer


@cache
def load_model() -> Model:
    """The model of this installation.

    Raises:
        ResourceError: when the file is of another format.
    """
    data = json.loads(find_file(FILE).read_text("utf-8"))
    if data.get("format") != FORMAT:
        found = data.get("format")
        raise ResourceError(f"data file {FILE!r} has format {found!r}, not {FORMAT!r}; install sayso again")
    return Model(**{name: Scorer(**data[name]) for name in ("story", "happening", "act")})

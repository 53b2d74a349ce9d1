"""The weights of the places stage: plain JSON, made by training/fit_places.py (docs/models/places.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from sayso.errors import ResourceError
from sayso.resources import find_file

FILE = "models/places.json"
FORMAT = "sayso-places/1"


@dataclass(frozen=True, slots=True)
class Model:
    """All weights.

    `find`: of `places_features` by name; a candidate counts from `least` log odds up. `marks`: what the encoder adds to
    a candidate that it marked (`exact`), marked otherwise (`part`) or not at all (`none`). `first`, `second`: of
    `places_weigh` in the order of its features, `second` for both sets of them.
    """

    find: dict[str, float]
    least: float
    marks: dict[str, float]
    first: np.ndarray[tuple[int], np.dtype[np.float64]]
    second: np.ndarray[tuple[int], np.dtype[np.float64]]

    def rate(self, features: Iterable[str]) -> float:
        """The log odds that a candidate with these features is a place."""
        return sum(self.find.get(name, 0.0) for name in features)


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
    first, second = (np.array([*data[name].values()]) for name in ("first", "second"))
    return Model(data["find"], data["least"], data["marks"], first, second)

"""nomenklatura's matchers, which OpenSanctions uses; the mode is the matcher's name.

They compare two entities and have no index by themselves, so each name is held against the 20 known ones that WRatio
of rapidfuzz finds likeliest on transliterations. It goes to the best of them when its score is 0.7 or more, the
matchers' own threshold.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anyascii import anyascii
from followthemoney import model
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
from rapidfuzz import fuzz, process, utils

REQUIRES = ("nomenklatura==4.17.4", "rapidfuzz==3.14.6", "anyascii==0.3.3")
CANDIDATES, LEAST = 20, 0.7
SCHEMATA = {"person": "Person", "company": "Company"}


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    matcher = get_algorithm(mode)
    if matcher is None:
        raise ValueError(f"nomenklatura has no matcher {mode!r}")
    config = ScoringConfig.defaults()
    known = [json.loads(line) for line in Path(os.environ["BENCH_KNOWN"]).read_text("utf-8").splitlines()]
    names = [_plain(actor["name"]) for actor in known]
    entities = [_make(actor["id"], actor["name"], actor["type"]) for actor in known]

    def read(query: dict[str, Any]) -> dict[str, Any]:
        asked = _make(query["id"], query["text"], query["type"])  # answers are cached by id
        near = process.extract(_plain(query["text"]), names, scorer=fuzz.WRatio, limit=CANDIDATES)
        scored = [(matcher.compare(asked, entities[at], config).score, -at) for _, _, at in near]
        score, at = max(scored, default=(0.0, 0))
        return {"query": query["id"], "actor": known[-at]["id"] if score >= LEAST else None, "score": score}

    return read


def _make(id: str, name: str, type: str) -> Any:
    schema = SCHEMATA.get(type, "Organization")
    return model.get_proxy({"id": id, "schema": schema, "properties": {"name": [name]}})


def _plain(name: str) -> str:
    return utils.default_process(anyascii(name))

"""WRatio of rapidfuzz between transliterations: the usual way to match names by their spelling.

A name goes to the likeliest of all known ones, when the likeness is 90 or more: the least score at which it seldom led
strangers astray on the names of the benchmark.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz, process, utils

REQUIRES = ("rapidfuzz==3.14.6", "anyascii==0.3.3")
LEAST = 90.0


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    known = [json.loads(line) for line in Path(os.environ["BENCH_KNOWN"]).read_text("utf-8").splitlines()]
    names = [_plain(actor["name"]) for actor in known]

    def read(query: dict[str, Any]) -> dict[str, Any]:
        _, score, at = process.extractOne(_plain(query["text"]), names, scorer=fuzz.WRatio)
        return {"query": query["id"], "actor": known[at]["id"] if score >= LEAST else None, "score": score}

    return read


def _plain(name: str) -> str:
    return utils.default_process(anyascii(name))

"""sayso's own matching of names, as `sayso names` does it; runs in the project's own environment."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sayso.link.naming_index import Index
from sayso.link.naming_list import is_body, read_known
from sayso.link.naming_model import THRESHOLD, find_actor

REQUIRES = ()


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    lines = Path(os.environ["BENCH_KNOWN"]).read_text("utf-8").splitlines()
    index = Index(read_known(map(json.loads, lines)))

    def read(query: dict[str, Any]) -> dict[str, Any]:
        answer = find_actor(index, query["text"], body=is_body(query["type"]))
        actor = answer.actor if answer.score >= THRESHOLD else None
        return {"query": query["id"], "actor": actor, "score": answer.score}

    return read

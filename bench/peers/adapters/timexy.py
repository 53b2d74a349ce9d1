"""timexy, a spaCy component that marks TIMEX3 expressions by rules; it knows no publication date."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import spacy
import timexy

REQUIRES = ("timexy==0.1.3", "spacy==3.8.18")
_VALUE = re.compile(r'type="(\w+)" value="([^"]*)"')


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    nlp = spacy.blank("en")
    nlp.add_pipe(timexy.Timexy.__name__.lower(), config={"kb_id_type": "timex3", "label": "timexy", "overwrite": False})

    def read(report: dict[str, Any]) -> dict[str, Any]:
        return {
            "times": [
                {"start": e.start_char, "end": e.end_char, **as_timex(e.kb_id_)} for e in nlp(report["text"]).ents
            ]
        }

    return read


def as_timex(name: str) -> dict[str, str | None]:
    """Type and value of its `TIMEX3 type="..." value="..."`, the midnight that it adds to days taken off."""
    found = _VALUE.search(name)
    if not found:
        return {"type": "DATE", "value": None}
    return {"type": found[1], "value": found[2].removesuffix("T00:00:00")}

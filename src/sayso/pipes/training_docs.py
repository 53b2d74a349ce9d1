"""Readings as spaCy training data: a `DocBin` of tokenised texts whose span groups hold what was read."""

from __future__ import annotations

from collections.abc import Iterable

import spacy
from spacy.tokens import DocBin, Span

GROUP = "sayso"
# Role, start and end in code points, and an id for the span.
Labelled = tuple[str, int, int, str]


def make_docbin(texts: Iterable[tuple[str, Iterable[Labelled]]]) -> tuple[bytes, int]:
    """The bytes of a `.spacy` file with the spans in `doc.spans["sayso"]`, and how many fit no token boundaries.

    A span that cuts a token is widened to the whole token; one without any token is counted and left out. For a span
    categoriser: `spacy init config --pipeline spancat`, with `spans_key = "sayso"`.
    """
    nlp, bin, lost = spacy.blank("en"), DocBin(store_user_data=False), 0
    nlp.max_length = 1 << 40
    for text, labelled in texts:
        doc = nlp.make_doc(text)
        spans: dict[tuple[int, int, str], Span] = {}
        for role, start, end, id in labelled:
            span = doc.char_span(start, end, label=role, span_id=id, alignment_mode="expand") if end > start else None
            if span is None:
                lost += 1
            else:
                spans[span.start, span.end, role] = span
        doc.spans[GROUP] = [spans[key] for key in sorted(spans)]
        bin.add(doc)
    return bin.to_bytes(), lost

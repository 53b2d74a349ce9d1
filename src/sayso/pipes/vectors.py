"""Token vectors of long texts in bounded memory.

spaCy's `tok2vec` holds every layer's output for the whole text, 14 kB a token. Its vectors look a few tokens to each
side and no further (the windows of its layers, added up), so a long text can be worked on piece by piece, each with so
many tokens around it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

LONGEST = 1_500
_PIECE = 1_000


def bound_vectors(nlp: Language) -> None:
    """Have the pipeline's `tok2vec`, where it has one whose reach is known, work on long texts piece by piece."""
    if "tok2vec" not in nlp.pipe_names:
        return
    stage: Any = nlp.get_pipe("tok2vec")
    reach = sum(node.attrs.get("window_size", 0) for node in stage.model.walk() if node.name == "expand_window")
    if reach:
        stage.model = Model(
            "sayso_bounded", _forward, layers=[stage.model], dims={"nO": stage.model.get_dim("nO")},
            attrs={"reach": reach},
        )


def _forward(model: Any, docs: list[Doc], is_train: bool) -> tuple[list[Any], Any]:
    inner = model.layers[0]
    if is_train or all(len(doc) <= LONGEST for doc in docs):
        vectors, back = inner(docs, is_train)
        return vectors, back
    return [_by_pieces(inner, doc, model.attrs["reach"]) for doc in docs], None


def _by_pieces(inner: Any, doc: Doc, reach: int) -> Any:
    found = []
    for start in range(0, len(doc), _PIECE):
        end = min(start + _PIECE, len(doc))
        first, last = max(0, start - reach), min(len(doc), end + reach)
        (vectors,) = inner.predict([doc[first:last].as_doc()])
        found.append(vectors[start - first : end - first])
    return np.concatenate(found)

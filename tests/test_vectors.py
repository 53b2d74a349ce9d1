"""Vectors of long texts are those that one piece would give."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from sayso.pipes.pipeline import load_base
from sayso.pipes.vectors import LONGEST, bound_vectors


@pytest.mark.parametrize("sentences", [1, 400])
def test_pieces_give_the_vectors_of_the_whole(sentences: int) -> None:
    nlp = load_base(exclude=("ner", "senter"))
    doc = nlp.make_doc("".join(f"The mayor of Lesk met {i} dock workers. " for i in range(sentences)))
    assert (len(doc) > LONGEST) == (sentences > 1)
    stage = nlp.get_pipe("tok2vec")
    (whole,) = stage.model.predict([doc])
    bound_vectors(nlp)
    (pieces,) = stage.predict([doc])
    assert np.array_equal(whole, pieces)


def test_pipeline_without_vectors_stays() -> None:
    bound_vectors(spacy.blank("en"))

"""What `sayso_words` looks up is what spaCy's attribute ruler and lemmatizer say."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG

from sayso.errors import PipelineError
from sayso.pipes import words
from sayso.resources import find_file

ATTRIBUTES = [TAG, DEP, POS, MORPH, LEMMA]
EXAMPLES = ("beijing-deal", "kabul-strike", "peshawar-bombing")
# Words that patterns over several tokens, or over the relation, speak of.
ODD = (
    "There's a man who ain't gonna do it, let's see. Y'all gotta come. There were two, and there is one.\n\nI saw you; "
    "you saw it. She has left, has she? He did that. What's that? But only one of these had had this.  \n "
    "It is what it is."
)


@pytest.fixture(scope="module")
def made(nlp):
    return words.make_words(nlp)


def texts():
    for name in EXAMPLES:
        for line in find_file(f"examples/{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)["text"]
    yield ODD
    yield ""
    yield "\n"


def both(nlp, made, text):
    doc = nlp.make_doc(text)
    for name in ("tok2vec", "tagger", "parser"):
        doc = nlp.get_pipe(name)(doc)
    ours = made(doc.copy())
    for name in ("attribute_ruler", "lemmatizer"):
        doc = nlp.get_pipe(name)(doc)
    return doc.to_array(ATTRIBUTES), ours.to_array(ATTRIBUTES)


def test_same_as_spacy_on_the_example_reports(nlp, made):
    for text in texts():
        theirs, ours = both(nlp, made, text)
        assert np.array_equal(theirs, ours)


def test_same_again_when_all_is_known_or_forgotten(nlp, made, monkeypatch):
    both(nlp, made, ODD)
    assert np.array_equal(*both(nlp, made, ODD))
    monkeypatch.setattr(words, "MOST", 3)
    assert np.array_equal(*both(nlp, made, ODD))
    assert len(made.known) <= len(nlp.make_doc(ODD))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_same_on_any_text(nlp, made, text):
    assert np.array_equal(*both(nlp, made, text))


def test_the_pipeline_looks_words_up(reader):
    assert "sayso_words" in reader.nlp.pipe_names
    assert not {"attribute_ruler", "lemmatizer"} & set(reader.nlp.pipe_names)


def test_other_components_keep_their_place():
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler")
    words.stand_in(nlp)
    assert nlp.pipe_names == ["attribute_ruler"]
    with pytest.raises(PipelineError, match="sayso_words needs"):
        words.make_words(nlp)

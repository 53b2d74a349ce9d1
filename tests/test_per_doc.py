"""Facts about a Doc are worked out once for it, and never for another."""

from __future__ import annotations

from sayso.pipes.claims_draft import Grid
from sayso.pipes.events_nouns import lemma_of
from sayso.pipes.per_doc import PerDoc, token_starts


def test_made_once_for_each_doc_in_turn(nlp):
    asked = []
    sizes = PerDoc(lambda doc: asked.append(doc) or len(doc))
    one, two = nlp.make_doc("One."), nlp.make_doc("Two words.")
    assert [sizes(one), sizes(one), sizes(two), sizes(one)] == [2, 2, 3, 2]
    assert len(asked) == 3


def test_starts_lemmas_and_grids_of_docs_in_turn(nlp):
    one, two = nlp("The cease-fires held.\n\nGuards left."), nlp("Guards were seen.")
    for doc in (one, two, one):
        assert token_starts(doc) == [token.idx for token in doc]
        grid = Grid(doc)
        assert [grid.token_at[token.idx] for token in doc] == list(range(len(doc)))
        assert grid.sentence == [n for n, sentence in enumerate(doc.sents) for _ in sentence]
    assert [lemma_of(token) for token in two][:2] == ["guard", "be"]
    assert lemma_of(next(t for t in one if t.text == "fires")) == "cease-fire"

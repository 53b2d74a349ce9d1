"""The stage `Times` on hand-built Docs: what tags and parse decide."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from sayso.pipes.board import Context, get_times, register_extensions, set_context
from sayso.pipes.times import Times

register_extensions()
VOCAB = English().vocab


def make_doc(rows: list[tuple[str, str, str, int, str]], published: str | None = "2023-04-26") -> Doc:
    """A Doc of rows (word, tag, pos, head, dep); the lemma is the word in lower case."""
    words, tags, pos, heads, deps = (list(column) for column in zip(*rows, strict=True))
    lemmas = [w.lower() for w in words]
    doc = Doc(VOCAB, words=words, tags=tags, pos=pos, heads=heads, deps=deps, lemmas=lemmas)
    set_context(doc, Context(published=published))
    return Times()(doc)


def values(doc: Doc) -> list[str]:
    return [t.value for t in get_times(doc)]


def clause(*verb: tuple[str, str, str], lead: str = "on", time: str = "Thursday") -> Doc:
    """They <verb> <lead> <time>: the last word of `verb` governs, those before it are its helpers."""
    at = len(verb)
    rows = [("They", "PRP", "PRON", at, "nsubj")]
    rows += [(w, tag, pos, at, "ROOT" if i == at - 1 else "aux") for i, (w, tag, pos) in enumerate(verb)]
    rows += [(lead, "IN", "ADP", at, "prep"), (time, "NNP", "PROPN", at + 1, "pobj")]
    return make_doc(rows)


@pytest.mark.parametrize(("verb", "value"), [
    ([("met", "VBD", "VERB")], "2023-04-20"),
    ([("will", "MD", "AUX"), ("meet", "VB", "VERB")], "2023-04-27"),
    ([("must", "MD", "AUX"), ("meet", "VB", "VERB")], "2023-04-27"),
    ([("have", "VBP", "AUX"), ("met", "VBN", "VERB")], "2023-04-20"),
    ([("meet", "VBP", "VERB")], "2023-04-20"),
    ([("plan", "VBP", "VERB")], "2023-04-27"),
])
def test_the_governing_verb_says_which_thursday(verb: list[tuple[str, str, str]], value: str) -> None:
    assert values(clause(*verb)) == [value]


@pytest.mark.parametrize(("lead", "value"), [("until", "2023-10"), ("since", "2022-10"), ("in", "2022-10")])
def test_the_word_before_says_which_october(lead: str, value: str) -> None:
    assert values(clause(("met", "VBD", "VERB"), lead=lead, time="October")) == [value]


def test_a_plan_after_be_looks_ahead() -> None:
    doc = make_doc([
        ("Talks", "NNS", "NOUN", 1, "nsubj"), ("are", "VBP", "AUX", 1, "ROOT"), ("due", "JJ", "ADJ", 1, "acomp"),
        ("on", "IN", "ADP", 1, "prep"), ("Thursday", "NNP", "PROPN", 3, "pobj"),
    ])
    assert values(doc) == ["2023-04-27"]


def test_a_time_that_owns_a_noun_is_not_the_verbs() -> None:
    doc = make_doc([
        ("They", "PRP", "PRON", 2, "nsubj"), ("will", "MD", "AUX", 2, "aux"), ("appeal", "VB", "VERB", 2, "ROOT"),
        ("Thursday", "NNP", "PROPN", 5, "poss"), ("'s", "POS", "PART", 3, "case"), ("ruling", "NN", "NOUN", 2, "dobj"),
    ])
    assert values(doc) == ["2023-04-20"]


def test_a_past_verb_does_not_reach_through_a_noun() -> None:
    doc = make_doc([
        ("They", "PRP", "PRON", 1, "nsubj"), ("discussed", "VBD", "VERB", 1, "ROOT"), ("a", "DT", "DET", 3, "det"),
        ("visit", "NN", "NOUN", 1, "dobj"), ("in", "IN", "ADP", 3, "prep"), ("June", "NNP", "PROPN", 4, "pobj"),
    ])
    assert values(doc) == ["2023-06"]


@pytest.mark.parametrize(("tag", "found"), [("NNP", ["2023-03"]), ("VB", [])])
def test_an_ambiguous_word_needs_its_tag(tag: str, found: list[str]) -> None:
    doc = make_doc([
        ("in", "IN", "ADP", 0, "ROOT"), ("March", tag, "PROPN", 0, "pobj"),
    ])
    assert values(doc) == found


@pytest.mark.parametrize(("tag", "found"), [("VBP", ["2023-04-14"]), ("NN", [])])
def test_an_ordinal_before_a_noun_is_no_day(tag: str, found: list[str]) -> None:
    doc = make_doc([
        ("on", "IN", "ADP", 0, "ROOT"), ("the", "DT", "DET", 2, "det"), ("14th", "JJ", "ADJ", 0, "pobj"),
        ("floor", tag, "X", 2, "dep"),
    ])
    assert values(doc) == found


def test_an_untagged_doc_works_by_words_alone() -> None:
    doc = Doc(VOCAB, words=["He", "came", "in", "May", "2021", "and", "left", "on", "Friday", "."])
    times = get_times(Times()(doc))
    assert [(t.type, t.value, t.first, t.last) for t in times] == [
        ("DATE", "2021-05", "2021-05-01", "2021-05-31"), ("DATE", "XXXX-WXX-5", None, None),
    ]
    assert [doc.text[t.start : t.end] for t in times] == ["May 2021", "Friday"]


@pytest.mark.parametrize("words", [[], [" "], ["\x00"], ["Friday"]])
def test_odd_docs_are_safe(words: list[str]) -> None:
    doc = Times()(Doc(VOCAB, words=words))
    assert all(t.start < t.end for t in get_times(doc))


def test_a_broken_day_of_publication_is_no_day() -> None:
    doc = Doc(VOCAB, words=["on", "Friday"])
    set_context(doc, Context(published="yesterday"))
    assert values(Times()(doc)) == ["XXXX-WXX-5"]


@pytest.mark.slow
def test_with_the_base_model(nlp) -> None:
    doc = nlp("The group struck last year in October. It may strike again in May, and will meet on Thursday.")
    set_context(doc, Context(published="2023-04-26"))
    assert values(Times()(doc)) == ["2022-10", "2023-05", "2023-04-27"]

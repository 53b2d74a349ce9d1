"""Names and amounts as named entities, without spaCy's recogniser."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.pipes.board import Mark, set_marks
from sayso.pipes.names import LEXICON, Names, find_amounts
from sayso.resources import load_yaml

AMOUNTS = load_yaml(LEXICON)


def ents(nlp, text, marks):
    doc = nlp(text)
    doc.set_ents([])
    set_marks(doc, marks)
    return {(ent.text, ent.label_) for ent in Names()(doc).ents}


def mark(text, words, label):
    start = text.index(words)
    return Mark(start, start + len(words), label, 0.9)


@pytest.mark.parametrize("kind", list(AMOUNTS))
def test_each_kind_of_amount_is_found(nlp, kind):
    doc = nlp(AMOUNTS[kind]["example"])
    assert [(doc[a:b].text, label) for a, b, label in find_amounts(doc)] == [(AMOUNTS[kind]["amount"], kind)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("They paid $40 million for it.", "$40 million"),
        ("About 12 per cent of them voted.", "12 per cent"),
        ("It cost €3.5 billion in all.", "€3.5 billion"),
    ],
)
def test_amounts_written_otherwise(nlp, text, amount):
    doc = nlp(text)
    assert amount in {doc[a:b].text for a, b, _ in find_amounts(doc)}


def test_numbers_of_other_things_are_no_amounts(nlp):
    assert not list(find_amounts(nlp("In 2019 some 40 men and 3 dogs crossed the river.")))


def test_a_name_cut_in_two_is_joined(nlp):
    text = "The mayor met Ana Lucia Ferro and Bo Lind on Monday."
    people = [mark(text, words, "PERSON") for words in ("Ana", "Lucia Ferro", "Bo Lind")]
    found = ents(nlp, text, {"names": people, "times": [mark(text, "Monday", "DATE")]})
    assert found == {("Ana Lucia Ferro", "PERSON"), ("Bo Lind", "PERSON"), ("Monday", "DATE")}


def test_a_name_goes_before_a_time_and_a_land_beside_a_people_stays_apart(nlp):
    text = "The May Institute praised Afghan Taliban."
    marks = {
        "names": [mark(text, "May Institute", "ORG"), mark(text, "Afghan", "NORP"), mark(text, "Taliban", "ORG")],
        "times": [mark(text, "May", "DURATION")],
    }
    assert ents(nlp, text, marks) == {("May Institute", "ORG"), ("Afghan", "NORP"), ("Taliban", "ORG")}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("Ab1$% .\n%é"), max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9))))
def test_any_marks_on_any_text(nlp, text, places):
    doc = nlp.make_doc(text)
    names = [Mark(s, min(s + n, len(text)), "ORG", 0.5) for s, n in sorted(places) if s < len(text)]
    set_marks(doc, {"names": names})
    for ent in Names()(doc).ents:
        assert any(m.start < ent.end_char and m.end > ent.start_char for m in names) or ent.label_ in AMOUNTS


def test_the_reader_runs_no_recogniser_of_its_own(reader):
    assert "ner" not in reader.nlp.pipe_names
    assert {ent.label_ for ent in reader.nlp("Police in Nairobi freed Joyce Wanjiku.").ents} >= {"GPE", "PERSON"}

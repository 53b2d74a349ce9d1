"""Texts as folded content words: what editors and scanners change makes no difference, and offsets are exact."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.copies_wording import fold_word, read_wording, spans_of
from sayso.resources import load_yaml

GROUPS = load_yaml("lexicons/copies.yml")["passed_over"]


@pytest.mark.parametrize(("left", "right"), [
    ("colour", "color"), ("organised", "organized"), ("defence", "defense"), ("theatre", "theater"),
    ("travelled", "traveled"), ("Harbour", "harbors"), ("modern", "modem"), ("rifle", "r1fle"),
    ("officials", "0ffic1als"), ("window", "vvindow"), ("shooting", "5hooting"), ("clear", "dear"),
])  # fmt: skip
def test_spellings_and_misreadings_fold_alike(left: str, right: str) -> None:
    assert fold_word(left) == fold_word(right) != ""


@pytest.mark.parametrize(("left", "right"), [("bomb", "tomb"), ("killed", "injured"), ("north", "south"), ("12", "13")])
def test_other_words_stay_apart(left: str, right: str) -> None:
    assert fold_word(left) != fold_word(right)


@pytest.mark.parametrize(("name", "word"), [(name, word) for name in GROUPS for word in GROUPS[name]["words"].split()])
def test_what_is_passed_over_changes_nothing(name: str, word: str) -> None:
    example = GROUPS[name]["example"]
    assert "{w}" in example
    assert read_wording(example.format(w=word)).ids.tolist() == read_wording(example.format(w="")).ids.tolist()


@pytest.mark.parametrize("text", ["Bogotá’s mayor — “no comment” — left.", "Zürich, Málaga and São Tomé: “enough”"])
def test_text_read_in_the_wrong_encoding_has_the_same_words(text: str) -> None:
    broken = text.encode().decode("cp1252", "ignore")
    assert read_wording(broken).ids.tolist() == read_wording(text).ids.tolist()


@pytest.mark.parametrize("text", [
    'The clerk said "the bridge is closed tonight" and left.',
    "The clerk said “the bridge is closed tonight” and left.",
    "The clerk said â€œthe bridge is closed tonightâ€\x9d and left.",
])  # fmt: skip
def test_quoted_words_are_known(text: str) -> None:
    wording = read_wording(text)
    spans = spans_of(text, [(at, at) for at in wording.at[wording.quoted].tolist()])
    assert [text[a:b] for a, b in spans] == ["bridge", "closed", "tonight"]


def test_a_quote_that_is_not_closed_ends_with_its_line() -> None:
    assert not read_wording('"The bridge is closed\nand the ferry "').quoted.any()


def test_text_in_other_letters_has_words_too() -> None:
    assert read_wording("Паром остановлен у старого моста").n >= 4


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('ab1"“”«\n €â\x9d\x01\x02 ')), max_size=300))
def test_every_text_has_a_wording_with_exact_spans(text: str) -> None:
    wording = read_wording(text)
    spans = spans_of(text, [(at, at) for at in wording.at.tolist()])
    assert wording.n == len(wording.quoted) == len(wording.capital) == len(wording.pairs)
    assert wording.index.size == 3 * wording.n
    assert bool(np.all(np.diff(wording.at) > 0))
    for (start, end), capital in zip(spans, wording.capital.tolist(), strict=True):
        assert fold_word(text[start:end])
        assert text[start].isupper() == capital

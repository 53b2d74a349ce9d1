from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.norm.given import gender_of
from sayso.norm.names import (
    compare_names,
    content_words,
    is_acronym,
    is_acronym_of,
    is_short_form,
    name_key,
    name_words,
    same_word,
    sound_key,
    strip_article,
    word_likeness,
)


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("the Taliban", "Taliban"), ("The\n  Hague’s", "Hague"), ("an envoy", "envoy"), ("Paris'", "Paris"),
        ("Theresa", "Theresa"), ("the", "the"), ("", ""),
    ],
)
def test_strip_article(words, bare):
    assert strip_article(words) == bare


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("the U.S.", "US", True), ("US", "us", False), ("IS", "is", False), ("Erdoğan", "ERDOGAN", False),
        ("Recep Erdoğan", "recep erdogan", True), ("Jean-Claude", "Jean Claude", True), ("Ali's", "Ali", True),
        ("Мария", "Mariya", True), ("Kabul", "Herat", False),
    ],
)
def test_name_key(one, other, equal):
    assert (name_key(one) == name_key(other)) is equal


@pytest.mark.parametrize(
    ("word", "yes"),
    [("GDI", True), ("U.S.", True), ("DfID", True), ("MPs", True), ("Gdi", False), ("A", False), ("Kabul", False),
    ("", False)],
)
def test_is_acronym(word, yes):
    assert is_acronym(word) is yes


@pytest.mark.parametrize(
    ("short", "full", "yes"),
    [
        ("GDI", "General Directorate of Intelligence", True),
        ("FARC", "Fuerzas Armadas Revolucionarias de Colombia", True),
        ("U.N.", "the United Nations", True), ("WHO", "World Food Programme", False), ("GDI", "Directorate", False),
        ("KCNA", "Korean Central News Agency", True), ("FENADESAL", "Ferrocarriles Nacionales de El Salvador", True),
        ("gdi", "General Directorate of Intelligence", False),
    ],
)
def test_is_acronym_of(short, full, yes):
    assert is_acronym_of(short, full) is yes


@pytest.mark.parametrize(
    ("short", "full", "yes"),
    [
        ("Zawahiri", "Ayman al-Zawahiri", True), ("Siraj", "Sirajuddin Haqqani", True), ("Mr Khan", "Sadiq Khan", True),
        ("Mohammad Khan", "Muhammad Ali Khan", True), ("Khan Sadiq", "Sadiq Khan", False), ("Ayman", "Imran", False),
        ("Sadiq Ali Khan", "Sadiq Khan", False), ("General Dostum", "Abdul Rashid Dostum", True), ("", "Khan", False),
    ],
)
def test_is_short_form(short, full, yes):
    assert is_short_form(short, full) is yes


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("mohammed", "muhammad", True), ("rahman", "rahim", False), ("erdogan", "erdogan", True),
        ("zelensky", "zelenskiy", True), ("kadyrov", "qadyrov", True), ("al", "el", False), ("hussein", "husayn", True),
        ("karim", "kamil", False), ("tchaikovsky", "chaikovsky", True),
    ],
)
def test_same_word(a, b, same):
    assert same_word(a, b) is same


@pytest.mark.parametrize(
    ("a", "b", "body", "alike"),
    [
        ("Aymen Al Zawahiri", "Ayman al-Zawahiri", False, True), ("Abdul Rahman", "Abdul Rahim", False, False),
        ("HASAN, Abdul", "Abdul Hassan", False, True), ("Borduria Steel GmbH", "Borduria Steel Ltd", True, True),
        ("Borduria Steel", "Syldavia Steel", True, False), ("John Q. Public", "John Public", False, True),
        ("Olga Petrova", "Ivan Petrov", False, False),
    ],
)
def test_compare_names(a, b, body, alike):
    found = compare_names(a, b, body=body)
    assert (found.score >= 0.8 and not found.conflict) is alike


def test_conflict_needs_a_foreign_word_on_both_sides():
    assert compare_names("Abdul Rahman", "Abdul Rahim").conflict
    assert not compare_names("Rahman", "Abdul Rahman").conflict


def test_an_initial_stands_for_its_word():
    assert word_likeness("j", "john") == 0.8
    assert word_likeness("j", "mary") == 0.0


def test_content_words_leave_titles_and_particles_out():
    assert content_words("General Abdul Rashid Dostum") == ("abdul", "rashid", "dostum")
    assert content_words("the General") == ("general",)


@pytest.mark.parametrize(("name", "gender"), [("angela", "f"), ("mohammed", "m"), ("xqz", None)])
def test_gender_of(name, gender):
    assert gender_of(name) == gender


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparison_holds_on_any_text(a, b):
    one, other = compare_names(a, b), compare_names(b, a)
    assert 0.0 <= one.score <= 1.0
    assert one.score == pytest.approx(other.score, abs=0.3)
    assert isinstance(name_key(a), str)
    assert is_short_form(a, b) in (True, False)
    assert is_acronym_of(a, b) in (True, False)


@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF), max_size=30))
def test_keys_are_ascii(text):
    assert all(w.isascii() and w for w in name_words(text))
    assert all(sound_key(w).isascii() for w in name_words(text))

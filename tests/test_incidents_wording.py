"""How a report is worded: terms, names, ages; the families of acts."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.link.acts import LEXICON, families_of, read_acts, stem, vague_words
from sayso.link.candidates import find_pairs, story_keys
from sayso.link.story import read_story
from sayso.link.story_wording import cosine, cover, fold_term, list_terms, rarity, read_wording, weigh
from sayso.resources import load_yaml
from sayso.types import Event, Predicate, Reading, make_report


@pytest.mark.parametrize(("word", "folded"), [
    ("Shootings", "shooting"), ("shooting", "shoot"), ("killed", "kill"), ("grenades", "grenad"), ("Lea’s", "lea"),
    ("was", "was"), ("red", "red"), ("2200", "2200"), ("Lee's", "lee"),
])  # fmt: skip
def test_terms_are_folded(word, folded):
    assert fold_term(word) == folded


def test_rare_terms_tell_more_than_common_ones():
    assert rarity("qwxzzy") > rarity("mayor") > rarity("the")
    assert rarity("qwxzzy") > rarity("putin") + 2  # known everywhere, though few reports of the collection have it


def test_names_ages_and_addresses_are_found():
    found = read_wording(
        "Two held\n\nDover police said Ann Lee, 34, and a 9-year-old boy were found in the 2200 block of Mill Street.",
        outlet="dover.example",
    )
    assert "ann lee" in found.full_names
    assert found.aged == {"lee 34"}
    assert found.ages == {34, 9}
    assert found.numbers == {"2200"}
    assert found.streets == {"mill"}
    assert {"ann", "lee", "mill"} <= found.names.keys()
    assert "dover" not in found.names, "an outlet's own words are no names of the story"


def test_a_title_stands_for_the_first_line():
    assert read_wording("One\n\ntwo", "Three").headline.keys() == {"three"}
    assert read_wording("\n\nOne\n\ntwo").headline.keys() == {"one"}


def test_cover_counts_what_occurs_at_all():
    assert cover({"a": 0.6, "b": 0.8}, {"b": 0.1}) == pytest.approx(0.64)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.text(max_size=300))
def test_vectors_are_unit_and_cosine_is_symmetric(left, right):
    a, b = weigh(list_terms(left)), weigh(list_terms(right))
    assert not a or math.isclose(sum(w * w for w in a.values()), 1.0)
    assert math.isclose(cosine(a, b), cosine(b, a), abs_tol=1e-12)
    assert 0 <= cosine(a, b) <= 1 + 1e-9
    read_wording(left, right)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_has_keys(text):
    assert len(story_keys(read_story(Reading(make_report(text))))) <= 26


def test_reports_are_compared_that_share_two_keys():
    keyed = [("c", ("x", "y")), ("a", ("x", "y", "z")), ("b", ("z", "w")), ("d", ("x", "y"))]
    assert list(find_pairs(keyed)) == [("a", "c"), ("a", "d"), ("c", "d")]


@pytest.mark.parametrize("name", sorted(load_yaml(LEXICON)["families"]))
def test_each_family_holds_both_tellings_of_its_example(name):
    for telling in load_yaml(LEXICON)["families"][name]["example"].split("/"):
        assert any(name in families_of(stem(term)) for term in list_terms(telling)), telling


def test_vague_words_are_words():
    assert {"the", "man", "people"} <= vague_words()


def test_an_act_is_an_event_or_else_a_predicate():
    text = "Rebels attacked the base. Talks failed on Monday."
    reading = Reading(
        make_report(text, id="r"),
        events=(Event("e1", "ASSAULT", (7, 15)),),
        predicates=(Predicate((7, 15), "certain"), Predicate((26, 31), "certain"), Predicate((32, 38), "certain")),
    )
    acts = read_acts(reading, read_story(reading))
    assert [(text[slice(*a.span)], a.id) for a in acts] == [("attacked", "e1"), ("Talks", "r:26"), ("failed", "r:32")]
    assert acts[0].families == {"attack"}
    assert acts[1].terms == ("talk",)
    assert (acts[0].before, acts[0].after) == ("rebel", "the")
    assert acts[2].near.keys() == {"talk", "on", "monday"}

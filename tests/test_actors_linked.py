from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link.actors import OTHER, SAME, Identity, name_keys, same_actor


def actor(name, type="person", key="x", **more):
    return Identity(key, name, type=type, **{k: frozenset(v) if isinstance(v, set) else v for k, v in more.items()})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (actor("Ayman Halabi", country="SYR"), actor("Aiman al-Halaby")),
        (actor("Boris Gromov"), actor("Boris Gromov")),
        (actor("Taliban", "armed_group", country="AFG"), actor("Taliban", "armed_group", country="AFG")),
        (actor("Bill Halabi"), actor("William Halabi", neighbours={"gromov"}, places={"sebha"})),
        (actor("Gromov", neighbours={"halabi", "yasin"}), actor("Boris Gromov", neighbours={"halabi", "yasin"})),
        (actor("Wadi Front", "armed_group", kb="ftm:1"), actor("Front of Wadi", "party", kb="ftm:1")),
        (actor("Popular Front of Wadi", "armed_group"), actor("Wadi Popular Front", "armed_group")),
    ],
)
def test_one_actor(left, right):
    verdict = same_actor(left, right)
    assert verdict.same is True, verdict
    assert same_actor(right, left).same is True


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (actor("Abdul Rahman"), actor("Abdul Rahim"), "alike in name"),
        (actor("Omar Halabi"), actor("Ali Halabi", names=("Halabi",)), "each has a word of its own"),
        (actor("Wadi", "person"), actor("Wadi", "armed_group"), "other type"),
        (actor("Korea", "state", country="KOR"), actor("Korea", "state", country="PRK"), "other country"),
        (
            actor("Ministry of Defence", "agency", country="LBY"),
            actor("Ministry of Defence", "agency", country="MLI"),
            "country",
        ),
        (actor("A B", kb="wikidata:Q1"), actor("A B", kb="wikidata:Q2"), "other in the knowledge base"),
        (actor("Libyans", "population"), actor("Libyans", "population"), "a population"),
    ],
)
def test_two_actors(left, right, reason):
    verdict = same_actor(left, right)
    assert verdict.same is not True, verdict
    assert reason in verdict.reasons


def test_a_surname_alone_joins_only_with_its_surroundings():
    assert same_actor(actor("Halabi"), actor("Halabi")).same is None
    assert same_actor(actor("Halabi", neighbours={"yasin", "gromov"}), actor("Halabi", neighbours={"yasin"})).same
    far = same_actor(
        actor("Halabi", country="SYR", neighbours={"a", "b", "c"}),
        actor("Halabi", country="FRA", neighbours={"d", "e", "f"}),
    )
    assert far.same is not True


def test_what_counted_is_told():
    verdict = same_actor(
        actor("Ayman Halabi", country="SYR", first="2020-01-01", last="2020-01-02", sector="REB"),
        actor("Ayman Halabi", country="SYR", first="2020-01-09", last="2020-01-09", sector="REB", places={"x"}),
    )
    assert list(verdict.reasons) == ["same name", "country", "sector", "days"]


@pytest.mark.parametrize(
    ("one", "two", "type"),
    [
        ("Ayman Halabi", "أيمن الحلبي", "person"),
        ("Abdul Rahman", "Abdurrahman", "person"),
        ("Mohammed Ali", "Muhammad Aly", "person"),
        ("General Directorate of Intelligence", "GDI", "agency"),
        ("Jabhat al-Wadi", "Wadi Front", "armed_group"),
        ("Министерство обороны", "Ministry of Defence", "agency"),
    ],
)
def test_names_of_one_actor_share_a_key(one, two, type):
    assert set(name_keys(one, type)) & set(name_keys(two, type))


def test_common_words_make_no_key():
    assert not set(name_keys("Mohammed Halabi", "person")) & set(name_keys("Mohammed Gromov", "person"))
    assert not set(name_keys("Wadi Liberation Front", "armed_group")) & set(
        name_keys("Sahil Liberation Army", "armed_group")
    )


NAMES = st.one_of(st.text(max_size=30), st.sampled_from(("Omar Halabi", "Halabi", "Wadi Front", "GDI", "علي")))
IDENTITIES = st.builds(
    Identity,
    key=st.just("x"),
    name=NAMES,
    names=st.tuples(NAMES),
    type=st.sampled_from(("person", "party", "state")),
    country=st.sampled_from((None, "LBY", "IGO")),
    first=st.sampled_from((None, "2020-01-01", "x")),
    last=st.just("2020-02-01"),
)


@settings(max_examples=150, deadline=None)
@given(IDENTITIES, IDENTITIES)
def test_verdicts_hold_both_ways(left, right):
    verdict, other = same_actor(left, right), same_actor(right, left)
    assert verdict.same == other.same or abs(verdict.score - other.score) < 0.15
    assert 0.0 <= verdict.score <= 1.0
    assert verdict.same is None or (verdict.score >= SAME if verdict.same else verdict.score <= OTHER)
    assert list(name_keys(left.name, left.type)) == sorted(name_keys(left.name, left.type))

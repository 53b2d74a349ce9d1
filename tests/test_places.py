"""The places stage: what is taken for a place, which place it is, and names that stand for governments."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from sayso.norm.gazetteer import open_gazetteer
from sayso.pipes.board import Mark, get_places, register_extensions, set_marks
from sayso.pipes.places import Places, make_place
from sayso.pipes.places_features import describe, read_story
from sayso.pipes.places_find import find_mentions, name_sites, rate_marks, select
from sayso.pipes.places_groups import count_peoples, group_mentions, group_outlet, lies_in
from sayso.pipes.places_literal import is_literal
from sayso.pipes.places_model import load_model
from sayso.pipes.places_resolve import rate_entries, resolve
from sayso.pipes.places_spans import Candidate, find_candidates, find_heads, list_words, make_candidate, name_site
from sayso.pipes.places_weigh import FIRST, SECOND, weigh_alone, weigh_together
from sayso.resources import load_yaml

TABLE = load_yaml("lexicons/places.yml")
METONYMY = load_yaml("lexicons/metonymy.yml")
WORDS = ["Kabul", ",", "Texas", "-", "al", "’s", "\n", "the", "\x00", "🙂", "US", "of", "airport"]
BLANK = spacy.blank("en")


def _candidates(text: str) -> list[str]:
    return [c.text for c in find_candidates(BLANK(text))]


def _mention(doc: Doc, name: str) -> Candidate:
    return next(c for c in find_candidates(doc) if c.text == name)


def _resolve(text: str, *names: str) -> list[tuple[str, str | None, str | None]]:
    """Name, state and division of each of `names` in `text`, taken for places without asking the model."""
    doc = BLANK(text)
    entries = resolve(doc, [_mention(doc, name) for name in names])
    found = [make_place(_mention(doc, name), e) for name, e in zip(names, entries, strict=True)]
    return [(p.name, p.country, p.admin1) for p in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They drove from Kunduz to Mazar-i-Sharif.", ["Kunduz", "Mazar-i-Sharif"]),
        ("The convoy left al-Hasakah at dawn.", ["al-Hasakah"]),
        ("The fire in Salem, Ore. spread.", ["Salem", "Ore."]),
        ("The fire in Salem, OR spread.", ["Salem", "OR"]),
        ("They met in the United Arab Emirates.", ["United Arab Emirates"]),
        ("The Afghan envoy met Americans.", []),
        ("Give us the CAR.", ["CAR"]),
        ("They fled to Dashti Qala.", ["Dashti Qala"]),
        ("Dashti Qala district was quiet.", ["Dashti Qala"]),
        ("nothing is here", []),
    ],
)
def test_candidates(text: str, found: list[str]) -> None:
    assert set(found) <= set(_candidates(text))
    assert found or not _candidates(text)


def test_us_is_no_pronoun() -> None:
    found = find_candidates(BLANK("Us they never told."))
    assert not [e for c in found for e in c.entries if e.feature == "PCLI"]


@pytest.mark.parametrize("noun", TABLE["heads"]["after"])
def test_every_noun_behind_a_name(noun: str) -> None:
    doc = Doc(BLANK.vocab, ["in", "Takhar", noun])
    assert find_heads(doc, 1, 2) == set(TABLE["heads"]["after"][noun])


@pytest.mark.parametrize("noun", TABLE["heads"]["before"])
def test_every_noun_before_a_name(noun: str) -> None:
    for words in (["the", noun, "of", "Takhar"], ["the", noun, "Takhar"]):
        doc = Doc(BLANK.vocab, words)
        assert find_heads(doc, len(words) - 1, len(words)) == set(TABLE["heads"]["before"][noun])


@pytest.mark.parametrize("short", TABLE["abbreviations"]["anywhere"])
def test_every_abbreviation_is_a_candidate(short: str) -> None:
    doc = Doc(BLANK.vocab, ["near", "Salem", ",", *short.split(" ")])
    code = TABLE["abbreviations"]["anywhere"][short]
    found = [e for c in find_candidates(doc) if c.text == short for e in c.entries]
    assert open_gazetteer().get_division(code) in found


@pytest.mark.parametrize("kind", TABLE["words"])
def test_small_words_are_lower_case(kind: str) -> None:
    assert all(word == word.lower() for word in list_words(kind))


@pytest.mark.parametrize("short", TABLE["short"])
def test_every_short_form_is_resolved(short: str) -> None:
    doc = Doc(BLANK.vocab, ["in", *([short] if " " not in short else short.split(" "))])
    assert _mention(doc, short).entries


def test_a_site_takes_its_noun() -> None:
    doc = BLANK("A bomb went off at Kabul airport yesterday.")
    site = name_site(doc, _mention(doc, "Kabul"))
    assert (site.text, site.entries[0].feature) == ("Kabul airport", "AIRP")
    assert name_site(doc, site) is site


def test_a_site_leaves_the_next_mention_alone() -> None:
    doc = BLANK("Kabul Airport")
    town, noun = (make_candidate(doc, i, i + 1) for i in (0, 1))
    assert town is not None
    assert noun is not None
    assert [m.text for m in name_sites(doc, [town])] == ["Kabul Airport"]
    assert [m.text for m in name_sites(doc, [town, noun])] == ["Kabul", "Airport"]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("In Paris, Texas, a barn burned.", ["Paris", "Texas"], [("Paris", "USA", "Texas"), ("Texas", "USA", "Texas")]),
        ("In Paris, France, a barn burned.", ["Paris", "France"],
         [("Paris", "FRA", "Ile-de-France"), ("France", "FRA", None)]),
        ("From Tbilisi they drove through Georgia to Gori.", ["Tbilisi", "Georgia"],
         [("Tbilisi", "GEO", "Tbilisi"), ("Georgia", "GEO", None)]),
        ("From Atlanta they drove through Georgia to Macon.", ["Atlanta", "Georgia", "Macon"],
         [("Atlanta", "USA", "Georgia"), ("Georgia", "USA", "Georgia"), ("Macon", "USA", "Georgia")]),
        ("Afghan troops in Takhar province took the Dashti Qala district.", ["Takhar", "Dashti Qala"],
         [("Takhar", "AFG", "Takhar"), ("Dasht-e Qal‘ah", "AFG", "Takhar")]),
        ("A quake shook Farah in Afghanistan, and the village of Dashti Qala.", ["Farah", "Afghanistan", "Dashti Qala"],
         [("Farah", "AFG", "Farah"), ("Afghanistan", "AFG", None), ("Dasht-e Qal‘ah", "AFG", "Farah")]),
        ("Police in Portland, Ore. closed a bridge.", ["Portland", "Ore."],
         [("Portland", "USA", "Oregon"), ("Oregon", "USA", "Oregon")]),
        ("Police in Portland, Maine closed a bridge.", ["Portland", "Maine"],
         [("Portland", "USA", "Maine"), ("Maine", "USA", "Maine")]),
        ("Ships left the Black Sea for Odesa in Ukraine.", ["Black Sea", "Odesa"],
         [("Black Sea", None, None), ("Odesa", "UKR", "Odesa")]),
    ],
)
def test_context_decides(text: str, names: list[str], expected: list[tuple[str, str | None, str | None]]) -> None:
    assert _resolve(text, *names) == expected


def test_unknown_stays_unknown() -> None:
    doc = BLANK("They fled to the village of Qwertabad.")
    mention = _mention(doc, "Qwertabad")
    (entry,) = resolve(doc, [mention])
    place = make_place(mention, entry)
    assert entry is None
    assert (place.name, place.lat, place.lon, place.country, place.geonames) == ("Qwertabad", None, None, None, None)


def test_sound_alikes_need_their_state() -> None:
    doc = BLANK("Snow fell on Dashti Qala district.")
    assert resolve(doc, [_mention(doc, "Dashti Qala")]) == [None]


def test_groups_keep_what_stands_beside_a_name() -> None:
    doc = BLANK("Paris, Texas is not Paris. The city of Paris said so.")
    candidates = [c for c in find_candidates(doc) if c.text in ("Paris", "Texas")]
    groups = group_mentions(doc, candidates)
    assert [(g.name, g.mentions) for g in groups] == [("Paris", [0]), ("Texas", [1]), ("Paris", [2, 3])]
    assert {e.name for e in groups[0].parents} >= {"Texas"}
    assert groups[1].children == candidates[0].entries
    assert groups[2].heads == {"PPL"}
    texas = next(e for e in candidates[1].entries if e.feature == "ADM1")
    assert {lies_in(e, (texas,)) for e in candidates[0].entries if e.country == "FRA"} == {None}


@pytest.mark.parametrize(
    ("outlet", "names"),
    [("The Kabul Times", ["The Kabul"]), ("New York Times", ["New York"]), ("The Times of India", ["India"]),
     ("The Sun", []),
     ("CNN-News18", []), (None, []), ("", [])],
)
def test_outlets_named_after_places(outlet: str | None, names: list[str]) -> None:
    groups = group_outlet(outlet)
    assert [g.name for g in groups] == names
    assert all(g.number == 1 and g.entries for g in groups)


def test_the_outlet_helps_to_place_names() -> None:
    doc = BLANK("A barn burned near London.")
    mentions = [_mention(doc, "London")]
    assert [e.country for e in resolve(doc, mentions) if e] == ["GBR"]
    assert [e.country for e in resolve(doc, mentions, "Canada Daily of Toronto") if e] == ["CAN"]


def test_a_division_called_like_its_state_needs_its_noun() -> None:
    features = []
    for text in ("They live in Mexico.", "They live in Mexico state."):
        doc = BLANK(text)
        (group,) = group_mentions(doc, [_mention(doc, "Mexico")])
        features.append({e.feature for e in group.entries if e.country == "MEX"})
    assert "ADM1" not in features[0]
    assert "ADM1" in features[1]


def test_peoples_are_counted_by_state() -> None:
    assert count_peoples(BLANK("The Afghan envoy met Americans and an American.")) == Counter(AFG=1, USA=2)


def test_features_have_the_widths_of_their_names() -> None:
    doc = BLANK("Between Kabul and Kunduz")
    groups = group_mentions(doc, find_candidates(doc))
    alone = weigh_alone(groups, Counter())
    chances = rate_entries(groups, alone, load_model())
    for group, rows, chance in zip(groups, alone, chances, strict=True):
        assert rows.shape == (len(group.entries) + 1, len(FIRST))
        assert chance.sum() == pytest.approx(1)
        assert np.argmax(rows[-1]) == FIRST.index("none")
    assert all(rows.shape[1] == len(SECOND) for rows in weigh_together(groups, chances))
    assert load_model().second.shape == (len(FIRST) + len(SECOND),)


def test_described_features_are_weighed() -> None:
    doc = BLANK("He was born in Kabul.")
    candidates = find_candidates(doc)
    features = describe(doc, candidates[-1], read_story(doc, candidates))
    assert {"p1=in", "how=name", "has=PPL", "single"} <= set(features)
    assert load_model().rate(features) != 0


def _span(first: int, last: int) -> Candidate:
    return Candidate(first, last, first, last, "x", (), "name")


def test_marks_are_heard() -> None:
    weights = load_model().marks
    spans = [_span(0, 3), _span(2, 3), _span(5, 6), _span(8, 9)]
    marks = [Mark(0, 3, "place", 0.5), Mark(7, 9, "place", 0.9)]
    exact, part, none = (weights[name] for name in ("exact", "part", "none"))
    assert rate_marks(spans, marks, weights) == [exact * 0.5, part, none, part]
    assert rate_marks(spans, [], weights) == [0, 0, 0, 0]


def test_a_mark_decides() -> None:
    register_extensions()
    doc = BLANK("The fair at Springfield and Reading.")
    assert set(_candidates(doc.text)) == {"Springfield", "Reading"}
    set_marks(doc, {"places": [Mark(12, 23, "place", 0.99), Mark(0, 2, "place", 0.99)]})
    assert [m.text for m in find_mentions(doc)] == ["Springfield"]


def test_a_marked_name_becomes_a_candidate() -> None:
    marked = make_candidate(BLANK("The raid on Qwertabad failed."), 3, 4)
    assert marked is not None
    assert (marked.text, marked.entries, marked.how) == ("Qwertabad", (), "tagged")
    assert make_candidate(BLANK("an Afghan envoy"), 1, 2) is None
    assert make_candidate(BLANK("an envoy"), 0, 2) is None


def test_select_takes_the_best_sum() -> None:
    rated = [(_span(0, 3), 2.0), (_span(0, 1), 1.5), (_span(2, 3), 1.5), (_span(4, 5), -1.0)]
    assert [(c.first, c.last) for c in select(rated)] == [(0, 1), (2, 3)]
    assert select([]) == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.floats(-5, 5)), max_size=20))
def test_selected_spans_never_overlap(spans: list[tuple[int, int, float]]) -> None:
    chosen = select([(_span(a, a + n), rating) for a, n, rating in spans])
    assert all(a.last <= b.first for a, b in pairwise(chosen))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    doc = Places()(BLANK(text))
    places = get_places(doc)
    assert all(0 <= p.start < p.end <= len(text) for p in places)
    assert all(a.end <= b.start for a, b in pairwise(places))
    assert all((p.lat is None) == (p.lon is None) for p in places)
    assert get_places(Places()(BLANK(text))) == places


@pytest.fixture(scope="module")
def parsed(nlp: spacy.language.Language) -> dict[str, Doc]:
    texts = [*(e["example"] for e in METONYMY), *LITERAL, *READ]
    return dict(zip(texts, nlp.pipe(texts), strict=True))


LITERAL = {
    "A bomb went off in Moscow on Sunday.": "Moscow",
    "Thousands marched through Washington at noon.": "Washington",
    "The road from Tehran is closed.": "Tehran",
    "Flooding hit Kenya in the spring.": "Kenya",
    "Officials in London said that the bridge was safe.": "London",
}
READ = {
    "Gunmen killed two men near Kandahar airport in Afghanistan on Monday.":
        [("Kandahar airport", "AFG", "AIRP"), ("Afghanistan", "AFG", "PCLI")],
    "Washington said the troops would stay in Iraq.": [("Iraq", "IRQ", "PCLI")],
    "Rockets fell on Sderot, across the border from the Gaza Strip.":
        [("Sderot", "ISR", "PPL"), ("Gaza Strip", "PSE", "ADM1")],
    "The ferry sank in Lake Victoria off Tanzania.": [("Lake Victoria", None, "LK"), ("Tanzania", "TZA", "PCLI")],
}


@pytest.mark.parametrize("entry", METONYMY, ids=[e["example"] for e in METONYMY])
def test_names_for_governments(entry: dict[str, str], parsed: dict[str, Doc]) -> None:
    doc = parsed[entry["example"]]
    mention = _mention(doc, entry["name"])
    assert not is_literal(doc, mention, None)


@pytest.mark.parametrize("text", LITERAL)
def test_names_for_places(text: str, parsed: dict[str, Doc]) -> None:
    doc = parsed[text]
    assert is_literal(doc, _mention(doc, LITERAL[text]), None)


@pytest.mark.parametrize("text", READ)
def test_reads_places(text: str, parsed: dict[str, Doc]) -> None:
    places = get_places(Places()(parsed[text]))
    assert [(text[p.start : p.end], p.country, p.feature) for p in places] == READ[text]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The plane landed at Kabul airport.", ["Kabul International Airport"]),
        ("Washington rejected the offer.", []),
        ("Students of the University of Nairobi protested.", []),
        ("The mayor of London spoke.", ["London"]),
        ("Police in Paris, Texas, arrested two men.", ["Paris", "Texas"]),
    ],
)
def test_what_a_name_alone_tells(reader, text, names):
    places = reader.read(text).places
    assert [place.name for place in places] == names
    assert all(place.country for place in places)


@pytest.mark.slow
def test_namesakes_are_each_where_the_report_says_they_lie(reader):
    text = "Shells hit Tripoli, Lebanon, on Monday. A bomb went off in Tripoli, Libya, on Tuesday."
    assert [place.country for place in reader.read(text).places] == ["LBN", "LBN", "LBY", "LBY"]

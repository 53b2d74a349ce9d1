"""States and the words for them: every entry of the lexicon, and what must not be taken for a state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.norm.countries import (
    find_capital,
    find_country,
    find_land,
    find_nationality,
    get_country,
    list_countries,
)
from sayso.resources import load_yaml

STATES = list_countries()
NAMES = [(name, c.code) for c in STATES.values() for name in (c.name, *c.names)]
WORDS = [(word, c.code) for c in STATES.values() for word in (*c.adjectives, *c.people)]
LANDS = load_yaml("lexicons/countries.yml")["within"]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_every_name_finds_its_state(name: str, code: str) -> None:
    assert find_country(name) == code
    assert find_country("the " + name) == code


@pytest.mark.parametrize(("word", "code"), WORDS)
def test_every_word_for_a_people_finds_its_state(word: str, code: str) -> None:
    assert find_nationality(word) == code


@pytest.mark.parametrize("land", LANDS)
def test_every_land_names_a_state(land: str) -> None:
    entry = LANDS[land]
    assert entry["state"] in STATES
    assert [find_land(word) for word in entry["adjectives"]] == [(land, entry["state"])] * len(entry["adjectives"])


@pytest.mark.parametrize("code", STATES)
def test_every_state_is_whole(code: str) -> None:
    state = STATES[code]
    assert -90 <= state.lat <= 90
    assert -180 <= state.lon <= 180
    assert (state.until is None) == (state.now is None)
    assert state.now is None or state.now in STATES
    assert len(code) == 3
    assert get_country(code) is state


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("US", "USA"), ("us", None), ("IRAN", "IRN"), ("iran", "IRN"), ("CAR", "CAF"), ("car", None), ("Car", None),
        ("Côte d’Ivoire", "CIV"), ("Cote d'Ivoire", "CIV"), ("TURKEY", "TUR"), ("The Hague", None), ("", None),
        ("the", None), ("Texas", None), ("Scotland", None), ("\ud800", None),
    ],
)
def test_names(name: str, code: str | None) -> None:
    assert find_country(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Afghan", "AFG"), ("Americans", "USA"), ("Iraqis", "IRQ"), ("Frenchman", "FRA"), ("Chechens", "RUS"),
        ("Congolese", "COD"), ("Nigerien", "NER"), ("Nigerian", "NGA"), ("Swiss", "CHE"), ("Chineses", None),
        ("dog", None),
    ],
)
def test_nationalities(word: str, code: str | None) -> None:
    assert find_nationality(word) == code


@pytest.mark.parametrize(
    ("name", "code"), [("Kabul", "AFG"), ("Tel Aviv", "ISR"), ("the Kremlin", "RUS"), ("Boston", None)]
)
def test_capitals(name: str, code: str | None) -> None:
    assert find_capital(name) == code


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert find_country(text) is None or find_country(text) in STATES
    assert find_nationality(text) is None or find_nationality(text) in STATES

from __future__ import annotations

import csv
import re
from typing import get_args

import pytest

from sayso.norm.countries import list_countries
from sayso.norm.kb import TABLES, Entity, Term, find_entity, find_state, get_state, list_entities, longest_name
from sayso.norm.names import name_key
from sayso.resources import find_file
from sayso.types import ActorType

BODIES = {"IGO", "UNO", "EUR", "NGO", "MNC", "ISM", None}
DATE = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")
COLUMNS = ["name", "aliases", "type", "sector", "sector2", "country", "from", "to", "wikidata"]


def read(table):
    lines = find_file(f"kb/{table}.csv").read_text("utf-8").splitlines()
    return lines, list(csv.reader(x for x in lines if x and not x.startswith("#")))


@pytest.mark.parametrize("table", [*TABLES, "leaders", "states"])
def test_tables_name_their_source_and_are_rectangular(table):
    lines, rows = read(table)
    assert any(line.startswith("# ") and "Source:" in line for line in lines)
    assert all(len(row) == len(rows[0]) for row in rows)
    assert table in ("leaders", "states") or rows[0] == COLUMNS


def test_every_row_is_sound():
    kinds, codes = set(get_args(ActorType)), set(list_countries())
    for entity in list_entities():
        assert entity.name == " ".join(entity.name.split())
        assert entity.wikidata is None or re.fullmatch(r"Q\d+", entity.wikidata)
        for term in entity.terms:
            assert term.type in kinds, entity
            assert term.country in codes | BODIES, entity
            for day in (term.first, term.last):
                assert day is None or DATE.match(day), entity
            assert not (term.first and term.last) or term.first <= term.last, entity


def test_the_base_is_of_some_size():
    assert len(list_entities()) > 2500
    assert sum(e.person for e in list_entities()) > 800


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("the CIA", "Central Intelligence Agency"), ("C.I.A.", "Central Intelligence Agency"),
        ("Zelenskyy", "Volodymyr Zelensky"),
        ("Tayyip Erdogan", "Recep Tayyip Erdoğan"), ("U.S.", "United States"), ("us", None), ("is", None),
        ("IS", "Islamic State"), ("al Shabaab", "al-Shabaab"), ("The Sun", "The Sun"), ("Sun", None), ("", None),
        ("Boko Haram’s", "Boko Haram"), ("nobody at all", None),
    ],
)
def test_find_entity(name, found):
    entity = find_entity(name)
    assert (entity.name if entity else None) == found


def test_the_country_tells_bearers_of_one_name_apart():
    assert find_entity("PRD").country == "MEX"
    assert find_entity("PRD", country="PAN").country == "PAN"
    assert find_entity("AFP", country="PHL").name == "Armed Forces of the Philippines"


@pytest.mark.parametrize(
    ("name", "date", "sector"),
    [
        ("Taliban", "2020-01-01", "REB"), ("Taliban", "2022-01-01", "GOV"), ("Donald Trump", "2019-04-01", "GOV"),
        ("Donald Trump", "2022-04-01", "ELI"), ("Vladimir Putin", "1998-01-01", "SPY"), ("Vladimir Putin", None, "GOV"),
        ("Scott Morrison", "2022-10-01", "LEG"), ("Boutros Boutros-Ghali", "1994-01-01", None),
        ("FARC", "2005-06-01", "REB"), ("Ryan Crocker", "2015-01-01", "ELI"),
    ],
)
def test_what_it_was_when(name, date, sector):
    assert find_entity(name).on(date).sector == sector


def test_offices_in_several_bodies_belong_to_one_person():
    person = find_entity("Ursula von der Leyen")
    assert person.on("2015-01-01").country == "DEU"
    assert person.on("2021-01-01").country == "EUR"


def test_a_bare_year_counts_to_its_end():
    entity = Entity("X", "SYL", (Term("person", "GOV", None, "SYL", "1990", "2001"),), person=True)
    assert entity.on("2001-12-30").sector == "GOV"
    assert entity.on("2002-01-01").sector == "ELI"
    assert entity.on("1989-01-01").sector == "GOV"
    assert entity.key is None


def test_states():
    assert find_state("Iran").key == "wikidata:Q794"
    assert get_state("AFG").terms[0].type == "state"
    assert get_state("ZZZ") is None
    assert find_state("Kabul") is None


def test_longest_name_covers_every_name():
    for entity in list_entities():
        words = name_key(entity.name).lower().split()
        if entity.name.startswith("The ") and len(words) == 1:
            words = ["the", *words]
        assert longest_name(words[0]) >= len(words), entity.name
    assert longest_name("zzzz") == 0

"""Plurals and who they stand for."""

from __future__ import annotations

import pytest

from sayso.format import from_json, to_json
from sayso.resources import load_yaml


def members_of(reading, words: str) -> list[str]:
    """The names of the members of the actor first mentioned by these words."""
    text = reading.report.text
    names = {a.id: a.name for a in reading.actors}
    found = [a for a in reading.actors if text[slice(*a.mentions[0])] == words]
    assert found, [(a.name, a.mentions) for a in reading.actors]
    return [names[m] for m in found[0].members]


LINKED = [
    ("Russia attacked Ukraine in 2022. Both countries deny it.", "Both countries", ["Russia", "Ukraine"]),
    ("France met Spain in Oslo. The two countries are close.", "The two countries", ["France", "Spain"]),
    ("Chad, Niger and Mali met. The three countries are close.", "The three countries", ["Chad", "Niger", "Mali"]),
    ("Chad, Niger and Mali signed a pact. The two countries are close.", "The two countries", []),
    ("Chad and Niger signed a pact. Two countries stayed away.", "Two countries", []),
    ("Chad and Niger signed a pact. The two southern countries stayed away.", "The two southern countries", []),
    ("Chad and Niger signed a pact. The two leaders shook hands.", "The two leaders", []),
    ("Chad signed a pact. The two countries of the south stayed away.", "The two countries of the south", []),
    ("Anna Weber met Carlos Ruiz. The two leaders shook hands.", "The two leaders", ["Anna Weber", "Carlos Ruiz"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "names"), LINKED, ids=[x[0][:40] for x in LINKED])
def test_members(reader, text, words, names):
    assert members_of(reader.read(text), words) == names


@pytest.mark.parametrize("entry", load_yaml("lexicons/members.yml")["plurals"], ids=lambda e: e["words"][:20])
def test_examples_of_the_lexicon(reader, entry):
    reading = reader.read(entry["example"])
    found = [a for a in reading.actors if a.members]
    assert [len(a.members) for a in found] == [2]
    kinds = {a.id: a.type for a in reading.actors}
    assert {kinds[m] for m in found[0].members} <= set(entry["types"].split())


def test_members_survive_the_format(reader):
    reading = reader.read("Chad and Niger signed a pact. The two countries share a border.")
    assert from_json(to_json(reading)) == reading

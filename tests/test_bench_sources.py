"""Who the sources are: the measure on reports and readings of our own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from sayso.bench import sources
from sayso.bench.corpora import load_measures

TEXT = "Mayor Ana Ruiz met Luis Ruiz in Lima. Ruiz said taxes fall. She blamed Luis Ruiz. A spokesman for Peru agreed."


def at(words: str, number: int = 0) -> list[int]:
    start = -1
    for _ in range(number + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def row() -> dict:
    def event(span, kind, actors=()):
        return {"source": {"kind": kind, "spans": [span]}, "actors": list(actors), "recipients": []}

    return {
        "id": "a", "text": TEXT,
        "actors": [{"name": "Ana Ruiz", "aliases": ["Mayor Ana Ruiz", "Ruiz"]}, {"name": "Luis Ruiz", "aliases": []},
                   {"name": "Peru", "aliases": []}],
        "events": [event(at("Ruiz", 2), "named"), event(at("She"), "named", [{"name": "Ana Ruiz", "span": at("She")}]),
                   event(at("A spokesman for Peru"), "described"), {"source": None, "actors": [], "recipients": []}],
    }


def reading(*actors: tuple[str, list[list[int]], list[int]]) -> dict:
    return {
        "report": {"id": "a"},
        "actors": [{"id": f"a{i}", "name": name, "mentions": mentions} for i, (name, mentions, _) in enumerate(actors)],
        "claims": [{"source": {"actor": f"a{i}", "spans": [span]}} for i, (_, _, span) in enumerate(actors)],
    }


def test_it_is_known_who_a_source_is_by_its_words_or_as_a_participant():
    known = sources.find_known(row())
    assert [(k.form, sorted(k.actors)) for k in known] == [("name", ["Ana Ruiz"]), ("pronoun", ["Ana Ruiz"])]


@pytest.mark.parametrize(("name", "mentions", "right"), [
    ("Ana Ruiz", [at("Mayor Ana Ruiz"), at("She")], True),
    ("Luis Ruiz", [at("Luis Ruiz"), at("She")], False),
    ("Luis Ruiz", [at("Mayor Ana Ruiz"), at("She")], False),
    ("she", [at("She")], False),
])
def test_the_other_mentions_of_the_actor_decide(name, mentions, right):
    pronoun = sources.find_known(row())[1]
    assert sources.is_right(row(), pronoun, reading((name, mentions, at("She")))) is right


def test_a_source_that_nothing_else_names_counts_by_itself():
    lone = row() | {"actors": [{"name": "Ana Ruiz", "aliases": ["She"]}]}
    pronoun = next(k for k in sources.find_known(lone) if k.form == "pronoun")
    lone["events"] = []
    assert not sources.is_right(lone, pronoun, reading(("she", [at("She")], at("She"))))
    lone["actors"] = [{"name": "Nobody Here", "aliases": ["She"]}]
    alone = sources.Known(pronoun.span, frozenset({"Nobody Here"}), "pronoun")
    assert sources.is_right(lone, alone, reading(("the mayor", [at("She")], at("She"))))


def test_shares_and_the_command_line(tmp_path):
    found = reading(("Ana Ruiz", [at("Mayor Ana Ruiz"), at("Ruiz", 2)], at("Ruiz", 2)))
    gold, answers = tmp_path / "gold.jsonl", tmp_path / "answers.jsonl"
    gold.write_text(json.dumps(row()) + "\n", "utf-8")
    answers.write_text(json.dumps(found) + "\n", "utf-8")
    done = subprocess.run(
        [sys.executable, sources.__file__, gold, answers, "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == sources.measure([row()], [found]) == {
        "sources": 2, "right": 0.5, "claimed": 0.5, "pronoun right": 0.0, "name right": 1.0, "description right": None,
    }
    assert sources.measure([row()], [])["right"] == 0.0


def test_it_is_a_measure_of_the_bench(tmp_path):
    (measure,) = (m for m in load_measures() if m.name == "sources")
    assert measure.scorer_path(tmp_path).is_file()

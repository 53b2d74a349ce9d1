"""Figures beside the scorers': names in the gazetteer, places and dates given and made up."""

import json

import pytest

from sayso import BenchError
from sayso.bench import corpora
from sayso.bench.more import work_out

SCORER = """
class Report:
    def __init__(self, gold, reading):
        self.gold, self.reading = gold, reading
    def pairs(self):
        return [(n, n) for n in range(len(self.gold["events"]))]
    def right(self, g, p):
        return {k: g.get(k) == p.get(k) for k in ("place", "date")}
"""
EVENTS = [
    ({"place": "Lima", "date": "d"}, {"place": "Lima", "date": None}),
    ({"place": None, "date": None}, {"place": "Cusco", "date": None}),
    ({"place": None, "date": None, "optional": True}, {"place": "Ica", "date": None}),
]


def make(folder, name, rows, scorer=""):
    measure = next(m for m in corpora.load_measures() if m.name == name)
    plain = corpora.Measure(**{f: getattr(measure, f) for f in measure.__slots__} | {"gold": "dev.jsonl"})
    gold = "\n".join(map(json.dumps, rows))
    for path, text in ((plain.gold_path(folder), gold), (plain.scorer_path(folder), scorer)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return plain


def test_places_and_dates_given_and_made_up(tmp_path):
    measure = make(tmp_path, "records", [{"id": "a", "events": [g for g, _ in EVENTS]}], SCORER)
    answers = tmp_path / "answers"
    answers.write_text(json.dumps({"report": {"id": "a"}, "events": [p for _, p in EVENTS]}))
    assert work_out(measure, tmp_path, answers) == {
        "place right of those given": 1.0, "no place made up": 0.0, "date right of those given": 0.0,
        "no date made up": 1.0,
    }


def test_a_scorer_without_matching_is_named(tmp_path):
    measure = make(tmp_path, "records", [], "x = 1")
    (tmp_path / "answers").write_text("")
    with pytest.raises(BenchError, match="no Report"):
        work_out(measure, tmp_path, tmp_path / "answers")


def test_share_of_names_in_the_gazetteer(tmp_path):
    places = [
        {"text": "Lima", "lat": 1, "lon": 1}, {"text": "Zzyzxq", "lat": 1, "lon": 1},
        {"text": "Xqqxq", "lat": None}, {"text": "Xqqxr", "lat": 1, "optional": True},
    ]
    found = work_out(make(tmp_path, "places", [{"places": places}]), tmp_path, tmp_path)
    assert found["names that the gazetteer has"] == 0.5

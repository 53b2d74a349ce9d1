from __future__ import annotations

import gzip
import json

import pytest

from sayso.bench.corpora import find_measures, load_measures
from sayso.bench.naming import TASKS
from sayso.bench.scoring import score
from sayso.link.naming_compare import FEATURES, Evidence
from sayso.link.naming_model import MARGINS, load_weights

SCORER = """
import gzip, json, sys
what, gold, *rest = sys.argv[1:]
rows = [json.loads(line) for line in (gzip.open if gold.endswith(".gz") else open)(gold, "rt", encoding="utf-8")]
if what == "make":
    with open(rest[1], "w") as known, open(rest[3], "w") as asked:
        for r in rows:
            known.write(json.dumps({"id": r["id"], "name": r["name"], "type": r["type"], "country": None}) + "\\n")
            asked.write(json.dumps({"query": r["id"] + "-0", "name": r["alias"], "type": r["type"]}) + "\\n")
elif what == "pairs":
    said = [json.loads(line) for line in open(rest[0])]
    print(json.dumps({"f1": 0.5, "accuracy": sum(r["same"] == s["same"] for r, s in zip(rows, said)) / len(rows)}))
else:
    said = {s["query"]: s["actor"] for s in map(json.loads, open(rest[0]))}
    right = sum(said[r["id"] + "-0"] == r["id"] for r in rows) / len(rows)
    print(json.dumps({"recall@1": right, "wrong": 0.25, "false_links": 0.125, "precision": right,
                      "latin_script": {"recall@1": right}}))
"""


@pytest.fixture
def folder(tmp_path):
    def write(path, rows):
        file = tmp_path / "data" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")

    write("names/dev.jsonl", [
        {"id": "a", "name": "Ayman Halabi", "alias": "أيمن الحلبي", "type": "person"},
        {"id": "b", "name": "Wadi Front", "alias": "Jabhat al-Wadi", "type": "armed_group"},
    ])
    write("names/pairs-dev.jsonl", [
        {"a": "Boris Gromov", "b": "Борис Громов", "type": "person", "same": True},
        {"a": "Boris Gromov", "b": "Igor Petrov", "type": "person", "same": False},
    ])
    write("actor_codes/dev.jsonl", [
        {"id": 1, "text": "the Libyan army", "country": "LBY", "sector": "MIL"},
        {"id": 1, "text": "Peruvian police", "country": "PER", "sector": "MIL"},
    ])
    for name in ("names", "actor_codes"):
        plain = tmp_path / "data" / name / "dev.jsonl"
        plain.with_suffix(".jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    (tmp_path / "score").mkdir()
    (tmp_path / "score" / "names.py").write_text(SCORER, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("names", [100.0, 100.0, 75.0, 87.5, 100.0]), ("name-pairs", [50.0, 100.0]), ("actor-codes", [100.0, 50.0]),
    ],
)
def test_measures_of_names(folder, tmp_path, name, figures):
    (measure,) = find_measures(folder, (name,))
    found = score(measure, folder, lambda reports: iter(()), tmp_path)
    assert [f.value for f in found] == figures


def test_every_task_of_names_is_measured():
    assert set(TASKS) <= {m.task for m in load_measures()}


@pytest.mark.parametrize("body", [False, True])
def test_weights_fit_the_features(body):
    assert len(Evidence().features()) == len(FEATURES)
    for part in ("rank", "pair"):
        assert len(load_weights(body, part).weights) == len(FEATURES)
    assert len(load_weights(body, "accept").weights) == len(MARGINS) + len(FEATURES)

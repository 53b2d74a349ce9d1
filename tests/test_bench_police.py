"""What the police did: the measure on stories and readings of our own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from sayso.bench import police

TEXT = "Police shot two men. A mayor spoke. Ten were held."
BOUNDS = [(0, 20), (21, 35), (36, 50)]


def row(*labels: list[str]):
    sentences = [{"start": s, "end": e, "labels": found} for (s, e), found in zip(BOUNDS, labels, strict=True)]
    return {"id": "1", "text": TEXT, "sentences": sentences}


def event(at: int, kind: str, doer: str | None, **more):
    sides = [] if doer is None else [{"actor": doer, "span": [at, at + 1]}]
    plain = {"mode": None, "killed": None, "factuality": "certain"}
    return {"type": kind, "trigger": [at, at + 1], "actors": sides, **plain, **more}


def reading(*events):
    actors = [{"id": "p", "type": "police", "sector": None}, {"id": "c", "type": "other", "sector": "COP"},
              {"id": "m", "type": "person", "sector": "CVL"}]  # fmt: skip
    return {"report": {"id": "1"}, "actors": actors, "events": list(events)}


DEAD = {"min": 2, "max": 2, "span": [0, 1]}
ANSWERS = [
    ("killing", event(7, "ASSAULT", "p", killed=DEAD), {"KILL", "FORCE"}),
    ("by the sector", event(7, "ASSAULT", "c"), {"FORCE"}),
    ("by others", event(7, "ASSAULT", "m", killed=DEAD), set()),
    ("by nobody named", event(7, "ASSAULT", None, killed=DEAD), set()),
    ("arrest by nobody named", event(7, "COERCE", None, mode="arrest"), {"ARREST"}),
    ("arrest by others", event(7, "COERCE", "m", mode="arrest"), set()),
    ("seizure", event(7, "COERCE", "p", mode="seize"), {"FORCE"}),
    ("denied", event(7, "ASSAULT", "p", factuality="denied"), set()),
    ("in passing", event(7, "ASSAULT", "p", salience="low"), set()),
    ("a speech", event(7, "ACCUSE", "p"), set()),
]


@pytest.mark.parametrize(("told", "answers"), [a[1:] for a in ANSWERS], ids=[a[0] for a in ANSWERS])
def test_answers(told, answers):
    assert {question for _, question in police.find_answers(reading(told))} == answers


def test_shares_by_sentence_and_story():
    gold = row(["KILL", "FORCE"], [], ["ARREST", "ANY_ACTION"])
    found = police.measure([gold], [reading(event(7, "ASSAULT", "p"), event(22, "ASSAULT", "p", killed=DEAD))])
    assert found["sentences"]["all"] == {"p": 1 / 3, "r": 1 / 3, "f1": 1 / 3, "gold": 3, "said": 3}
    assert found["sentences"]["KILL"] == {"p": 0, "r": 0, "f1": 0, "gold": 1, "said": 1}
    assert found["stories"]["KILL"]["f1"] == 1
    assert found["stories"]["ARREST"]["p"] is None


def test_runs_by_itself(tmp_path):
    gold, answers = tmp_path / "gold.jsonl", tmp_path / "answers.jsonl"
    gold.write_text(json.dumps(row([], [], ["ARREST"])) + "\n", "utf-8")
    answers.write_text(json.dumps(reading(event(36, "COERCE", None, mode="arrest"))) + "\n", "utf-8")
    done = subprocess.run(
        [sys.executable, police.__file__, gold, answers, "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout)["sentences"]["all"]["f1"] == 1

"""Score what readings say the police did, sentence by sentence: whom they killed, arrested or used force on.

    python police.py GOLD.jsonl READINGS.jsonl --json

GOLD are stories of which every sentence was asked whether the police killed somebody (KILL), arrested somebody
(ARREST) or used force (FORCE) in it (Halterman, Keith, Sarwar, O'Connor, Findings of ACL 2021). The answers of a
reading are those of its events that start in the sentence and are not denied, planned or passed over (salience low):

    KILL    ASSAULT by the police with a toll of killed
    ARREST  COERCE with the mode arrest, by the police or with nobody named who does it
    FORCE   ASSAULT by the police, or COERCE by them other than arrest

"By the police" asks for an actor of the type `police` or the sector COP. Precision counts every answer given, as the
gold is exhaustive. A story has an answer where one of its sentences has it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sayso.bench.corpora import load_lines

Row = dict[str, Any]

QUESTIONS = ("KILL", "ARREST", "FORCE")
PUT = ("certain", "uncertain")


def find_answers(reading: Row) -> list[tuple[int, str]]:
    """Where in the text which question is answered with yes, in the order of the events."""
    police = {actor["id"] for actor in reading["actors"] if _is_police(actor)}
    found = []
    for event in reading["events"]:
        if event["factuality"] in PUT and event.get("salience") != "low":
            doers = {side["actor"] for side in event["actors"]}
            found += [(event["trigger"][0], question) for question in _answers(event, doers, police)]
    return found


def _is_police(actor: Row) -> bool:
    return actor["type"] == "police" or "COP" in (actor.get("sector"), actor.get("sector2"))


def _answers(event: Row, doers: set[str], police: set[str]) -> Iterable[str]:
    by_police = bool(doers & police)
    arrest = event["type"] == "COERCE" and event["mode"] == "arrest"
    if arrest and (by_police or not doers):
        yield "ARREST"
    if by_police and event["type"] == "ASSAULT" and event["killed"]:
        yield "KILL"
    if by_police and (event["type"] == "ASSAULT" or (event["type"] == "COERCE" and not arrest)):
        yield "FORCE"


def measure(rows: list[Row], readings: list[Row]) -> Row:
    """Precision, recall and F1 of each question and of all, for sentences and for stories."""
    by_id = {reading["report"]["id"]: find_answers(reading) for reading in readings}
    counts = {"sentences": Counter[str](), "stories": Counter[str]()}
    for row in rows:
        given = by_id.get(str(row["id"]), [])
        asked: set[str] = set()
        answered: set[str] = set()
        for sentence in row["sentences"]:
            said = {question for at, question in given if sentence["start"] <= at < sentence["end"]}
            labels = {label for label in sentence["labels"] if label in QUESTIONS}
            _count(counts["sentences"], labels, said)
            asked |= labels
            answered |= said
        _count(counts["stories"], asked, answered)
    sets = {"all": QUESTIONS, **{question: (question,) for question in QUESTIONS}}
    return {unit: {name: _figures(found, names) for name, names in sets.items()} for unit, found in counts.items()}


def _count(counts: Counter[str], gold: set[str], said: set[str]) -> None:
    for name, questions in (("gold", gold), ("said", said), ("right", gold & said)):
        counts.update(f"{question} {name}" for question in questions)


def _figures(counts: Counter[str], questions: tuple[str, ...]) -> Row:
    gold, said, right = (sum(counts[f"{q} {name}"] for q in questions) for name in ("gold", "said", "right"))
    share = {"p": right / said if said else None, "r": right / gold if gold else None}
    return {**share, "f1": 2 * right / (gold + said) if gold + said else None, "gold": gold, "said": said}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--json", action="store_true", required=True)
    options = parser.parse_args()
    print(json.dumps(measure(list(load_lines(options.gold)), list(load_lines(options.readings)))))


if __name__ == "__main__":
    main()

"""Score incidents against what an archive's staff recorded of them: who tells the same one, its day, town and toll.

    python incident_facts.py GOLD.jsonl[.gz] INCIDENTS.jsonl --json

GOLD: reports with the "incident" that each tells; beside it `incidents-dev.jsonl` with what is recorded of incidents:
"incident", "date", "state", "place", "killed", "injured". INCIDENTS: one incident a line: {"incident", "reports",
"type", "first", "last", "place": [name, lat, lon], "killed", "injured"}. Only reports that are in INCIDENTS count, so
that a sample can be scored.

`pairs`: precision, recall and F1 of pairs of reports that share an incident. The facts of a recorded incident are those
of the assault that most of its reports share; shares are of the incidents of which they tell a day (a single one), a
town, a number. A day is right when it is the recorded one, a town when it has that name or lies within 40 km of it.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

from sayso.bench.corpora import load_lines
from sayso.norm.gazetteer import open_gazetteer

Row = dict[str, Any]
RECORDS = "incidents-dev.jsonl"
NEAR = 40.0  # km
_DEGREE = 111.2  # km


def measure(gold: Iterable[Row], records: Iterable[Row], found: list[Row]) -> Row:
    """All shares, 0 to 1."""
    answered = {report for line in found for report in line["reports"]}
    truth = {str(row["id"]): str(row["incident"]) for row in gold if str(row["id"]) in answered}
    told: dict[str, set[str]] = defaultdict(set)
    for report, incident in truth.items():
        told[incident].add(report)
    out: Row = {"reports": len(truth), "pairs": _score_pairs(truth, found)}
    counts: Counter[str] = Counter()
    for record in records:
        if record["incident"] in told:
            _count(counts, record, _find_line(found, told[record["incident"]]))
    for name in ("day", "town", "killed", "injured"):
        out[name] = {"told": counts[name], "right": counts[f"{name} right"] / counts[name] if counts[name] else None}
    return out


def _score_pairs(truth: dict[str, str], found: list[Row]) -> Row:
    linked = {pair for line in found for pair in combinations(sorted({*line["reports"]} & truth.keys()), 2)}
    by_incident = defaultdict(list)
    for report, incident in sorted(truth.items()):
        by_incident[incident].append(report)
    true = {pair for reports in by_incident.values() for pair in combinations(reports, 2)}
    right = len(linked & true)
    precision, recall = right / max(1, len(linked)), right / max(1, len(true))
    return {"p": precision, "r": recall, "f": 2 * right / max(1, len(linked) + len(true))}


def _find_line(found: list[Row], reports: set[str]) -> Row:
    """The assault, else whatever it is, that most of the reports share."""
    near = [line for line in found if reports & {*line["reports"]}]
    return max(near, key=lambda line: (line["type"] == "ASSAULT", len(reports & {*line["reports"]}), line["incident"]))


def _count(counts: Counter[str], record: Row, line: Row) -> None:
    if line["first"] and line["first"] == line["last"]:
        counts["day"] += 1
        counts["day right"] += line["first"] == record["date"]
    if line["place"]:
        counts["town"] += 1
        counts["town right"] += is_near(line["place"], record["place"], record["state"])
    for name in ("killed", "injured"):
        if line[name] is not None:
            counts[name] += 1
            counts[f"{name} right"] += line[name] == record[name]


def is_near(place: tuple[str, float, float], town: str, state: str) -> bool:
    """Whether a place is that town of that state ("Cartersville (Euharlee)" is either), or near it."""
    name, lat, lon = place
    gazetteer = open_gazetteer()
    for part in filter(None, (word.strip(" )") for word in town.split("("))):
        if part.casefold() == name.casefold():
            return True
        for entry in gazetteer.find(part):
            division = gazetteer.get(entry.admin1) if entry.admin1 is not None else None
            if entry.country == "USA" and division is not None and division.name == state:
                east = (entry.lon - lon) * math.cos(math.radians(lat))
                if math.hypot(entry.lat - lat, east) * _DEGREE <= NEAR:
                    return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("incidents", type=Path)
    parser.add_argument("--json", action="store_true", required=True)
    options = parser.parse_args()
    records = load_lines(options.gold.with_name(RECORDS))
    print(json.dumps(measure(load_lines(options.gold), records, list(load_lines(options.incidents)))))


if __name__ == "__main__":
    main()

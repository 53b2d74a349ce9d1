"""Score what actors are coded as: the share of phrases whose country and sector are right, where one is expected.

    python codes.py GOLD.jsonl[.gz] ANSWERS.jsonl --json

GOLD: {"text", "country", "sector", "sector2"}, null where nothing is expected. ANSWERS: a line for each line of GOLD,
the same without text.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from sayso.bench.corpora import load_lines

FIELDS = ("country", "sector", "sector2")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("gold", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(json.dumps(score(list(load_lines(options.gold)), list(load_lines(options.answers)))))


def score(gold: list[dict[str, Any]], answers: list[dict[str, Any]]) -> dict[str, float | None]:
    """The share that is right, by field; None where nothing is expected."""
    shares: dict[str, float | None] = {}
    for field in FIELDS:
        asked = [(row, said) for row, said in zip(gold, answers, strict=True) if row.get(field)]
        right = sum(said.get(field) == row[field] for row, said in asked)
        shares[field] = right / len(asked) if asked else None
    return shares


if __name__ == "__main__":
    main()

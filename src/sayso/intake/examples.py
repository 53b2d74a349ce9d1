"""The example reports of the package: three public incidents, told by made-up outlets.

The texts were written for sayso. What they tell is public record; outlets and unnamed sources are invented
(`data/examples/README.md`).
"""

from __future__ import annotations

import json

from sayso.resources import find_file
from sayso.types import Report, make_report

EXAMPLES = ("kabul-strike", "peshawar-bombing", "beijing-deal")


def load_examples(name: str | None = None) -> list[Report]:
    """The example reports, in the order of their incidents and days; of one incident when `name` is given.

    Raises:
        ResourceError: when `name` is none of `EXAMPLES`, or the installation lacks the file.
    """
    names = EXAMPLES if name is None else (name,)
    return [report for each in names for report in _load_file(f"examples/{each}.jsonl")]


def _load_file(path: str) -> list[Report]:
    records = (json.loads(line) for line in find_file(path).read_text("utf-8").splitlines())
    return [make_report(record.pop("text"), **record) for record in records]

"""Which report of a group the others were made from: by whom they credit, when they came out, what holds the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sayso.resources import load_yaml
from sayso.types import Report

_EDGE = 1500
_LONGER = 1.25

Reason = Literal["credited", "first", "fullest"]


@dataclass(frozen=True, slots=True)
class Direction:
    """Where a group's text comes from, as far as anything tells it.

    Attributes:
        original: id of the report that the others were made from.
        reason: what tells it: the others credit its outlet, it came out on an earlier day or at an earlier hour, or
            of those that came out first it is the one that is a good deal longer than the rest.
        agency: the news agency that most of the reports with a credit line name.
    """

    original: str | None = None
    reason: Reason | None = None
    agency: str | None = None


def find_direction(reports: Sequence[Report]) -> Direction:
    """The direction of a group of copies."""
    credits = Counter(agency for report in reports for agency in sorted(find_credits(report.text)))
    agency = min(credits, key=lambda name: (-credits[name], name)) if credits else None
    issued = [report for report in reports if report.outlet and _agency_of(report.outlet) in credits]
    if len(issued) == 1:
        return Direction(issued[0].id, "credited", agency)
    first = _find_first(reports)
    if len(first) == 1:
        return Direction(first[0].id, "first", agency)
    by_length = sorted(first, key=lambda report: -len(report.text))
    if len(by_length) > 1 and len(by_length[0].text) >= _LONGER * len(by_length[1].text):
        return Direction(by_length[0].id, "fullest", agency)
    return Direction(agency=agency)


def find_credits(text: str) -> set[str]:
    """The agencies that datelines, bylines, credit lines and copyright lines of `text` name."""
    edges = text if len(text) <= 2 * _EDGE else f"{text[:_EDGE]}\n{text[-_EDGE:]}"
    names, patterns = _credits()
    if not any(name in edges for name in names):
        return set()
    return {names[found["agency"]] for pattern in patterns for found in pattern.finditer(edges)}


def _find_first(reports: Sequence[Report]) -> list[Report]:
    """The reports that came out first, as far as their times are equally exact; all when one has no time."""
    times = [report.published for report in reports]
    if any(time is None for time in times):
        return list(reports)
    days = [str(time)[:10] for time in times]
    first = [report for report, day in zip(reports, days, strict=True) if day == min(days)]
    clocks = [str(report.published) for report in first]
    if len({len(clock) for clock in clocks}) == 1 and len({clock[19:] for clock in clocks}) == 1:
        return [report for report in first if report.published == min(clocks)]
    return first


def _agency_of(outlet: str) -> str | None:
    return _credits()[0].get(outlet.strip())


@cache
def _credits() -> tuple[dict[str, str], tuple[re.Pattern[str], ...]]:
    """Name to agency, and what finds names in lines that give credit."""
    table = load_yaml("lexicons/copies.yml")
    names = {name: agency for agency, given in table["agencies"].items() for name in given}
    choice = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    patterns = (entry["pattern"].replace("{agency}", choice) for entry in table["credits"])
    return names, tuple(re.compile(pattern, re.MULTILINE) for pattern in patterns)

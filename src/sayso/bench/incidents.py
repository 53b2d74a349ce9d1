"""What `sayso.link` makes of a corpus of reports, as lines for a scorer: incidents with their facts, or acts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sayso.bench.corpora import load_lines, load_reports
from sayso.link.acts_groups import group_acts
from sayso.link.incidents import IncidentGroup, as_line, group_readings
from sayso.types import Reading, Report

Grouper = Callable[[Iterable[Reading]], list[IncidentGroup]]
# The grain by the name of the task.
GROUPERS: dict[str, Grouper] = {"incidents": group_readings, "acts": group_acts}


def answer(task: str, gold: Path, read: Callable[[Iterable[Report]], Iterator[Reading]], share: float) -> Iterator[str]:
    """A line an incident, or an act, of the reports in `gold` that are in the sample.

    Args:
        share: of the gold incidents, drawn by the hash of their names, so that a sample has all reports of each; up to
            a half it has none that training/fit_incidents.py learned from (docs/models/incidents.md).
    """
    wanted = {str(row["id"]) for row in load_lines(gold) if share >= 1 or _draw(str(row["incident"])) >= 1 - share}
    groups = GROUPERS[task](read(report for report in load_reports(gold) if report.id in wanted))
    yield from (json.dumps(as_line(group)) for group in groups)


def _draw(name: str) -> float:
    """A number from 0 to 0.99 that hangs on the name alone."""
    return int(hashlib.sha256(name.encode("utf-8")).hexdigest()[:8], 16) % 100 / 100

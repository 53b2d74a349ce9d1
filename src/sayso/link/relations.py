"""What stands between two actors over time, from the events that have them on two sides.

Months count events by how they are put; the score of a month is the mean of the PLOVER scores (-10 hostile to 10
cooperative, Goldstein 1992 as PLOVER's manual gives them) of the events that are put as certain. Independent word of
it is counted in lines of evidence of the incidents between the two, never in reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.norm.plover import quad_class, score_event
from sayso.store import EventRecord, IncidentRecord, RelationRecord, Store

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a relation; "" holds what is undated.

    Attributes:
        cooperative, hostile: events put as certain, by PLOVER's quad classes.
        certain, uncertain, denied, future: events, by how they are put.
        score: mean PLOVER score of the certain events, None without any.
        incidents, lines: incidents between the two in this month, and lines of evidence for them.
        types: events of each PLOVER type.
    """

    month: str
    cooperative: int
    hostile: int
    certain: int
    uncertain: int
    denied: int
    future: int
    score: float | None
    incidents: int
    lines: int
    types: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of two actors: its months in order, their sums, what lasts, and the incidents between the two.

    Attributes:
        states: lasting relations told ("rift", "alliance"), the newest first.
        incidents: the newest of those with the one as doer and the other as target.
    """

    first: str
    second: str
    months: tuple[Month, ...]
    cooperative: int
    hostile: int
    certain: int
    uncertain: int
    denied: int
    future: int
    score: float | None
    lines: int
    states: tuple[EventRecord, ...]
    incidents: tuple[IncidentRecord, ...]


def find_relation(
    store: Store, first: str, second: str, *, since: str | None = None, until: str | None = None
) -> Relation:
    """What stands between two actors, given by name or key.

    Raises:
        StoreError: when no report names one of them.
    """
    rows = store.relations(first, second, since=since, until=until)
    counts = store.count_incidents_between(first, second, since=since, until=until)
    by_month: dict[str, list[RelationRecord]] = defaultdict(list)
    for row in rows:
        by_month[row.month].append(row)
    months = tuple(
        _month(month, by_month[month], counts.get(month, (0, 0))) for month in sorted({*by_month, *counts})
    )
    return Relation(
        first, second, months, **_sums(rows), lines=sum(lines for _, lines in counts.values()),
        states=tuple(store.states_between(first, second, limit=_SHOWN)),
        incidents=tuple(store.incidents_between(first, second, since=since, until=until, limit=_SHOWN)),
    )


def _month(month: str, rows: Sequence[RelationRecord], told: tuple[int, int]) -> Month:
    types: dict[str, int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: row.type):
        types[row.type] += row.count
    return Month(month, **_sums(rows), incidents=told[0], lines=told[1], types=dict(types))


def _sums(rows: Iterable[RelationRecord]) -> dict[str, Any]:
    rows = list(rows)
    certain = [row for row in rows if row.factuality == "certain"]
    total = sum(row.count for row in certain)
    score = sum(row.count * score_event(row.type, row.mode) for row in certain) / total if total else None
    sides = {side: sum(row.count for row in certain if quad_class(row.type).endswith(side))
             for side in ("cooperation", "conflict")}  # fmt: skip
    return {
        "cooperative": sides["cooperation"], "hostile": sides["conflict"],
        **{put: sum(row.count for row in rows if row.factuality == put)
           for put in ("certain", "uncertain", "denied", "future")},
        "score": None if score is None else round(score, 2),
    }  # fmt: skip

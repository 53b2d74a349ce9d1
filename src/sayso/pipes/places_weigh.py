"""How well each place that a name may be fits the report: named features, weighed by a learned linear model.

Two rounds, after Lieberman, Samet and Sankaranarayanan, "Geotagging with local lexicons" (ICDE 2010), and Speriosu and
Baldridge, "Text-driven toponym resolution" (ACL 2013): first each name by itself and by the states and divisions that
the report names, then again by how near its places lie to what the others probably are. The chance of a place is the
softmax of its scores among the places of its name and "none of them".
"""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from sayso.norm.gazetteer import Entry
from sayso.pipes.places_groups import Group, lies_in

FIRST = (
    "none", "size", "share", "state", "adm1", "adm2", "capital", "region", "airport", "other-name", "short-name",
    "sounds-alike", "same-letters", "in-parent-division", "in-parent-state", "not-in-parent", "holds-child",
    "holds-no-child", "as-noun", "not-as-noun", "state-named", "state-share", "division-named", "no-state-named",
    "only-one", "alike-elsewhere", "capital-of-named",
)
SECOND = (
    "near-others", "near-one", "same-division", "same-state", "as-other", "near-next", "far-from-all",
    "state-of-others",
)
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
COMPANY = 100  # names of a report that all others are weighed beside: more would make long texts slow
WIDE = frozenset({"PCL", "CON", "OCN", "SEA", "RGN"})  # too wide for the distance to their middle to mean anything
FAMOUS = 1_000_000  # people that a region, river or sea of the reviewed table counts for
UNKNOWN = 3_000  # people taken to live in a town without a count: GeoNames lists these as seats of districts
NEAR = 120.0  # km: the scale of nearness
_RADIUS = 6371.0


def weigh_alone(groups: list[Group], peoples: Counter[str]) -> list[Matrix]:
    """Of each group a row of the features `FIRST` for each of its entries, and one for "none of them"."""
    states = Counter(peoples)
    divisions: Counter[int] = Counter()
    for g in groups:
        codes = {e.country for e in g.entries if e.feature[:3] == "PCL" and e.country}
        for code in sorted(codes):
            states[code] += g.number
        for e in g.entries:
            if e.feature == "ADM1":
                divisions[e.id] += g.number
    total = sum(states.values())
    return [_rows(g, states, divisions, total) for g in groups]


def _rows(g: Group, states: Counter[str], divisions: Counter[int], total: int) -> Matrix:
    rows = np.zeros((len(g.entries) + 1, len(FIRST)))
    most = max((_people(e) for e in g.entries if e.kind < 2), default=0)
    for row, e in zip(rows, g.entries, strict=False):
        found = {**_own(g, e, most), **_beside(g, e), **_named(g, e, states, divisions, total)}
        row[:] = [found.get(name, 0.0) for name in FIRST]
    rows[-1, 0] = 1.0
    return rows


def _own(g: Group, e: Entry, most: int) -> dict[str, float]:
    kind = e.feature[:3]
    people = _people(e)
    return {
        "size": math.log10(people + 1) / 7,
        "share": math.log10((people + 1) / (max(most, people) + 1)) / 7,
        "state": kind == "PCL", "adm1": e.feature == "ADM1", "adm2": e.feature == "ADM2",
        "capital": e.feature == "PPLC",
        "region": _is_region(e), "airport": kind == "AIR",
        "other-name": e.kind == 1 and not (kind == "PCL" or _is_region(e)),  # names of these are all reviewed
        "short-name": e.kind == 2, "sounds-alike": e.kind == 3,
        "same-letters": e.name == g.name, "only-one": len(g.entries) == 1,
    }


def _is_region(e: Entry) -> bool:
    return e.feature[:3] not in ("PCL", "ADM", "PPL", "AIR")


def _people(e: Entry) -> int:
    return e.population or (UNKNOWN if e.feature[:3] == "PPL" else FAMOUS if _is_region(e) else 0)


def _beside(g: Group, e: Entry) -> dict[str, float]:
    inside = lies_in(e, g.parents)
    asked = any(e.feature.startswith(h) for h in g.heads)
    holds = any(lies_in(child, (e,)) for child in g.children)
    return {
        "in-parent-division": inside == "ADM", "in-parent-state": inside == "PCL",
        "not-in-parent": bool(g.parents) and not inside,
        "holds-child": holds, "holds-no-child": bool(g.children) and not holds,
        "as-noun": asked, "not-as-noun": bool(g.heads) and not asked,
    }


def _named(g: Group, e: Entry, states: Counter[str], divisions: Counter[int], total: int) -> dict[str, float]:
    """What the report names of the state and the division of `e`, this name itself left out."""
    own = g.number if any(o.feature[:3] == "PCL" and o.country == e.country for o in g.entries) else 0
    number = states[e.country] - own if e.country else 0
    elsewhere = bool(e.country) and number <= 0 and total > own
    return {
        "state-named": math.log1p(max(number, 0)),
        "state-share": number / (total - own) if number > 0 and total > own else 0.0,
        "no-state-named": elsewhere, "alike-elsewhere": elsewhere and e.kind == 3,
        "capital-of-named": e.feature == "PPLC" and e.kind == 0 and number > 0,
        "division-named": math.log1p(divisions[e.admin1]) if e.admin1 else 0.0,
    }


def weigh_together(groups: list[Group], chances: list[np.ndarray]) -> list[Matrix]:
    """Of each group a row of the features `SECOND` for each entry and for "none", given the chances of all entries."""
    sure = [_most_likely(g, p) for g, p in zip(groups, chances, strict=True)]
    often = sorted(range(len(groups)), key=lambda i: (-groups[i].number, i))[:COMPANY]
    out = []
    for i, g in enumerate(groups):
        rows = np.zeros((len(g.entries) + 1, len(SECOND)))
        others = [
            (p * groups[j].number ** 0.5, e, groups[j].name == g.name, abs(j - i) == 1)
            for j in _company(i, often, len(groups)) for p, e in sure[j]
        ]
        if g.entries and others:
            rows[:-1] = _support(g.entries, others)
        out.append(rows)
    return out


def _company(i: int, often: list[int], size: int) -> list[int]:
    """The groups that are weighed beside group `i`: those named most often and those that stand near it."""
    return sorted({*often, *range(max(0, i - 5), min(size, i + 6))} - {i})


def _most_likely(g: Group, chances: np.ndarray) -> list[tuple[float, Entry]]:
    """The likely places of a group with their chances: at most four, and no area as wide as a state."""
    best = sorted(((float(p), e) for p, e in zip(chances, g.entries, strict=False)), key=lambda t: (-t[0], t[1].id))[:4]
    return [(p, e) for p, e in best if p > 0.05]


def _support(entries: tuple[Entry, ...], others: list[tuple[float, Entry, bool, bool]]) -> Matrix:
    weights = np.array([p for p, *_ in others])
    local = weights * np.array([e.feature[:3] != "PCL" for _, e, *_ in others])
    same = np.array([s for _, _, s, _ in others])
    beside = np.array([n for *_, n in others])
    near = np.exp(-distances(entries, [e for _, e, *_ in others]) / NEAR) * np.where(same, 0.0, local)
    rows = np.zeros((len(entries), len(SECOND)))
    rows[:, 0] = near.sum(1) / max(local.sum(), 1.0)
    rows[:, 1] = near.max(1)
    rows[:, 5] = (near * beside).max(1)
    rows[:, 6] = (local.sum() > 0.5) & (near.max(1) < 0.02)
    total = weights.sum()
    for row, e in zip(rows, entries, strict=True):
        division = e.id if e.feature == "ADM1" else e.admin1
        row[2] = sum(p for p, o, s, _ in others if not s and division and division in (o.admin1, o.id)) / total
        row[3] = sum(p for p, o, s, _ in others if not s and e.country and o.country == e.country) / total
        row[4] = min(1.0, sum(p for p, o, s, _ in others if s and o.id == e.id))
        if e.feature[:3] in WIDE:
            row[[0, 1, 5, 6]] = 0.0
            row[7] = row[3]
    return rows


def distances(entries: tuple[Entry, ...], others: list[Entry]) -> Matrix:
    """Great circle distances in km, entries by others."""
    a, b = (np.radians(np.array([(e.lat, e.lon) for e in es])) for es in (entries, others))
    dlat = a[:, None, 0] - b[None, :, 0]
    dlon = a[:, None, 1] - b[None, :, 1]
    h = np.sin(dlat / 2) ** 2 + np.cos(a[:, None, 0]) * np.cos(b[None, :, 0]) * np.sin(dlon / 2) ** 2
    return np.asarray(2 * _RADIUS * np.arcsin(np.sqrt(np.clip(h, 0, 1))))

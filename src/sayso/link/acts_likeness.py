"""What two tellings of acts in one story have in common, as named numbers; see `story_likeness`."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from sayso.link.acts import LETTERS, Act
from sayso.link.story_wording import cosine

MOST = 8.0  # the rarity of a term that hardly any report has


def compare_acts(left: Act, right: Act) -> dict[str, float]:
    """The features of a pair, by name."""
    shared = set(left.terms) & set(right.terms)
    term = float(bool(shared))
    family = float(bool(left.families & right.families))
    alike = 0.0 if shared else max((_alike(a, b) for a in left.terms for b in right.terms), default=0.0)
    near = cosine(left.near, right.near)
    names, other_names = _overlap(left.names, right.names)
    numbers, other_numbers = _overlap(left.numbers, right.numbers)
    sides, other_sides = _overlap(left.sides, right.sides)
    report = float(left.report == right.report)
    found = {
        "term": term,
        "terms": float(left.terms == right.terms),
        "rare": max((min(r, MOST) for t, r in zip(left.terms, left.rarities, strict=True) if t in shared), default=0.0)
        / MOST,
        "family": family,
        "other_family": float(bool(left.families and right.families) and not family and not shared),
        "family_only": family * (1 - term),
        "alike": alike,
        "near": near,
        "names": names,
        "other_names": other_names,
        "numbers": numbers,
        "other_numbers": other_numbers,
        "sides": sides,
        "other_sides": other_sides,
        "beside": float(left.before == right.before) + float(left.after == right.after),
        "early": float(left.early and right.early),
        "type": float(left.type is not None and left.type == right.type),
        "other_type": float(left.type is not None and right.type is not None and left.type != right.type),
        "mode": float(left.mode is not None and left.mode == right.mode),
        "other_mode": float(left.mode is not None and right.mode is not None and left.mode != right.mode),
        "event": float(left.event is not None and right.event is not None),
        "report": report,
    }
    found["rare_near"] = found["rare"] * near
    found["rare_report"] = found["rare"] * report
    for name, value in (("term", term), ("family", family)):
        found[f"{name}_near"] = value * near
        found[f"{name}_names"] = value * names
        found[f"{name}_report"] = value * report
    return found


def are_comparable(left: Act, right: Act) -> bool:
    """Whether two acts may be one at all: a common word or family, or words that begin alike."""
    return (
        bool(set(left.terms) & set(right.terms))
        or bool(left.families & right.families)
        or any(_alike(a, b) > 0.5 for a in left.terms for b in right.terms)
    )


def _overlap(x: AbstractSet[str], y: AbstractSet[str]) -> tuple[float, float]:
    if not x or not y:
        return 0.0, 0.0
    both = len(x & y)
    return both / min(len(x), len(y)), float(both == 0)


def _alike(a: str, b: str) -> float:
    """The share of the longer word that both begin with, from `LETTERS` letters up."""
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return same / max(len(a), len(b)) if same >= LETTERS else 0.0

"""What two happenings of different reports have in common and where they are at odds, as named numbers.

As in `story_likeness`: 0 where one of them says nothing, `same_*` speaks for one happening, `other_*` against it.
"""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet

from sayso.link.happening import Happening, Spot

NEAR = 0.3  # degrees, some 30 km
Range = tuple[int | None, int | None]


def compare_happenings(left: Happening, right: Happening, story: float) -> dict[str, float]:
    """The features of a pair, by name; `story` is the chance that their reports tell one story."""
    found = {
        "story": story,
        "lead": story * min(left.lead, right.lead),
        "same_type": float(left.type == right.type),
        "other_real": float(left.real != right.real),
    }
    for name, x, y in (
        ("mode", left.modes, right.modes), ("words", left.words, right.words), ("actors", left.actors, right.actors),
        ("recipients", left.recipients, right.recipients),
    ):
        same, other = _overlap(x, y)
        found |= {f"same_{name}": same, f"other_{name}": other}
    for name, held in (
        ("days", _compare_days(left, right)), ("spots", _compare_spots(left.spots, right.spots)),
        ("killed", _compare_tolls(left.killed, right.killed)), ("injured", _compare_tolls(left.injured, right.injured)),
    ):
        found |= {f"same_{name}": held[0], f"other_{name}": held[1]}
    return found


def _overlap(x: AbstractSet[str], y: AbstractSet[str]) -> tuple[float, float]:
    if not x or not y:
        return 0.0, 0.0
    both = len(x & y)
    return both / min(len(x), len(y)), float(both == 0)


def _compare_days(left: Happening, right: Happening) -> tuple[float, float]:
    """Days that meet, and the log of how far apart they are; a range of more than a week says little.

    A day apart is no difference: what happens at night is told of either day.
    """
    if left.days is None or right.days is None:
        return 0.0, 0.0
    gap = max(left.days[0], right.days[0]) - min(left.days[1], right.days[1])
    if gap > 1:
        return 0.0, math.log1p(gap)
    if gap == 1:
        return 0.0, 0.0
    widest = max(left.days[1] - left.days[0], right.days[1] - right.days[0])
    return 1 / (1 + widest / 7), 0.0


def _compare_spots(left: tuple[Spot, ...], right: tuple[Spot, ...]) -> tuple[float, float]:
    """The same small place, or one within `NEAR` of it; and no such place though both name one."""
    near = [_is_near(a, b) for a in left for b in right if a.local and b.local]
    if any(near):
        return 1.0, 0.0
    if any(n is False for n in near):
        return 0.0, 1.0
    here, there = {s.country for s in left if s.country}, {s.country for s in right if s.country}
    if not here or not there:
        return 0.0, 0.0
    return (0.25, 0.0) if here & there else (0.0, 1.0)


def _is_near(a: Spot, b: Spot) -> bool | None:
    """None where it is not known where one of them is: a street and its town have different names."""
    if a.name == b.name:
        return True
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return abs(a.lat - b.lat) < NEAR and abs(a.lon - b.lon) * math.cos(math.radians(a.lat)) < NEAR


def _compare_tolls(left: Range | None, right: Range | None) -> tuple[float, float]:
    """Tolls that can both hold, and tolls that cannot; the same number of more than one says more."""
    if left is None or right is None:
        return 0.0, 0.0
    least = max(left[0] or 0, right[0] or 0)
    most = min(n if n is not None else 10**9 for n in (left[1], right[1]))
    if least > most:
        return 0.0, 1.0
    return (1.0 if least <= 1 else 2.0), 0.0

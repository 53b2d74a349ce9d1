"""From pairs to groups of copies, without letting one false pair join two families.

A group grows by its strongest pairs. Two groups are joined only when enough of the pairs between them share passages,
which lets two briefs of different parts of a story meet in the whole of it, and keeps two families apart that a
single pair ties. A report made of passages of several stories that have nothing to do with one another (a round-up)
is a copy only of what holds nearly all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.link.copies_alignment import Alignment
from sayso.link.copies_wording import Ids, Mask, Wording, is_among

TIED = 0.45
LARGE, PROBED = 25, 5
ROUNDUP_WORDS = 8
ROUNDUP_OVERLAP = 0.2
ROUNDUP_LIKE = 0.2
ROUNDUP_HELD = 0.7
ROUNDUP_PARTS = 16


@dataclass(frozen=True, slots=True)
class Tie:
    """Two reports that share passages, by their numbers; `left` is the shorter one."""

    left: int
    right: int
    alignment: Alignment

    @property
    def score(self) -> float:
        return self.alignment.density


def group_ties(
    strong: Sequence[Tie], related: Sequence[Tie], probe: Callable[[int, int], bool]
) -> tuple[list[list[int]], list[Tie]]:
    """The groups, and the ties that made them; groups and their members are in order.

    Args:
        strong: the ties of copies; a report without one is in no group.
        related: all ties, of which enough must lie between two groups that a strong one joins.
        probe: whether two reports share passages, for those of large groups that were never compared.
    """
    linked = {(tie.left, tie.right) for tie in related} | {(tie.right, tie.left) for tie in related}
    group: dict[int, list[int]] = {}
    used = []
    for tie in sorted(strong, key=lambda tie: (-tie.score, tie.left, tie.right)):
        left, right = (group.setdefault(number, [number]) for number in (tie.left, tie.right))
        if left is right or not (_are_tied(left, right, linked) or _are_close(left, right, linked, probe)):
            continue
        used.append(tie)
        if len(left) < len(right):
            left, right = right, left
        left.extend(right)
        group.update(dict.fromkeys(right, left))
    found = {id(members): sorted(members) for members in group.values() if len(members) > 1}
    return sorted(found.values()), used


def _are_tied(left: list[int], right: list[int], linked: set[tuple[int, int]]) -> bool:
    between = sum((a, b) in linked for a in left for b in right)
    return between >= TIED * len(left) * len(right)


def _are_close(
    left: list[int], right: list[int], linked: set[tuple[int, int]], probe: Callable[[int, int], bool]
) -> bool:
    """Whether a few members of two large groups, of which not every pair was compared, share passages."""
    if len(left) * len(right) < LARGE:
        return False
    some = [sorted(members)[:: -(-len(members) // PROBED)] for members in (left, right)]
    pairs = [(a, b) for a in some[0] for b in some[1]]
    return sum(pair in linked or probe(*pair) for pair in pairs) >= TIED * len(pairs)


def find_roundups(ties: Sequence[Tie], wordings: Sequence[Wording]) -> set[int]:
    """The reports that hold separate passages of two others which share nothing and tell of other people and places."""
    parts: dict[int, dict[int, Mask]] = defaultdict(dict)
    for tie in ties:
        parts[tie.left][tie.right] = tie.alignment.left
        parts[tie.right][tie.left] = tie.alignment.right
    names: dict[int, Ids] = {}
    return {number for number, held in parts.items() if _is_roundup(held, parts, wordings, names)}


def holds_roundup(tie: Tie, roundups: set[int]) -> bool:
    """Whether the tie is one of a round-up with no more than a part of it."""
    alignment = tie.alignment
    return (tie.left in roundups and float(alignment.left.mean()) < ROUNDUP_HELD) or (
        tie.right in roundups and float(alignment.right.mean()) < ROUNDUP_HELD
    )


def find_names(wording: Wording) -> Ids:
    """The words that the text writes with a capital and never without, in order."""
    capital = np.unique(wording.ids[wording.capital])
    return capital[~is_among(capital, np.sort(wording.ids[~wording.capital]))]


def _is_roundup(
    held: dict[int, Mask], parts: dict[int, dict[int, Mask]], wordings: Sequence[Wording], names: dict[int, Ids]
) -> bool:
    large = [(int(mask.sum()), number) for number, mask in held.items()]
    large = sorted(((size, number) for size, number in large if size >= ROUNDUP_WORDS), key=lambda x: (-x[0], x[1]))
    for at, (size, number) in enumerate(large[:ROUNDUP_PARTS]):
        for _, other in large[:at]:
            if other in parts[number] or int((held[number] & held[other]).sum()) > ROUNDUP_OVERLAP * size:
                continue
            for each in (number, other):
                if each not in names:
                    names[each] = find_names(wordings[each])
            if _likeness(names[number], names[other]) < ROUNDUP_LIKE:
                return True
    return False


def _likeness(left: Ids, right: Ids) -> float:
    fewer = min(len(left), len(right))
    return float(is_among(left, right).sum()) / fewer if fewer else 0.0

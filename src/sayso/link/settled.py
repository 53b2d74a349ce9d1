"""What persons decided about a kind of link: it outranks whatever the machine finds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sayso.link.trees import Pair
from sayso.store.linking import Linking


@dataclass(frozen=True, slots=True)
class Settled:
    """Pairs that are the same, or not, because a person says so."""

    same: frozenset[Pair]
    different: frozenset[Pair]

    def same_in(self, things: Collection[str]) -> list[Pair]:
        """Those of `same` between some things."""
        return _inside(self.same, things)

    def different_in(self, things: Collection[str]) -> list[Pair]:
        """Those of `different` between some things."""
        return _inside(self.different, things)


def find_settled(session: Linking, kind: str) -> Settled:
    """What persons decided about a kind of link; of two decisions on a pair the later one."""
    edges = session.person_edges(kind)
    return Settled(
        frozenset((e.left, e.right) for e in edges if e.verdict == "same"),
        frozenset((e.left, e.right) for e in edges if e.verdict == "different"),
    )


def _inside(pairs: Collection[Pair], things: Collection[str]) -> list[Pair]:
    inside = set(things)
    return sorted(pair for pair in pairs if pair[0] in inside and pair[1] in inside)

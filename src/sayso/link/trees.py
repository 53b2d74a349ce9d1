"""The links that hold a cluster together: of all pairs the surest that join every member, one fewer than members.

(Kruskal 1956, the greatest spanning tree.) They are what is written down as decisions: few, each with its reasons,
and the same for the same cluster; where the pairs do not join all, a person's decision does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

Pair = tuple[str, str]


def span(members: Collection[str], scores: Mapping[Pair, float]) -> list[Pair]:
    """The pairs, by falling score and then by name."""
    owner = {member: member for member in members}

    def find(member: str) -> str:
        while owner[member] != member:
            owner[member] = owner[owner[member]]
            member = owner[member]
        return member

    chosen = []
    for left, right in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if left in owner and right in owner and find(left) != find(right):
            owner[find(right)] = find(left)
            chosen.append((left, right))
    return chosen

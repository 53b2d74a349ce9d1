"""What links amount to: things that are the same as one thing, derived anew each time and never stored.

A person's decision outranks the machine's on the same two things; between persons, the later one holds. Links are
taken in by rank: those of persons, then those of the machine, the surest first; a link that would bring together two
things that a person holds to be different is passed over. So one `different` splits what a chain of links joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from sayso.store import schema
from sayso.store.loading import chunk

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edge:
    """A link that stands, without its reasons."""

    left: str
    right: str
    verdict: str
    person: bool = False
    score: float = 1.0
    n: int = 0


def find_cluster(connection: Connection, kind: str, members: Iterable[str]) -> list[str]:
    """`members` and everything that links of a kind call the same as one of them, sorted."""
    wanted = set(members)
    roots = partition(list_edges(connection, kind, wanted))
    own = {roots.get(member, member) for member in wanted}
    return sorted(wanted | {key for key, root in roots.items() if root in own})


def find_roots(connection: Connection, kind: str, members: Iterable[str]) -> dict[str, str]:
    """For each of the members the least of those that links of a kind call the same."""
    wanted = sorted(set(members))
    roots = partition(list_edges(connection, kind, wanted))
    return {member: roots.get(member, member) for member in wanted}


def list_edges(connection: Connection, kind: str, members: Iterable[str]) -> list[Edge]:
    """The links of a kind that hold among the members and all that a chain of links leads to."""
    table = schema.decisions
    query = select(table.c.n, table.c.left, table.c.right, table.c.verdict, table.c.person, table.c.score).where(
        table.c.kind == kind, table.c.withdrawn.is_(None)
    )
    seen, found = set(members), {}
    new = sorted(seen)
    while new:
        rows = [
            row for part in chunk(new)
            for row in connection.execute(query.where(or_(table.c.left.in_(part), table.c.right.in_(part))))
        ]  # fmt: skip
        found.update({row.n: _edge(row) for row in rows})
        new = sorted({end for row in rows if row.verdict == "same" for end in (row.left, row.right)} - seen)
        seen.update(new)
    return list(resolve(found.values()).values())


def resolve(edges: Iterable[Edge]) -> dict[Pair, Edge]:
    """The link that holds for each pair."""
    held: dict[Pair, Edge] = {}
    for edge in sorted(edges, key=lambda e: e.n):
        pair = (edge.left, edge.right)
        before = held.get(pair)
        if before is None or edge.person or not before.person:
            held[pair] = edge
    return held


def partition(edges: Iterable[Edge]) -> dict[str, str]:
    """For each end of the links the least member of its cluster; the same for the same links in any order."""
    ranked = sorted(edges, key=lambda e: (not e.person, -e.score, e.left, e.right))
    clusters = _Clusters()
    for edge in ranked:
        if edge.person and edge.verdict == "different":
            clusters.part(edge.left, edge.right)
    for edge in ranked:
        if edge.verdict == "same":
            clusters.join(edge.left, edge.right)
    return clusters.roots()


class _Clusters:
    """Union of things, some of which are held apart."""

    def __init__(self) -> None:
        self.members: dict[str, set[str]] = {}
        self.owner: dict[str, str] = {}
        self.apart: dict[str, set[str]] = {}

    def part(self, left: str, right: str) -> None:
        self.apart.setdefault(left, set()).add(right)
        self.apart.setdefault(right, set()).add(left)

    def join(self, left: str, right: str) -> None:
        one, other = self.find(left), self.find(right)
        if one == other or any(self.apart.get(m, set()) & self.members[other] for m in self.members[one]):
            return
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        moved = self.members.pop(other)
        self.members[one] |= moved
        self.owner.update(dict.fromkeys(moved, one))

    def find(self, member: str) -> str:
        if member not in self.owner:
            self.owner[member], self.members[member] = member, {member}
        return self.owner[member]

    def roots(self) -> dict[str, str]:
        return {member: root for members in self.members.values() for root in [min(members)] for member in members}


def _edge(row: Any) -> Edge:
    score = 1.0 if row.score is None else float(row.score)
    return Edge(row.left, row.right, row.verdict, row.person, score, row.n)

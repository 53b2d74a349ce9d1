"""Clusters by average link from scored pairs: two clusters join while the mean score between them is high enough.

A pair that was not scored counts as `FLOOR`, so a chain of single links does not join what is apart otherwise. Two
clusters that are each much denser than what joins them stay apart: reports of two like events resemble each other, but
less than reports of one. People's decisions are kept: what is fixed as the same starts in one cluster, what is fixed as
different never shares one.
(Sokal and Michener 1958, UPGMA; on a sparse graph with a heap of the pairs of clusters that have a scored pair.)
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

FLOOR = 0.001
# The mean between two clusters must be this share of the mean within the looser one, once both have `SETTLED` items.
DENSITY = 0.7
SETTLED = 3

Pair = tuple[str, str]
_NO_KIN: Mapping[str, str] = {}


def cluster(
    items: Iterable[str],
    scores: Mapping[Pair, float],
    *,
    least: float,
    density: float = DENSITY,
    kin: Mapping[str, str] = _NO_KIN,
    same: Iterable[Pair] = (),
    different: Iterable[Pair] = (),
) -> list[tuple[str, ...]]:
    """Clusters of `items`, each sorted, in the order of their first items.

    Args:
        scores: 0 to 1 of pairs of items, in any order within a pair.
        least: mean score at which two clusters still join.
        density: share of the mean score within the looser of two settled clusters that they need between them.
        kin: of items what they belong to; a pair that belongs to the same is neutral, it does not count in any mean.
        same, different: pairs that are fixed; `different` outweighs a chain of `same`.
    """
    work = _Clusters(sorted(set(items)), different, kin)
    for left, right in sorted(tuple(sorted(pair)) for pair in same):
        work.join_fixed(left, right)
    for (left, right), score in sorted(scores.items()):
        work.add(left, right, score)
    return work.run(least, density)


class _Clusters:
    """Clusters by number; `near[a][b]`: the sum of the scores over `FLOOR` between two, `inner[a]`: within one."""

    def __init__(self, items: list[str], different: Iterable[Pair], kin: Mapping[str, str]) -> None:
        self.kin = {n: Counter({kin[item]: 1} if item in kin else {}) for n, item in enumerate(items)}
        self.owner = {item: n for n, item in enumerate(items)}
        self.members = {n: [item] for n, item in enumerate(items)}
        self.near: dict[int, dict[int, float]] = defaultdict(dict)
        self.inner: dict[int, float] = defaultdict(float)
        self.apart: dict[int, set[int]] = defaultdict(set)
        for left, right in different:
            if left in self.owner and right in self.owner and left != right:
                self.apart[self.owner[left]].add(self.owner[right])
                self.apart[self.owner[right]].add(self.owner[left])

    def join_fixed(self, left: str, right: str) -> None:
        if left in self.owner and right in self.owner:
            a, b = self.owner[left], self.owner[right]
            if a != b and b not in self.apart[a]:
                self._join(a, b)

    def add(self, left: str, right: str, score: float) -> None:
        a, b = self.owner.get(left), self.owner.get(right)
        if a is None or b is None:
            return
        if a == b:
            self.inner[a] += score - FLOOR
        else:
            for x, y in ((a, b), (b, a)):
                self.near[x][y] = self.near[x].get(y, 0.0) + score - FLOOR

    def run(self, least: float, density: float) -> list[tuple[str, ...]]:
        heap = [self._entry(a, b) for a in self.near for b in self.near[a] if a < b]
        heapq.heapify(heap)
        while heap:
            mean, a, b, size_a, size_b = heapq.heappop(heap)
            if -mean < least:
                break
            if size_a != self._size(a) or size_b != self._size(b) or b in self.apart[a]:
                continue
            if -mean < density * min(self._density(a), self._density(b)):
                continue
            self._join(a, b)
            for c in self.near[a]:
                heapq.heappush(heap, self._entry(min(a, c), max(a, c)))
        return sorted(tuple(sorted(found)) for found in self.members.values())

    def _entry(self, a: int, b: int) -> tuple[float, int, int, int, int]:
        size_a, size_b = self._size(a), self._size(b)
        few, many = sorted((self.kin[a], self.kin[b]), key=len)
        pairs = size_a * size_b - sum(n * many[name] for name, n in few.items())
        return -(FLOOR + self.near[a][b] / max(1, pairs)), a, b, size_a, size_b

    def _size(self, n: int) -> int:
        return len(self.members.get(n, ()))

    def _density(self, n: int) -> float:
        """The mean score within a cluster; 0 for a small one, about which little is known."""
        size = self._size(n)
        pairs = (size * (size - 1) - sum(k * (k - 1) for k in self.kin[n].values())) / 2
        return FLOOR + self.inner[n] / max(1, pairs) if size >= SETTLED else 0.0

    def _join(self, a: int, b: int) -> None:
        """Everything of `b` goes to `a`."""
        for item in self.members[b]:
            self.owner[item] = a
        self.members[a] += self.members.pop(b)
        self.kin[a] += self.kin.pop(b)
        self.inner[a] += self.inner.pop(b, 0.0) + self.near[a].get(b, 0.0)
        for c, total in self.near.pop(b, {}).items():
            del self.near[c][b]
            if c != a:
                self.near[a][c] = self.near[c][a] = self.near[a].get(c, 0.0) + total
        for c in self.apart.pop(b, set()):
            self.apart[c].discard(b)
            self.apart[c].add(a)
            self.apart[a].add(c)

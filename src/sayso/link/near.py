"""Near-copies in very large sets: texts most of whose words stand in the same order, found by MinHash alone.

Texts are compared by their runs of three words: 128 MinHash values each (Broder 1997) by `rensa`, in 32 bands of 4,
so that of pairs with a Jaccard index of 0.7 two in ten thousand are missed, then the exact index. It is several times
faster than `sayso.link.copies.find_copies`, and misses what is cut short, rewritten or misread.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sayso.link.copies import CopyGroup, CopyPair, CopyVerdict
from sayso.link.copies_candidates import find_sharing
from sayso.link.copies_direction import find_direction
from sayso.link.copies_wording import Ids, Mask
from sayso.types import Report

BANDS, ROWS = 32, 4
SEED = 42
THRESHOLD = 0.7
_CACHED = 400_000
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def find_near(texts: Iterable[str], *, threshold: float = THRESHOLD) -> list[tuple[int, int, float]]:
    """Pairs of texts, by their places, with a Jaccard index of at least `threshold`, and the index; in order.

    Of more than 25 texts that share a band each is held against the next six only, so that work stays near-linear;
    chains of pairs still join them all. Texts of fewer than three words are near nothing.

    Raises:
        ValueError: when `threshold` is not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} is not above 0 and at most 1")
    runs = [_find_runs(text) for text in texts]
    pairs, _ = find_sharing(_find_bands(runs), sampled=False)
    found = []
    for left, right in pairs.tolist():
        index = _jaccard(runs[left], runs[right])
        if index >= threshold:
            found.append((left, right, index))
    return found


def find_near_copies(reports: Iterable[Report]) -> list[CopyGroup]:
    """The groups of near-copies, in the order of reports; a pair's score is its Jaccard index."""
    given = list(reports)
    groups, used = _join(find_near(report.text for report in given))
    at = {number: index for index, members in enumerate(groups) for number in members}
    pairs: list[list[CopyPair]] = [[] for _ in groups]
    for left, right, index in used:
        verdict = CopyVerdict(True, round(index, 3), why="copy")
        pairs[at[left]].append(CopyPair(given[left].id, given[right].id, verdict))
    return [
        CopyGroup(tuple(given[n].id for n in members), tuple(found), find_direction([given[n] for n in members]))
        for members, found in zip(groups, pairs, strict=True)
    ]


def _join(pairs: list[tuple[int, int, float]]) -> tuple[list[list[int]], list[tuple[int, int, float]]]:
    """What the pairs tie together, in order, and the pairs that did, the nearest first."""
    group: dict[int, list[int]] = {}
    used = []
    for pair in sorted(pairs, key=lambda pair: (-pair[2], pair)):
        mine, theirs = (group.setdefault(number, [number]) for number in pair[:2])
        if mine is theirs:
            continue
        used.append(pair)
        if len(mine) < len(theirs):
            mine, theirs = theirs, mine
        mine.extend(theirs)
        group.update(dict.fromkeys(theirs, mine))
    return sorted(sorted(members) for members in {id(members): members for members in group.values()}.values()), used


class _Numbers(dict[str, int]):
    """Words to 64-bit numbers; forgets all when it has grown large."""

    def __missing__(self, word: str) -> int:
        if len(self) > _CACHED:
            self.clear()
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = self[word] = int.from_bytes(digest, "little")
        return number


_NUMBERS = _Numbers()


def _find_runs(text: str) -> Ids:
    """A number for each different run of three words, in order."""
    words = text.lower().split()
    ids = np.fromiter(map(_NUMBERS.__getitem__, words), dtype=np.uint64, count=len(words))
    if len(ids) < 3:
        return ids[:0]
    runs: Ids = np.sort((ids[:-2] * _FIRST + ids[1:-1]) * _SECOND + ids[2:])
    fresh: Mask = np.concatenate((np.ones(1, bool), runs[1:] != runs[:-1]))
    return runs[fresh]


def _find_bands(runs: list[Ids]) -> list[Ids]:
    """A number for each band of each text; none for texts without runs."""
    from rensa import RMinHash

    flat = np.concatenate(runs) if runs else np.zeros(0, dtype=np.uint64)
    ends = np.concatenate((np.zeros(1, np.int64), np.cumsum([len(r) for r in runs]))).astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(flat, ends, BANDS * ROWS, SEED)
    values: NDArray[np.uint64] = np.array(matrix.to_rows(), dtype=np.uint64).reshape(-1, BANDS, ROWS)
    bands: Ids = np.tile(np.arange(BANDS, dtype=np.uint64), (len(values), 1))
    for row in range(ROWS):
        bands = (bands ^ values[:, :, row]) * _FIRST
        bands ^= bands >> np.uint64(29)
    return [band if len(own) else band[:0] for band, own in zip(bands, runs, strict=True)]


def _jaccard(left: Ids, right: Ids) -> float:
    if len(left) > len(right):
        left, right = right, left
    at = np.searchsorted(right, left)
    at[at == len(right)] = 0
    both = int((right[at] == left).sum())
    return both / (len(left) + len(right) - both)

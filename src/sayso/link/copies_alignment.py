"""Which passages two texts share, though words in them were replaced, moved or misread.

A match is a pair of content words that stand within three words of each other in both texts, in either order. A match
counts when others near it, in one text, are near it in the other as well. A passage is a stretch of ten words in which
enough matches count. Of words of which a share r was replaced (1 - r)^2 of the matches are left, so a passage is found
up to about two thirds replaced, while what two independent accounts share (names, set phrases) is too sparse or
too scattered. After seed-and-extend alignment (Altschul et al. 1990) with spaced seeds (Ma, Tromp & Li 2002).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.link.copies_wording import PLACE_BITS, SUM_BITS, Ints, Mask, Wording

NEAR = 8
NEIGHBOURS = 6
SUPPORT = 3
WINDOW = 10
DENSITY = 0.1
PASSAGE = 6


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matches of two texts, by the numbers of their words, and the words in shared passages.

    Attributes:
        left_at, right_at: the first word of each match that counts.
        left, right: a mark for each word of the text that stands in a shared passage.
        density: share of the left text's pairs of words that match and count.
    """

    left_at: Ints
    right_at: Ints
    left: Mask
    right: Mask
    density: float


def align(left: Wording, right: Wording, *, least: float = 0.0) -> Alignment | None:
    """The shared passages of two texts; None where the density is below `least` or a text has under two words."""
    flat = left.pairs.ravel()
    sums = flat & SUM_BITS
    found = np.searchsorted(right.index, sums)
    found[found == len(right.index)] = 0
    if left.n < 2 or right.n < 2:
        return None
    entries = right.index[found]
    mine = np.flatnonzero(((entries & SUM_BITS) == sums) & (flat != 0))
    if len(mine) < least * len(flat):
        return None
    theirs = (entries[mine] & PLACE_BITS).astype(np.int64)
    kept = _supported(mine // 3, theirs // 3)
    mine, theirs = mine[kept], theirs[kept]
    density = len(mine) / len(flat)
    if density < least:
        return None
    return Alignment(mine // 3, theirs // 3, _cover(mine, left.n), _cover(theirs, right.n), density)


def find_passages(
    alignment: Alignment, left: Wording, right: Wording
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The shared passages in the left text's order, each as the numbers of its first and last token in both texts."""
    order = np.lexsort((alignment.right_at, alignment.left_at))
    mine, theirs = alignment.left_at[order], alignment.right_at[order]
    apart = (np.diff(mine) > WINDOW) | (np.abs(np.diff(theirs)) > WINDOW)
    found = []
    for part in np.split(np.arange(len(mine)), np.flatnonzero(apart) + 1):
        if len(part) >= PASSAGE:
            ends = [(int(at[part].min()), int(at[part].max())) for at in (mine, theirs)]
            found.append(tuple((int(w.at[a]), int(w.at[b])) for w, (a, b) in zip((left, right), ends, strict=True)))
    return [(passage[0], passage[1]) for passage in found]


def _supported(left: Ints, right: Ints) -> Mask:
    """Which matches, in the order of the left text, have others near them in both texts."""
    support = np.zeros(len(left), dtype=np.int64)
    for step in range(1, min(NEIGHBOURS, len(left) - 1) + 1):
        near = (left[step:] - left[:-step] <= NEAR) & (np.abs(right[step:] - right[:-step]) <= NEAR)
        support[step:] += near
        support[:-step] += near
    return support >= SUPPORT


def _cover(matches: Ints, n: int) -> Mask:
    """The words of the windows that are dense with matches; a match is 3 x its first word + its distance - 1."""
    first = matches // 3
    counts = np.bincount(first, minlength=n) + np.bincount(first + matches % 3 + 1, minlength=n)
    width = min(WINDOW, n)
    sums = np.concatenate(([0], np.cumsum(counts)))
    dense = sums[width:] - sums[:-width] >= DENSITY * width * 6
    edges = np.zeros(n + 1, dtype=np.int64)
    edges[: len(dense)] += dense
    edges[width : width + len(dense)] -= dense
    return np.asarray(np.cumsum(edges)[:n] > 0)

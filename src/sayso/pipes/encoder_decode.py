"""From the columns of a head to marks: the best path of labels through a text, and the runs it makes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sayso.pipes.encoder_text import Ints

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

FORBIDDEN = np.float32(-1e4)


def bio_chain(labels: int) -> Floats:
    """(K, K) scores from row to column of the classes O, B-0, I-0, B-1, ...: `I-x` only after `B-x` or `I-x`."""
    size = 1 + 2 * labels
    chain = np.zeros((size, size), np.float32)
    for label in range(labels):
        inside = 2 + 2 * label
        chain[:, inside] = FORBIDDEN
        chain[inside - 1, inside] = chain[inside, inside] = 0
    return chain


def best_path(scores: Floats, chain: Floats) -> Ints:
    """The classes (n,) of the best path through `scores` (n, K), K odd, with `chain` (K, K); no `I-x` comes first."""
    n, size = scores.shape
    path = np.zeros(n, np.int64)
    if not n:
        return path
    back = np.empty((n, size), np.int64)
    state = scores[0].astype(np.float64)
    state[2::2] += FORBIDDEN
    columns = np.arange(size)
    step = chain.astype(np.float64)
    for t in range(1, n):
        reached = state[:, None] + step
        best = reached.argmax(0)
        back[t] = best
        state = reached[best, columns] + scores[t]
    path[-1] = state.argmax()
    for t in range(n - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def nearest_path(scores: Floats) -> Ints:
    """The best class of each row (n,); where a label goes on that did not begin, the best lawful path there."""
    path: Ints = scores.argmax(1).astype(np.int64) if len(scores) else np.zeros(0, np.int64)
    before = np.concatenate([[0], path[:-1]])
    inside = (path > 0) & (path % 2 == 0)
    odd = np.flatnonzero(inside & (before != path) & (before != path - 1)).tolist()
    outside = np.flatnonzero(path == 0)
    chain = bio_chain(scores.shape[1] // 2)
    done = 0
    for at in odd:
        if at >= done:
            following = int(np.searchsorted(outside, at))
            first = int(outside[following - 1]) + 1 if following else 0
            done = int(outside[following]) if following < len(outside) else len(path)
            path[first:done] = best_path(scores[first:done], chain)
    return path


def word_path(scores: Floats, inner: Bools) -> Ints:
    """The classes (n,) of `nearest_path` over whole words; `inner` (n,) is true of pieces that go on with a word."""
    if not len(scores):
        return np.zeros(0, np.int64)
    begun = ~inner
    begun[0] = True
    going_on = scores.copy()
    going_on[:, 1::2] = scores[:, 2::2]
    words = np.add.reduceat(np.where(begun[:, None], scores, going_on), np.flatnonzero(begun), axis=0)
    path: Ints = nearest_path(words)[np.cumsum(begun) - 1]
    path[~begun & (path % 2 == 1)] += 1
    return path


def runs(path: Ints) -> list[tuple[int, int, int]]:
    """(first, after the last, label number) of each span in a path of O, B-x, I-x classes."""
    found: list[tuple[int, int, int]] = []
    starts = np.flatnonzero(path % 2 == 1)
    outside = np.flatnonzero((path == 0) | (path % 2 == 1))
    for start in starts.tolist():
        at = int(np.searchsorted(outside, start, side="right"))
        end = int(outside[at]) if at < len(outside) else len(path)
        found.append((start, end, (int(path[start]) - 1) // 2))
    return found


def softmax(scores: Floats) -> Floats:
    """Probabilities (n, K) of `scores` (n, K)."""
    raised = np.exp(scores - scores.max(1, keepdims=True, initial=-np.inf))
    shares: Floats = raised / raised.sum(1, keepdims=True)
    return shares

"""Which reports of a set may be copies: those that share runs of three content words, except for runs that many share.

A run is a key: the sum of the numbers of three words that follow one another, so their order does not matter. Keys
of a text that unrelated reports have in common are an outlet's boilerplate (footers, captions, advertisements) and are
taken out together with their words. Work and memory grow with the number of words, not with that of pairs: of a
key that very many reports have, each is only held against the next few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.link.copies_wording import Ids, Ints, Wording, drop_words, is_among

MOST_KEYS = 30_000_000
# Up to 25 reports with a key are all held against each other; of more, each against the next few.
EACH_AGAINST, OF_MANY = 24, 6
FEW_SHARED = 2
SHARED = 0.05
BOILERPLATE_REPORTS = 3
BOILERPLATE_RELATED = 0.12


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of reports to compare, as numbers with the smaller first, in order; and the wordings left to compare."""

    pairs: Ints
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class _Keys:
    """All keys in order, whose they are, which bucket of equal keys each is in, and how many each report has."""

    keys: Ids
    owners: Ints
    buckets: Ints
    sizes: Ints


def make_keys(wording: Wording) -> Ids:
    """The key of every three words that follow one another, in their order."""
    if wording.n < 3:
        return np.zeros(0, dtype=np.uint64)
    return wording.ids[:-2] + wording.ids[1:-1] + wording.ids[2:]


def find_candidates(wordings: Sequence[Wording]) -> Candidates:
    """The pairs of reports worth comparing."""
    reports = max(1, len(wordings))
    keys = _index([make_keys(wording) for wording in wordings], MOST_KEYS)
    pairs, shared = _count_pairs(keys, reports)
    common = _find_boilerplate(keys, pairs, shared, reports)
    if len(common):
        wordings = [_drop_common(wording, common) for wording in wordings]
        keys = _without(keys, common)
        pairs, shared = _count_pairs(keys, reports)
    left, right = pairs // reports, pairs % reports
    enough = (shared >= FEW_SHARED) & (shared >= SHARED * np.minimum(keys.sizes[left], keys.sizes[right]))
    return Candidates(np.stack((left[enough], right[enough]), axis=1), tuple(wordings))


def find_sharing(each: list[Ids], *, sampled: bool = True) -> tuple[Ints, Ints]:
    """The pairs of reports that share a key, the smaller number first, in order; and how many they share.

    Args:
        each: the keys of each report.
        sampled: whether a fixed part of the keys will do where there are very many.
    """
    pairs, shared = _count_pairs(_index(each, MOST_KEYS if sampled else None), len(each))
    return np.stack((pairs // max(1, len(each)), pairs % max(1, len(each))), axis=1), shared


def drop_boilerplate(wordings: Sequence[Wording]) -> tuple[Wording, ...]:
    """The wordings without the words that unrelated ones among them have in common."""
    return find_candidates(wordings).wordings


def _index(each: list[Ids], most: int | None) -> _Keys:
    """Each key once a report, of those that two reports have; a fixed part of the keys where there are too many."""
    every = np.uint64(sum(map(len, each)) // most + 1 if most else 1)
    if every > 1:
        each = [keys[keys // np.uint64(16) % every == 0] for keys in each]
    keys = np.concatenate(each) if each else np.zeros(0, dtype=np.uint64)
    owners = np.repeat(np.arange(len(each)), [len(k) for k in each])
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    fresh = np.concatenate((np.ones(1, bool), keys[1:] != keys[:-1]))[: len(keys)]
    again = np.concatenate((np.zeros(1, bool), owners[1:] == owners[:-1]))[: len(keys)] & ~fresh
    keys, owners, fresh = keys[~again], owners[~again], fresh[~again]
    sizes = np.bincount(owners, minlength=len(each))
    buckets = np.cumsum(fresh) - 1
    shared = np.bincount(buckets)[buckets] > 1
    return _Keys(keys[shared], owners[shared], buckets[shared], sizes)


def _without(keys: _Keys, common: Ids) -> _Keys:
    gone = is_among(keys.keys, common)
    sizes = keys.sizes - np.bincount(keys.owners[gone], minlength=len(keys.sizes))
    return _Keys(keys.keys[~gone], keys.owners[~gone], keys.buckets[~gone], sizes)


def _count_pairs(keys: _Keys, reports: int) -> tuple[Ints, Ints]:
    """The pairs of reports with a key in common, as left * reports + right, and how many keys they share."""
    found = [np.zeros(0, dtype=np.int64)]
    at = np.arange(len(keys.keys))
    many = np.bincount(keys.buckets)[keys.buckets] > EACH_AGAINST + 1
    for step in range(1, EACH_AGAINST + 1):
        if step == OF_MANY + 1:
            at = at[~many[at]]
        at = at[at < len(keys.keys) - step]
        at = at[keys.buckets[at] == keys.buckets[at + step]]
        found.append(keys.owners[at] * reports + keys.owners[at + step])
    pairs, shared = np.unique(np.concatenate(found), return_counts=True)
    return pairs, shared


def _find_boilerplate(keys: _Keys, pairs: Ints, shared: Ints, reports: int) -> Ids:
    """The keys of three reports or more that have little else in common with one another."""
    links = np.flatnonzero(keys.buckets[1:] == keys.buckets[:-1])
    left, right = keys.owners[links], keys.owners[links + 1]
    together = shared[np.searchsorted(pairs, left * reports + right)]
    related = together / np.minimum(keys.sizes[left], keys.sizes[right])
    _, first, bucket, count = np.unique(
        keys.buckets[links], return_index=True, return_inverse=True, return_counts=True
    )
    mean = np.bincount(bucket, weights=related, minlength=len(count)) / count
    chosen = (count + 1 >= BOILERPLATE_REPORTS) & (mean < BOILERPLATE_RELATED)
    return np.asarray(np.sort(keys.keys[links[first[chosen]]]))


def _drop_common(wording: Wording, common: Ids) -> Wording:
    keys = make_keys(wording)
    hits = is_among(keys, common)
    if not hits.any():
        return wording
    dropped = np.zeros(wording.n, dtype=bool)
    for step in range(3):
        dropped[step : len(hits) + step] |= hits
    return drop_words(wording, dropped)

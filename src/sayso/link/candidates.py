"""Which reports are worth comparing: those that share at least `SHARED` of a few keys each.

A report's keys are the terms that tell most of it: rare ones that it uses often, and names. The work grows with how
many reports share a key, not with how many there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from sayso.link.story import Story
from sayso.link.story_wording import Vector, rarity

TERMS, NAMES = 16, 10
SHARED = 2
# The least rarity of a key: a term of at most one report in thirty.
RARE = 3.4


def story_keys(story: Story) -> tuple[str, ...]:
    """The keys of a report, at most `TERMS + NAMES`, sorted."""
    return tuple(sorted({*_top(story.wording.text, TERMS), *_top(story.wording.names, NAMES)}))


def find_pairs(keyed: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, str]]:
    """Pairs of reports that share enough keys, each once, sorted."""
    holders: dict[str, list[str]] = defaultdict(list)
    for name, keys in keyed:
        for key in keys:
            holders[key].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        shared.update(combinations(sorted(names), 2))
    yield from sorted(pair for pair, count in shared.items() if count >= SHARED)


def _top(terms: Vector, most: int) -> list[str]:
    ranked = sorted((t for t in terms if rarity(t) >= RARE), key=lambda t: (-terms[t], t))
    return ranked[:most]

"""Many names kept so that the likeliest for a name asked for are found without comparing it with all."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.link.naming_compare import Evidence, compare_names, plain_worth
from sayso.link.naming_keys import initial_keys, joined_keys, word_keys
from sayso.link.naming_parts import Name, Word, read_names
from sayso.link.naming_sound import bones

_MOST = 24
_MOST_HELD = 3000
_PARTS = {"b": 1.0, "h": 0.7, "k": 0.7, "d": 0.5, "=": 0.6, "g": 0.4, "i": 2.0}


@dataclass(frozen=True, slots=True)
class Known:
    """An actor to be found: its names, the first of them its main one."""

    id: str
    names: tuple[str, ...]
    body: bool
    type: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with what speaks for it."""

    actor: Known
    evidence: Evidence


class Index:
    """The names of known actors. How rare a word is is counted in them."""

    def __init__(self, actors: Iterable[Known]) -> None:
        self._actors = list(actors)
        self._names: list[tuple[int, Name]] = []
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._bearers: Counter[str] = Counter()
        for number, actor in enumerate(self._actors):
            for name in dict.fromkeys(n for written in actor.names for n in read_names(written, actor.body)):
                self._add(number, name)
        self._size = math.log(2 + len(self._names))

    def find(self, name: str, *, body: bool) -> list[Found]:
        """The likeliest actors for a name, best first, with the evidence for each."""
        best: dict[int, Evidence] = {}
        for form in read_names(name, body):
            for at in self._candidates(form):
                number, known = self._names[at]
                if self._actors[number].body != body:
                    continue
                evidence = compare_names(form, known, self.worth)
                if number not in best or evidence.rough > best[number].rough:
                    best[number] = evidence
        ranked = sorted(best.items(), key=lambda item: (-item[1].rough, item[0]))
        return [Found(self._actors[number], evidence) for number, evidence in ranked]

    def worth(self, word: Word) -> float:
        """What sharing a word tells: its part in the name, and how few of the known names have it."""
        count = self._bearers.get(_sound(word), 0)
        rarity = 1.0 - math.log(1 + count) / self._size
        return plain_worth(word) * (0.25 + 0.75 * rarity)

    def _add(self, number: int, name: Name) -> None:
        at = len(self._names)
        self._names.append((number, name))
        self._bearers.update({_sound(w) for w in name.words})
        for key in _keys(name):
            self._holders[key].append(at)

    def _candidates(self, name: Name) -> Sequence[int]:
        """Names that share keys with `name`, those with many and rare ones first."""
        scores: defaultdict[int, float] = defaultdict(float)
        for word_key in _keys(name):
            held = self._holders.get(word_key, ())
            if held and len(held) <= _MOST_HELD:
                weight = _PARTS[word_key[0]] * (1 + math.log(len(self._names) / len(held)))
                for at in held:
                    scores[at] += weight
        least = min(heapq.nlargest(_MOST, scores.values()), default=0.0)
        return sorted((at for at, score in scores.items() if score >= least), key=lambda at: (-scores[at], at))[:_MOST]


def _keys(name: Name) -> tuple[str, ...]:
    words = {key for word in name.content for key in word_keys(word)}
    return (*sorted(words), *joined_keys(name), *initial_keys(name))


def _sound(word: Word) -> str:
    return "=" + word.meaning if word.meaning else bones(word.text)

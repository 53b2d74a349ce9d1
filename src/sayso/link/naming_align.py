"""Which word of one name is which word of the other: the assignment that is worth most, found exactly.

Words may be written together in one name and apart in the other ("Abd al-Karim", "Abdulkarim"; "Xiao Ping"). Only words
that sound alike at all are tried, so the search is small however long the names are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sayso.link.naming_lexicon import given_groups
from sayso.link.naming_parts import Word
from sayso.link.naming_sound import bones, fold, sound_likeness

LEAST = 0.66
_SAME_MEANING = 0.95
_SAME_NAME = 0.92
_BEGINNING = 0.68
_LONG_BEGINNING = 5
_INITIAL = 0.8
_JOINED_LEAST = 0.8
_MOST_STEPS = 2000


@dataclass(frozen=True, slots=True)
class Match:
    """Words `left` of one name are words `right` of the other, both as (first, end)."""

    left: tuple[int, int]
    right: tuple[int, int]
    likeness: float


def word_likeness(a: Word, b: Word) -> float:
    """How alike two words of names are, 0 to 1; initials stand for words, words of one meaning are alike."""
    if len(a.text) == 1 or len(b.text) == 1:
        return _INITIAL if a.text[0] == b.text[0] or fold(a.text)[:1] == fold(b.text)[:1] else 0.0
    alike = sound_likeness(a.text, b.text, a.script, b.script)
    if a.meaning and a.meaning == b.meaning:
        return max(alike, _SAME_MEANING)
    if a.meaning and b.meaning and alike < 1.0:
        return 0.0
    if a.other or b.other:
        alike = max(alike, sound_likeness(a.other or a.text, b.other or b.text, a.script, b.script) - 0.03)
    one, two = given_groups(a.text), given_groups(b.text)
    if one and two and alike < 1.0 and "body" not in (a.role, b.role):
        return max(alike, _SAME_NAME) if one & two else 0.0
    if alike < LEAST and (a.role, b.role) == ("name", "name") and _begins(a.text, b.text):
        return _BEGINNING
    return alike


def _begins(a: str, b: str) -> bool:
    """Whether one word is the beginning of the other: "Baloch", "Balochistan"."""
    short, long = sorted((fold(a), fold(b)), key=len)
    return len(short) >= _LONG_BEGINNING and (long.startswith(short) or bones(long).startswith(bones(short)))


def align(left: Sequence[Word], right: Sequence[Word], worth: Callable[[Word], float]) -> tuple[Match, ...]:
    """The matches that are worth most together, in the order of `left`.

    Args:
        left: the words of one name.
        right: the words of the other.
        worth: how much it tells that a word is in both.
    """
    edges: list[list[Match]] = [[] for _ in left]
    for match in _edges(left, right):
        edges[match.left[0]].append(match)
    for at, found in enumerate(edges):
        found.sort(key=lambda m, at=at: (-m.likeness, abs(m.right[0] - at)))  # type: ignore[misc]
    values = [worth(w) for w in left]
    return _Search(edges, values).best()


class _Search:
    """Depth first over the words of one name, with what is taken of the other as a bit mask."""

    def __init__(self, edges: list[list[Match]], values: list[float]) -> None:
        self._edges = edges
        self._values = values
        self._steps = 0
        self._known: dict[tuple[int, int], tuple[float, tuple[Match, ...]]] = {}

    def best(self) -> tuple[Match, ...]:
        return self._from(0, 0)[1]

    def _from(self, at: int, taken: int) -> tuple[float, tuple[Match, ...]]:
        if at == len(self._edges):
            return 0.0, ()
        key = (at, taken)
        if key in self._known:
            return self._known[key]
        self._steps += 1
        best = self._from(at + 1, taken)
        for match in self._edges[at] if self._steps < _MOST_STEPS else self._edges[at][:1]:
            mask = sum(1 << j for j in range(*match.right))
            if mask & taken:
                continue
            value, rest = self._from(match.left[1], taken | mask)
            gained = (match.likeness - LEAST / 2) * sum(self._values[slice(*match.left)]) + 1e-3 * match.likeness
            if value + gained > best[0] + 1e-12:
                best = (value + gained, (match, *rest))
        self._known[key] = best
        return best


def _edges(left: Sequence[Word], right: Sequence[Word]) -> Iterator[Match]:
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            likeness = word_likeness(a, b)
            if likeness >= LEAST:
                yield Match((i, i + 1), (j, j + 1), likeness)
    for i, j, n, joined in _joined(left, right):
        yield Match((i, i + n), (j, j + 1), joined)
    for j, i, n, joined in _joined(right, left):
        yield Match((i, i + 1), (j, j + n), joined)


def _joined(many: Sequence[Word], few: Sequence[Word]) -> Iterator[tuple[int, int, int, float]]:
    """Runs of two or three words of `many` that sound like one word of `few`: (first, the word, size, likeness)."""
    for size in (2, 3):
        for i in range(len(many) - size + 1):
            run = many[i : i + size]
            text = "".join(w.text for w in run)
            for j, word in enumerate(few):
                if len(word.text) < 4 or abs(len(word.text) - len(text)) > 5:
                    continue
                likeness = _joined_likeness(text, word, run[0])
                if likeness >= _JOINED_LEAST:
                    yield i, j, size, likeness - 0.02


def _joined_likeness(text: str, word: Word, first: Word) -> float:
    return sound_likeness(text, word.text, first.script, word.script)


@lru_cache(maxsize=1 << 16)
def is_initials(letters: str, words: tuple[Word, ...]) -> bool:
    """Whether `letters` are the initials of the words, small ones in or out, legal forms in or out."""
    every = [w for w in words if w.role != "legal"]
    choices = (words, every, [w for w in every if w.role != "particle"], [w for w in words if w.role != "particle"])
    return any(len(c) > 1 and letters == "".join(w.text[0] for w in c) for c in choices)

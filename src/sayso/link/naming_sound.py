"""How a romanised word sounds: keys that are equal, or a letter apart, for spellings of one word.

`fold` makes spellings of one sound one and keeps the vowels; `bones` keeps consonants alone, as Arabic and Hebrew
writing does. The rules are in lexicons/scripts.yml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from sayso.link.naming_script import Script
from sayso.resources import load_yaml

_VOWELS = frozenset("aeiou")
_SHORTEST = 3


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """The sounds of a Latin word, vowels kept: "Qaddafi" and "Kadafi" are one."""
    key = _apply("common", word)
    return key.removesuffix("h") if len(key) > _SHORTEST else key


@lru_cache(maxsize=1 << 17)
def bones(word: str) -> str:
    """The consonants of a word, voiced and unvoiced alike: "Mohamed" and "Muhammad", "Gaddafi" and "Qadhafi" are one.

    A vowel that begins the word is kept, as `a`.
    """
    key = fold(word)
    return ("a" if key[:1] in _VOWELS else "") + _apply("bones", "".join(c for c in key if c not in _VOWELS))


@lru_cache(maxsize=1 << 17)
def hard_bones(word: str) -> str:
    """The consonants that no script leaves out: no `w`, `y`, `h`, which may stand for vowels or be silent."""
    return _apply("abjad", fold(word))


@lru_cache(maxsize=1 << 17)
def korean(word: str) -> str:
    """The sounds of a Korean syllable or word whichever romanisation is used: "Jong" and "Chŏng" are one."""
    return _apply("hangul", fold(word))


@lru_cache(maxsize=1 << 18)
def sound_likeness(a: str, b: str, left: Script = "latin", right: Script = "latin") -> float:
    """How alike two romanised words sound, 0 to 1; the scripts that they were written in tell what may be missing."""
    if a == b:
        return 1.0
    if not a or not b or a[0].isdigit() or b[0].isdigit():
        return 0.0
    if "hangul" in (left, right) and left != right:
        one, two = korean(a), korean(b)
        return 0.97 if one == two else OSA.normalized_similarity(one, two) - 0.1 if len(one + two) > 8 else 0.0
    one, two = fold(a), fold(b)
    if one == two:
        return 0.97
    if (left == "abjad") != (right == "abjad"):
        return _abjad_likeness(a, b, left)
    if min(len(one), len(two)) < _SHORTEST:
        return 0.0
    near = OSA.normalized_similarity(one, two)
    bare = OSA.normalized_similarity(bones(a), bones(b))
    if min(len(bones(a)), len(bones(b))) < _SHORTEST:
        return 0.75 * near + 0.25 * bare - (0.05 if one[0] != two[0] else 0.0)
    return 0.5 * near + 0.5 * bare - (0.05 if one[0] != two[0] else 0.0)


def _abjad_likeness(a: str, b: str, left: Script) -> float:
    """By consonants; a written long vowel that has no vowel to stand for costs a little."""
    one, two = hard_bones(a), hard_bones(b)
    if len(one) < 2 or len(two) < 2:
        near = OSA.normalized_similarity(fold(a), fold(b))
        return near if near >= 0.5 else 0.0
    bare = OSA.normalized_similarity(one, two)
    written, spoken = (a, b) if left == "abjad" else (b, a)
    loose = OSA.normalized_similarity(bones(written), bones(spoken))
    start = 0.0 if one[0] == two[0] else 0.1
    size = 0.0 if min(len(one), len(two)) > 2 else 0.06
    return 0.7 * bare + 0.26 * loose - start - size


def _apply(kind: str, word: str) -> str:
    for pattern, by in _folds(kind):
        word = pattern.sub(by, word)
    return word


@cache
def _folds(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(old), new) for old, new in load_yaml("lexicons/scripts.yml")["folds"][kind])

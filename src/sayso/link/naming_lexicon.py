"""The words that names share: titles, particles, legal forms, frequent names, what bodies are called in many languages.

From lexicons/naming.yml, names.yml, bodies.yml and given_names.yml; everything is asked for by romanised words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from sayso.link.naming_script import plain, romanize, script_of
from sayso.link.naming_sound import bones, fold
from sayso.resources import load_yaml

_SHORTEST_STEM = 4


@lru_cache(maxsize=1 << 16)
def meaning_of(word: str) -> str | None:
    """What a romanised word in the name of a body means, as the key of an entry of lexicons/bodies.yml."""
    exact, stems = _meanings()
    if fold(word) in exact:
        return exact[fold(word)]
    fronts = (key[:size] for key in (word, fold(word)) for size in range(len(key), _SHORTEST_STEM - 1, -1))
    return next((stems[front] for front in fronts if front in stems), None)


@cache
def signs() -> re.Pattern[str]:
    """Finds words for bodies in Chinese signs or Hangul, which stand in names without gaps; the longest first."""
    words = [w for entry in _bodies().values() for w in entry["words"].split()]
    written = (*words, *(line for line in _naming()["legal"]))
    found = sorted({w for w in written if script_of(w) in ("han", "hangul") and len(w) > 1}, key=lambda w: (-len(w), w))
    return re.compile("|".join(found))


@lru_cache(maxsize=1 << 16)
def is_title(word: str) -> bool:
    return word in _class("titles")


@lru_cache(maxsize=1 << 16)
def is_particle(word: str) -> bool:
    return word in _class("particles")


@lru_cache(maxsize=1 << 16)
def is_common(word: str) -> bool:
    """Whether very many people bear this name, in this or another spelling."""
    return word in _given() or fold(word) in _common_folds() or bones(word) in _common_bones()


@lru_cache(maxsize=1 << 16)
def is_patronymic(word: str) -> bool:
    """Whether a word is a father's name in the Russian way: "Ivanovich"."""
    return len(word) >= 7 and bool(_patronymics().search(word))


@lru_cache(maxsize=1 << 16)
def given_groups(word: str) -> frozenset[int]:
    """Numbers of the groups of given names that a romanised word, or the name in a father's name, belongs to."""
    names = _given_groups()
    found = names.get(fold(word), frozenset())
    stem = _patronymics().sub("", word) if is_patronymic(word) else word
    return found if stem == word else found | names.get(fold(stem), frozenset()) | _stems().get(fold(stem), frozenset())


@lru_cache(maxsize=1 << 16)
def turn(word: str) -> str:
    """Another usual spelling of a Belarusian or Russian word, or a place for its adjective; the word where none is."""
    if len(word) < 5:
        return word
    turned = word
    for old, new in _turns():
        turned = old.sub(new, turned)
    return turned


def spelt_out(word: str) -> tuple[str, ...]:
    """The meanings that an abbreviation inside the name of a body stands for."""
    return tuple(_naming()["short"].get(word, ()))


def is_servant(word: str) -> bool:
    """Whether it is "Abd" or "Abdul", which with the next word makes one name."""
    return word in _class("servants")


@cache
def legal_forms() -> frozenset[tuple[str, ...]]:
    """Romanised legal forms, each a tuple of words."""
    lines = _naming()["legal"]
    return frozenset(tuple(romanize(w) for w in plain(line).split()) for line in lines)


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """A regular expression of lexicons/naming.yml: `remarks` or `aliases`."""
    return re.compile(_naming()[kind].replace("| ", "|").replace(" |", "|"), re.IGNORECASE)


@cache
def _meanings() -> tuple[dict[str, str], dict[str, str]]:
    exact: dict[str, str] = {}
    stems: dict[str, str] = {}
    for meaning, entry in _bodies().items():
        for word in entry["words"].split():
            latin = romanize(word.rstrip("*"))
            exact.setdefault(fold(latin), meaning)
            if word.endswith("*"):
                stems.setdefault(latin, meaning)
                stems.setdefault(fold(latin), meaning)
    return exact, stems


@cache
def _bodies() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = load_yaml("lexicons/bodies.yml")
    return found


@cache
def _naming() -> dict[str, Any]:
    found: dict[str, Any] = load_yaml("lexicons/naming.yml")
    return found


@cache
def _turns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(old), new) for old, new in _naming()["turns"])


@cache
def _given_groups() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(load_yaml("lexicons/given_forms.yml")):
        for name in line.split():
            found[fold(name)] = found.get(fold(name), frozenset()) | {number}
    return found


@cache
def _stems() -> dict[str, frozenset[int]]:
    """Given names without their last vowel, as they stand in a father's name."""
    found: dict[str, frozenset[int]] = {}
    for name, numbers in _given_groups().items():
        if len(stem := name.rstrip("aeiou")) > 2:
            found[stem] = found.get(stem, frozenset()) | numbers
    return found


@cache
def _class(kind: str) -> frozenset[str]:
    words = _naming()[kind]
    listed = words if isinstance(words, list) else words.split()
    more = load_yaml("lexicons/names.yml").get(kind, "").split()
    return frozenset(romanize(w) for w in (*listed, *more)) - {""}


@cache
def _given() -> frozenset[str]:
    lists: dict[str, str] = load_yaml("lexicons/given_names.yml")
    return frozenset(name for gender in ("f", "m") for name in lists[gender].split())


@cache
def _common_folds() -> frozenset[str]:
    return frozenset(fold(romanize(w)) for w in _naming()["common"].split())


@cache
def _common_bones() -> frozenset[str]:
    return frozenset(b for w in _naming()["common"].split() if len(b := bones(romanize(w))) > 2 and len(w) > 4)


@cache
def _patronymics() -> re.Pattern[str]:
    return re.compile(f"(?:{_naming()['patronymics']})$")

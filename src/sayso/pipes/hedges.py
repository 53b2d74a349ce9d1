"""The hedge lexicon: what words say about whether an event happened (data/lexicons/hedges.yml)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sayso.resources import load_yaml
from sayso.types import Factuality

LEXICON = "lexicons/hedges.yml"
TABLES = ("to", "clause", "object", "passive", "noun", "predicate", "attribute", "adverb", "modal", "mark", "before")
SETS = ("singled", "factive", "occur", "light")


@dataclass(frozen=True, slots=True)
class Hedges:
    """Tables from words to values, named as in the lexicon, and four sets of words."""

    to: Mapping[str, Factuality]
    clause: Mapping[str, Factuality]
    object: Mapping[str, Factuality]
    passive: Mapping[str, Factuality]
    noun: Mapping[str, Factuality]
    predicate: Mapping[str, Factuality]
    attribute: Mapping[str, Factuality]
    adverb: Mapping[str, Factuality]
    modal: Mapping[str, Factuality]
    mark: Mapping[str, Factuality]
    before: Mapping[str, Factuality]
    negated: frozenset[str]
    singled: frozenset[str]
    factive: frozenset[str]
    occur: frozenset[str]
    light: frozenset[str]


@cache
def load_hedges() -> Hedges:
    """The lexicon, read once."""
    data = load_yaml(LEXICON)
    fields: dict[str, Any] = {name: _table(data[name]) for name in TABLES}
    fields |= {name: frozenset(_words(data[name])) for name in SETS}
    return Hedges(negated=frozenset(_words(data["modal"]["negated"])), **fields)


def iter_examples() -> Iterator[tuple[str, str, Factuality, str]]:
    """Every entry with its table, its value and its sentence (event word between stars), for the tests."""
    data = load_yaml(LEXICON)
    for name in TABLES:
        for value, group in data[name].items():
            wanted = "denied" if value == "negated" else value
            for word in _words(group):
                yield name, word, cast(Factuality, wanted), _example(group, word)
    for name, wanted in (("singled", "certain"), ("factive", "certain"), ("occur", "denied"), ("light", "future")):
        for word in _words(data[name]):
            yield name, word, cast(Factuality, wanted), _example(data[name], word)


def _example(group: dict[str, Any], word: str) -> str:
    own = (group.get("examples") or {}).get(word)
    return str(own or group["example"].format(w=word))


def _words(group: dict[str, Any]) -> list[str]:
    listed = group.get("words") or []
    words = listed.split() if isinstance(listed, str) else list(listed)
    return list(dict.fromkeys(words + list(group.get("examples") or {})))


def _table(groups: dict[str, Any]) -> dict[str, Factuality]:
    return {
        word: cast(Factuality, value)
        for value, group in groups.items() if value != "negated"
        for word in _words(group)
    }

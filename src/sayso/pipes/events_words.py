"""The words by which places and times hang on events (`data/lexicons/circumstances.yml`)."""

from __future__ import annotations

from functools import cache

from sayso.resources import load_yaml

FILE = "lexicons/circumstances.yml"


@cache
def list_circumstances(group: str) -> frozenset[str]:
    """The words of one group, small letters but for event types."""
    return frozenset(load_yaml(FILE)[group]["words"].split())


@cache
def list_descriptions() -> dict[str, str]:
    """Nouns that take up a place told before ("the city"), each with the beginning of its feature code."""
    kinds: dict[str, str] = load_yaml(FILE)["again"]["words"]
    return {word: kind for kind, words in kinds.items() for word in words.split()}

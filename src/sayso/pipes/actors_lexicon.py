"""The closed word classes that the actor modules share, and the nouns that stand in for whole kinds of actor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.resources import load_yaml

MENTIONS = "lexicons/mentions.yml"
ROLES = "lexicons/roles.yml"


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a noun may stand for after "the": actors of some types, of one sector or some countries where given."""

    types: frozenset[str]
    sector: str | None
    countries: frozenset[str]


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one class of lexicons/mentions.yml."""
    value = load_yaml(MENTIONS)[kind]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def unique_roles() -> dict[str, str]:
    """Roles of which a country has one, and the type of body that they name."""
    return {role: kind for kind, roles in load_yaml(MENTIONS)["unique"].items() for role in roles}


@cache
def pronouns() -> dict[str, tuple[int, str | None, bool | None]]:
    """Pronouns: grammatical person (0 for relative ones), gender (n: neither), whether plural."""
    return {str(word): (p, g, n) for word, (p, g, n) in load_yaml(MENTIONS)["pronouns"].items()}


@cache
def stand_ins() -> dict[str, tuple[StandIn, ...]]:
    """Nouns that may stand for any actor of some kinds, in the plural where only the plural does."""
    table: dict[str, tuple[StandIn, ...]] = {}
    entries: list[dict[str, Any]] = load_yaml(ROLES)["stand_ins"]
    for entry in entries:
        made = StandIn(frozenset(entry["for"]), entry.get("sector"), frozenset(entry.get("countries", ())))
        for word in entry["words"]:
            table[word] = (*table.get(word, ()), made)
    return table

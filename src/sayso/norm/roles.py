"""Role and group nouns: what kind of actor "gunmen", "police" or "the prime minister" is.

Reads `lexicons/roles.yml`. Looks at words only, lower-case, without a parse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sayso.resources import load_yaml
from sayso.types import ActorType

LEXICON = "lexicons/roles.yml"
LONGEST = 5
_PERSON_ENDS = ("man", "woman", "men", "women", "person")


@dataclass(frozen=True, slots=True)
class Role:
    """What a noun says of the actor it stands for.

    `weak`: the sector is that of what it belongs to. `human`: "he", "they" and "who" may stand for it, else "it".
    `gender` is "f", "m" or None. `sector` and `sector2` are PLOVER sectors.
    """

    noun: str
    plural: bool
    type: ActorType
    sector: str | None = None
    sector2: str | None = None
    weak: bool = False
    human: bool = True
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Modifier:
    """What a word before a weak noun says of the actor."""

    type: ActorType
    sector: str | None


def find_role(words: Sequence[str], end: int | None = None) -> tuple[Role, int] | None:
    """The longest role that ends before `words[end]`, and the index of its first word.

    Args:
        words: lower-case words.
        end: where the role must end; the end of the words when left out.
    """
    table = _roles()
    last = len(words) if end is None else end
    for size in range(min(LONGEST, last), 0, -1):
        found = table.get(tuple(words[last - size:last]))
        if found is not None:
            return found, last - size
    return None


def get_role(noun: str) -> Role | None:
    """The role of a noun or fixed phrase in lower case ("prime ministers"), None when it is none."""
    return _roles().get(tuple(noun.split()))


def find_modifier(word: str) -> Modifier | None:
    """What the lower-case adjective or noun says of a weak noun after it ("military" in "military sources")."""
    return _modifiers().get(word)


def is_former(word: str) -> bool:
    """Whether the word makes an office holder a former one ("former", "ex-president", "retired")."""
    return word in _former() or word.startswith("ex-")


def counts_others(word: str) -> bool:
    """Whether the noun only counts or bundles others: "dozens", "a group of"."""
    return word in _group_nouns()


@cache
def _roles() -> dict[tuple[str, ...], Role]:
    table: dict[tuple[str, ...], Role] = {}
    for entry in load_yaml(LEXICON)["nouns"]:
        for word in entry["words"]:
            singular, plural = _forms(word)
            table.setdefault(tuple(singular.split()), _make_role(entry, singular, plural=plural == singular))
            if plural is not None:
                table.setdefault(tuple(plural.split()), _make_role(entry, singular, plural=True))
    return table


def _make_role(entry: dict[str, Any], noun: str, *, plural: bool) -> Role:
    one, many = entry.get("one", "person"), entry.get("many", "other")
    human = bool(entry.get("human", True)) or noun.endswith(_PERSON_ENDS)
    if not entry.get("human", True) and noun.endswith(_PERSON_ENDS) and not plural:
        one = "person"
    return Role(
        noun=noun, plural=plural, type=cast(ActorType, many if plural else one), sector=entry.get("sector"),
        sector2=entry.get("sector2"), weak=bool(entry.get("weak", False)), human=human, gender=entry.get("gender"),
    )


def _forms(word: str) -> tuple[str, str | None]:
    """Singular and plural of a lexicon entry; "x/y" gives both, "x/=" is the same in both, "x/-" has no plural."""
    singular, _, plural = word.partition("/")
    if plural == "=":
        return singular, singular
    if plural == "-":
        return singular, None
    if plural:
        return singular, plural
    return singular, singular + ("es" if singular.endswith(("s", "x", "ch", "sh", "z")) else "s")


@cache
def _modifiers() -> dict[str, Modifier]:
    return {
        word: Modifier(cast(ActorType, entry["type"]), entry.get("sector"))
        for entry in load_yaml(LEXICON)["modifiers"] for word in entry["words"]
    }


@cache
def _former() -> frozenset[str]:
    return frozenset(load_yaml(LEXICON)["former"])


@cache
def _group_nouns() -> frozenset[str]:
    return frozenset(load_yaml(LEXICON)["group_of"])

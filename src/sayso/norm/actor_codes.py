"""Country, sector and type of an actor from the words that name or describe it.

    >>> code_phrase("Boko Haram gunmen")
    Code(country='NGA', sector='REB', sector2=None, type='armed_group')

Works on words alone: the knowledge base (names), the countries lexicon (nationalities, capitals), the role nouns, and
the gazetteer for towns ("Shanghai police"). International bodies have `IGO`, `UNO`, `EUR`, `NGO`, `MNC` or `ISM` in
the country's place, as PLOVER has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from sayso.norm.countries import find_capital, find_country, find_nationality
from sayso.norm.gazetteer import open_gazetteer
from sayso.norm.kb import Entity, find_entity, longest_name
from sayso.norm.names import strip_article
from sayso.norm.roles import Role, counts_others, find_modifier, find_role, is_former
from sayso.types import ActorType

_TOKEN = re.compile(r"(?:\w\.){2,}|\w(?:[\w&/]|[-–.](?=\w)|['’](?!s\b)(?=\w))*|['’]s?\b|[,;:()\[\]]", re.UNICODE)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_PREPOSITIONS = frozenset({
    "of", "in", "from", "at", "for", "on", "across", "within", "inside", "by", "against", "with", "near", "to",
    "under", "over",
})
_RELATIVES = frozenset(["who", "which", "that", "whom", "whose", "where", "when", "accused", "suspected", "armed"])
_PRONOUNS = frozenset(["he", "she", "they", "him", "her", "them", "it", "i", "we", "you", "who", "us", "me"])
_SEVERAL = frozenset({"they", "them", "we", "us", "you", "who", "it"})
_LARGE = 50_000
_MAX_TOKENS = 60
_OFFICE = frozenset({"GOV", "LEG", "SPY"})
_VAGUE_FIGHTERS = frozenset({"UAF", "REB", "PRM", "MIL"})
_PRESIDING = frozenset({"president", "vice-president", "chancellor", "secretary", "minister"})
_TYPES: dict[str, ActorType] = {
    "MIL": "military", "COP": "police", "SPY": "agency", "JUD": "agency", "GOV": "government", "LEG": "government",
    "REB": "armed_group", "PRM": "armed_group", "UAF": "armed_group", "JRN": "media", "PTY": "party",
}
_FOREVER = "9999-12-31"
_T = TypeVar("_T")


class Code(NamedTuple):
    """What an actor is. `country` is alpha-3 or a PLOVER body code; `sector` UNK where only a person is meant."""

    country: str | None
    sector: str | None
    sector2: str | None
    type: ActorType


@dataclass(frozen=True, slots=True)
class _Finding:
    """A part of the phrase and what it tells."""

    country: str | None = None
    sector: str | None = None
    sector2: str | None = None
    type: ActorType | None = None
    weak: bool = False


class _Words(NamedTuple):
    """The words of a phrase: as written, and in lower case."""

    text: tuple[str, ...]
    low: tuple[str, ...]


def code_phrase(text: str, context: str | None = None, date: str | None = None) -> Code:
    """What the actor called `text` is.

    Args:
        text: a name or a noun phrase, without relative clauses at best.
        context: words that may tell the country when the phrase does not ("Mexico", "Saudi").
        date: the day that counts for office holders, ISO; any other word means today; None means that the day is
            unknown, and the last office known counts.
    """
    day = _day_of(date)
    near = _country_of(_split(context), day) if context else None
    found = _code(" ".join(text.split())[:600], near, day)
    return Code(found.country or near, found.sector, found.sector2, found.type or "other")


def _day_of(date: str | None) -> str | None:
    """The ISO day of a date; the middle of the year where only that can be read; today is beyond all terms' ends."""
    if not date:
        return None
    if _ISO_DAY.match(date):
        return date[:10]
    year = _YEAR.search(date)
    return f"{year.group()}-07-01" if year else _FOREVER


@lru_cache(maxsize=16384)
def _code(text: str, near: str | None, day: str | None) -> _Finding:
    whole = _name(strip_article(text), near, day)
    if whole is not None:
        return whole
    parts = [p for p in _clauses(_split(text)) if p.low]
    findings = [_code_clause(p, near, day) for p in parts[:3]]
    if not findings:
        return _Finding()
    first = findings[0]
    for other in findings[1:]:
        first = _merge(first, other)
    return first


def _code_clause(words: _Words, near: str | None, day: str | None) -> _Finding:
    """A noun phrase with its "of" and "in": the head first, what it belongs to after."""
    head, preposition, rest = _divide(words)
    if preposition == "of" and head.low and (counts_others(head.low[-1]) or _is_number(head.low[-1])) and rest.low:
        inner = _code_clause(rest, near, day)
        if inner.type is not None:
            return _merge(inner, _Finding(country=_country_of(head, day)))
    found = _code_head(head, near, day)
    if preposition == "of" and _presides(head) and rest.low:
        over = _code_clause(rest, near, day)
        body = over.type not in (None, "state") and over.sector is not None
        if body or over.country in ("EUR", "UNO"):
            return _Finding(over.country, over.sector or found.sector, over.sector2, found.type)
    if not rest.low:
        return found
    inside = _code_clause(rest, near, day) if found.weak or found.sector is None else _Finding()
    country = found.country or _country_of(rest, day) or inside.country or _place_of(rest, near, day)
    if found.type is None:
        return _Finding(country=country)
    if not found.weak:
        return _Finding(country, found.sector, found.sector2, found.type)
    told = inside.sector not in (None, "UNK") and inside.type != "population"
    if told and preposition in ("of", "for", "at", "from") and not (inside.type == "state" and found.sector):
        return _Finding(country, inside.sector, inside.sector2, found.type)
    return _Finding(country, found.sector, found.sector2, found.type, weak=True)


def _place_of(words: _Words, near: str | None, day: str | None) -> str | None:
    """The country of the first known name in the words, or of the town that they name."""
    named = next((f.country for f, _, _ in _names_in(words, near, day) if f.country), None)
    return named or _town(words)


def _presides(head: _Words) -> bool:
    """Whether the head is an office that a state has and a body as well ("president of the court")."""
    found = find_role(head.low)
    return found is not None and found[0].noun.split()[-1] in _PRESIDING


def _code_head(words: _Words, near: str | None, day: str | None) -> _Finding:
    """A noun phrase without prepositions: name, role, or role and name, with what stands before them."""
    names = list(_names_in(words, near, day))
    role, start, end = _role_in(words)
    country = _country_of(words, day)
    last = next((f for f, _, e in names if e == len(words.low)), None)
    if last is not None and last.type != "state":
        return _titled(last, words, country) if last.type == "person" else _in_country(last, country)
    owner = next((f for f, _, e in reversed(names) if f.type != "state" and e <= start), None) if role else None
    if role is None:
        own = next((f for f, _, _ in names if f.type != "state"), None)
        return own or _plain(words, country)
    found = _code_role(role, words, start, owner)
    if found.sector in _OFFICE and any(is_former(w) for w in words.low[:end]):
        found = _Finding(found.country, "ELI", None, found.type)
    country = country or found.country or _town(_Words(words.text[:start], words.low[:start]))
    return _Finding(country, found.sector, found.sector2, found.type, found.weak)


def _in_country(found: _Finding, country: str | None) -> _Finding:
    return _Finding(found.country or country, found.sector, found.sector2, found.type, found.weak)


def _titled(person: _Finding, words: _Words, country: str | None) -> _Finding:
    """A known person; an office that the phrase itself gives ("Senator") counts more than the one on record."""
    for end in range(1, len(words.low)):
        found = find_role(words.low, end)
        if found is None or found[0].weak or found[0].sector not in _OFFICE | {"MIL"}:
            continue
        longer = (find_role(words.low, e) for e in range(min(len(words.low), end + 3), end, -1))
        role, first = next((w for w in longer if w is not None and w[1] <= found[1]), found)
        if any(is_former(w) for w in words.low[:first + 1]):
            return _Finding(person.country or country, "ELI", None, "person")
        return _Finding(person.country or country, role.sector, role.sector2, "person")
    return _in_country(person, country)


def _code_role(role: Role, words: _Words, start: int, owner: _Finding | None) -> _Finding:
    """A role noun, with the sector of what stands before it when it has none of its own."""
    if owner is not None and (role.weak or (role.sector in _VAGUE_FIGHTERS and owner.type == "armed_group")):
        kind = _TYPES.get(owner.sector or "", role.type) if role.plural else role.type
        return _Finding(owner.country, owner.sector, owner.sector2, kind)
    if not role.weak:
        country = owner.country if owner is not None else None
        return _Finding(country, role.sector, role.sector2, role.type)
    for at in range(start, 0, -1):
        before = find_role(words.low, at)
        modifier = find_modifier(words.low[at - 1])
        if modifier is not None and (modifier.sector or modifier.type == "igo"):
            kind = role.type if role.type == "person" else modifier.type
            return _Finding(None, modifier.sector, None, kind)
        if before is not None and before[0].sector and not before[0].weak:
            return _Finding(None, before[0].sector, before[0].sector2, role.type)
    if role.sector is None and role.human and _country_of(_Words(words.text[:start], words.low[:start]), None):
        return _Finding(None, "GOV", None, "government" if role.plural else role.type, weak=True)
    return _Finding(None, role.sector, role.sector2, role.type, weak=True)


def _plain(words: _Words, country: str | None) -> _Finding:
    """A phrase with no known role: a nation, a pronoun, a modifier alone, or a stranger."""
    if len(words.low) == 1 and words.low[0] in _PRONOUNS:
        return _Finding(None, "UNK", None, "other" if words.low[0] in _SEVERAL else "person")
    bare = " ".join(words.text)
    if find_country(bare) or find_capital(bare):
        return _Finding(country, "GOV", None, "state")
    if country is not None and words.low and find_nationality(words.text[-1]):
        return _Finding(country, "CVL", None, "population")
    return _Finding(country or (_town(words, whole=True) if len(words.text) <= 3 else None))


def _role_in(words: _Words) -> tuple[Role | None, int, int]:
    """The role noun that heads the words, and where it stands: the last one, names after it passed over."""
    for end in range(len(words.low), 0, -1):
        found = find_role(words.low, end)
        if found is None:
            if end == len(words.low) and not words.text[end - 1][:1].isupper():
                return None, 0, 0
            continue
        return found[0], found[1], end
    return None, 0, 0


def _names_in(words: _Words, near: str | None, day: str | None) -> Iterator[tuple[_Finding, int, int]]:
    """Known names in the words, from left to right, longest first."""
    at = 0
    while at < len(words.text):
        step = 1
        longest = longest_name(words.low[at])
        if longest:
            for end in range(min(len(words.text), at + longest), at, -1):
                found = _name(" ".join(words.text[at:end]).replace(" 's", "'s"), near, day)
                if found is not None:
                    yield found, at, end
                    step = end - at
                    break
        at += step


def _name(name: str, near: str | None, day: str | None) -> _Finding | None:
    entity = find_entity(name, country=near)
    if entity is not None and (name[:1].isupper() or any(c.isupper() for c in name)):
        return _finding(entity, day)
    if name[:1].isupper():
        seat = find_capital(name.title() if name.isupper() else name)
        if seat is not None:
            return _Finding(seat, "GOV", None, "state")
    return None


def _finding(entity: Entity, day: str | None) -> _Finding:
    term = entity.on(day)
    return _Finding(term.country, term.sector, term.sector2, term.type)


def _country_of(words: _Words, day: str | None) -> str | None:
    """The country that the words name, the last one before the head counting: "Saudi", "Norway's", "Somalia-based"."""
    for size in (4, 3, 2, 1):
        for at in range(len(words.text) - size, -1, -1):
            bare = " ".join(words.text[at:at + size])
            if not bare[:1].isupper() or bare.endswith(("-led", "-backed", "-brokered")):
                continue
            bare = re.sub(r"-(?:based|born|held|controlled|run|occupied)$", "", bare)
            found = find_country(bare) or find_nationality(bare) or find_capital(bare)
            if found is not None:
                return found
    return None


def _town(words: _Words, *, whole: bool = False) -> str | None:
    """The country of the largest town or division that words in capitals name (or `whole`: all words), if large."""
    for size in (len(words.text),) if whole else (3, 2, 1):
        for at in range(len(words.text) - size, -1, -1):
            part = words.text[at:at + size]
            if not all(w[:1].isupper() for w in part) or find_role([words.low[at + size - 1]]) is not None:
                continue
            found = [e for e in open_gazetteer().find(" ".join(part)) if e.population >= _LARGE]
            if found:
                return max(found, key=lambda e: (e.population, -e.id)).country
    return None


def _split(text: str) -> _Words:
    tokens = tuple(m.group() for m in _TOKEN.finditer(text))[:_MAX_TOKENS]
    return _Words(tokens, tuple(t.lower().replace("’", "'") for t in tokens))


def _clauses(words: _Words) -> Iterator[_Words]:
    """The parts between commas, each up to a relative clause, without articles and possessive marks."""
    part: list[str] = []
    skip = False
    for token in (*words.text, ","):
        if token in ",;:()[]":
            yield _Words(tuple(part), tuple(t.lower().replace("’", "'") for t in part))
            part, skip = [], False
        elif part and token.lower() in _RELATIVES and token.lower() != "armed":
            skip = True
        elif not skip and token.lower().replace("’", "'") not in ("the", "a", "an", "'s", "'"):
            part.append(token)


def _divide(words: _Words) -> tuple[_Words, str, _Words]:
    """Head, first preposition, and the rest; a fixed phrase ("minister of defence", "member of parliament") is head."""
    for at, word in enumerate(words.low):
        if word in _PREPOSITIONS and at:
            fixed = _longest(lambda end: find_role(words.low, end), at + 1, len(words.low), at)
            if fixed is not None:
                continue
            cut = slice(0, at), slice(at + 1, None)
            return (
                _Words(words.text[cut[0]], words.low[cut[0]]), word, _Words(words.text[cut[1]], words.low[cut[1]])
            )
    return words, "", _Words((), ())


def _longest(find: Callable[[int], tuple[Role, int] | None], first: int, last: int, at: int) -> Role | None:
    """A role that ends at `first`..`last` and begins before `at`."""
    for end in range(min(last, first + 3), first, -1):
        found = find(end)
        if found is not None and found[1] < at:
            return found[0]
    return None


def _merge(one: _Finding, other: _Finding) -> _Finding:
    """The first finding, its gaps filled from the second; an office told in apposition counts for a former one."""
    told = one.weak and other.sector is not None
    if one.sector is None or told or (one.sector == "ELI" and other.sector in _OFFICE):
        return _Finding(
            one.country or other.country, other.sector, other.sector2, one.type or other.type, one.weak and other.weak
        )
    return _Finding(one.country or other.country, one.sector, one.sector2, one.type or other.type, one.weak)


def _is_number(word: str) -> bool:
    return word[:1].isdigit()

"""The knowledge base: states, leaders, forces, agencies, armed groups, parties, bodies, media, and what they were when.

Reads the tables of `data/kb`, and before them the user's own (`sayso kb import`). Everything in the tables is public
fact, each block of rows with a note of where it is from.
A name leads to its entity whatever its case and accents; an abbreviation in capitals only in capitals. Of several
actors of one name the first is meant, or the one of the country asked for; an alias with "?" needs that country.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from sayso.norm.countries import find_country, list_countries
from sayso.norm.kb_own import load_rows
from sayso.norm.names import name_key
from sayso.resources import find_file
from sayso.types import ActorType

_PERSON = "person"
TABLES = ("people", "groups", "agencies", "forces", "bodies", "parties", "media", "civil")


@dataclass(frozen=True, slots=True)
class Term:
    """What an entity was from one ISO day to another, both inclusive; None is open."""

    type: ActorType
    sector: str | None
    sector2: str | None
    country: str | None
    first: str | None = None
    last: str | None = None

    def holds(self, date: str) -> bool:
        """Whether the ISO day lies in the term; a bare year or month counts to its end."""
        return (self.first or "") <= date <= ((self.last or "9999") + "-99-99")[:10]

    def over(self, date: str) -> bool:
        return self.last is not None and (self.last + "-99-99")[:10] < date


@dataclass(frozen=True, slots=True)
class Entity:
    """A known actor. `country` is alpha-3, or one of IGO, UNO, EUR, NGO, MNC, ISM; `wikidata` a Q number or None.

    `id` is the identifier of another knowledge base that the user imported it from.
    """

    name: str
    country: str | None
    terms: tuple[Term, ...]
    wikidata: str | None = None
    person: bool = False
    id: str | None = None

    @property
    def key(self) -> str | None:
        """The identifier for a reading's `kb`."""
        return f"wikidata:{self.wikidata}" if self.wikidata else self.id

    def on(self, date: str | None) -> Term:
        """What it was on an ISO day; without a day, what it was last.

        A person between or after offices is a former office holder (ELI).
        """
        if date is None:
            return self.terms[-1]
        for term in reversed(self.terms):
            if term.holds(date):
                return term
        if self.person and any(t.sector in ("GOV", "LEG", "MIL") and t.over(date) for t in self.terms):
            return Term("person", "ELI", None, self.country)
        return self.terms[0] if date < (self.terms[0].first or "") else self.terms[-1]


def find_entity(name: str, *, country: str | None = None) -> Entity | None:
    """The known actor of this name.

    Args:
        name: the words that name it, article and possessive allowed.
        country: alpha-3; of several bearers of the name the one of this country is taken, else the best known.
    """
    found = _index().get(_key(name), ()) or _index().get(name_key(name), ())
    if country is not None:
        near = (*found, *_index().get(name_key(name) + "?", ()))
        found = tuple(e for e in near if e.country == country) or found
    return found[0] if found else find_state(name)


def longest_name(word: str) -> int:
    """How many words the longest known name has that begins with this word, 0 when none does.

    A cheap test before `find_entity`; hyphens and apostrophes may make a word several tokens, so 2 are added to each.
    """
    return _first_words().get(word.lower().replace(".", ""), 0)


def find_state(name: str) -> Entity | None:
    """The state that `name` calls by its name ("Iran", "the US")."""
    code = find_country(name)
    return _states().get(code) if code else None


def get_state(code: str) -> Entity | None:
    """The state of this alpha-3 code."""
    return _states().get(code)


@cache
def list_entities() -> tuple[Entity, ...]:
    """Every actor of the tables, best known first within a table; states are not among them."""
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in _rows():
        grouped.setdefault(_identity(row), []).append(row)
    return tuple(_make_entity(rows) for rows in grouped.values())


def list_names(entity: Entity) -> tuple[str, ...]:
    """Every name of a known actor, its main one first."""
    return (entity.name, *(n for n in _names().get(_entity_key(entity), ()) if n != entity.name))


@cache
def _names() -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in _rows():
        names = (n.removesuffix("?") for n in row["aliases"].split("|") if n)
        found.setdefault(_identity(row), {}).update(dict.fromkeys(names))
    return {key: tuple(names) for key, names in found.items()}


def _entity_key(entity: Entity) -> tuple[str, str]:
    return entity.name, _PERSON if entity.person else entity.country or ""


@cache
def _index() -> dict[str, tuple[Entity, ...]]:
    by_name = {_entity_key(e): e for e in list_entities()}
    index: dict[str, tuple[Entity, ...]] = {}
    for row in _rows():
        entity = by_name[_identity(row)]
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            key = _key(name.removesuffix("?")) + ("?" if name.endswith("?") else "")
            known = index.get(key, ())
            if entity not in known:
                index[key] = (*known, entity)
    return index


def _key(name: str) -> str:
    """The key of a name; one word with a capital article keeps it, for "The Sun" is a newspaper and "Sun" is not."""
    words = name.split()
    return name_key(name) if len(words) != 2 or words[0] != "The" else "the " + name_key(words[1])


@cache
def _first_words() -> dict[str, int]:
    states = [n for c in list_countries().values() for n in (c.name, *c.names, *c.capitals)]
    longest: dict[str, int] = {}
    for name in (*_index(), *(name_key(n) for n in states)):
        words = name.removesuffix("?").lower().split(" ")
        for first in {words[0], words[0][:2] if words[0][1:2] in "'’" else words[0]}:
            longest[first] = max(longest.get(first, 0), len(words) + 2 if len(words) > 1 else 1)
    return longest


def list_state_numbers() -> dict[str, str]:
    """Wikidata number -> alpha-3 code of the states."""
    return {row["wikidata"]: row["country"] for row in _read_table("kb/states.csv")}


@cache
def _states() -> dict[str, Entity]:
    numbers = {row["country"]: row["wikidata"] for row in _read_table("kb/states.csv")}
    return {
        code: Entity(country.name, code, (Term("state", "GOV", None, code),), numbers.get(code))
        for code, country in list_countries().items()
    }


def _identity(row: dict[str, str]) -> tuple[str, str]:
    """What tells rows of one actor: a person's name, whose terms may be in several bodies; else name and country."""
    return row["name"], _PERSON if row["type"] == _PERSON else row["country"]


def _make_entity(rows: list[dict[str, str]]) -> Entity:
    terms = tuple(
        Term(
            cast(ActorType, row["type"]), row["sector"] or None, row["sector2"] or None, row["country"] or None,
            row["from"] or None, row["to"] or None,
        )
        for row in sorted(rows, key=lambda r: r["from"])
    )
    return Entity(
        rows[0]["name"], terms[-1].country, terms,
        next((r["wikidata"] for r in rows if r["wikidata"]), None), person=rows[0]["type"] == _PERSON,
        id=next((r["id"] for r in rows if r.get("id")), None),
    )


@cache
def _rows() -> tuple[dict[str, str], ...]:
    """All rows of all tables with the columns name, aliases, type, sector, sector2, country, from, to, wikidata."""
    leaders = tuple(
        row | {"type": "person", "sector": "GOV", "sector2": "", "wikidata": row.get("wikidata") or ""}
        for row in _read_table("kb/leaders.csv")
    )
    shipped = leaders + tuple(row for table in TABLES for row in _read_table(f"kb/{table}.csv"))
    return tuple(_join_own(shipped)) + shipped


def _join_own(shipped: tuple[dict[str, str], ...]) -> Iterator[dict[str, str]]:
    """The user's rows, before the shipped ones; one of a known Wikidata number goes by the shipped name.

    A row that tells no more than names adds these to what is known.
    """
    known = {row["wikidata"]: row for row in shipped if row["wikidata"]}
    for row in load_rows():
        same = known.get(row["wikidata"]) if row["wikidata"] else None
        if same is None:
            yield row
            continue
        names = "|".join(filter(None, (row["name"], row["aliases"])))
        told = row if row["sector"] else {key: same[key] for key in ("sector", "sector2", "country", "from", "to")}
        yield same | {key: told[key] for key in ("sector", "sector2", "country", "from", "to")} | {"aliases": names}


def forget() -> None:
    """Read the tables anew at the next look-up: for a process that changed the user's knowledge base."""
    for cached in (list_entities, _names, _index, _first_words, _rows):
        cached.cache_clear()


def _read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV table; lines that begin with "#" are notes on the rows below them."""
    lines = (line for line in find_file(name).read_text("utf-8").splitlines() if line and not line.startswith("#"))
    for row in csv.DictReader(lines):
        yield {key: value or "" for key, value in row.items()}

"""States, and the words that stand for them: names, nationality adjectives, peoples, capitals.

Reads `lexicons/countries.yml`; pure functions over it, 1 µs a look-up. A word in capitals there ("US", "DRC") is
only matched in capitals; all else whatever its case and accents.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.norm.folding import fold_accents
from sayso.resources import load_yaml


@dataclass(frozen=True, slots=True)
class Country:
    """A state. `lat` and `lon` in degrees; `until` and `now` are the last year and the heir of a former state."""

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    lat: float
    lon: float
    until: int | None = None
    now: str | None = None


@lru_cache(maxsize=8192)
def find_country(name: str) -> str | None:
    """The alpha-3 code of the state called `name` ("Iran", "the DRC", "Burma"), None for anything else."""
    return _look_up(_names(), name)


@lru_cache(maxsize=8192)
def find_nationality(word: str) -> str | None:
    """The alpha-3 code of the state that an adjective or people belongs to ("Afghan", "Americans", "Chechen")."""
    return _look_up(_demonyms(), word)


def find_capital(name: str) -> str | None:
    """The alpha-3 code of the state whose seat of government `name` is ("Kabul", "Tel Aviv"), else None."""
    return _look_up(_capitals(), name)


def find_land(word: str) -> tuple[str, str] | None:
    """The land inside a state, and that state, of an adjective or people ("Chechen": ("Chechnya", "RUS"))."""
    found = _look_up(_lands(), word)
    return (found, str(_load()["within"][found]["state"])) if found else None


def get_country(code: str) -> Country | None:
    """What is known of the state with this alpha-3 code, former states included."""
    return list_countries().get(code)


@cache
def list_countries() -> dict[str, Country]:
    """Every state by its alpha-3 code, in the order of the lexicon."""
    return {code: _make_country(code, entry) for code, entry in _load()["states"].items()}


def _load() -> dict[str, dict[str, dict]]:  # type: ignore[type-arg]
    return load_yaml("lexicons/countries.yml")  # type: ignore[no-any-return]


def _make_country(code: str, entry: dict) -> Country:  # type: ignore[type-arg]
    lat, lon = entry["point"]
    return Country(
        code=code, name=entry["name"], names=tuple(entry.get("names", ())),
        adjectives=tuple(entry.get("adjectives", ())), people=_list_people(entry),
        capitals=tuple(entry.get("capitals", ())), lat=float(lat), lon=float(lon),
        until=entry.get("until"), now=entry.get("now"),
    )


def _list_people(entry: dict) -> tuple[str, ...]:  # type: ignore[type-arg]
    adjectives = entry.get("adjectives", ())
    regular = tuple(a + "s" for a in adjectives if not a.endswith(("s", "sh", "ch", "ese", "c", ".", "US")))
    return regular + tuple(entry.get("people", ()))


def _key(name: str) -> str:
    """Short forms in capitals keep their case, so that "us" and "car" are no states."""
    words = name.replace("’", "'").split()
    if words and words[0] in ("the", "The"):
        words = words[1:]
    bare = " ".join(words)
    return bare if bare.isupper() and len(bare) <= 6 else fold_accents(bare).casefold()


def _look_up(table: dict[str, str], name: str) -> str | None:
    key = _key(name)
    found = table.get(key)
    if found is None and key.isupper():  # a headline in capitals: "IRAN" is "Iran"
        found = table.get(fold_accents(key).casefold())
    return found


def _index(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Keys to codes; the first entry of the lexicon wins."""
    table: dict[str, str] = {}
    for name, code in pairs:
        table.setdefault(_key(name), code)
    return table


@cache
def _names() -> dict[str, str]:
    return _index([(name, c.code) for c in list_countries().values() for name in (c.name, *c.names)])


@cache
def _demonyms() -> dict[str, str]:
    states = [(word, c.code) for c in list_countries().values() for word in (*c.adjectives, *c.people)]
    lands = [(w, e["state"]) for e in _load()["within"].values() for w in (*e["adjectives"], *_list_people(e))]
    return _index(states + lands)


@cache
def _lands() -> dict[str, str]:
    within = _load()["within"]
    return _index([(w, land) for land, e in within.items() for w in (*e["adjectives"], *_list_people(e))])


@cache
def _capitals() -> dict[str, str]:
    return _index([(name, c.code) for c in list_countries().values() if c.until is None for name in c.capitals])

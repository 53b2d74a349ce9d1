"""Incidents in the columns of UCDP's Georeferenced Event Dataset (GED codebook, version 24.1), as CSV.

A row is an incident with at least one death. Identifiers, which only UCDP gives, stay empty, and so do codes of
regions and states. `number_of_sources` counts lines of evidence: ten outlets with one agency's text are one source.
`source_original` holds who the reports say told them. Three columns more name the incident and
the claims in the store, and what persons corrected.
"""

from __future__ import annotations

import csv
import math
from typing import BinaryIO

from sayso.export import tellings
from sayso.export.bins import as_text
from sayso.export.coding import count_days, is_armed, is_state, likeliest_toll, place_of, sides
from sayso.export.csv import Cell, guard
from sayso.export.matter import Matter, Told, gather
from sayso.export.points import find_point, find_radius, judge_precision
from sayso.norm.countries import get_country
from sayso.types import Actor, Place

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob", "sayso_incident", "sayso_claims",
    "sayso_corrected",
)  # fmt: skip
# Codebook, "where_prec": 1 exact place, 2 within about 25 km, 3 second-level division, 4 first-level, 5 estimated
# point of a larger feature, 6 country.
_WHERE = {"site": 1, "town": 1, "district": 3, "first-level division": 4, "region": 5, "country": 6}
_NEAR = 25  # km
# Codebook, "date_prec": most days of a range by code.
_WHEN = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
_VIOLENT = frozenset(("ASSAULT", "COERCE", "PROTEST"))


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write the table; tells how many incidents are outside its scope."""
    incidents, loose = gather(matter)
    fitting = [told for told in incidents if _fits(told)]
    with as_text(out) as text:
        rows = csv.DictWriter(text, COLUMNS)
        rows.writeheader()
        rows.writerows({name: guard(value) for name, value in describe(told).items()} for told in fitting)
    notes = [(len(incidents) - len(fitting), "incidents without a death by violence that is told as a fact"),
             (loose, "events that are not linked yet (run sayso link)")]  # fmt: skip
    return [f"{n} {what} are left out" for n, what in notes if n]


def _fits(told: Told) -> bool:
    deaths = likeliest_toll(told)
    told_as_fact = told.incident.factuality in ("certain", "uncertain")
    return bool(deaths) and told_as_fact and bool(_VIOLENT & set(told.incident.types))


def describe(told: Told) -> dict[str, Cell]:
    """The cells of one incident by column; those that the reports do not give are missing."""
    incident = told.incident
    side_a, side_b = sides(told, "actors"), sides(told, "recipients")
    first, last = incident.first or incident.last, incident.last or incident.first
    days = count_days(first, last)
    return {
        "year": first[:4] if first else None, "type_of_violence": _violence(side_a, side_b),
        "side_a": tellings.JOIN.join(actor.name for actor in side_a),
        "side_b": tellings.JOIN.join(actor.name for actor in side_b),
        "dyad_name": f"{side_a[0].name} - {side_b[0].name}" if side_a and side_b else None,
        "number_of_sources": incident.lines, "source_article": tellings.join_all(told, tellings.article),
        "source_office": tellings.join_all(told, tellings.outlet), "source_date": tellings.join_all(told, tellings.day),
        "source_headline": tellings.join_all(told, tellings.headline),
        "source_original": tellings.join_all(told, tellings.who_says), **_where(place_of(told)),
        "event_clarity": 1 if days == 1 else 2,
        "date_prec": next((code for most, code in _WHEN if days is not None and days <= most), None),
        "date_start": first, "date_end": last, **_deaths(told, side_b), "sayso_incident": incident.id,
        "sayso_claims": tellings.join_all(told, tellings.claim), "sayso_corrected": tellings.corrected(told),
    }  # fmt: skip


def _violence(side_a: list[Actor], side_b: list[Actor]) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided (against civilians); None where the sides do not tell."""
    if not side_a or not side_b:
        return None
    if not is_armed(side_b):
        return 3
    return 1 if is_state(side_a) or is_state(side_b) else 2


def _where(place: Place | None) -> dict[str, Cell]:
    if place is None:
        return {}
    precision, point = judge_precision(place.feature), find_point(place)
    country = get_country(place.country) if place.country else None
    cells: dict[str, Cell] = {
        "where_prec": _grade(precision, place), "where_coordinates": place.name, "where_description": place.name,
        "adm_1": place.admin1, "adm_2": place.name if precision == "district" else None,
        "country": country.name if country else place.country,
    }  # fmt: skip
    if point is not None:
        lon, lat = point
        cells |= {"latitude": lat, "longitude": lon, "geom_wkt": f"POINT ({lon} {lat})"}
        cells["priogrid_gid"] = _cell(lon, lat)
    return cells


def _grade(precision: str | None, place: Place) -> int | None:
    """The code of the place; a point that the report puts beside it ("30 km north of") is never exact."""
    grade, radius = _WHERE.get(precision or ""), find_radius(place)
    if radius is None or grade is None:
        return grade
    return max(grade, 2 if radius <= _NEAR else 4)


def _cell(lon: float, lat: float) -> int:
    """The PRIO-GRID cell: half degrees, counted from 180 W 90 S eastwards, row by row (Tollefsen et al. 2012)."""
    column, row = min(719, math.floor((lon + 180) * 2)), min(359, math.floor((lat + 90) * 2))
    return row * 720 + column + 1


def _deaths(told: Told, side_b: list[Actor]) -> dict[str, Cell]:
    best, incident = likeliest_toll(told) or 0, told.incident
    civilians = bool(side_b) and not is_armed(side_b)
    return {
        "best": best, "low": best if incident.killed_min is None else incident.killed_min,
        "high": best if incident.killed_max is None else max(best, incident.killed_max),
        "deaths_civilians": best if civilians else 0, "deaths_unknown": 0 if civilians else best,
    }  # fmt: skip

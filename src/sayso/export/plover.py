"""Events as PLOVER JSON lines (PLOVER manual, draft 2.0, section "JSON format"): names of fields are the manual's.

PLOVER puts both sides of a mutual act into `actor`; so does this. It has no field for how firmly a thing is put but the
auxiliary modes (historical, future, hypothetical, negation); those stand in `mode`. Who says so stands in `comment`.
"""

from __future__ import annotations

from typing import BinaryIO

from sayso.export.bins import present, write_line
from sayso.export.matter import Matter
from sayso.export.words import describe_saying, is_left_out, list_corrected, trace_claims
from sayso.format import Json
from sayso.norm.countries import get_country
from sayso.norm.plover import load_types
from sayso.types import Actor, Claim, Event, Participant, Place, Reading

_QUADS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
_AUXILIARY = {"future": "future", "uncertain": "hypothetical", "denied": "negation"}
# International bodies stand where countries do.
_BODIES = {"igo": "IGO", "ngo": "NGO", "company": "MNC"}
_RESOLUTIONS = (("PPLX", 5), ("PPL", 4), ("ADM1", 2), ("ADM", 3), ("PCL", 1), ("TERR", 1))


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write an event a line. PLOVER requires a day and an actor: events without one are named and left out."""
    dayless = actorless = 0
    for reading in matter.readings:
        for event in reading.events:
            record = describe(event, reading, matter)
            if "date" not in record:
                dayless += 1
            elif not record["actor"]:
                actorless += 1
            else:
                write_line(record, out)
    notes = ((dayless, "without a day"), (actorless, "without an actor"))
    return [f"{n} events {what} are left out: PLOVER requires it" for n, what in notes if n]


def describe(event: Event, reading: Reading, matter: Matter) -> Json:
    """The event's record; `date` is missing where the report gives none."""
    actors = {actor.id: actor for actor in reading.actors}
    kind, text, incident = load_types()[event.type], reading.report.text, matter.incident(event.id)
    mutual = {each.actor for each in event.actors} == {each.actor for each in event.recipients} and event.actors
    modes = [event.mode] if event.mode else []
    if event.factuality in _AUXILIARY:
        modes.append(_AUXILIARY[event.factuality])
    sizes = {"dead": _number(event, "killed"), "injured": _number(event, "injured")}
    place = reading.places[event.place] if event.place is not None else None
    record: Json = {
        "id": event.id, **_days(event), "actor": [_entity(each, text, actors) for each in event.actors],
        "recipient": [] if mutual else [_entity(each, text, actors) for each in event.recipients],
        "event": [event.type], "mode": modes, "context": list(event.contexts),
        "event_loc": _location(place, text) if place else None,
        "event_text": _texts([text[slice(*event.trigger)]]), "quad_code": _QUADS[kind.quad],
        "event_scale": kind.modes.get(event.mode, kind.score) if event.mode else kind.score,
        "link": incident.id if incident else event.incident,
        "size": {name: value for name, value in sizes.items() if value is not None} or None,
        "text_info": {"start": event.trigger[0], "end": event.trigger[1]}, "cite_info": _cite(reading),
        "comment": _comment(event, reading, actors),
    }  # fmt: skip
    return {name: value for name, value in record.items() if value is not None}


def _days(event: Event) -> Json:
    days = event.date
    if days is None or not (days.first or days.last):
        return {}
    first, last = days.first or days.last, days.last
    return {"date": first, "enddate": last if last and last != first else None}


def _number(event: Event, name: str) -> int | str | None:
    """The number, or the range where the report gives one."""
    toll = event.killed if name == "killed" else event.injured
    if toll is None or (toll.min is None and toll.max is None):
        return None
    return toll.min if toll.min == toll.max else f"{toll.min or 0}-{'' if toll.max is None else toll.max}"


def _entity(each: Participant, text: str, actors: dict[str, Actor]) -> Json:
    actor = actors.get(each.actor)
    words = present(text[slice(*each.span)])
    if actor is None:
        return {"entity_text": words} if words else {}
    sectors = "".join(filter(None, (actor.sector, actor.sector2)))
    found = {
        "code": actor.country or _BODIES.get(actor.type), "sector": sectors or None, "entity_text": words,
        "identifier_id": actor.kb, "identifier_text": actor.name,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _location(place: Place, text: str) -> Json:
    country = get_country(place.country) if place.country else None
    feature = place.feature or ""
    level = next((level for start, level in _RESOLUTIONS if feature.startswith(start)), None)
    found = {
        "extracted_place": present(text[place.start : place.end]), "resolved_place": place.name,
        "geonameid": place.geonames, "lat": place.lat, "lon": place.lon, "province": place.admin1,
        "city": place.name if feature.startswith("PPL") else None,
        "district": place.name if level == 3 else None, "country": country.name if country else None,
        "country_code": place.country, "feature_code": place.feature, "resolution": level,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def _cite(reading: Reading) -> Json:
    report = reading.report
    found = {
        "citation": report.id, "url": report.url, "title": report.title, "language": report.language,
        "publication": report.outlet, "coder": "sayso " + reading.pipeline.get("sayso", ""),
        "codebook": "plover-2.0-draft",
    }  # fmt: skip
    return {name: value.strip() for name, value in found.items() if value and value.strip()}


def _comment(event: Event, reading: Reading, actors: dict[str, Actor]) -> str | None:
    claims: dict[str, Claim] = {claim.id: claim for claim in reading.claims}
    chain = [claim for claim in trace_claims(event.claim, claims) if not is_left_out(claim)]
    said = " < ".join(describe_saying(claim, reading.report.text, actors) for claim in chain)
    corrected = ", ".join(list_corrected(event, reading))
    parts = (said and f"according to: {said}", corrected and f"corrected by a person: {corrected}")
    return "; ".join(filter(None, parts)) or None


def _texts(words: list[str]) -> list[str] | None:
    return [each for each in words if present(each)] or None

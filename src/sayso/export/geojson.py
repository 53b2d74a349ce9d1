"""Readings as GeoJSON (RFC 7946) for maps: one feature an event, at the point of its place.

The point is `[longitude, latitude]` in WGS 84 and stands for as much as `precision` says: a town, or somewhere in a
country. Events without a located place are features with null geometry, so that a map does not hide them. Features are
written one a line, as readings come. Names of properties are those of the columns of `csv`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TextIO

from sayso.export.jsonl import escape_surrogates
from sayso.export.points import find_point, find_radius, judge_precision
from sayso.export.words import describe_source, is_left_out, list_corrected, trace_claims
from sayso.format import Json
from sayso.types import Actor, Claim, Event, Participant, Place, Reading, Span, Toll


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write one feature collection, each reading's features as soon as it is there."""
    out.write('{"type":"FeatureCollection","features":[')
    between = "\n"
    for reading in readings:
        for feature in describe_features(reading):
            line = json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
            out.write(between + escape_surrogates(line))
            between = ",\n"
        out.flush()
    out.write("\n]}\n")


def describe_features(reading: Reading) -> Iterator[Json]:
    """The features of the reading's events, in its order."""
    actors = {actor.id: actor for actor in reading.actors}
    claims = {claim.id: claim for claim in reading.claims}
    report = reading.report
    for event in reading.events:
        place = _find_place(event, reading)
        point = find_point(place) if place else None
        yield {
            "type": "Feature",
            "id": event.id,
            "geometry": {"type": "Point", "coordinates": list(point)} if point else None,
            "properties": {
                "report": report.id, "outlet": report.outlet, "published": report.published, "title": report.title,
                "url": report.url,
                **_describe_event(event, report.text, actors),
                **_describe_place(place),
                **_describe_claims(event, report.text, actors, claims),
                "evidence": _quote(event, reading, place, claims), "corrected": list_corrected(event, reading),
            },
        }  # fmt: skip


def _find_place(event: Event, reading: Reading) -> Place | None:
    known = event.place is not None and 0 <= event.place < len(reading.places)
    return reading.places[event.place] if known and event.place is not None else None


def _describe_event(event: Event, text: str, actors: dict[str, Actor]) -> Json:
    days = event.date
    return {
        "type": event.type, "mode": event.mode, "aspect": event.aspect, "contexts": list(event.contexts),
        "actors": _name_all(event.actors, text, actors), "recipients": _name_all(event.recipients, text, actors),
        "targets": [text[start:end] for start, end in event.targets],
        "instruments": [text[start:end] for start, end in event.instruments],
        "date_from": days.first if days else None, "date_to": days.last if days else None,
        "date_inferred": days.inferred if days else None,
        **_describe_toll("killed", event.killed), **_describe_toll("injured", event.injured),
        "incident": event.incident,
    }  # fmt: skip


def _describe_toll(name: str, toll: Toll | None) -> Json:
    return {f"{name}_min": toll.min if toll else None, f"{name}_max": toll.max if toll else None}


def _describe_place(place: Place | None) -> Json:
    away = place.away if place else None
    return {
        "place": place.name if place else None, "country": place.country if place else None,
        "admin1": place.admin1 if place else None, "geonames": place.geonames if place else None,
        "feature": place.feature if place else None, "precision": judge_precision(place.feature) if place else None,
        "radius_km": find_radius(place) if place else None,
        "away_km": away.km if away else None, "away_bearing": away.bearing if away else None,
    }  # fmt: skip


def _describe_claims(event: Event, text: str, actors: dict[str, Actor], claims: dict[str, Claim]) -> Json:
    """Who says so, outermost first (nobody but the reporter: an empty list), and how firmly it is put."""
    chain = [claim for claim in trace_claims(event.claim, claims) if not is_left_out(claim)]
    return {"who_says": [describe_source(claim, text, actors) for claim in chain], "factuality": event.factuality}


def _quote(event: Event, reading: Reading, place: Place | None, claims: dict[str, Claim]) -> dict[str, list[str]]:
    """The report's words for each part of the event, to the letter."""
    chain = trace_claims(event.claim, claims)
    time = reading.times[event.time] if event.time is not None and 0 <= event.time < len(reading.times) else None
    tolls = [toll.span for toll in (event.killed, event.injured) if toll]
    spans: dict[str, Iterable[Span]] = {
        "trigger": (event.trigger,),
        "place": ((place.start, place.end),) if place else (),
        "time": ((time.start, time.end),) if time else (),
        "actors": [each.span for each in event.actors],
        "recipients": [each.span for each in event.recipients],
        "toll": tolls,
        "source": [span for claim in chain for span in claim.source.spans],
        "cue": [span for claim in chain for span in claim.cue],
        "factuality": event.evidence,
    }
    text = reading.report.text
    return {part: [text[start:end] for start, end in found] for part, found in spans.items()}


def _name_all(participants: Iterable[Participant], text: str, actors: dict[str, Actor]) -> list[str]:
    names = (
        actors[each.actor].name if each.actor in actors else text[slice(*each.span)] for each in participants
    )
    return list(dict.fromkeys(names))

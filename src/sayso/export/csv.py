"""Readings as CSV for spreadsheets and data frames: one row an event, with the words that prove each part.

RFC 4180 with a header line; lines end in CRLF, so open files with `newline=""`. Several values in one cell are set
apart by ` | `. Words are to the letter but for two things: characters that are no writing become U+FFFD, and a cell
that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV Injection"). `jsonl` is the
lossless format.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from sayso.export.points import find_radius
from sayso.export.words import describe_source, is_left_out, list_corrected, printable, trace_claims
from sayso.format import MORE_TOLLS
from sayso.types import Actor, Claim, Event, Participant, Place, Reading, Span, Time, Toll

T = TypeVar("T")
Cell = str | int | float | None

COLUMNS = (
    "report", "outlet", "published", "title", "url", "event", "type", "mode", "aspect", "salience", "contexts",
    "factuality", "factuality_words",
    "date_from", "date_to", "date_inferred", "time_words", "time_value",
    "place", "place_words", "place_country", "place_admin1", "lat", "lon", "geonames", "away_km", "away_bearing",
    "away_lat", "away_lon", "radius_km",
    "actors", "actor_words", "actor_types", "actor_sectors", "actor_countries",
    "recipients", "recipient_words", "recipient_types", "recipient_sectors", "recipient_countries",
    "targets", "instruments", "killed_min", "killed_max", "killed_words", "injured_min", "injured_max",
    "injured_words", *(f"{name}_{part}" for name in MORE_TOLLS for part in ("min", "max", "words")),
    "who_says", "claim", "source_words", "source_kind", "told_to", "cue_words", "content_words",
    "quote", "claim_factuality", "trigger_words", "trigger_start", "trigger_end", "incident", "sha256",
    "corrected",
)  # fmt: skip
_JOIN = " | "
# Also after blanks, and in their full-width forms, which some spreadsheets read alike.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write the header, then a row an event; nothing is written for a report without events."""
    rows = csv.DictWriter(out, COLUMNS)
    rows.writeheader()
    for reading in readings:
        rows.writerows({key: guard(value) for key, value in row.items()} for row in describe_rows(reading))


def guard(value: Cell) -> Cell:
    """The cell, with an apostrophe before text that a spreadsheet would take for a formula."""
    if not isinstance(value, str):
        return value
    value = printable(value)
    return f"'{value}" if _FORMULA.match(value) else value


def describe_rows(reading: Reading) -> Iterator[dict[str, Cell]]:
    """The cells of each event of the reading by column name, not yet guarded."""
    actors = {actor.id: actor for actor in reading.actors}
    claims = {claim.id: claim for claim in reading.claims}
    text, report = reading.report.text, reading.report
    for event in reading.events:
        yield {
            "report": report.id, "outlet": report.outlet, "published": report.published, "title": report.title,
            "url": report.url, "sha256": report.sha256,
            **_event_cells(event, text),
            **_when_cells(event, reading),
            **_where_cells(event, reading),
            **_side_cells("actor", event.actors, text, actors),
            **_side_cells("recipient", event.recipients, text, actors),
            **_claim_cells(event.claim, text, actors, claims),
            "corrected": _JOIN.join(list_corrected(event, reading)),
        }  # fmt: skip


def _event_cells(event: Event, text: str) -> dict[str, Cell]:
    return {
        "event": event.id, "type": event.type, "mode": event.mode, "aspect": event.aspect, "salience": event.salience,
        "contexts": _JOIN.join(event.contexts), "factuality": event.factuality,
        "factuality_words": _cut(text, event.evidence), "incident": event.incident,
        "trigger_words": _cut(text, (event.trigger,)), "trigger_start": event.trigger[0],
        "trigger_end": event.trigger[1], "targets": _cut(text, event.targets),
        "instruments": _cut(text, event.instruments),
        **_toll_cells("killed", event.killed, text), **_toll_cells("injured", event.injured, text),
        **{key: cell for name in MORE_TOLLS for key, cell in _toll_cells(name, getattr(event, name), text).items()},
    }  # fmt: skip


def _toll_cells(name: str, toll: Toll | None, text: str) -> dict[str, Cell]:
    if toll is None:
        return {}
    return {f"{name}_min": toll.min, f"{name}_max": toll.max, f"{name}_words": _cut(text, (toll.span,))}


def _when_cells(event: Event, reading: Reading) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    if event.date is not None:
        cells = {"date_from": event.date.first, "date_to": event.date.last, "date_inferred": int(event.date.inferred)}
    time: Time | None = _pick(reading.times, event.time)
    if time is not None:
        cells |= {"time_words": _cut(reading.report.text, ((time.start, time.end),)), "time_value": time.value}
    return cells


def _where_cells(event: Event, reading: Reading) -> dict[str, Cell]:
    place: Place | None = _pick(reading.places, event.place)
    if place is None:
        return {}
    return {
        "place": place.name, "place_words": _cut(reading.report.text, ((place.start, place.end),)),
        "place_country": place.country, "place_admin1": place.admin1, "lat": place.lat, "lon": place.lon,
        "geonames": place.geonames, **_away_cells(place),
    }  # fmt: skip


def _away_cells(place: Place) -> dict[str, Cell]:
    """The point told to be so far from the place, and how far off the point, or that of the place, may be."""
    cells: dict[str, Cell] = {"radius_km": find_radius(place)}
    if place.away is not None:
        away = place.away
        cells |= {"away_km": away.km, "away_bearing": away.bearing, "away_lat": away.lat, "away_lon": away.lon}
    return cells


def _side_cells(
    side: str, participants: tuple[Participant, ...], text: str, actors: dict[str, Actor]
) -> dict[str, Cell]:
    """One value a participant in each cell, empty where unknown, so that the cells' values stand in step."""
    found = [actors.get(each.actor) for each in participants]
    return {
        f"{side}s": _JOIN.join(actor.name if actor else "" for actor in found),
        f"{side}_words": _cut(text, [each.span for each in participants]),
        f"{side}_types": _JOIN.join(actor.type if actor else "" for actor in found),
        f"{side}_sectors": _JOIN.join((actor.sector if actor else None) or "" for actor in found),
        f"{side}_countries": _JOIN.join((actor.country if actor else None) or "" for actor in found),
    }


def _claim_cells(
    innermost: str | None, text: str, actors: dict[str, Actor], claims: dict[str, Claim]
) -> dict[str, Cell]:
    """The claim that holds the event, and in `who_says` the whole chain, outermost first."""
    chain = trace_claims(innermost, claims)
    if not chain:
        return {}
    claim = chain[-1]
    told = actors.get(claim.source.to) if claim.source.to else None
    return {
        "who_says": _JOIN.join(describe_source(each, text, actors) for each in chain if not is_left_out(each)),
        "claim": claim.id, "source_words": _cut(text, claim.source.spans), "source_kind": claim.source.kind,
        "told_to": told.name if told else None, "cue_words": _cut(text, claim.cue),
        "content_words": _cut(text, claim.content), "quote": claim.quote, "claim_factuality": claim.factuality,
    }  # fmt: skip


def _cut(text: str, spans: Iterable[Span]) -> str:
    return _JOIN.join(text[start:end] for start, end in spans)


def _pick(items: tuple[T, ...], index: int | None) -> T | None:
    return items[index] if index is not None and 0 <= index < len(items) else None

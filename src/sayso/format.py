"""`sayso/1` in and out: readings as JSON objects (docs/format.md) and back.

Objects keep the order of the format page's keys, so one reading gives the same bytes on every run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, cast

from sayso.errors import FormatError
from sayso.types import (
    Actor,
    Away,
    Cited,
    Claim,
    Days,
    Event,
    Namesake,
    Participant,
    Place,
    Predicate,
    Reading,
    Report,
    Source,
    Span,
    Time,
    Toll,
)

FORMAT = "sayso/1"
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SOURCE_SPANS = ("institution", "access", "anonymity", "via")
MORE_TOLLS = ("arrested", "missing", "displaced")  # written only where a report gives them
Json = dict[str, Any]


def to_json(reading: Reading) -> str:
    """The reading as one line of JSON, without the newline.

    It is made atom by atom, so that a long reading takes little more memory than its line.
    """
    members = (
        f'"{key}":[{",".join(map(_dumps, value))}]' if isinstance(value, map) else f'"{key}":{_dumps(value)}'
        for key, value in _members(reading)
    )
    return f"{{{','.join(members)}}}"


def from_json(line: str) -> Reading:
    """The reading that `line` holds.

    Raises:
        FormatError: when it is not JSON, of another format, or lacks a key.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from error
    return from_dict(data)


def to_dict(reading: Reading) -> Json:
    """The reading as a JSON object of format `sayso/1`."""
    return {key: list(value) if isinstance(value, map) else value for key, value in _members(reading)}


def _members(reading: Reading) -> Iterator[tuple[str, Any]]:
    """The keys of the format page in their order; atoms are made when they are asked for."""
    yield "format", FORMAT
    yield "report", report_to_dict(reading.report)
    yield "actors", map(actor_to_dict, reading.actors)
    yield "times", map(time_to_dict, reading.times)
    yield "places", map(place_to_dict, reading.places)
    yield "claims", map(claim_to_dict, reading.claims)
    yield "events", map(event_to_dict, reading.events)
    yield "predicates", map(predicate_to_dict, reading.predicates)
    yield "pipeline", dict(reading.pipeline)
    if reading.corrected:
        yield "corrected", {id: list(names) for id, names in reading.corrected.items()}
    if reading.second is not None:
        yield "second", reading.second


def from_dict(data: Json) -> Reading:
    """The reading that a JSON object of format `sayso/1` describes; unknown keys are passed over.

    Raises:
        FormatError: when the format is another or a key is missing or of the wrong shape.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        got = data.get("format") if isinstance(data, dict) else type(data).__name__
        raise FormatError(f"format is {got!r}, expected {FORMAT!r}")
    try:
        return Reading(
            report=report_from_dict(data["report"]),
            actors=tuple(actor_from_dict(a) for a in data["actors"]),
            times=tuple(time_from_dict(t) for t in data["times"]),
            places=tuple(place_from_dict(p) for p in data["places"]),
            claims=tuple(claim_from_dict(c) for c in data["claims"]),
            events=tuple(event_from_dict(e) for e in data["events"]),
            predicates=tuple(predicate_from_dict(p) for p in data.get("predicates") or ()),
            pipeline=dict(data.get("pipeline") or {}),
            corrected={id: tuple(names) for id, names in (data.get("corrected") or {}).items()},
            second=data.get("second"),
        )
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise FormatError(f"not a {FORMAT} reading: {type(error).__name__} {error}") from error


def report_to_dict(report: Report) -> Json:
    return {
        "id": report.id, "url": report.url, "path": report.path, "outlet": report.outlet, "title": report.title,
        "published": report.published, "language": report.language, "text": report.text, "sha256": report.sha256,
    }


def report_from_dict(data: Json) -> Report:
    return Report(
        text=data["text"], id=data["id"], sha256=data["sha256"], url=data.get("url"), path=data.get("path"),
        outlet=data.get("outlet"), title=data.get("title"), published=data.get("published"),
        language=data.get("language"),
    )


def actor_to_dict(actor: Actor) -> Json:
    out: Json = {
        "id": actor.id, "name": actor.name, "named": actor.named, "type": actor.type, "sector": actor.sector,
        "country": actor.country, "mentions": _spans(actor.mentions), "kb": actor.kb,
    }
    if actor.sector2 is not None:
        out["sector2"] = actor.sector2
    if actor.members:
        out["members"] = list(actor.members)
    return out


def actor_from_dict(data: Json) -> Actor:
    return Actor(
        id=data["id"], name=data["name"], named=data["named"], type=data["type"], sector=data.get("sector"),
        sector2=data.get("sector2"), country=data.get("country"), mentions=_to_spans(data["mentions"]),
        kb=data.get("kb"), members=tuple(data.get("members") or ()),
    )


def time_to_dict(time: Time) -> Json:
    return {
        "start": time.start, "end": time.end, "type": time.type, "value": time.value, "from": time.first,
        "to": time.last,
    }


def time_from_dict(data: Json) -> Time:
    return Time(data["start"], data["end"], data["type"], data["value"], data.get("from"), data.get("to"))


def place_to_dict(place: Place) -> Json:
    return {
        "start": place.start, "end": place.end, "name": place.name, "lat": place.lat, "lon": place.lon,
        "country": place.country, "admin1": place.admin1, "geonames": place.geonames, "feature": place.feature,
        **({"radius": place.radius} if place.radius is not None else {}),
        **({"away": asdict(place.away)} if place.away is not None else {}),
        **({"candidates": [asdict(c) for c in place.candidates]} if place.candidates else {}),
    }


def place_from_dict(data: Json) -> Place:
    return Place(
        data["start"], data["end"], data["name"], data.get("lat"), data.get("lon"), data.get("country"),
        data.get("admin1"), data.get("geonames"), data.get("feature"), data.get("radius"),
        Away(**data["away"]) if data.get("away") else None,
        tuple(Namesake(**c) for c in data.get("candidates") or ()),
    )


def claim_to_dict(claim: Claim) -> Json:
    return {
        "id": claim.id, "source": source_to_dict(claim.source),
        "cue": _spans(claim.cue), "content": _spans(claim.content), "quote": claim.quote, "within": claim.within,
        "factuality": claim.factuality, **_evidence(claim.evidence),
    }


def claim_from_dict(data: Json) -> Claim:
    return Claim(
        id=data["id"], source=source_from_dict(data["source"]),
        cue=_to_spans(data["cue"]), content=_to_spans(data["content"]), quote=data["quote"],
        within=data.get("within"), factuality=data["factuality"], evidence=_to_spans(data.get("evidence") or ()),
    )


def source_to_dict(source: Source) -> Json:
    """What is told of a source besides its words, kind and actors has a key only where the report tells it."""
    out: Json = {"spans": _spans(source.spans), "actor": source.actor, "kind": source.kind, "to": source.to}
    if source.number is not None:
        out["number"] = _toll(source.number)
    if source.place is not None:
        out["place"] = source.place
    for key in _SOURCE_SPANS:
        span = getattr(source, key)
        if span is not None:
            out[key] = list(span)
    if source.relays:
        out["relays"] = [{"span": list(c.span), "actor": c.actor} for c in source.relays]
    return out


def source_from_dict(data: Json) -> Source:
    spans = {key: _to_span(data[key]) for key in _SOURCE_SPANS if data.get(key) is not None}
    return Source(
        _to_spans(data["spans"]), data["kind"], data.get("actor"), data.get("to"),
        number=_to_toll(data.get("number")), place=data.get("place"),
        relays=tuple(Cited(_to_span(c["span"]), c.get("actor")) for c in data.get("relays") or ()), **spans,
    )


def event_to_dict(event: Event) -> Json:
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "contexts": list(event.contexts),
        "aspect": event.aspect, "trigger": list(event.trigger),
        "actors": [{"actor": p.actor, "span": list(p.span)} for p in event.actors],
        "recipients": [{"actor": p.actor, "span": list(p.span)} for p in event.recipients],
        "targets": [{"span": list(s)} for s in event.targets],
        "instruments": [{"span": list(s)} for s in event.instruments],
        "place": event.place, **({"other_places": list(event.other_places)} if event.other_places else {}),
        "time": event.time, "date": _days(event.date), "killed": _toll(event.killed),
        "injured": _toll(event.injured), "claim": event.claim, "factuality": event.factuality,
        "incident": event.incident,
        **{name: _toll(toll) for name in MORE_TOLLS if (toll := getattr(event, name)) is not None},
        **_evidence(event.evidence),
        **({} if event.salience == "high" else {"salience": event.salience}),
    }


def event_from_dict(data: Json) -> Event:
    return Event(
        id=data["id"], type=data["type"], mode=data.get("mode"), contexts=tuple(data.get("contexts") or ()),
        aspect=data["aspect"], trigger=_to_span(data["trigger"]),
        actors=tuple(Participant(p["actor"], _to_span(p["span"])) for p in data["actors"]),
        recipients=tuple(Participant(p["actor"], _to_span(p["span"])) for p in data["recipients"]),
        targets=tuple(_to_span(t["span"]) for t in data.get("targets") or ()),
        instruments=tuple(_to_span(t["span"]) for t in data.get("instruments") or ()),
        place=data.get("place"), other_places=tuple(data.get("other_places") or ()),
        time=data.get("time"), date=_to_days(data.get("date")),
        killed=_to_toll(data.get("killed")), injured=_to_toll(data.get("injured")), claim=data.get("claim"),
        factuality=data["factuality"], incident=data.get("incident"), evidence=_to_spans(data.get("evidence") or ()),
        **{name: _to_toll(data.get(name)) for name in MORE_TOLLS}, salience=data.get("salience", "high"),
    )


def predicate_to_dict(predicate: Predicate) -> Json:
    return {
        "trigger": list(predicate.trigger), "factuality": predicate.factuality, **_evidence(predicate.evidence),
    }


def predicate_from_dict(data: Json) -> Predicate:
    return Predicate(_to_span(data["trigger"]), data["factuality"], _to_spans(data.get("evidence") or ()))


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [list(s) for s in spans]


def _evidence(spans: tuple[Span, ...]) -> Json:
    return {"evidence": _spans(spans)} if spans else {}


def _to_span(value: Any) -> Span:
    start, end = value
    return (int(start), int(end))


def _to_spans(value: Any) -> tuple[Span, ...]:
    return tuple(_to_span(v) for v in value)


def _days(days: Days | None) -> Json | None:
    if days is None:
        return None
    out: Json = {"from": days.first, "to": days.last}
    if days.inferred:
        out["inferred"] = True
    return out


def _to_days(data: Json | None) -> Days | None:
    return None if data is None else Days(data.get("from"), data.get("to"), bool(data.get("inferred", False)))


def _toll(toll: Toll | None) -> Json | None:
    return None if toll is None else {"min": toll.min, "max": toll.max, "span": list(toll.span)}


def _to_toll(data: Json | None) -> Toll | None:
    if data is None:
        return None
    return Toll(cast("int | None", data.get("min")), cast("int | None", data.get("max")), _to_span(data["span"]))

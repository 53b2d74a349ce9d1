"""From a reading to rows: a pure function, with the words of every span beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sayso.errors import StoreError
from sayso.store import schema
from sayso.store.keys import actor_key, clean, clean_or_none, fold, shorten, source_key
from sayso.types import Actor, Claim, Event, Participant, Place, Reading, Report, Source, Span, Time, Toll

Row = dict[str, Any]
# One span that a row rests on: its role, its bounds and its words.
Quote = tuple[str, int, int, str]
_STRETCH = 600


@dataclass(slots=True)
class Rows:
    """The rows of one reading.

    Attributes:
        atoms: rows by the name of their table.
        words: the folded words to find a row by, with its number, by table.
        points: number, latitude and longitude of the places that have them.
        predicates: the words of the predicates, which have no table of their own.
    """

    atoms: dict[str, list[Row]] = field(default_factory=dict)
    sides: list[Row] = field(default_factory=list)
    other_places: list[Row] = field(default_factory=list)
    words: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    points: list[tuple[int, float, float]] = field(default_factory=list)
    predicates: list[Quote] = field(default_factory=list)


def report_row(report: Report, key: str) -> Row:
    """The row of a report, without its number; `record` holds to the letter what the other columns hold cleaned."""
    record = {
        "id": report.id, "url": report.url, "outlet": report.outlet, "title": report.title,
        "published": report.published, "language": report.language,
    }
    return {
        **{name: clean_or_none(value) for name, value in record.items()},
        "id": shorten(report.id), "key": key, "sha256": report.sha256,
        "outlet_key": shorten(fold(report.outlet)) if report.outlet else None,
        "day": (report.published or "")[:10], "length": len(report.text), "record": record,
        "text": report.text.encode("utf-8", "surrogatepass"),
    }


def report_words(report: Report) -> str:
    """The folded words that a report is found by: those of its title and its text."""
    return fold(f"{report.title or ''}\n{report.text}")


def make_rows(reading: Reading, report: int) -> Rows:
    """The rows of a reading whose report has the number `report`.

    Raises:
        StoreError: when a span lies outside the text, or an atom refers to one that is not there.
    """
    try:
        return _Maker(reading, report).make()
    except (KeyError, IndexError) as error:
        raise StoreError(f"report {reading.report.id}: the reading refers to a missing atom: {error}") from error


class _Maker:
    def __init__(self, reading: Reading, report: int) -> None:
        self.reading, self.report, self.text = reading, report, reading.report.text
        self.base = report * schema.ATOMS
        self.actors = {actor.id: number for number, actor in enumerate(reading.actors)}
        self.claims = {claim.id: number for number, claim in enumerate(reading.claims)}

    def make(self) -> Rows:
        rows, reading = Rows(), self.reading
        rows.atoms["actors"] = [self.number(i) | self.actor(a) for i, a in enumerate(reading.actors)]
        rows.atoms["times"] = [self.number(i) | self.time(t) for i, t in enumerate(reading.times)]
        rows.atoms["places"] = [self.number(i) | self.place(p) for i, p in enumerate(reading.places)]
        rows.atoms["claims"] = [self.number(i) | self.claim(c) for i, c in enumerate(reading.claims)]
        rows.atoms["events"] = [self.number(i) | self.event(e) for i, e in enumerate(reading.events)]
        rows.sides = [side for i, e in enumerate(reading.events) for side in self.sides(self.base + i, e)]
        rows.other_places = [
            {"event": self.base + i, "place": self.base + place}
            for i, e in enumerate(reading.events) for place in sorted({*e.other_places} - {e.place})
        ]  # fmt: skip
        rows.words["claims"] = [(row["n"], claim_words(row)) for row in rows.atoms["claims"]]
        rows.words["events"] = [
            (row["n"], self.event_words(row, event))
            for row, event in zip(rows.atoms["events"], reading.events, strict=True)
        ]
        rows.points = [
            (self.base + i, p.lat, p.lon)
            for i, p in enumerate(reading.places)
            if p.lat is not None and p.lon is not None
        ]
        rows.predicates = [
            quote
            for predicate in reading.predicates
            for quote in (*self.quote("predicate", (predicate.trigger,)), *self.quote("evidence", predicate.evidence))
        ]
        return rows

    def number(self, position: int) -> Row:
        return {"n": self.base + position, "report": self.report}

    def quote(self, role: str, spans: Iterable[Span]) -> list[Quote]:
        return [(role, *cut(self.text, span)) for span in spans]

    def actor(self, actor: Actor) -> Row:
        return {
            "id": shorten(actor.id), "key": actor_key(actor), "name": clean(actor.name), "named": actor.named,
            "type": actor.type, "sector": actor.sector, "country": actor.country, "kb": clean_or_none(actor.kb),
            "mentions": len(actor.mentions), "quotes": self.quote("mention", actor.mentions),
        }

    def time(self, time: Time) -> Row:
        return {
            "type": time.type, "value": clean(time.value), "first": time.first, "last": time.last,
            "quotes": self.quote("time", ((time.start, time.end),)),
        }

    def place(self, place: Place) -> Row:
        return {
            "name": clean(place.name), "name_key": shorten(fold(place.name)), "lat": place.lat, "lon": place.lon,
            "country": place.country, "admin1": clean_or_none(place.admin1), "geonames": place.geonames,
            "feature": place.feature, "radius": _radius(place),
            "quotes": self.quote("place", ((place.start, place.end),)),
        }

    def claim(self, claim: Claim) -> Row:
        source = claim.source
        words = self.quote("source", source.spans)
        content = self.quote("content", claim.content)
        actor = self.find_actor(source.actor)
        return {
            "id": shorten(claim.id), "day": (self.reading.report.published or "")[:10],
            "source": clean(" … ".join(quote[3] for quote in words)),
            "source_key": source_key(claim, actor, " ".join(quote[3] for quote in words)), "kind": source.kind,
            "source_actor": self.actor_number(source.actor), "told_actor": self.actor_number(source.to),
            "quote": claim.quote, "factuality": claim.factuality,
            "within": None if claim.within is None else self.base + self.claims[claim.within],
            "content": clean(" … ".join(quote[3] for quote in content)),
            "quotes": [
                *words, *self.source_quotes(source), *self.quote("cue", claim.cue), *content,
                *self.quote("evidence", claim.evidence),
            ],
            "relays": [[clean(cut(self.text, c.span)[2]), self.actor_of(c.actor)] for c in source.relays],
        }

    def source_quotes(self, source: Source) -> list[Quote]:
        """The words that tell of a source besides those that name it."""
        told = (
            ("number", source.number.span if source.number else None), ("institution", source.institution),
            ("access", source.access), ("anonymity", source.anonymity), ("via", source.via),
        )
        return [
            *(quote for role, span in told if span is not None for quote in self.quote(role, (span,))),
            *self.quote("relays", (cited.span for cited in source.relays)),
        ]

    def event(self, event: Event) -> Row:
        place = None if event.place is None else self.reading.places[event.place]
        days = event.date
        return {
            "id": shorten(event.id), "type": event.type, "mode": event.mode, "aspect": event.aspect,
            "contexts": list(event.contexts), "factuality": event.factuality,
            "day": ((days.first or days.last) if days else None) or "", "first": days.first if days else None,
            "last": days.last if days else None, "inferred": bool(days and days.inferred),
            "place": None if event.place is None else self.base + event.place,
            "time": None if event.time is None else self.base + event.time,
            "claim": None if event.claim is None else self.base + self.claims[event.claim],
            "country": place.country if place else None, "salience": event.salience,
            **{name: end for kind in schema.TOLLS for name, end in _toll(kind, getattr(event, kind)).items()},
            "incident": clean_or_none(event.incident),
            "trigger": clean(cut(self.text, event.trigger)[2]), "quotes": self.event_quotes(event),
        }

    def event_quotes(self, event: Event) -> list[Quote]:
        tolls = [(kind, toll.span) for kind in schema.TOLLS if (toll := getattr(event, kind)) is not None]
        return [
            *self.quote("trigger", (event.trigger,)), *self.quote("actor", (p.span for p in event.actors)),
            *self.quote("recipient", (p.span for p in event.recipients)), *self.quote("target", event.targets),
            *self.quote("instrument", event.instruments),
            *(quote for name, span in tolls for quote in self.quote(name, (span,))),
            *self.quote("evidence", event.evidence),
        ]

    def sides(self, number: int, event: Event) -> Iterable[Row]:
        roles: tuple[tuple[str, tuple[Participant, ...]], ...] = (
            ("actor", event.actors), ("recipient", event.recipients),
        )
        for role, side in roles:
            for position, participant in enumerate(side):
                actor = self.reading.actors[self.actors[participant.actor]]
                yield {
                    "event": number, "role": role, "position": position,
                    "actor": self.base + self.actors[participant.actor], "key": actor_key(actor),
                    "name": clean(actor.name),
                }

    def event_words(self, row: Row, event: Event) -> str:
        names = [self.reading.actors[self.actors[p.actor]].name for p in (*event.actors, *event.recipients)]
        place = None if event.place is None else self.reading.places[event.place]
        where = [place.name, self.text[place.start : place.end]] if place else []
        quotes = [quote for quote in row["quotes"] if quote[0] not in schema.TOLLS[2:]]
        return fold("\n".join([*_stretch(self.text, quotes), *names, *where]))

    def actor_of(self, actor: str | None) -> str | None:
        found = self.find_actor(actor)
        return None if found is None else actor_key(found)

    def find_actor(self, actor: str | None) -> Actor | None:
        return None if actor is None else self.reading.actors[self.actors[actor]]

    def actor_number(self, actor: str | None) -> int | None:
        return None if actor is None else self.base + self.actors[actor]


def claim_words(row: Row) -> str:
    """The folded words that a claim is found by: those of its source and its content."""
    return fold(f"{row['source']}\n{row['content']}")


def _stretch(text: str, quotes: list[Quote]) -> list[str]:
    """The words that an event is told in: from its first span to its last, or of each where they lie apart."""
    start, end = min(quote[1] for quote in quotes), max(quote[2] for quote in quotes)
    return [text[start:end]] if end - start <= _STRETCH else [quote[3] for quote in quotes]


def cut(text: str, span: Span) -> tuple[int, int, str]:
    """The span and its words.

    Raises:
        StoreError: when it lies outside the text.
    """
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise StoreError(f"span {start}-{end} lies outside a text of {len(text)} characters")
    return start, end, text[start:end]


def _radius(place: Place) -> float | None:
    """How far in km it may lie from the point given, where that is the point of another place."""
    away = place.away.km + place.away.radius if place.away else 0
    return max(place.radius or 0, away) or None


def _toll(name: str, toll: Toll | None) -> Row:
    return {f"{name}_min": toll.min if toll else None, f"{name}_max": toll.max if toll else None}

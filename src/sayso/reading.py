"""The reader: reports in, readings out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

import sayso
from sayso.errors import InputError
from sayso.norm.kb_own import own_fingerprint
from sayso.norm.truecase import make_legible
from sayso.pipes import board
from sayso.pipes.pipeline import load_pipeline
from sayso.resources import fingerprint
from sayso.types import (
    Actor,
    Claim,
    Event,
    Participant,
    Place,
    Predicate,
    Reading,
    Report,
    Source,
    Span,
    Time,
    Toll,
    make_report,
)

# What a reading depends on beside the code: named, by the files' hashes, in every reading.
LEARNED = {
    "encoder": "models/encoder.onnx", "claims": "models/claims_link.json", "places": "models/places.json",
    "gazetteer": "gazetteer.sqlite.xz",
}
# A report is read in parts of at most so many characters and words, so that memory stays bounded on any input.
PART = 30_000
PART_WORDS = 5_000
_WORD = re.compile(r"\w+|[^\w\s]|[^\S ]+| {2,}")
# How many characters before a part the times in it are read with: a history goes on from the date told before.
LEAD = 30_000
# Where a part may end, the best first: paragraph, line, sentence, word.
BREAKS = (r"\n\s*\n", r"\n", r"[.!?]\s", r"\s")


class Reader:
    """Reads reports. Building one loads the models (about two seconds); reading is a pure function of the report.

    Args:
        model: the name of an installed spaCy model to build on; `en_core_web_sm` when left out.

    Raises:
        PipelineError: when the model is not installed.
    """

    def __init__(self, model: str | None = None) -> None:
        self.nlp: Language = load_pipeline(model)
        meta = self.nlp.meta
        self.pipeline = {
            "name": "sayso",
            "version": sayso.__version__,
            "base": f"{meta['lang']}_core_web_sm-{meta['version']}" if model is None else f"{model}-{meta['version']}",
            **{part: fingerprint(name) for part, name in LEARNED.items()},
        }
        if (own := own_fingerprint()) is not None:
            self.pipeline["kb"] = own  # the user's own knowledge base

    def read(
        self,
        report: str | Report,
        *,
        published: str | None = None,
        outlet: str | None = None,
        title: str | None = None,
        url: str | None = None,
        id: str | None = None,
    ) -> Reading:
        """The reading of one report, given as a text (with what is known of it) or as a `Report`.

        Args:
            published: ISO date or date-time of publication; days such as "Thursday" are resolved against it.

        Raises:
            InputError: when `published` is no ISO date.
        """
        if isinstance(report, str):
            report = make_report(report, id=id, url=url, outlet=outlet, title=title, published=published)
        check_published(report.published)
        parts = (self._read_part(report, start, end) for start, end in split_text(report.text))
        return _assemble(report, parts, self.pipeline)

    def read_many(self, reports: Iterable[Report]) -> Iterator[Reading]:
        """The readings of `reports`, in their order, one at a time.

        Each report is read by itself: what stands beside it never changes its reading, not by a bit.
        """
        for report in reports:
            yield self.read(report)

    def find_event(self, report: Report, number: int) -> tuple[int, Doc, Event]:
        """Read a report again for one event of its reading, to look into it.

        Returns:
            The offset of the part of the report that tells of it, the part's document with its board, and the event
            as it stands there.

        Raises:
            IndexError: when the reading has no event of this number.
        """
        for start, end in split_text(report.text):
            offset, doc = self._read_part(report, start, end)
            events = board.get_events(doc)
            if number < len(events):
                return offset, doc, events[number]
            number -= len(events)
        raise IndexError(number)

    def _read_part(self, report: Report, start: int, end: int) -> tuple[int, Doc]:
        doc = self.nlp.make_doc(make_legible(report.text[start:end]))
        lead = report.text[max(0, start - LEAD) : start]
        board.set_context(doc, board.Context(report.published, report.outlet, report.title, lead))
        return start, self.nlp(doc)


def check_published(published: str | None) -> None:
    """Raise InputError unless `published` is None or an ISO date or date-time."""
    if published is None:
        return
    try:
        if len(published) <= 10:
            date.fromisoformat(published)
        else:
            datetime.fromisoformat(published)
    except ValueError as error:
        raise InputError(f"published {published!r} is no ISO date such as 2023-04-26") from error


def split_text(text: str, size: int = PART, words: int = PART_WORDS) -> list[Span]:
    """Spans that tile the text, each cut at the last paragraph, line, sentence or word end that fits.

    Args:
        size: characters that a span has at most.
        words: words and signs that a span has at most.
    """
    spans: list[Span] = []
    start = 0
    while start < len(text) or not spans:
        window = text[start : start + size]
        over = next(islice(_WORD.finditer(window), words, None), None)
        if over is not None:
            window = window[: over.start()]
        end = start + (len(window) if start + len(window) == len(text) else _cut(window))
        spans.append((start, end))
        start = end
    return spans


def _cut(window: str) -> int:
    """Where to end the part: after the best kind of break in the window's second half, else at its end."""
    half = len(window) // 2
    for pattern in BREAKS:
        ends = [m.end() for m in re.finditer(pattern, window[half:])]
        if ends:
            return half + ends[-1]
    return len(window)


def _assemble(report: Report, parts: Iterable[tuple[int, Doc]], pipeline: dict[str, str]) -> Reading:
    """One reading from the parts' boards: offsets of the whole text, lasting ids, one actor for one name."""
    cast = _Cast()
    times: list[Time] = []
    places: list[Place] = []
    claims: list[Claim] = []
    events: list[Event] = []
    predicates: list[Predicate] = []
    for number, (offset, doc) in enumerate(parts):
        merge = _Merge(report, offset, number, (len(times), len(places)), cast=cast)
        for actor in board.get_actors(doc):
            merge.add_actor(actor)
        claims += merge.claims(board.get_claims(doc))
        events += [merge.event(e) for e in board.get_events(doc)]
        predicates += [merge.predicate(p) for p in board.get_predicates(doc)]
        times += [replace(t, start=t.start + offset, end=t.end + offset) for t in board.get_times(doc)]
        places += [replace(p, start=p.start + offset, end=p.end + offset) for p in board.get_places(doc)]
    return Reading(
        report=report, actors=cast.actors(), times=tuple(times), places=tuple(places),
        claims=tuple(claims), events=tuple(events), predicates=tuple(predicates), pipeline=pipeline,
    )


class _Cast:
    """The actors of the whole report, found again by name or entry of the knowledge base."""

    def __init__(self) -> None:
        self.found: dict[str, Actor] = {}
        self.mentions: dict[str, list[Span]] = {}
        self.known: dict[tuple[str, str | None], tuple[int, str]] = {}

    def actors(self) -> tuple[Actor, ...]:
        return tuple(replace(actor, mentions=tuple(self.mentions[id])) for id, actor in self.found.items())

    def find(self, actor: Actor) -> str | None:
        """The id of the first actor that has the name and type, or the entry, of `actor`."""
        same = [self.known[key] for key in _keys(actor) if key in self.known]
        return min(same)[1] if same else None

    def add(self, actor: Actor) -> None:
        for key in _keys(actor):
            self.known.setdefault(key, (len(self.found), actor.id))
        self.found[actor.id] = actor
        self.mentions[actor.id] = list(actor.mentions)


class _Merge:
    """Carries one part's atoms over into the whole reading."""

    def __init__(self, report: Report, offset: int, number: int, firsts: tuple[int, int], *, cast: _Cast) -> None:
        self.report, self.offset, self.number, self.cast = report, offset, number, cast
        self.first_time, self.first_place = firsts
        self.actor_ids: dict[str, str] = {}
        self.claim_ids: dict[str, str] = {}

    def span(self, span: Span) -> Span:
        return (span[0] + self.offset, span[1] + self.offset)

    def spans(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(self.span(s) for s in spans)

    def atom_id(self, kind: str, *what: object) -> str:
        """An id that lasts: a hash of the report, the kind of atom and what identifies it there."""
        key = repr((self.report.id, self.report.sha256, kind, what)).encode("utf-8", "surrogatepass")
        return f"{kind}{hashlib.sha256(key).hexdigest()[:12]}"

    def add_actor(self, actor: Actor) -> None:
        mentions = self.spans(actor.mentions)
        same = self.cast.find(actor)
        if same is not None:
            self.actor_ids[actor.id] = same
            self.cast.mentions[same] += mentions
            return
        new = self.atom_id("a", actor.name, mentions[:1])
        self.actor_ids[actor.id] = new
        members = tuple(self.actor_ids[m] for m in actor.members if m in self.actor_ids)
        self.cast.add(replace(actor, id=new, mentions=mentions, members=members))

    def claims(self, claims: list[Claim]) -> list[Claim]:
        for c in claims:
            self.claim_ids[c.id] = self.atom_id(
                "c", self.spans(c.source.spans), self.spans(c.cue), self.spans(c.content)
            )
        return [
            replace(
                c, id=self.claim_ids[c.id], cue=self.spans(c.cue), content=self.spans(c.content),
                within=self.claim_ids.get(c.within) if c.within else None,
                source=self.source(c.source), evidence=self.spans(c.evidence),
            )
            for c in claims
        ]

    def source(self, s: Source) -> Source:
        def actor(id: str | None) -> str | None:
            return self.actor_ids.get(id) if id else None

        def span(span: Span | None) -> Span | None:
            return span and self.span(span)

        return replace(
            s, spans=self.spans(s.spans), actor=actor(s.actor), to=actor(s.to),
            number=self.toll(s.number),
            place=None if s.place is None else s.place + self.first_place,
            institution=span(s.institution), access=span(s.access), anonymity=span(s.anonymity), via=span(s.via),
            relays=tuple(replace(c, span=self.span(c.span), actor=actor(c.actor)) for c in s.relays),
        )

    def event(self, e: Event) -> Event:
        return replace(
            e, id=self.atom_id("e", e.type, self.span(e.trigger), e.aspect, e.place, [p.span for p in e.actors]),
            trigger=self.span(e.trigger), actors=self.sides(e.actors),
            recipients=self.sides(e.recipients), targets=self.spans(e.targets),
            instruments=self.spans(e.instruments),
            place=None if e.place is None else e.place + self.first_place,
            other_places=tuple(p + self.first_place for p in e.other_places),
            time=None if e.time is None else e.time + self.first_time,
            killed=self.toll(e.killed), injured=self.toll(e.injured), arrested=self.toll(e.arrested),
            missing=self.toll(e.missing), displaced=self.toll(e.displaced),
            claim=self.claim_ids.get(e.claim) if e.claim else None,
            incident=self.atom_id("i", self.number, e.incident) if e.incident else None,
            evidence=self.spans(e.evidence),
        )

    def toll(self, toll: Toll | None) -> Toll | None:
        return toll and replace(toll, span=self.span(toll.span))

    def predicate(self, p: Predicate) -> Predicate:
        return replace(p, trigger=self.span(p.trigger), evidence=self.spans(p.evidence))

    def sides(self, sides: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(Participant(self.actor_ids[p.actor], self.span(p.span)) for p in sides)


def _keys(actor: Actor) -> list[tuple[str, str | None]]:
    """What a named actor is known by; nothing for one without a name."""
    if not actor.named:
        return []
    name: tuple[str, str | None] = (actor.name, actor.type)
    return [name] if actor.kb is None else [name, ("kb", actor.kb)]

"""The board: where the stages of the pipeline meet.

Each stage has one Doc extension (`doc._.sayso_times`, ...) that only it assigns, so `nlp.analyze_pipes()` checks
their order. An extension holds plain lists and dicts of the format `sayso/1`, because `Doc.to_bytes()` and
`nlp.pipe(n_process=...)` can carry nothing else; the functions here turn them into records and back.

Ids that stages give ("a3", "c0", "e7") hold within one Doc; the reader turns them into lasting ones.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from spacy.tokens import Doc

from sayso import format as fmt
from sayso.types import Actor, Claim, Event, Place, Predicate, Span, Time


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the report beside the text of this part of it.

    `published` is an ISO date or date-time; `lead` the text before the part, or the end of it.
    """

    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the report. `kind` is `headline`, `dateline`, `body` or `furniture` (credits, "read more")."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that a head of the shared encoder marked, with its label and probability (0 to 1)."""

    start: int
    end: int
    label: str
    score: float


EXTENSIONS: dict[str, Any] = {
    "sayso_context": None,
    "sayso_segments": [],
    "sayso_quotes": [],
    "sayso_marks": {},
    "sayso_times": [],
    "sayso_places": [],
    "sayso_actors": [],
    "sayso_claims": [],
    "sayso_events": [],
    "sayso_predicates": [],
}


def register_extensions() -> None:
    """Register the Doc extensions, each only if absent: they are global to the process."""
    for name, default in EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def get_context(doc: Doc) -> Context:
    return Context(**(doc._.sayso_context or {}))


def set_context(doc: Doc, context: Context) -> None:
    doc._.sayso_context = asdict(context)


def get_segments(doc: Doc) -> list[Segment]:
    """The segments in the order of the text; they tile it but for white space."""
    return [Segment(*s) for s in doc._.sayso_segments]


def set_segments(doc: Doc, segments: list[Segment]) -> None:
    doc._.sayso_segments = [[s.start, s.end, s.kind] for s in segments]


def get_quotes(doc: Doc) -> list[Span]:
    """Spans of quoted speech, quotation marks included, in the order of the text."""
    return [(s, e) for s, e in doc._.sayso_quotes]


def set_quotes(doc: Doc, quotes: list[Span]) -> None:
    doc._.sayso_quotes = [list(q) for q in quotes]


def get_marks(doc: Doc, head: str) -> list[Mark]:
    """What the encoder's `head` marked, in the order of the text; nothing when no encoder ran."""
    return [Mark(*m) for m in doc._.sayso_marks.get(head, [])]


def set_marks(doc: Doc, marks: dict[str, list[Mark]]) -> None:
    doc._.sayso_marks = {head: [[m.start, m.end, m.label, m.score] for m in found] for head, found in marks.items()}


def get_times(doc: Doc) -> list[Time]:
    return [fmt.time_from_dict(t) for t in doc._.sayso_times]


def set_times(doc: Doc, times: list[Time]) -> None:
    doc._.sayso_times = [fmt.time_to_dict(t) for t in times]


def get_places(doc: Doc) -> list[Place]:
    return [fmt.place_from_dict(p) for p in doc._.sayso_places]


def set_places(doc: Doc, places: list[Place]) -> None:
    doc._.sayso_places = [fmt.place_to_dict(p) for p in places]


def get_actors(doc: Doc) -> list[Actor]:
    return [fmt.actor_from_dict(a) for a in doc._.sayso_actors]


def set_actors(doc: Doc, actors: list[Actor]) -> None:
    doc._.sayso_actors = [fmt.actor_to_dict(a) for a in actors]


def get_claims(doc: Doc) -> list[Claim]:
    return [fmt.claim_from_dict(c) for c in doc._.sayso_claims]


def set_claims(doc: Doc, claims: list[Claim]) -> None:
    doc._.sayso_claims = [fmt.claim_to_dict(c) for c in claims]


def get_events(doc: Doc) -> list[Event]:
    return [fmt.event_from_dict(e) for e in doc._.sayso_events]


def set_events(doc: Doc, events: list[Event]) -> None:
    doc._.sayso_events = [fmt.event_to_dict(e) for e in events]


def get_predicates(doc: Doc) -> list[Predicate]:
    return [fmt.predicate_from_dict(p) for p in doc._.sayso_predicates]


def set_predicates(doc: Doc, predicates: list[Predicate]) -> None:
    doc._.sayso_predicates = [fmt.predicate_to_dict(p) for p in predicates]

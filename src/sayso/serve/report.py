"""A report: its text with everything that was read in it marked, the records beside it, and their corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.export.figures import render_figures
from sayso.export.html import light_rules, render_text
from sayso.export.words import (
    Row,
    describe_events,
    describe_saying,
    show_spans,
    show_words,
)
from sayso.link.copying import find_copies_of
from sayso.serve.addresses import find_page
from sayso.serve.rendering import render
from sayso.store import Correction, EventRecord, Filters, ReportRecord, Store, actor_key, source_key
from sayso.types import Actor, Claim, Reading

router = APIRouter(include_in_schema=False)
NAME = "r"  # starts the ids of a report's page: "r-c0" is the first claim


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as it stands beside the text: `words` name the source, `depth` counts the claims that it is within."""

    number: int
    claim: Claim
    words: str
    source: str
    source_key: str | None
    cue: str
    content: str
    outer: int | None
    depth: int
    evidence: str


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event as it stands beside the text; `says` are the words and number of each claim it is told in."""

    number: int
    row: Row
    record: EventRecord | None
    says: tuple[tuple[str, int], ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class ActorCard:
    """An actor as it stands beside the text; `words` are all its spellings here."""

    number: int
    actor: Actor
    key: str | None
    words: tuple[str, ...]


@router.get("/reports/{key}")
def show_report(request: Request, key: str) -> Response:
    store: Store = request.app.state.store
    record = _find(store, key)
    if record.key != key:
        return RedirectResponse(find_page("reports", record.key), 307)
    reading = store.reading(key)
    rows = describe_events(reading)
    notes, history = _find_corrections(store, reading, record)
    return render(
        request, "report.html", report=record, reading=reading, text=Markup(render_text(reading, NAME)),
        figures=Markup(render_figures(reading, rows, NAME).html), origins=store.origins(key),
        events=_make_events(reading, rows, store.events(Filters(report=key), limit=5000)),
        claims=_make_claims(reading), actors=_make_actors(reading), copies=find_copies_of(store, key),
        notes=notes, history=history,
    )  # fmt: skip


@router.get("/reports/{key}/lights.css")
def send_lights(request: Request, key: str) -> Response:
    """The style that lights up all words of the claim or actor that the address names."""
    store: Store = request.app.state.store
    rules = light_rules(store.reading(_find(store, key).key), NAME)
    return Response(rules, media_type="text/css; charset=utf-8", headers={"Cache-Control": "no-cache"})


@router.get("/events/{id}")
def find_event(request: Request, id: str) -> Response:
    """The lasting address of an event: its place in the page of its report."""
    return _go(request, "event", id)


@router.get("/claims/{id}")
def find_claim(request: Request, id: str) -> Response:
    """The lasting address of a claim: its place in the page of its report."""
    return _go(request, "claim", id)


def _go(request: Request, kind: str, id: str) -> Response:
    store: Store = request.app.state.store
    found: Sequence[Any] = (store.events if kind == "event" else store.claims)(Filters(id=id), limit=1)
    if not found:
        raise HTTPException(404, f"There is no {kind} {id!r} in the store.")
    key = found[0].report
    reading = store.reading(key)
    atoms: Sequence[Any] = reading.events if kind == "event" else reading.claims
    number = next((n for n, atom in enumerate(atoms) if atom.id == id), 0)
    return RedirectResponse(f"{find_page('reports', key)}#{NAME}-{kind[0]}{number}", 303)


def _find(store: Store, name: str) -> ReportRecord:
    found = store.reports(Filters(report=name), limit=2)
    if not found:
        raise HTTPException(404, f"There is no report {name!r} in the store.")
    if len(found) > 1:
        keys = ", ".join(record.key for record in found)
        raise HTTPException(404, f"Several reports have the id {name!r}; ask for one of the keys {keys}.")
    return found[0]


def _make_events(reading: Reading, rows: Sequence[Row], records: Sequence[EventRecord]) -> list[EventCard]:
    numbers = {claim.id: number for number, claim in enumerate(reading.claims)}
    stored = {record.id: record for record in records}
    return [
        EventCard(
            number=n, row=row, record=stored.get(row.event.id),
            says=tuple((words, numbers[claim.id]) for words, claim in zip(row.says, row.chain, strict=True)),
            evidence=show_spans(reading.report.text, row.event.evidence),
        )
        for n, row in enumerate(rows)
    ]  # fmt: skip


def _make_claims(reading: Reading) -> list[ClaimCard]:
    """The claims, each within another right after it."""
    text = reading.report.text
    actors = {actor.id: actor for actor in reading.actors}
    numbers = {claim.id: number for number, claim in enumerate(reading.claims)}
    inner: dict[int | None, list[int]] = defaultdict(list)
    for number, claim in enumerate(reading.claims):
        inner[numbers.get(claim.within) if claim.within else None].append(number)
    cards: list[ClaimCard] = []
    waiting = [(number, None, 0) for number in reversed(inner[None])]
    while waiting:
        number, outer, depth = waiting.pop()
        claim = reading.claims[number]
        words = " ".join(text[start:end] for start, end in claim.source.spans)
        actor = actors.get(claim.source.actor) if claim.source.actor else None
        cards.append(ClaimCard(
            number, claim, show_spans(text, claim.source.spans), describe_saying(claim, text, actors),
            source_key(claim, actor, words), show_spans(text, claim.cue), show_spans(text, claim.content), outer, depth,
            show_spans(text, claim.evidence),
        ))  # fmt: skip
        waiting += [(each, number, depth + 1) for each in reversed(inner[number])]  # type: ignore[misc]
    return cards


def _make_actors(reading: Reading) -> list[ActorCard]:
    text = reading.report.text
    return [
        ActorCard(n, actor, actor_key(actor), tuple(dict.fromkeys(show_words(text, span) for span in actor.mentions)))
        for n, actor in enumerate(reading.actors)
    ]


def _find_corrections(
    store: Store, reading: Reading, record: ReportRecord
) -> tuple[dict[str, list[Correction]], list[Correction]]:
    """The corrections that hold, by what they are of, and all that ever were, newest first."""
    keys = [key for actor in reading.actors if (key := actor_key(actor)) is not None]
    ids = [record.key, *keys, *(each.id for each in reading.claims), *(each.id for each in reading.events)]
    history = store.corrections(ids, withdrawn=True)
    notes: dict[str, list[Correction]] = defaultdict(list)
    for correction in history:
        if correction.withdrawn is None:
            notes[correction.target].append(correction)
    return notes, history[::-1]

"""Lists of what is in the store, narrowed as on the command line; of events also as a map and a timeline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sayso.norm.plover import TYPES
from sayso.serve.asking import Asked, read_question
from sayso.serve.maps import draw_places
from sayso.serve.rendering import render
from sayso.store import Filters, Store

router = APIRouter(include_in_schema=False)

KINDS = ("named", "described", "unnamed", "document", "reporter")
FACTUALITIES = ("certain", "denied", "uncertain", "future")
ACTOR_TYPES = (
    "state", "government", "agency", "military", "police", "armed_group", "party", "igo", "ngo", "company", "media",
    "person", "population", "other",
)  # fmt: skip
_WHERE = ("place", "country", "since", "until")
_MARKS = 2000  # events on a map or a timeline


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: what it is called and says of itself, what narrows and orders it, how it can be seen."""

    kind: str
    title: str
    about: str
    fields: tuple[str, ...]
    sorts: tuple[str, ...] = ()
    views: tuple[str, ...] = ("list",)


LISTINGS = (
    Listing("incidents", "Incidents", "What happened: events that tell of one thing, with its lines of evidence.",
            ("text", "actor", "side", "type", *_WHERE, "lines", "contradicted"),
            ("newest", "oldest", "reports", "lines", "killed"), ("list", "map")),
    Listing("events", "Events", "Who did what to whom, where and when, as one report tells it.",
            ("text", "actor", "side", "type", "mode", *_WHERE, "kind", "factuality", "outlet"),
            ("newest", "oldest", "killed"), ("list", "map", "timeline")),
    Listing("claims", "Claims", "Who says what. Days are those of publication.",
            ("text", "actor", "side", "source", "kind", "factuality", "type", *_WHERE, "outlet"), ("newest", "oldest")),
    Listing("reports", "Reports", "What was published, to the letter.",
            ("text", "actor", *_WHERE, "outlet"), ("newest", "oldest")),
    Listing("actors", "Actors", "Who appears, those first that most reports name.", ("name", "type", "country")),
    Listing("sources", "Sources", "Outlets, counted in reports, and who is cited, in claims.", ("name", "kind")),
)  # fmt: skip
CHOICES: dict[str, Sequence[str]] = {
    "side": ("actor", "recipient"), "type": TYPES, "kind": KINDS, "factuality": FACTUALITIES,
    "contradicted": ("yes", "no"),
}  # fmt: skip


def find_records(store: Store, kind: str, asked: Asked, *, name: str | None = None, limit: int) -> list[Any]:
    """The answers of a list."""
    f = asked.filters
    if kind == "actors":
        wanted = f.type.lower() if f.type else None
        return list(store.actors(name, type=wanted, country=f.country, limit=limit, offset=asked.offset))
    if kind == "sources":
        return list(store.sources(name, kind=f.kind, limit=limit, offset=asked.offset))
    find: Callable[..., list[Any]] = getattr(store, kind)
    sort = {"sort": asked.sort} if asked.sort else {}
    return find(f, limit=limit, offset=asked.offset, **sort)


def _make_page(listing: Listing) -> Callable[[Request], Response]:
    def show(request: Request) -> Response:
        store: Store = request.app.state.store
        asked = read_question(request.query_params)
        name = request.query_params.get("name", "").strip() or None
        given = dict(asked.given) | ({"name": name} if name and "name" in listing.fields else {})
        view = asked.view if asked.view in listing.views else "list"
        values: dict[str, Any] = {"listing": listing, "asked": asked, "given": given, "view": view}
        values["choices"] = _choices(listing)
        if view != "list":
            return render(request, "marks.html", **values, **_find_marks(store, listing.kind, asked.filters))
        found = find_records(store, listing.kind, asked, name=name, limit=asked.limit + 1)
        return render(request, "list.html", **values, records=found[: asked.limit], more=len(found) > asked.limit)

    return show


def _choices(listing: Listing) -> dict[str, Sequence[str]]:
    more: dict[str, Sequence[str]] = {"sort": listing.sorts}
    if listing.kind == "actors":
        more["type"] = ACTOR_TYPES
    if listing.kind == "sources":
        more["kind"] = (*KINDS, "outlet")
    return {**CHOICES, **more}


def _find_marks(store: Store, kind: str, filters: Filters) -> dict[str, Any]:
    marks = store.marks(filters, limit=_MARKS) if kind == "events" else store.incidents(filters, limit=_MARKS)
    return {"marks": marks, "picture": draw_places(marks, kind), "most": _MARKS}


for each in LISTINGS:
    router.add_api_route(f"/{each.kind}", _make_page(each), methods=["GET"])

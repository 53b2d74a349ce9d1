"""The first page: what is in the store and what is new; and searching, with suggestions as one types."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sayso.serve.addresses import ask_page, find_page
from sayso.serve.asking import read_question
from sayso.serve.rendering import load_static, render
from sayso.store import Store

router = APIRouter(include_in_schema=False)
_NEWEST, _FOUND = 8, 5
_LONGEST = 100
_YEAR = 365 * 24 * 3600


@router.get("/")
def show_start(request: Request) -> Response:
    store: Store = request.app.state.store
    return render(
        request, "start.html", totals=store.totals(), incidents=store.incidents(limit=_NEWEST),
        actors=store.actors(limit=_NEWEST), reports=store.reports(limit=_NEWEST),
        outlets=store.sources(kind="outlet", limit=_NEWEST),
    )  # fmt: skip


@router.get("/search")
def search(request: Request) -> Response:
    """What is found of every kind, a few of each; what is typed in the one box is words, or how a name begins."""
    store: Store = request.app.state.store
    typed = request.query_params.get("q", "").strip()[:_LONGEST]
    asked = read_question({**request.query_params, **({"text": typed} if typed else {})})
    given = {name: value for name, value in asked.given.items() if name != "sort"}
    found: dict[str, list[Any]] = {}
    if given:
        for kind in ("incidents", "events", "claims", "reports"):
            found[kind] = getattr(store, kind)(asked.filters, limit=_FOUND + 1)
    names = store.suggest(typed) if typed else []
    return render(request, "search.html", typed=typed, given=given, found=found, names=names, shown=_FOUND)


@router.get("/suggest")
def suggest(request: Request) -> Response:
    """Names that begin as typed, with the page of each: `[{"kind", "name", "href"}]`."""
    store: Store = request.app.state.store
    found = store.suggest(request.query_params.get("q", "")[:_LONGEST])
    pages = [
        {"kind": each.kind, "name": each.name,
         "href": find_page("actors", each.key) if each.kind == "actor" else ask_page("events", place=each.name)}
        for each in found
    ]  # fmt: skip
    return JSONResponse(pages, headers={"Cache-Control": "no-cache"})


@router.get("/static/{name}")
def send_static(request: Request, name: str) -> Response:
    found = load_static(name)
    if found is None:
        raise HTTPException(404, f"there is no file {name!r}")
    kept = f"public, max-age={_YEAR}, immutable" if request.query_params.get("v") else "no-cache"
    return Response(found[0], media_type=found[1], headers={"Cache-Control": kept})

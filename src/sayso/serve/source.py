"""A source: what it claimed, how often others bear it out or contradict it, and how persons rate it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.serve.rendering import render
from sayso.store import Filters, Store

router = APIRouter(include_in_schema=False)
_SHOWN = 20


@router.get("/sources/{key:path}")
def show_source(request: Request, key: str) -> Response:
    store: Store = request.app.state.store
    records = store.sources(key, limit=100)
    if not records:
        raise HTTPException(404, f"There is no source {key!r} in the store.")
    outlet = next((record for record in records if record.kind == "outlet"), None)
    cited = [record for record in records if record.kind != "outlet"]
    ratings = [rating for rating in store.ratings() if rating.kind == "source" and rating.subject == records[0].key]
    return render(
        request, "source.html", key=records[0].key, name=records[0].name or key, outlet=outlet, cited=cited,
        standing=store.standing(key),
        rating=records[0].rating, ratings=ratings[::-1], is_actor=bool(store.actors(key, limit=1)),
        claims=store.claims(Filters(source=key), limit=_SHOWN) if cited else [],
        reports=store.reports(Filters(outlet=outlet.name), limit=_SHOWN) if outlet else [],
        incidents=store.incidents(Filters(outlet=outlet.name), limit=8) if outlet else [],
    )  # fmt: skip

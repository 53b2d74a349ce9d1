"""A relation: what two actors did to each other over time, from how many lines of evidence."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.link.relations import find_relation
from sayso.serve.addresses import find_page
from sayso.serve.rendering import render
from sayso.store import Store

router = APIRouter(include_in_schema=False)
_SHOWN = 12


@router.get("/relations")
def show_relation(request: Request) -> Response:
    store: Store = request.app.state.store
    first, second = (request.query_params.get(name, "").strip() for name in ("first", "second"))
    if not first or not second:
        if first:
            return RedirectResponse(find_page("actors", first), 307)
        return render(request, "relation_ask.html", actors=store.actors(limit=_SHOWN))
    sides = [store.actors(name, limit=1) for name in (first, second)]
    for name, found in zip((first, second), sides, strict=True):
        if not found:
            raise HTTPException(404, f"No report names an actor {name!r}.")
    types = Counter[tuple[str, str, str]]()
    rows = store.relations(first, second)
    for row in rows:
        types[row.actor_name, row.type, row.factuality] += row.count
    return render(
        request, "relation.html", first=first, second=second, left=sides[0][0], right=sides[1][0],
        types=sorted(types.items(), key=lambda each: (-each[1], each[0])),
        relation=find_relation(store, first, second), shown=_SHOWN, is_dated=any(row.month for row in rows),
    )  # fmt: skip

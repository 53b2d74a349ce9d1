"""The interface for programs, version 1: everything the command line can ask, as JSON, CSV or GeoJSON.

Reading needs nothing; writing corrections needs a token (`Authorization: Bearer`). Parameters are called as the options
of the command line. Failures are `{"error": ..., "status": ...}` and say what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import StoreError
from sayso.format import to_dict
from sayso.link.contradictions import find_contradictions
from sayso.link.copying import find_copies_of
from sayso.link.evidence import find_lines
from sayso.link.relations import find_relation
from sayso.serve.addresses import DATA, KINDS
from sayso.serve.answering import CSV, GEOJSON, JSON, choose, send, send_page
from sayso.serve.asked_model import CorrectionBody, Day, Failure, Named, Paging, Question, Words
from sayso.serve.asking import read_question
from sayso.serve.lists import find_records
from sayso.serve.tokens import Token
from sayso.store import Correction, Filters, Store

_FAILURES: dict[int | str, dict[str, Any]] = {
    code: {"model": Failure} for code in (400, 401, 403, 404, 405, 406, 413, 421, 422)
}
_PLACED = ("incidents", "events")
router = APIRouter(prefix=DATA, responses=_FAILURES)
Id = Annotated[str, Path(max_length=1000)]
_bearer = HTTPBearer(auto_error=False, description="A token that `sayso token` made.")


def _store(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


Opened = Annotated[Store, Depends(_store)]


@router.get("", summary="What the store holds")
def show_index(request: Request, store: Opened) -> Response:
    return send(request, {"totals": asdict(store.totals()), "lists": {kind: f"{DATA}/{kind}" for kind in KINDS}})


def _add_list(kind: str) -> None:
    named = kind in ("actors", "sources")
    offered = (JSON, CSV, GEOJSON) if kind in _PLACED else (JSON, CSV)

    def find(request: Request, store: Store) -> Response:
        asked = read_question(request.query_params)
        name = request.query_params.get("name") or None
        choose(request, offered)  # before the work
        found = find_records(store, kind, asked, name=name, limit=asked.limit + 1)
        records = found[: asked.limit]
        more = str(request.url.include_query_params(offset=asked.offset + asked.limit))
        value = {
            "items": [asdict(record) for record in records], "limit": asked.limit, "offset": asked.offset,
            "next": more if len(found) > asked.limit else None,
        }  # fmt: skip
        return send_page(request, records, value, offered)

    def list_filtered(request: Request, store: Opened, question: Annotated[Question, Query()]) -> Response:
        return find(request, store)

    def list_named(request: Request, store: Opened, question: Annotated[Named, Query()]) -> Response:
        return find(request, store)

    answers: dict[int | str, dict[str, Any]] = {200: {"content": {media: {} for media in offered}}}
    router.add_api_route(f"/{kind}", list_named if named else list_filtered, methods=["GET"], name=f"list_{kind}",
                         summary=f"List {kind}", responses=answers)  # fmt: skip


for each in KINDS:
    _add_list(each)


@router.get("/relations", summary="What stands between two actors, by month")
def show_relation(
    request: Request, store: Opened, first: Words, second: Words, since: Day | None = None, until: Day | None = None
) -> Response:
    Filters(since=since, until=until).check()
    return send(request, asdict(find_relation(store, first, second, since=since, until=until)))


@router.get("/countries", summary="Events by country and month")
def show_countries(
    request: Request, store: Opened, country: Words | None = None, since: Day | None = None, until: Day | None = None
) -> Response:
    Filters(since=since, until=until).check()
    return send(request, {"items": [asdict(each) for each in store.countries(country, since=since, until=until)]})


@router.get("/incidents/{id}", summary="An incident with its lines of evidence and contradictions")
def show_incident(request: Request, store: Opened, id: Id, until: Day | None = None) -> Response:
    Filters(until=until).check()
    incident = _found(lambda: store.incident(id))
    return send(request, {
        **asdict(incident), "evidence": [asdict(line) for line in find_lines(store, incident.id, until=until)],
        "contradictions": [asdict(each) for each in find_contradictions(store, incident.id, until=until)],
    })  # fmt: skip


@router.get("/events/{id}", summary="An event")
def show_event(request: Request, store: Opened, id: Id) -> Response:
    return send(request, _only(store.events(Filters(id=id)), "event", id))


@router.get("/claims/{id}", summary="A claim")
def show_claim(request: Request, store: Opened, id: Id) -> Response:
    return send(request, _only(store.claims(Filters(id=id)), "claim", id))


@router.get("/reports/{key}", summary="A report: what is kept of it, and its reading (sayso/1)")
def show_report(request: Request, store: Opened, key: Id) -> Response:
    reading = _found(lambda: store.reading(key))
    return send(request, {
        "reading": to_dict(reading), "origins": [asdict(origin) for origin in store.origins(key)],
        "copies": [asdict(copy) for copy in find_copies_of(store, key)],
    })  # fmt: skip


@router.get("/actors/{key:path}", summary="An actor")
def show_actor(request: Request, store: Opened, key: Id) -> Response:
    return send(request, _only(store.actors(key), "actor", key))


@router.get("/sources/{key:path}", summary="A source with its latest claims")
def show_source(request: Request, store: Opened, key: Id, paging: Annotated[Paging, Query()]) -> Response:
    source = _only(store.sources(key), "source", key)
    claims = store.claims(Filters(source=source["key"]), limit=paging.limit, offset=paging.offset)
    return send(request, {**source, "claims": [asdict(claim) for claim in claims]})


@router.get("/corrections", summary="What persons changed")
def list_corrections(request: Request, store: Opened, target: Words | None = None) -> Response:
    return send(request, {"items": [asdict(each) for each in store.corrections(None if target is None else [target])]})


Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


def _require_token(request: Request, shown: Bearer) -> Token:
    token = request.app.state.settings.tokens.find(shown.credentials) if shown else None
    if token is None:
        raise HTTPException(401, "writing needs a token that `sayso token` made, as Authorization: Bearer TOKEN",
                            {"WWW-Authenticate": "Bearer"})
    found: Token = token
    return found


Writer = Annotated[Token, Depends(_require_token)]


@router.post("/corrections", status_code=201, summary="Change, add, reject, merge or accept; needs a token")
def correct(store: Opened, writer: Writer, body: CorrectionBody) -> dict[str, int]:
    if not store.find(body.target):
        raise HTTPException(404, f"there is no {body.kind} {body.target!r} in the store")
    number = store.correct(
        Correction(0, body.kind, body.target, body.action, body.value, None, writer.name, body.reason, "")
    )
    return {"n": number}


@router.delete("/corrections/{number}", status_code=204, summary="Withdraw a correction; it stays to be seen")
def withdraw(store: Opened, writer: Writer, number: Annotated[int, Path(ge=1, le=2**53)]) -> None:
    store.withdraw_correction(number, writer.name)


def _found(find: Callable[[], Any]) -> Any:
    """What a look-up gives; what is not there is a 404."""
    try:
        return find()
    except StoreError as error:
        raise HTTPException(404, str(error)) from error


def _only(records: list[Any], kind: str, name: str) -> dict[str, Any]:
    if not records:
        raise HTTPException(404, f"there is no {kind} {name!r} in the store")
    return asdict(records[0])

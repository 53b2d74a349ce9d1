"""Corrections and ratings made on the pages: written by whoever is signed in, undone by the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import StoreError
from sayso.link.linker import link_new
from sayso.serve.signing import own_address, read_form, require_session
from sayso.store import Correction, Decision, Rating, Store
from sayso.store.fields import tell_record

router = APIRouter(include_in_schema=False)
_FIELD = "field."
_READ = "read and found right"


@router.post("/corrections")
async def correct(request: Request) -> Response:
    """Accept, change, reject or merge one thing."""
    form = await read_form(request)
    session = require_session(request, form)
    await run_in_threadpool(_correct, request.app.state.store, form, session.name)
    return RedirectResponse(own_address(form.get("back")), 303)


@router.post("/corrections/{number}/undo")
async def undo(request: Request, number: int) -> Response:
    """Withdraw a correction; it stays to be seen in the history."""
    form = await read_form(request)
    session = require_session(request, form)
    await run_in_threadpool(_undo, request.app.state.store, number, session.name)
    return RedirectResponse(own_address(form.get("back")), 303)


@router.post("/incidents/{id}/part")
async def part(request: Request, id: str) -> Response:
    """Say that what a report tells is not this incident."""
    form = await read_form(request)
    session = require_session(request, form)
    await run_in_threadpool(_part, request.app.state.store, id, form, session.name)
    return RedirectResponse(own_address(form.get("back")), 303)


@router.post("/ratings")
async def rate(request: Request) -> Response:
    """Grade a source or a claim."""
    form = await read_form(request)
    session = require_session(request, form)
    rating = Rating(form.get("kind", ""), form.get("subject", ""), form.get("grade", ""), session.name,
                    form.get("reason", ""), "")  # fmt: skip
    await run_in_threadpool(request.app.state.store.rate, rating)
    return RedirectResponse(own_address(form.get("back")), 303)


def _correct(store: Store, form: Mapping[str, str], author: str) -> None:
    kind, target = form.get("kind", ""), form.get("target", "")
    said = _find_said(store, kind, target)
    action, value = form.get("action", ""), None
    if action == "change":
        value = _read_changes(form, said)
        if not value:
            raise StoreError("nothing was changed: put in what it should be")
    elif action == "merge":
        value = {"into": _find_other(store, kind, form.get("into", "").strip())}
    elif action not in ("accept", "reject"):
        raise StoreError(f"cannot {action!r}; choose accept, change, reject or merge")
    reason = form.get("reason", "").strip() or (_READ if action == "accept" else "")
    store.correct(Correction(0, kind, target, action, value, said, author, reason, ""))
    link_new(store)


def _part(store: Store, id: str, form: Mapping[str, str], author: str) -> None:
    reason = form.get("reason", "").strip()
    if not reason:
        raise StoreError("say why it is another incident")
    events = store.incident_events(id)
    own = [event.id for event in events if event.report == form.get("report")]
    others = [event.id for event in events if event.report != form.get("report")]
    if not own or not others:
        raise HTTPException(404, f"No two reports of an incident {id!r} can be parted so.")
    store.decide(
        Decision("incident", one, other, "different", author, person=True, reasons={"reason": reason})
        for one in own for other in others
    )  # fmt: skip
    link_new(store)


def _undo(store: Store, number: int, author: str) -> None:
    store.withdraw_correction(number, author)
    link_new(store)


def _find_said(store: Store, kind: str, target: str) -> dict[str, Any]:
    """What the machine says of the thing.

    Raises:
        HTTPException: when there is no such thing.
    """
    for record in store.find(target):
        found, key, fields = tell_record(record)
        if (found, key) == (kind, target):
            return fields
    raise HTTPException(404, f"There is no {kind or 'thing'} {target!r} in the store.")


def _find_other(store: Store, kind: str, name: str) -> str:
    keys = [key for found, key, _ in map(tell_record, store.find(name)) if found == kind] if name else []
    if len(keys) != 1:
        raise StoreError(f"{len(keys) or 'no'} {kind}s are called {name!r}; give the id, key or full name of one")
    return str(keys[0])


def _read_changes(form: Mapping[str, str], said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the form that differ from what was read, of the type that they have there."""
    changes: dict[str, Any] = {}
    for name, given in form.items():
        field = name.removeprefix(_FIELD)
        if field == name or field not in said:
            continue
        value = _read_value(field, given.strip(), said[field])
        if value != said[field]:
            changes[field] = value
    return changes


def _read_value(field: str, given: str, before: Any) -> Any:
    if isinstance(before, list | tuple):
        parts = tuple(part.strip() for part in given.split(";") if part.strip())
        return before if parts == tuple(before) else list(parts)
    if field.endswith(("_min", "_max")):
        if given and not (given.isascii() and given.isdigit()):
            raise StoreError(f"{field.replace('_', ' ')} {given!r} is no whole number")
        return int(given) if given else None
    return given or None

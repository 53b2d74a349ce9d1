"""An incident: what happened, in which lines of evidence it is told, and where they contradict each other."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.errors import StoreError
from sayso.serve.rendering import render
from sayso.store import Store

router = APIRouter(include_in_schema=False)


@router.get("/incidents/{id}")
def show_incident(request: Request, id: str) -> Response:
    store: Store = request.app.state.store
    try:
        incident = store.incident(id)
    except StoreError as error:
        raise HTTPException(404, str(error)) from error
    return render(request, "incident.html", incident=incident, events=store.incident_events(id))

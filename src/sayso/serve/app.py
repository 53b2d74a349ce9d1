"""The application: a store, what it is served with, and every page and interface over it."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from sayso import __version__
from sayso.serve import (
    actor,
    api,
    correcting,
    failing,
    incident,
    lists,
    plots,
    relation,
    report,
    signing,
    source,
    start,
)
from sayso.serve.agents import Agents
from sayso.serve.guard import Guard
from sayso.serve.sessions import Sessions
from sayso.serve.settings import Settings
from sayso.store import Store

# Everything that answers, in the order in which addresses are matched. To add a page, write its module and list it.
ROUTERS: tuple[APIRouter, ...] = (
    start.router, signing.router, lists.router, report.router, actor.router, source.router, incident.router,
    relation.router, plots.router, correcting.router, api.router,
)  # fmt: skip


def make_app(store: Store, *, settings: Settings) -> FastAPI:
    """The application over an opened store, which stays its caller's to close."""
    agents = Agents(store)
    app = FastAPI(
        title="sayso", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
        summary="Who says what happened: incidents, events, claims, reports, actors and sources of a store.",
        lifespan=agents.run,
    )  # fmt: skip
    app.state.store = store
    app.state.settings = settings
    app.state.sessions = Sessions(settings.tokens)
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.append(agents.route())
    failing.install(app)
    app.add_middleware(Guard, settings=settings)
    return app

"""`/mcp` of the server: the tools of `sayso.serve.mcp` over streamable HTTP, beside the pages and the interface.

Hosts and origins are checked by the guard before, as for every answer. All tools only read, so they need no token, like
all reading. Requests stand alone: no session is kept, so none can be taken over and none fills the memory.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.exceptions import HTTPException
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sayso.serve.mcp import make_server
from sayso.store import Store

PATH = "/mcp"
_LARGEST = 1 << 20


class Agents:
    """Answers agents while the application runs."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.manager: StreamableHTTPSessionManager | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.manager is None:
            raise HTTPException(503, "Agents are answered once the server has started.")
        await self.manager.handle_request(scope, receive, send)

    @asynccontextmanager
    async def run(self, app: FastAPI) -> AsyncIterator[None]:
        """The time in which they are answered; it may come again."""
        server = make_server(self.store)
        server.streamable_http_app(
            json_response=True, stateless_http=True, max_request_body_size=_LARGEST,
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )  # fmt: skip
        manager = server.session_manager
        async with manager.run():
            self.manager = manager
            try:
                yield
            finally:
                self.manager = None

    def route(self) -> Route:
        """Where they ask."""
        return Route(PATH, self, include_in_schema=False)

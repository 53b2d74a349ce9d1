"""Answers to what went wrong: what it was and what to do, as a page or as JSON; never how the program failed."""

from __future__ import annotations

import logging

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sayso.errors import SaysoError
from sayso.serve.addresses import DATA
from sayso.serve.rendering import render

_LOG = logging.getLogger("sayso.serve")
_TITLES = {
    400: "That cannot be read", 401: "Sign in first", 403: "Not allowed", 404: "Nothing here",
    405: "Not that way", 413: "Too much at once", 422: "That question makes no sense", 500: "Something broke",
}  # fmt: skip
_BROKE = "sayso failed to answer; what went wrong is in the server's log. Nothing in the store was changed."


def install(app: FastAPI) -> None:
    """Have every failure of the application answered here."""

    async def on_http(request: Request, error: Exception) -> Response:
        told = error if isinstance(error, HTTPException) else HTTPException(500, _BROKE)
        return answer(request, told.status_code, str(told.detail), dict(told.headers or {}))

    async def on_invalid(request: Request, error: Exception) -> Response:
        wrong = error.errors() if isinstance(error, RequestValidationError) else ()
        return answer(request, 422, "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in wrong))

    async def on_ours(request: Request, error: Exception) -> Response:
        return answer(request, 422, str(error))

    async def on_any(request: Request, error: Exception) -> Response:
        _LOG.error("%s %s failed: %r", request.method, request.url.path, error)
        return answer(request, 500, _BROKE)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(SaysoError, on_ours)
    app.add_exception_handler(Exception, on_any)


def answer(request: Request, status: int, said: str, headers: dict[str, str] | None = None) -> Response:
    """The failure as JSON under the interface's address, as a page elsewhere."""
    if request.url.path.startswith(DATA):
        return JSONResponse({"error": said, "status": status}, status, headers)
    if status == 404 and said == "Not Found":
        said = f"There is no page {request.url.path!r}."
    title = _TITLES.get(status, "That did not work")
    response = render(request, "error.html", status=status, title=title, said=said, code=status)
    response.headers.update(headers or {})
    return response

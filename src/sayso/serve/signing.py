"""Signing in by token, and out."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.serve.rendering import render
from sayso.serve.sessions import COOKIE, SECONDS, Session, Sessions

router = APIRouter(include_in_schema=False)
MOST_BYTES = 200_000
_SLOW = 0.5  # seconds that a wrong token costs


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form.

    Raises:
        HTTPException: when it is too long, or not what a form sends.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(422, "send a form")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"a form may have {MOST_BYTES:,} bytes")
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200))
    except ValueError:
        raise HTTPException(422, "the form cannot be read") from None


def require_session(request: Request, form: dict[str, str]) -> Session:
    """Who may write, checked against the form's own key (CSRF).

    Raises:
        HTTPException: when nobody is signed in, or the form is not one of theirs.
    """
    sessions: Sessions = request.app.state.sessions
    session = sessions.read(request.headers.get("cookie", ""))
    if session is None:
        raise HTTPException(401, "Corrections need a token: sign in with one that `sayso token` made.")
    if not session.accepts(form.get("form_key", "")):
        raise HTTPException(403, "This form is from an earlier sign-in; load its page again and repeat.")
    return session


@router.get("/sign-in")
def show_sign_in(request: Request) -> Response:
    return render(request, "sign_in.html", to=own_address(request.query_params.get("to")), wrong=False,
                  hint=request.app.state.settings.hint)  # fmt: skip


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    form = await read_form(request)
    to = own_address(form.get("to"))
    sessions: Sessions = request.app.state.sessions
    cookie = sessions.sign_in(form.get("token", "").strip())
    if cookie is None:
        await asyncio.sleep(_SLOW)
        return render(request, "sign_in.html", status=403, to=to, wrong=True, hint=request.app.state.settings.hint)
    response = RedirectResponse(to, 303)
    response.set_cookie(
        COOKIE, cookie, max_age=SECONDS, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    require_session(request, await read_form(request))
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return response


def own_address(address: str | None) -> str:
    """An address to go on to, if it is one of ours: a path, and not one that a browser takes for another host's."""
    if address is None or not address.startswith("/") or address[1:2] in ("/", "\\") or not address.isprintable():
        return "/"
    return address

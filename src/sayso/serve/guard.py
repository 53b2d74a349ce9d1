"""What stands before every answer: which hosts may be asked for, who may write, and headers that keep pages harmless.

The content security policy lets a page load style, scripts and pictures of this server and nothing else, so that even
markup that slipped through could neither run nor call out (W3C CSP Level 3). A page elsewhere can neither frame these
pages nor have a browser write here: requests that write must come from this origin (OWASP: verifying origin), beside
the SameSite cookie and the token in each form.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.serve.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_READING = ("GET", "HEAD", "OPTIONS")


class Guard:
    """Middleware: refuses what should not come in, and puts the headers on what goes out."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refuse(scope)
        await (refused or self.app)(scope, receive, send_guarded)

    def _refuse(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self.settings.allows(_host_name(host)):
            said = "This address is not one that sayso was told to answer to; start it with --name to allow it.\n"
            return PlainTextResponse(said, 421)
        if scope["method"] not in _READING and not _same_origin(headers, host):
            return PlainTextResponse("Writing is only possible from sayso's own pages.\n", 403)
        return None


def _same_origin(headers: Headers, host: str) -> bool:
    """Whether a request that writes comes from one of our pages, or from a program, which sends neither header."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""

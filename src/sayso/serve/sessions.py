"""Who is signed in: a cookie that says whose token was shown, signed with a key that lives as long as the server."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from sayso.serve.tokens import Token, Tokens

COOKIE = "sayso_session"
SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """A person who may write, and what each form of theirs must carry."""

    name: str
    form_key: str

    def accepts(self, form_key: str) -> bool:
        """Whether a form carries this session's key."""
        return hmac.compare_digest(self.form_key.encode(), form_key.encode("utf-8", "replace"))


class Sessions:
    """Makes cookies and reads them back."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self._key = tokens, secrets.token_bytes(32)

    def sign_in(self, token: str) -> str | None:
        """The cookie for whoever shows a token, None where it is none."""
        found = self.tokens.find(token)
        return None if found is None else self._seal(found)

    def read(self, cookies: str) -> Session | None:
        """The session of a request's cookies, None where they hold none that is good."""
        try:
            morsel = SimpleCookie(cookies).get(COOKIE)
        except CookieError:
            return None
        body, _, mark = (morsel.value if morsel is not None else "").partition(".")
        if not body or not hmac.compare_digest(mark.encode(), self._sign("cookie", body).encode()):
            return None
        name, sha256, ends = json.loads(base64.urlsafe_b64decode(body))[:3]
        if time.time() > ends or not self.tokens.holds(sha256):
            return None
        return Session(name, self._sign("form", body))

    def _seal(self, token: Token) -> str:
        told = [token.name, token.sha256, int(time.time()) + SECONDS, secrets.token_hex(8)]
        body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
        return f"{body}.{self._sign('cookie', body)}"

    def _sign(self, use: str, body: str) -> str:
        return hmac.new(self._key, f"{use}:{body}".encode(), hashlib.sha256).hexdigest()

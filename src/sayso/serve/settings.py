"""What the server is told when it starts."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from sayso.serve.tokens import Tokens

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve.

    Attributes:
        host: the address listened on.
        names: host names that requests may ask for, besides the address itself; on loopback its names are added. None
            beyond loopback means any.
        tokens: who may write.
        store_name: what the pages call the store.
        hint: a line for the sign-in page, such as where to find a token.
    """

    host: str = "127.0.0.1"
    names: tuple[str, ...] = ()
    tokens: Tokens = field(default_factory=Tokens.here)
    store_name: str = "sayso"
    hint: str = ""

    def allows(self, host: str) -> bool:
        """Whether a request may ask for this host: a page elsewhere whose name was turned to us may not (rebinding)."""
        if not self.names and not is_loopback(self.host):
            return True
        allowed = {*self.names, self.host, *(LOOPBACK_NAMES if is_loopback(self.host) else ())}
        return host.lower() in {name.lower() for name in allowed}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

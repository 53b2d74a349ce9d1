"""Which addresses may be connected to: public ones, and networks that the user names.

Names are resolved here, each address is checked, and the connection goes to the address that was checked, so that a
name cannot mean one host when it is looked at and another when it is used (DNS rebinding). Spellings of an address
(`0x7f.1`, `2130706433`, `::ffff:127.0.0.1`) are what the resolver makes of them. The connected socket is checked again.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore

from sayso.errors import InputError

# IPv4 blocks that Python's `is_global` lets through or judges differently from version to version
# (IANA IPv4 Special-Purpose Address Registry; 192.88.99.0/24 is the deprecated 6to4 relay, RFC 7526).
_NOT_PUBLIC_V4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "198.18.0.0/15")))
# All public IPv6 is in 2000::/3. In it lie addresses that wrap an IPv4 address (6to4, Teredo) or are special
# (IANA IPv6 Special-Purpose Address Registry). NAT64 and IPv4-mapped addresses lie outside it.
_PUBLIC_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16")))

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Policy:
    """What may be connected to.

    Attributes:
        allowed: networks (`10.0.0.0/8`, `127.0.0.1`) that may be connected to though they are not public.
    """

    allowed: tuple[str, ...] = ()

    def allows(self, address: str) -> bool:
        """Whether the address, as a numeral, may be connected to."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        return is_public(found) or any(
            found in network for network in _networks(self.allowed) if network.version == found.version
        )

    def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be connected to, as numerals.

        Raises:
            httpcore.ConnectError: when the name is not known.
            InputError: when none of its addresses may be connected to.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the host {host} is not known ({error})") from error
        addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
        allowed = [address for address in addresses if self.allows(address)]
        if not allowed:
            raise InputError(
                f"{host} is {addresses[0]}, which is not a public address; --allow-net {addresses[0]} lets sayso "
                "connect to it"
            )
        return allowed


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, and wraps none that is not."""
    if isinstance(address, IPv4Address):
        special = any(address in network for network in _NOT_PUBLIC_V4)
        return address.is_global and not address.is_multicast and not special
    return address in _PUBLIC_V6 and not any(address in network for network in _NOT_PUBLIC_V6)


@cache
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(text, strict=False) for text in texts)


class Clock(threading.local):
    """When the fetch of this thread must be over, by `time.monotonic`."""

    ends = float("inf")

    def left(self, most: float | None) -> float:
        """Seconds left, `most` at most.

        Raises:
            httpcore.ReadTimeout: when there are none.
        """
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("takes too long")
        return left if most is None else min(left, most)


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends with the clock: timeouts of single reads do not stop a server that
    sends a byte now and then."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._clock.left(timeout))
        return _TimedStream(stream, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to what a policy allows, and to nothing else."""

    def __init__(self, policy: Policy, clock: Clock) -> None:
        self._policy, self._clock = policy, clock
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's addresses.

        Raises:
            httpcore.ConnectError: when there is none.
            InputError: when none may be connected to.
        """
        failed: Exception | None = None
        for address in self._policy.resolve(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self._clock.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            peer = stream.get_extra_info("server_addr")
            if peer and self._policy.allows(str(peer[0])):
                return _TimedStream(stream, self._clock)
            stream.close()
        raise failed or httpcore.ConnectError(f"no connection to {host}")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never: nothing that is fetched lies behind a Unix socket."""
        raise httpcore.ConnectError("Unix sockets are not connected to")

"""Addresses that must not be connected to, in every spelling, and a count of what is connected to at the socket."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import IPv4Address
from typing import Any
from unittest.mock import patch

from sites import Site

from sayso.errors import InputError
from sayso.intake.fetch import Fetcher, Limits
from sayso.intake.network import Policy

# Where the one server is that may be asked; 127.0.0.1 may not.
OPEN = "127.0.0.2"
INSIDE = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0", "100.64.0.1")
SPECIAL = (
    "localhost", "LOCALHOST", "localhost.", "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000::0001]", "[fe80::1]",
    "[fe80::1%25lo]", "[fe80::1%lo]", "[::1%25lo]", "[::1%251]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001:db8::1]", "[2001::1]", "[100::1]", "[3fff::1]", "[5f00::1]", "[::ffff:0:127.0.0.1]", "127.255.255.254",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.0.170", "192.0.2.1", "192.88.99.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.9", "0", "00", "0x0", "127.1", "127.0.1", "0x7f.1", "0177.1", "127.0x0.1",
    "1.0.0.127.in-addr.arpa.invalid@127.0.0.1", "a:b@127.0.0.1", "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "127.0.0.1%00",
    "127.0.0.1%2f", "127.0.0.1\\", "127.0.0.1\t", " 127.0.0.1", "127.0.0.1:80\\@a.invalid", "127.0.0.1#@a.invalid",
    "127.0.0.1?@a.invalid", "[::1]#@a.invalid", "[::1", "::1", "[127.0.0.1]", "[::ffff:127.0.0.1", "[v1.127.0.0.1]",
    "127.0.0.1.", "127.0.0.1..", "127..0.1", "0x7f.0x0.0x0.0x1.",
)  # fmt: skip
SCHEMES = (
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:70/_x",
    "dict://127.0.0.1/",
    "ldap://127.0.0.1/", "data:text/html,x", "javascript:alert(1)", "http:///etc/passwd", "//10.0.0.1/", "///10.0.0.1/",
    "http://u:p@127.0.0.2/", "https:127.0.0.1", "http:/\\127.0.0.1", "unix:///run/docker.sock",
    "jar:http://127.0.0.1!/x",
    "about:blank", "blob:http://127.0.0.1/x", "ws://127.0.0.1/", "HTTP+unix://%2Frun%2Fdocker.sock/",
)  # fmt: skip
STATUSES = (301, 302, 303, 307, 308)
REBINDINGS = 1000
_FULL_WIDTH, _CIRCLED = str.maketrans("0123456789", "０１２３４５６７８９"), str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
_connected: list[tuple[Any, ...]] | None = None


def spell(address: str) -> list[str]:
    """An IPv4 address as hosts of web addresses: what browsers, resolvers and IPv6 make of it."""
    whole = int(IPv4Address(address))
    a, b, c, d = address.split(".")
    parts = [int(part) for part in (a, b, c, d)]
    high, low = f"{whole >> 16:x}", f"{whole & 0xFFFF:x}"
    turned = ~whole & 0xFFFFFFFF
    return [
        address, f"{address}.", str(whole), hex(whole), f"0X{whole:08X}", f"0{whole:o}", f"{a}.{b}.{whole & 0xFFFF}",
        f"{a}.{whole & 0xFFFFFF}", ".".join(hex(part) for part in parts), ".".join(f"0{part:o}" for part in parts),
        ".".join(f"{part:03d}" if part > 7 else str(part) for part in parts),
        f"0x{parts[0]:x}.{parts[1]}.0{parts[2]:o}.{d}",
        f"[::ffff:{address}]", f"[::ffff:{high}:{low}]", f"[0:0:0:0:0:ffff:{high}:{low}]", f"[::{address}]",
        f"[::{high}:{low}]", f"[64:ff9b::{address}]", f"[64:ff9b::{high}:{low}]", f"[64:ff9b:1::{high}:{low}]",
        f"[2002:{high}:{low}::]", f"[2002:{high}:{low}::1]", f"[2001:0:0:0:0:0:{turned >> 16:x}:{turned & 0xFFFF:x}]",
        f"[2001:0:{high}:{low}::]", f"[fe80::5efe:{address}]", address.translate(_FULL_WIDTH),
        address.translate(_CIRCLED),
        address.replace(".", "\u3002"), address.replace(".", "\uff0e"), address.replace(".", "\uff61"),
    ]  # fmt: skip


TARGETS = tuple(dict.fromkeys([*(host for address in INSIDE for host in spell(address)), *SPECIAL]))


def _hear(event: str, told: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _connected is not None:
        _connected.append(told[1])


sys.addaudithook(_hear)


@contextmanager
def counting() -> Iterator[list[tuple[Any, ...]]]:
    """Every address that a socket of this process is connected to, as the interpreter's audit tells it (PEP 578)."""
    global _connected
    _connected = found = []
    try:
        yield found
    finally:
        _connected = None


def count_refused() -> tuple[int, int, int, int]:
    """Asks for every target, as an address and by a redirect from an allowed server.

    How many addresses were tried, how many redirects the allowed server sent, how many connections were out of policy,
    and how many answers were had.
    """
    site, taken = Site(OPEN), 0
    fetcher = Fetcher(Policy((OPEN,)), Limits(seconds=5), delay=0)
    urls = [*(f"http://{host}{':1' if host.isascii() and host[-1:].isalnum() else ''}/" for host in TARGETS), *SCHEMES]
    with counting() as connected:
        for number, url in enumerate(urls):
            taken += _is_had(fetcher, url)
            site.pages[f"/{number}"] = (STATUSES[number % len(STATUSES)], {"Location": url}, b"")
            taken += _is_had(fetcher, f"{site.address}/{number}")
    site.close()
    fetcher.close()
    outside = _count_outside(connected)
    return len(urls), len(connected) - outside, outside, taken


def rebind(tries: int) -> tuple[int, int]:
    """Names that mean the allowed server at first and a refused one when they are looked up again, or both at once.

    How many names were tried, and how many connections were out of policy.
    """
    site = Site(OPEN)
    port = site.server.server_port
    site.pages["/"] = (302, {"Location": "/again"}, b"")
    site.pages["/again"] = (200, {}, b"inside")
    fetcher = Fetcher(Policy((OPEN,)), Limits(seconds=5), delay=0)
    plans: Sequence[Sequence[Sequence[str]]] = (
        ([OPEN], ["127.0.0.1"]), (["127.0.0.1"], [OPEN]), ([OPEN, "127.0.0.1"], ["127.0.0.1", OPEN]),
        (["127.0.0.1", OPEN], ["10.0.0.1"]), ([OPEN], ["::1"]), ([OPEN], ["169.254.169.254", "::ffff:127.0.0.1"]),
    )  # fmt: skip
    asked: dict[str, int] = {}

    def look_up(host: str, port: int, **options: Any) -> list[tuple[Any, ...]]:
        plan = plans[int(host.partition(".")[0][1:]) % len(plans)]
        turn = asked[host] = asked.get(host, -1) + 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in plan[turn % len(plan)]]

    # What connects would look up the numeral that it is given; that is no name and means what it says.
    patched = patch("socket.getaddrinfo", look_up), patch("socket.create_connection", _connect)
    with patched[0], patched[1], counting() as connected:
        for number in range(tries):
            _is_had(fetcher, f"http://r{number}.example:{port}/")
    site.close()
    fetcher.close()
    return len(asked), _count_outside(connected)


def _connect(place: tuple[str, int], timeout: float | None = None, **options: Any) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in place[0] else socket.AF_INET, socket.SOCK_STREAM)
    made.settimeout(timeout)
    made.connect(place)
    return made


def _is_had(fetcher: Fetcher, url: str) -> bool:
    try:
        fetcher.fetch(url)
    except InputError:
        return False
    return True


def _count_outside(connected: Sequence[tuple[Any, ...]]) -> int:
    return sum(place[0] != OPEN for place in connected)

"""Fetching from the web: bounded in size and time, only from where a policy allows, polite.

Nothing of the user's goes along: no cookies, no credentials, no proxies from the environment. Every hop of a redirect
is checked as the first address was.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

import httpcore
import httpx

import sayso
from sayso.errors import FetchError, InputError
from sayso.intake.network import Clock, GuardedBackend, Policy
from sayso.intake.options import MEGABYTE
from sayso.intake.stream import too_big

AGENT = f"sayso/{sayso.__version__}"
_TIMEOUTS = {"connect": 10.0, "read": 20.0, "write": 10.0, "pool": 10.0}
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 10
_UNPACKERS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
# The headers that say something of the report, and are kept with it.
_KEPT = ("content-type", "content-language", "date", "etag", "last-modified", "server", "cache-control", "retry-after")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take.

    Attributes:
        size: most bytes, unpacked.
        seconds: most time, from the first connection to the last byte, redirects included.
    """

    size: int = 16 * MEGABYTE
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back.

    Attributes:
        url: what was asked for.
        address: where it came from in the end, after `redirects` (the addresses in between, `url` first).
        status: 200, or 304 when it has not changed since `Known`.
        time: ISO time in UTC.
    """

    url: str
    address: str
    status: int
    headers: dict[str, str]
    body: bytes
    redirects: tuple[str, ...]
    time: str


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier answer said of itself, so that it is not sent again unchanged (RFC 9110, section 13)."""

    etag: str | None = None
    modified: str | None = None

    def headers(self) -> list[tuple[str, str]]:
        found = (("If-None-Match", self.etag), ("If-Modified-Since", self.modified))
        return [(name, value) for name, value in found if value]


_NOTHING_KNOWN, _LIMITS, _PUBLIC = Known(), Limits(), Policy()


@dataclass
class Fetcher:
    """Fetches one thing at a time from a host, and waits between two.

    Attributes:
        delay: seconds between the starts of two requests to one host.
    """

    policy: Policy = _PUBLIC
    limits: Limits = _LIMITS
    delay: float = 1.0
    _last: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), max_connections=8, keepalive_expiry=30.0,
            network_backend=GuardedBackend(self.policy, self._clock),
        )

    def close(self) -> None:
        self._pool.close()

    def fetch(self, url: str, known: Known = _NOTHING_KNOWN, *, size: int | None = None) -> Fetched:
        """What lies at an http(s) address; `size` overrides the limit of bytes.

        Raises:
            FetchError: when it cannot be had: no such host, another status than 200 (and 304), too big, too slow.
            InputError: when the address is none that may be fetched.
        """
        self._clock.ends = time.monotonic() + self.limits.seconds
        hops: list[str] = []
        here = check_address(url)
        while True:
            answer = self._get(here, known, self.limits.size if size is None else size)
            if answer.status not in _REDIRECTS:
                break
            hops.append(here)
            target = dict(answer.headers).get("location", "")
            if not target or len(hops) > _MOST_REDIRECTS:
                raise FetchError(f"redirects {'nowhere' if not target else 'without end'}", path=url)
            here = _follow(here, target, url)
        headers = dict(answer.headers)
        if answer.status not in (200, 304):
            raise FetchError(f"answers {answer.status}", path=url, status=answer.status,
                             retry_after=_seconds(headers.get("retry-after")))
        kept = {name: value for name, value in headers.items() if name in _KEPT}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return Fetched(url, here, answer.status, kept, answer.body, tuple(hops), now)

    def _get(self, url: str, known: Known, size: int) -> _Answer:
        self._wait(httpx.URL(url).host)
        headers = [("Host", httpx.URL(url).netloc.decode("ascii")), ("User-Agent", AGENT), ("Accept", "*/*"),
                   ("Accept-Encoding", "gzip, deflate"), *known.headers()]
        try:
            with self._pool.stream("GET", url, headers=headers, extensions={"timeout": _TIMEOUTS}) as response:
                found = _headers(response.headers)
                body = b"" if response.status != 200 else _read(response.iter_stream(), found, size)
                return _Answer(response.status, tuple(found.items()), body)
        except FetchError as error:
            raise FetchError(str(error), path=url) from error
        except InputError as error:
            raise InputError(str(error), path=url) from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            what = str(error) or type(error).__name__
            raise FetchError(f"cannot be fetched ({what})", path=url) from error

    def _wait(self, host: str) -> None:
        with self._lock:
            now = time.monotonic()
            start = max(now, self._last.get(host, now - self.delay) + self.delay)
            self._last[host] = start
        if start > now:
            time.sleep(start - now)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def check_address(url: str, *, named_by: str | None = None) -> str:
    """The address in its plain form, without a fragment.

    Raises:
        InputError: when it is no http(s) address, or holds a user name and password.
    """
    where = named_by or url
    try:
        parsed = httpx.URL(url)
        host = parsed.host
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise InputError(f"is no web address ({error})", path=where) from error
    if parsed.scheme not in ("http", "https") or not host:
        raise InputError(f"leads to {url[:200]!r}; only http and https addresses are fetched", path=where)
    if parsed.userinfo:
        raise InputError("holds a user name or password; sayso sends none, take them out of the address", path=where)
    return str(parsed.copy_with(fragment=None))


def _follow(here: str, target: str, named_by: str) -> str:
    """Where a redirect leads."""
    try:
        joined = str(httpx.URL(here).join(target))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise InputError(f"redirects to {target[:200]!r}, which is no web address ({error})", path=named_by) from error
    return check_address(joined, named_by=named_by)


def _headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1").strip() for name, value in raw}


def _read(chunks: Iterable[bytes], headers: dict[str, str], size: int) -> bytes:
    """The body, unpacked as it comes; at most `size` bytes are ever held."""
    coding = headers.get("content-encoding", "").lower()
    if coding not in ("", "identity", *_UNPACKERS):
        raise FetchError(f"is packed as {coding[:40]!r}, though only gzip and deflate were asked for")
    body = bytearray()
    try:
        for part in _unpack(chunks, coding, size):
            body += part
            if len(body) > size:
                raise FetchError(too_big("what it holds", size))
    except zlib.error as error:
        raise FetchError(f"is packed badly ({error})") from error
    return bytes(body)


def _unpack(chunks: Iterable[bytes], coding: str, size: int) -> Iterator[bytes]:
    if coding in ("", "identity"):
        yield from chunks
        return
    unpacker, first = zlib.decompressobj(wbits=_UNPACKERS[coding]), True
    for chunk in chunks:
        if first and coding == "deflate" and chunk[:1] and chunk[0] & 0x0F != 8:
            unpacker = zlib.decompressobj(wbits=-15)  # many servers send deflate without the zlib header
        first = False
        while chunk:
            yield unpacker.decompress(chunk, min(size + 1, MEGABYTE))
            chunk = unpacker.unconsumed_tail
    yield unpacker.flush(MEGABYTE)


def _seconds(value: str | None) -> float | None:
    """`Retry-After`: seconds, or a date."""
    if not value:
        return None
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None

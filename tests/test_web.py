"""Fetching: what is connected to, how much is taken, what feeds lead to; against real servers on loopback."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from documents import make_page
from hypothesis import given
from hypothesis import strategies as st
from refused import count_refused, rebind
from sites import Answer, Site

from sayso.errors import FetchError, InputError
from sayso.intake import Options, open_reports
from sayso.intake.fetch import Fetcher, Known, Limits, check_address
from sayso.intake.network import Policy, is_public
from sayso.intake.web import web_for
from sayso.types import Report

LOOPBACK = Policy(("127.0.0.0/8",))


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    found = Fetcher(LOOPBACK, Limits(size=200_000, seconds=5), delay=0)
    yield found
    found.close()


@pytest.fixture
def options() -> Iterator[Options]:
    found = Options(networks=("127.0.0.0/8",))
    web_for(found).fetcher.delay = 0
    yield found
    web_for(found).fetcher.close()
    web_for.cache_clear()


def read(url: str, options: Options) -> list[Report | InputError]:
    return list(open_reports(url, options))


PRIVATE = (
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:8.8.8.8", "::127.0.0.1", "fe80::1", "fec0::1",
    "fc00::1", "fd12:3456::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::1",
    "2001::1", "2001:0:7f00:1::", "2001:db8::1", "100::1", "3fff::1", "5f00::1", "::5efe:127.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not Policy().allows(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"])
def test_public_addresses_are(address: str) -> None:
    assert Policy().allows(address)


@given(st.ip_addresses(v=4))
def test_no_wrapped_address_is_public(address: object) -> None:
    packed = int(ip_address(str(address)))
    for wrapped in (0xFFFF << 32 | packed, packed, 0x64FF9B << 96 | packed, 0x2002 << 112 | packed << 80):
        assert not is_public(ip_address(wrapped.to_bytes(16, "big")))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "localhost", "[::1]",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "0", "127.0.0.1.", "LOCALHOST"],
)  # fmt: skip
def test_no_spelling_of_loopback_is_connected_to(host: str, site: Site) -> None:
    port = site.server.server_port
    with pytest.raises(InputError):
        Fetcher(delay=0).fetch(f"http://{host}:{port}/")
    assert not site.asked


def test_nothing_out_of_policy_is_connected_to() -> None:
    """In every spelling, as an address and by a redirect to it; connections are counted at the socket."""
    tried, redirected, outside, had = count_refused()
    assert tried >= 200
    assert redirected >= tried
    assert (outside, had) == (0, 0)


def test_names_that_change_what_they_mean_lead_nowhere() -> None:
    assert rebind(120) == (120, 0)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/a", "gopher://example.org", "http://", "http:///a",
     "https://u:p@example.org/", "http://u@example.org/", "data:text/html,hi", "http://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(InputError):
        check_address(url)


@given(st.text(max_size=60))
def test_any_address_is_taken_or_refused(text: str) -> None:
    for url in (text, f"http://{text}"):
        try:
            assert check_address(url).startswith(("http://", "https://"))
        except InputError:
            continue


def test_redirects_are_followed_and_told(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = (302, {"Location": "/b?x=1#part"}, b"")
    site.pages["/b?x=1"] = (200, {"Content-Type": "text/plain", "ETag": '"v1"', "Set-Cookie": "a=b"}, b"here")
    found = fetcher.fetch(f"{site.address}/a#top")
    assert (found.body, found.address, found.redirects) == (b"here", f"{site.address}/b?x=1", (f"{site.address}/a",))
    assert found.headers["etag"] == '"v1"'
    assert "set-cookie" not in found.headers
    assert all("cookie" not in headers and "authorization" not in headers for _, headers in site.asked)


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd", "http://u:p@127.0.0.1/", "http://0177.00.00.01/", ""],
)
def test_redirects_lead_nowhere_that_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    site.pages["/a"] = (302, {"Location": target}, b"")
    with pytest.raises(InputError):
        fetcher.fetch(f"{site.address}/a")
    assert len(site.asked) == 1


def test_redirects_end(site: Site, fetcher: Fetcher) -> None:
    site.pages["/a"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(FetchError, match="without end"):
        fetcher.fetch(f"{site.address}/a")
    assert len(site.asked) == 11


def test_what_is_known_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    def page(handler: BaseHTTPRequestHandler) -> Answer:
        return (304, {}, b"") if handler.headers["If-None-Match"] == '"v1"' else (200, {"ETag": '"v1"'}, b"news")

    site.pages["/"] = page
    first = fetcher.fetch(site.address)
    assert fetcher.fetch(site.address, Known(first.headers["etag"])).status == 304
    assert site.asked[0][0] == "/"


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", gzip.compress(b"news " * 90)), ("deflate", zlib.compress(b"news " * 90)),
     ("deflate", zlib.compress(b"news " * 90)[2:-4]), ("", b"news " * 90)],
)  # fmt: skip
def test_packed_bodies_are_unpacked(site: Site, fetcher: Fetcher, coding: str, body: bytes) -> None:
    site.pages["/"] = (200, {"Content-Encoding": coding} if coding else {}, body)
    assert fetcher.fetch(site.address).body == b"news " * 90


@pytest.mark.parametrize(
    ("headers", "body"),
    [({"Content-Encoding": "gzip"}, gzip.compress(b"0" * 50_000_000)), ({}, b"0" * 200_001),
     ({"Content-Encoding": "br"}, b"x"), ({"Content-Encoding": "gzip"}, b"not packed")],
    ids=["bomb", "big", "brotli", "broken"],
)  # fmt: skip
def test_what_is_too_big_or_broken_is_refused(
    site: Site, fetcher: Fetcher, headers: dict[str, str], body: bytes
) -> None:
    site.pages["/"] = (200, headers, body)
    with pytest.raises(FetchError):
        fetcher.fetch(site.address)


def test_a_server_that_drips_is_left(site: Site) -> None:
    waiting = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> Answer:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not waiting.wait(0.05):
            try:
                handler.wfile.write(b"X-More: 1\r\n")
            except OSError:
                break
        return (200, {}, b"")

    site.pages["/"] = drip
    with pytest.raises(FetchError, match=r"too long|Timeout|timed out"):
        Fetcher(LOOPBACK, Limits(seconds=0.5), delay=0).fetch(site.address)
    waiting.set()


def test_status_and_wait_are_told(site: Site, fetcher: Fetcher) -> None:
    site.pages["/"] = (429, {"Retry-After": "120"}, b"")
    with pytest.raises(FetchError, match="answers 429") as caught:
        fetcher.fetch(site.address)
    assert (caught.value.status, caught.value.retry_after) == (429, 120.0)


def test_a_page_is_read(site: Site, options: Options) -> None:
    site.html("/story", make_page(head="<meta property='og:site_name' content='Coast News'>"))
    (report,) = read(f"{site.address}/story", options)
    assert isinstance(report, Report)
    assert (report.outlet, report.url, report.path) == ("Coast News", f"{site.address}/story", None)


FEED = """<rss version="2.0"><channel><title>Coast News</title>
<item><title>First</title><link>{0}/1</link><pubDate>Wed, 26 Apr 2023 10:00:00 GMT</pubDate></item>
<item><title>Second</title><link>{0}/gone</link><description>Fishermen blocked the port on Monday.</description></item>
<item><title>Third</title><link>{0}/hidden</link></item></channel></rss>"""


def test_a_feed_leads_to_its_pages(site: Site, options: Options) -> None:
    site.pages["/feed"] = (200, {"Content-Type": "text/html"}, FEED.format(site.address).encode())
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /hidden\n")
    site.html("/1", make_page())
    site.html("/hidden", make_page())
    first, second, third = read(f"{site.address}/feed", options)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.outlet, first.url, (first.published or "")[:10]) == ("Coast News", f"{site.address}/1", "2023-04-26")
    assert second.text == "Fishermen blocked the port on Monday."
    assert "robots.txt" in str(third)
    assert "/hidden" not in [path for path, _ in site.asked]


def test_a_list_of_feeds_leads_to_their_pages(site: Site, options: Options, tmp_path: Path) -> None:
    item = f'{{"id": "1", "url": "{site.address}/1", "content_text": "x"}}'
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Port Herald", "items": [{item}]}}'
    site.pages["/feed.json"] = (200, {"Content-Type": "application/feed+json"}, feed.encode())
    site.html("/1", make_page())
    path = tmp_path / "feeds.opml"
    path.write_text(
        f'<opml version="2.0"><body><outline text="Port"><outline xmlUrl="{site.address}/feed.json"/></outline>'
        '<outline xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    report, error = read(str(path), options)
    assert isinstance(report, Report)
    assert (report.outlet, report.id) == ("Port Herald", "1")
    assert "file:///etc/passwd" in str(error)


def test_private_addresses_need_to_be_named(site: Site) -> None:
    site.html("/", make_page())
    (error,) = read(site.address, Options())
    assert "--allow-net" in str(error)
    web_for.cache_clear()

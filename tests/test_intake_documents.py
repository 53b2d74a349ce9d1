"""Pages, PDF documents, archives and feeds."""

from __future__ import annotations

import gzip
import logging
import subprocess
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from documents import PARAGRAPHS, make_archive, make_page, make_pdf

from sayso.errors import InputError
from sayso.intake import Options, open_reports
from sayso.intake.markup import is_usual, strip_tags
from sayso.intake.page import decode_page
from sayso.intake.pdf import join_lines
from sayso.types import Report

HTML = {"Content-Type": "text/html; charset=utf-8"}


def read_all(path: Path, content: bytes, options: Options | None = None) -> list[Report | InputError]:
    path.write_bytes(content)
    return list(open_reports(str(path), options or Options()))


def read_one(path: Path, content: bytes, options: Options | None = None) -> Report:
    (report,) = read_all(path, content, options)
    assert isinstance(report, Report), report
    return report


def test_page_gives_the_article_and_what_it_says_of_it(tmp_path: Path) -> None:
    head = (
        "<meta property='og:site_name' content='Coast News'>"
        "<meta property='article:published_time' content='2023-04-26T10:00:00Z'>"
    )
    report = read_one(tmp_path / "a.html", make_page(head=head).encode())
    assert [line for line in report.text.split("\n") if line in PARAGRAPHS] == list(PARAGRAPHS)
    assert "All rights" not in report.text
    assert (report.title, report.outlet, report.published) == ("Pier stays closed", "Coast News", "2023-04-26")


@pytest.mark.parametrize("name", ["a", "a.htm", "a.html.gz"])
def test_page_is_known_by_name_or_content(tmp_path: Path, name: str) -> None:
    page = make_page().encode()
    assert PARAGRAPHS[1] in read_one(tmp_path / name, gzip.compress(page) if name.endswith("gz") else page).text


@pytest.mark.parametrize("depth", [300, 5000])
@pytest.mark.parametrize("close", [True, False])
def test_deeply_nested_text_is_not_lost(
    tmp_path: Path, depth: int, close: bool, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "sayso"):
        report = read_one(tmp_path / "a.html", make_page(depth=depth, close=close).encode())
    assert all(paragraph in report.text for paragraph in PARAGRAPHS)
    assert report.title == "Pier stays closed"
    assert "nested too deep" in caplog.text


def test_shallow_pages_are_usual() -> None:
    assert is_usual(make_page(depth=100))
    assert is_usual(make_page(["<br>" * 900, "<img src='x'>" * 900, "<li>" * 900]))
    assert is_usual("<script>" + "'<div>' + " * 400 + "</script>")


def test_page_too_large_for_parsers_gives_all_its_text(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "sayso"):
        report = read_one(tmp_path / "a.html", make_page([*PARAGRAPHS, "<i></i>" * 20_000]).encode())
    assert all(paragraph in report.text for paragraph in PARAGRAPHS)
    assert report.title == "Pier stays closed"
    assert "all its text is taken" in caplog.text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<title>A\nb</title><h1>C</h1>d <b>e</b>f<br>g", "C\nd ef\ng"),
        ("a<script>if (1 < 2) '<p>'</script>b<style>p {}</style>c", "abc"),
        ("a<script>never ends<p>b", "anever ends\nb"),
        ("a<!-- <p> -->b<!-- c", "ab c"),
        ("<p title='<b>1 > 0</b>'>a</p>", "a"),
        ("&lt;a&gt; &amp;amp; &#8212; &#99999999999999; &nope;", "<a> &amp; — \ufffd &nope;"),
        ("1 < 2 and <3", "1 < 2 and <3"),
    ],
)
def test_tags_are_taken_off_and_text_stays(html: str, text: str) -> None:
    assert strip_tags(html)[1] == text


@pytest.mark.parametrize("html", ["<a" * 200_000, "<!--" * 50_000, "<div " * 100_000, "&" * 100_000])
def test_broken_markup_takes_no_time(tmp_path: Path, html: str) -> None:
    (found,) = read_all(tmp_path / "a.html", b"<html>" + html.encode())
    assert isinstance(found, Report | InputError)


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"<html><body><p></p></body></html>", b"\0\0\0"])
def test_page_without_an_article_is_an_error(tmp_path: Path, content: bytes) -> None:
    (error,) = read_all(tmp_path / "a.html", content)
    assert "no article text" in str(error)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("Café".encode(), None),
        ("<meta charset='latin1'>Café".encode("latin-1"), None),
        ("Café".encode("latin-1"), "iso-8859-1"),
        ("Café".encode("utf-8-sig"), "iso-8859-1"),
        ("Café".encode("utf-16"), None),
        ("Café".encode(), "no-such-charset"),
        ("<meta charset='utf-16'>Café".encode("latin-1"), None),
        ("Café".encode("latin-1"), "utf-16"),
    ],
)
def test_page_is_decoded_by_what_is_surest(data: bytes, charset: str | None) -> None:
    assert decode_page(data, charset).endswith("Café")


def test_pdf_gives_its_paragraphs(tmp_path: Path) -> None:
    lines = [
        "The pier of Lesk stays closed until the repairs of its", "crane are done, the mayor said.",
        "A second paragraph, which is as wide as",
    ]
    report = read_one(tmp_path / "a.pdf", make_pdf(lines, "Pier"))
    assert report.text == (
        "The pier of Lesk stays closed until the repairs of its crane are done, the mayor said.\n\n"
        "A second paragraph, which is as wide as"
    )
    assert report.title == "Pier"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.4\nrubbish", "cannot be read"), (make_pdf([]), "no text"), (b"", "cannot be read")],
)
def test_bad_pdf_is_an_error(tmp_path: Path, content: bytes, said: str) -> None:
    (error,) = read_all(tmp_path / "a.pdf", content)
    assert isinstance(error, InputError)
    assert said in str(error)


def test_pdf_that_takes_too_long_or_crashes_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*args: Any, **settings: Any) -> Any:
        raise subprocess.TimeoutExpired("python", 1)

    def crash(*args: Any, **settings: Any) -> Any:
        return subprocess.CompletedProcess(args, -11, b"", b"")

    for run, said in ((hang, "took over"), (crash, "crashed")):
        monkeypatch.setattr("sayso.intake.pdf.subprocess.run", run)
        (error,) = read_all(tmp_path / "a.pdf", make_pdf(["x"]))
        assert said in str(error)


def test_lines_are_joined_into_paragraphs() -> None:
    page = (
        "A line that goes on and on un\x02til the margin. Then it\ufffe\r\nself ends.\r\n"
        "New start here and again to the margin\r\n\r\nLast"
    )
    assert join_lines(page).split("\n\n") == [
        "A line that goes on and on until the margin. Then itself ends.",
        "New start here and again to the margin",
        "Last",
    ]


def test_archive_gives_its_pages_in_order(tmp_path: Path) -> None:
    pages = [
        ("https://example.org/1", make_page().encode(), HTML),
        ("https://example.org/2.png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("https://example.org/3", gzip.compress(make_page().encode()), HTML | {"Content-Encoding": "gzip"}),
        ("https://example.org/4", zlib.compress(make_page().encode()), HTML | {"Content-Encoding": "deflate"}),
        ("https://example.org/5.txt", b"It rained in Lesk.", {"Content-Type": "text/plain"}),
        ("https://example.org/6.pdf", make_pdf(["It rained in Lesk."]), {"Content-Type": "application/pdf"}),
    ]
    for name, packed in (("a.warc", False), ("a.warc.gz", True)):
        reports = read_all(tmp_path / name, make_archive(pages, packed=packed))
        assert [report.url for report in reports if isinstance(report, Report)] == [
            f"https://example.org/{end}" for end in ("1", "3", "4", "5.txt", "6.pdf")
        ]


def test_archive_record_over_the_limit_is_an_error_and_the_rest_is_read(tmp_path: Path) -> None:
    bomb = gzip.compress(b"x" * (8 << 20))
    pages = [
        ("https://example.org/1", bomb, HTML | {"Content-Encoding": "gzip"}),
        ("https://example.org/2", b"x" * (2 << 20), HTML),
        ("https://example.org/3", b"\x00\x01", HTML | {"Content-Encoding": "br"}),
        ("https://example.org/4", make_page().encode(), HTML),
    ]
    found = read_all(tmp_path / "a.warc.gz", make_archive(pages), Options(max_bytes=1 << 20))
    assert ["over 1 MB" in str(error) for error in found[:2]] == [True, True]
    assert "'br'" in str(found[2])
    assert isinstance(found[3], Report)


def test_damaged_archive_gives_what_comes_before(tmp_path: Path) -> None:
    good = make_archive([("https://example.org/1", make_page().encode(), HTML)], packed=False)
    found = read_all(tmp_path / "a.warc", good + b"WARC/rubbish\r\nnothing\r\n\r\n")
    assert isinstance(found[0], Report)
    assert all(isinstance(error, InputError) for error in found[1:])
    cut = read_all(tmp_path / "b.warc.gz", gzip.compress(good * 2)[:-40])
    assert isinstance(cut[-1], InputError)


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Coast &amp; News</title>
<item><title>Rain</title><link>https://example.org/1</link><guid>g1</guid>
<pubDate>Wed, 26 Apr 2023 10:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>It rained.</p><p>Then it stopped.</p>]]></content:encoded></item>
<item><title>Empty</title><link>https://example.org/2</link></item>
<item><title>Sun</title><description>&lt;b&gt;Sun&lt;/b&gt; &amp;amp; wind.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Coast</title><entry><id>e1</id><title>Rain</title>
<updated>2023-04-26T10:00:00+02:00</updated><summary>It rained.</summary></entry></feed>"""


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a"])
def test_feed_gives_its_entries(tmp_path: Path, name: str) -> None:
    first, error, last = read_all(tmp_path / name, RSS.encode())
    assert isinstance(first, Report)
    assert isinstance(last, Report)
    assert [line for line in first.text.split("\n") if line] == ["It rained.", "Then it stopped."]
    assert (first.id, first.url, first.title, first.outlet) == ("g1", "https://example.org/1", "Rain", "Coast & News")
    assert first.published == "2023-04-26T10:00:00+00:00"
    assert "entry 2" in str(error)
    assert last.text == "Sun & wind."


def test_atom_feed(tmp_path: Path) -> None:
    report = read_one(tmp_path / "a.atom", ATOM.encode())
    assert (report.text, report.published) == ("It rained.", "2023-04-26T08:00:00+00:00")


@pytest.mark.parametrize("content", [b"", b"<a><b/></a>", b"<rss version='2.0'><channel/></rss>", b"rubbish" * 99])
def test_what_is_no_feed_is_an_error(tmp_path: Path, content: bytes) -> None:
    (error,) = read_all(tmp_path / "a.rss", content)
    assert isinstance(error, InputError)


def test_feed_of_entities_that_swell_is_bounded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    feed = RSS.replace('<?xml version="1.0"?>', f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "rain">{entities}]>')
    found = read_all(tmp_path / "a.rss", feed.replace("Short.", "&e9;").encode())
    assert all(len(report.text) < 100_000 for report in found if isinstance(report, Report))


def test_feed_never_opens_what_its_bytes_name(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(ATOM)
    (error,) = read_all(tmp_path / "a.rss", str(secret).encode())
    assert isinstance(error, InputError)


def test_kind_can_be_given(tmp_path: Path) -> None:
    page = make_page().encode()
    assert read_one(tmp_path / "a.html", page, Options(kind="text")).text == page.decode()
    (error,) = read_all(tmp_path / "a.html", page, Options(kind="mystery"))
    assert "there are pdf" in str(error)


def test_parquet_rows_are_reports(tmp_path: Path) -> None:
    rows = [
        {"text": "Rebels shelled the port.", "published": date(2021, 5, 4), "id": "p1", "size": 3},
        {"text": None, "published": None, "id": "p2", "size": 4},
    ]
    path = tmp_path / "reports.parquet"
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    report, error = open_reports(str(path))
    assert isinstance(report, Report)
    assert (report.id, report.published, report.text) == ("p1", "2021-05-04", "Rebels shelled the port.")
    assert f"{path}:2: no 'text'" in str(error)


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\0" * 200 + b"PAR1"])
def test_broken_parquet_is_told(tmp_path: Path, content: bytes) -> None:
    (error,) = read_all(tmp_path / "a.parquet", content)
    assert isinstance(error, InputError)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.opml", b"<opml version='2.0'><body/></opml>"), ("b.opml", b"<opml"), ("c.opml", b"<!DOCTYPE a><html/>"),
     ("d.json", b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'),
     ("e.json", b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"}, 4]}'),
     ("f.json", b'{"version": "https://jsonfeed.org/version/1.1", ')],
)  # fmt: skip
def test_lists_and_feeds_without_content_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    found = read_all(tmp_path / name, content)
    assert found
    assert all(isinstance(error, InputError) for error in found)


def test_json_feed_items_are_reports(tmp_path: Path) -> None:
    item = (
        b'{"id": "7", "url": "https://example.org/7", "content_html": "<p>Rebels shelled the port.</p>",'
        b' "date_published": "2021-05-04T10:00:00Z", "title": "Port shelled"}'
    )
    feed = b'{"version": "https://jsonfeed.org/version/1.1", "title": "Port Herald", "items": [' + item + b"]}"
    report = read_one(tmp_path / "feed.json", feed)
    assert (report.text, report.outlet, report.title) == ("Rebels shelled the port.", "Port Herald", "Port shelled")
    assert report.published == "2021-05-04T10:00:00Z"

"""The HTML page: to the letter, escaped, self-contained, and linked both ways."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from exporting import TEXT, find, make_reading
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.export.html import render_fragment, render_page
from sayso.export.marks import Mark, cut_pieces, find_marks
from sayso.types import Actor, Claim, Event, Reading, Source, Time, make_report

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Collects what the tests ask for, and fails on tags that do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if (found.get("class") or "") == "text":
            self.texts.append("")
        if tag not in VOID:
            self.open.append((tag, (found.get("class") or "") == "text"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(inside for _, inside in self.open):
            self.texts[-1] += data

    @property
    def ids(self) -> list[str]:
        return [found["id"] or "" for _, found in self.tags if "id" in found]

    @property
    def links(self) -> list[str]:
        return [found["href"] or "" for _, found in self.tags if "href" in found]


def test_the_text_stands_in_it_to_the_letter() -> None:
    assert Page(render_page([make_reading()])).texts == [TEXT]


def test_ids_are_unique_and_every_link_has_its_target() -> None:
    page = Page(render_page([make_reading(), make_reading()]))
    assert len(page.ids) == len(set(page.ids))
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert set(inner) <= set(page.ids)
    assert [link for link in page.links if not link.startswith("#")] == ["data:,"]


def test_rows_and_words_link_both_ways() -> None:
    page = Page(render_page([make_reading()]))
    rows = [name for name in page.ids if re.fullmatch(r"r0-[ecapt]\d+", name)]
    assert len(rows) == 2 + 4 + 4 + 1 + 1
    for row in rows:
        assert f"#{row}t" in page.links, "from the row to its words"
        assert f"#{row}" in page.links or row[3] in "ap", "from the words to the row"


def test_nothing_is_asked_of_the_network_and_no_script_can_run() -> None:
    source = render_page([make_reading()])
    page = Page(source)
    assert {"script", "img", "iframe", "object", "form", "base"}.isdisjoint(tag for tag, _ in page.tags)
    assert not re.search(r"url\(|@import|https?://", source)
    assert not any(name.startswith("on") or name in {"src", "style"} for _, found in page.tags for name in found)


def test_the_policy_allows_just_the_style_sheet() -> None:
    source = render_page([make_reading()])
    style = source.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in source


@pytest.mark.parametrize(
    "evil", ["</div><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "<!--"]
)
def test_hostile_words_stay_words(evil: str) -> None:
    report = make_report(evil, id=evil, outlet=evil, title=evil, url=f"https://x.example/{evil}", language=evil)
    reading = Reading(
        report,
        actors=(Actor(evil, evil, True, "person", ((0, 4),), evil, None, evil, evil),),
        times=(Time(0, 3, "DATE", evil, evil, evil),),
        claims=(Claim("c", Source(((0, 3),), "named", evil, evil), ((1, 3),), ((0, 4),), "direct"),),
        events=(Event("e", evil, (1, 4), mode=evil, claim="c"),),
    )
    page = Page(render_page([reading]))
    assert page.texts == [evil]
    assert {"script", "img", "b"}.isdisjoint(tag for tag, _ in page.tags)


def test_only_web_addresses_become_links() -> None:
    cases = [("https://news.example/1", True), ("javascript:alert(1)", False), ("file:///etc/passwd", False)]
    for url, linked in cases:
        page = Page(render_page([Reading(make_report("x", url=url))]))
        assert (url in page.links) is linked


def test_many_readings_have_an_index_and_one_has_none() -> None:
    assert "<nav" in render_page([make_reading(), make_reading()])
    assert "<nav" not in render_page([make_reading()])
    assert "0 events" in render_page([])


def test_a_fragment_needs_no_page_around_it() -> None:
    reading = make_reading()
    fragment = render_fragment(reading)
    page = Page(fragment)
    assert page.texts == [TEXT]
    assert reading._repr_html_() == fragment
    assert all(name.startswith(f"s{reading.report.sha256[:10]}") for name in page.ids)


def test_nested_claims_lie_deeper() -> None:
    pieces = list(cut_pieces(len(TEXT), find_marks(make_reading())))
    depths = {TEXT[piece.start : piece.end]: piece.depth for piece in pieces}
    assert depths["paid"] == 2
    assert depths["believed"] == 1
    assert depths["told"] == 0


def test_what_is_said_or_done_leads_before_who() -> None:
    pieces = {(piece.start, piece.end): piece for piece in cut_pieces(len(TEXT), find_marks(make_reading()))}
    lead = pieces[find("a mayor")].lead
    assert lead is not None
    assert lead.role == "source"


spans = st.tuples(st.integers(-3, 30), st.integers(-3, 30))
texts = st.text(alphabet=st.characters(codec=None), max_size=25)


@settings(max_examples=60)
@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8), texts)
def test_any_spans_on_any_text(contents: list[tuple[int, int]], mentions: list[tuple[int, int]], text: str) -> None:
    reading = Reading(
        make_report(text, id="x"),
        actors=tuple(Actor(f"a{n}", "A", True, "person", (span,)) for n, span in enumerate(mentions)),
        claims=tuple(Claim(f"c{n}", Source((), "named"), (), (span,), "direct") for n, span in enumerate(contents)),
    )
    marks = find_marks(reading)
    pieces = list(cut_pieces(len(text), marks))
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    for piece in pieces:
        assert set(piece.marks) == {m for m in marks if m.start <= piece.start and piece.end <= m.end}
    opened = [m for piece in pieces for m in piece.opening]
    closed = [m for piece in pieces for m in piece.closing]
    assert opened == marks
    assert sorted(closed, key=Mark.__hash__) == sorted(marks, key=Mark.__hash__)
    render_page([reading]).encode("utf-8")

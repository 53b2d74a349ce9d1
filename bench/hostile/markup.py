"""Traps in pages and feeds: nesting, repetition, what is never closed, entities."""

from __future__ import annotations

from bench.hostile.trap import KEPT, SECOND, Traps

traps = Traps()
trap = traps.trap
_HEAD = "<!DOCTYPE html><html><head><title>Pier stays closed</title></head><body>"
_ARTICLE = f"<article><h1>Pier stays closed</h1><p>{KEPT}</p><p>{SECOND}</p></article>"
_END = "</body></html>"


def _page(inside: str, *, head: str = "") -> str:
    return f"{_HEAD.replace('</head>', head + '</head>')}{_ARTICLE}{inside}{_END}"


@trap("nested.html", 20_000)
def nested(n: int) -> str:
    """the article inside n elements"""
    return _HEAD + "<div>" * n + _ARTICLE + "</div>" * n + _END


@trap("nested-open.html", 20_000)
def nested_open(n: int) -> str:
    """the article inside n elements, none closed"""
    return _HEAD + "<section>" * n + _ARTICLE


@trap("nested-paragraphs.html", 5_000, kept=(KEPT, SECOND))
def nested_paragraphs(n: int) -> str:
    """n elements nested, a paragraph at the bottom and one at the top"""
    return f"{_HEAD}<article><p>{SECOND}</p>{'<div>' * n}<p>{KEPT}</p>{'</div>' * n}</article>{_END}"


@trap("formatting.html", 1_000)
def formatting(n: int) -> str:
    """n misnested formatting elements, which HTML says to open again in each paragraph"""
    return _page("<p><b><i>a</b>b" * n)


@trap("attributes.html", 20_000)
def attributes(n: int) -> str:
    """n attributes on one tag"""
    return _page("<p " + " ".join(f"a{i}='{i}'" for i in range(n)) + ">end</p>")


@trap("attribute.html", 400_000)
def attribute(n: int) -> str:
    """one attribute of n characters"""
    return _page(f"<p title='{'x' * n}'>end</p>")


@trap("data-uri.html", 400_000)
def data_uri(n: int) -> str:
    """a picture of n characters inside an attribute"""
    return _page(f"<p><img src='data:image/png;base64,{'QUJD' * (n // 4)}'></p>")


@trap("siblings.html", 5_000)
def siblings(n: int) -> str:
    """n empty elements side by side"""
    return _page("<span></span>" * n)


@trap("breaks.html", 5_000)
def breaks(n: int) -> str:
    """n line breaks"""
    return _page("<p>a" + "<br>" * n + "b</p>")


@trap("unclosed.html", 400)
def unclosed(n: int) -> str:
    """n paragraphs without an end"""
    return _page("<p>Boats wait." * n)


@trap("broken.html", 50_000)
def broken(n: int) -> str:
    """n tags that never end"""
    return _page("<a" * n)


@trap("closings.html", 20_000)
def closings(n: int) -> str:
    """n closing tags of nothing"""
    return _page("</div></p>" * n)


@trap("comments.html", 50_000)
def comments(n: int) -> str:
    """n comments that never end"""
    return _page("<!--" * n)


@trap("entities.html", 1_000)
def entities(n: int) -> str:
    """n entities, known, numbered and unknown"""
    return _page("<p>" + "&amp;&#8212;&#x1F600;&nope;&#xFFFFFFF;" * n + "</p>")


@trap("formatting-open.html", 400)
def formatting_open(n: int) -> str:
    """n formatting elements of different looks, never closed, before n paragraphs"""
    return _page("".join(f"<b id={i}>" for i in range(n)) + "<p>Boats wait." * n)


@trap("numbered.html", 5_000)
def numbered(n: int) -> str:
    """a numbered entity of n digits"""
    return _page(f"<p>&#{'9' * n};&#x{'f' * n};</p>")


@trap("tables.html", 150)
def tables(n: int) -> str:
    """n tables, each within a cell of the one before"""
    return _page("<table><tr><td>" * n + "end")


@trap("lists.html", 300)
def lists(n: int) -> str:
    """a list of n points, each with a list"""
    return _page("<ul>" + "<li>Boats wait.<ul><li>Pier</li></ul></li>" * n + "</ul>")


@trap("links.html", 500)
def links(n: int) -> str:
    """n links in a paragraph"""
    return _page("<p>" + "<a href='https://example.org/x'>boats</a> " * n + "</p>")


@trap("meta.html", 5_000)
def meta(n: int) -> str:
    """n descriptions of the page in its head"""
    return _page("", head="<meta name='date' content='2021-13-45'><meta property='og:x' content='y'>" * n)


@trap("json-ld.html", 50_000)
def json_ld(n: int) -> str:
    """linked data nested n deep in the page's head"""
    return _page("", head="<script type='application/ld+json'>" + '{"@type":' * n + "</script>")


@trap("json-ld-long.html", 20_000)
def json_ld_long(n: int) -> str:
    """linked data with n keys in the page's head"""
    return _page("", head="<script type='application/ld+json'>{" + '"author": {"name": "' * n + "</script>")


@trap("page-dates.html", 150)
def page_dates(n: int) -> str:
    """a page with n dates, some of them none"""
    return _page("".join(f"<p>{1 + i % 39}/{1 + i % 14}/20{i % 100:02} 1.2.3.4.5-6-7</p>" for i in range(n)))


@trap("scripts.html", 200_000)
def scripts(n: int) -> str:
    """a script of n characters that looks like markup"""
    return _page("<script>var a = '" + "<p><div>" * (n // 8) + "'</script>")


@trap("long.html", 100, kept=(KEPT, SECOND))
def long(n: int) -> str:
    """an article of n paragraphs"""
    return _page("".join(f"<p>The mayor of Lesk met {i} dock workers on Friday.</p>" for i in range(n)))


@trap("select.html", 2_000)
def select(n: int) -> str:
    """n choices in forms"""
    return _page("<select>" + "<option>Lesk" * n)


@trap("mixed.html", 6_000)
def mixed(n: int) -> bytes:
    """a page in several encodings at once"""
    start = f"{_HEAD}<meta charset='utf-16'>{_ARTICLE}<p>".encode()
    return start + (b"caf\xe9 \xff\xfe\x00c caf\xc3\xa9 \x81\x40 " * (n // 10)) + b"</p></body></html>"


@trap("zeros.html", 20_000, kept=(KEPT, SECOND))
def zeros(n: int) -> str:
    """a page with n zero bytes between its paragraphs"""
    return _page("<p>Boats wait.</p>").replace(f"<p>{SECOND}", "\0" * n + f"<p>{SECOND}")


_FEED = "<?xml version='1.0'?>{doctype}<rss version='2.0'><channel><title>Coast</title>{items}</channel></rss>"


@trap("items.rss", 300, reads=2)
def items(n: int) -> str:
    """a feed of n entries"""
    entry = f"<item><guid>{{0}}</guid><link>https://example.org/{{0}}</link><description>{KEPT}</description></item>"
    return _FEED.format(doctype="", items="".join(entry.format(i) for i in range(n)))


@trap("entity-bomb.rss", 6, small=4, kept=())
def entity_bomb(n: int) -> str:
    """entities that stand for ten of the one before, n deep (billion laughs)"""
    names = "".join(f"<!ENTITY l{i} '{f'&l{i - 1};' * 10 if i else 'ha'}'>" for i in range(n))
    return _FEED.format(doctype=f"<!DOCTYPE rss [{names}]>", items=f"<item><title>&l{n - 1};</title>"
                        f"<description>{KEPT} &l{n - 1};</description></item>")  # fmt: skip


@trap("entity-long.rss", 400, kept=())
def entity_long(n: int) -> str:
    """one long entity, named n times (quadratic blow-up)"""
    doctype = f"<!DOCTYPE rss [<!ENTITY l '{'ha' * n}'>]>"
    return _FEED.format(doctype=doctype, items=f"<item><description>{KEPT} {'&l;' * n}</description></item>")


@trap("external.rss", 1_000, kept=())
def external(n: int) -> str:
    """entities that stand for files of this machine"""
    doctype = "<!DOCTYPE rss [<!ENTITY l SYSTEM 'file:///etc/passwd'>]>"
    return _FEED.format(doctype=doctype, items=f"<item><description>{KEPT} {'&l;' * n}</description></item>")


@trap("entry-markup.rss", 2_000)
def entry_markup(n: int) -> str:
    """an entry whose text is nested markup, itself escaped"""
    inside = "&lt;div&gt;" * n + KEPT + "&lt;/div&gt;" * n
    return _FEED.format(doctype="", items=f"<item><description>{inside}</description></item>")


@trap("entry-formatting.rss", 500)
def entry_formatting(n: int) -> str:
    """an entry with n formatting elements, never closed, before n paragraphs"""
    inside = "".join(f"&lt;b id={i}&gt;" for i in range(n)) + "&lt;p&gt;Boats." * n
    return _FEED.format(doctype="", items=f"<item><description>{KEPT}{inside}</description></item>")


@trap("namespaces.atom", 300, kept=())
def namespaces(n: int) -> str:
    """a feed with n namespaces"""
    given = " ".join(f"xmlns:n{i}='urn:{i}'" for i in range(n))
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {given}><entry><summary>{KEPT}</summary></entry></feed>"


@trap("feed-nested.rss", 2_000, kept=())
def feed_nested(n: int) -> str:
    """elements nested n deep in a feed"""
    return _FEED.format(doctype="", items=f"<item>{'<a>' * n}{'</a>' * n}<description>{KEPT}</description></item>")


@trap("outlines.opml", 20_000, kept=())
def outlines(n: int) -> str:
    """a list of feeds nested n deep"""
    return "<opml version='2.0'><body>" + "<outline text='a'>" * n + "</outline>" * n + "</body></opml>"


@trap("external.opml", 5_000, kept=())
def external_opml(n: int) -> str:
    """a list of feeds with entities that grow and that stand for files"""
    doctype = "<!DOCTYPE opml [<!ENTITY f SYSTEM 'file:///etc/passwd'><!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
    outlines = '<outline text="&f;&b;"/>' * n
    return f"{doctype}<opml><body>{outlines}</body></opml>"

"""Web pages: the article's text, title and date out of the HTML.

Trafilatura finds the text (F1 93 on the public benchmarks' pages) and htmldate the day. libxml2, below both, drops
whatever is nested deeper than about 250 elements; such pages go to Resiliparse, which has no such limit.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import Options
from sayso.intake.stream import Stream

log = logging.getLogger("sayso")

_DEPTH = 250
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>")
# Without an end tag, by rule or by habit.
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "td", "tr", "th", "dd", "dt", "option",
))


@dataclass(frozen=True, slots=True)
class Article:
    """What a page holds of a report; a part that it does not give is None."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None


def open_page(stream: Stream, options: Options) -> Iterator[Draft]:
    """The one page that the input is, not yet extracted."""
    yield Draft("html", stream.path, data=stream.read_whole(options.max_bytes))


def finish_page(draft: Draft) -> Draft:
    """The draft with the article's text, and what the page says of it where the draft says nothing.

    Raises:
        InputError: when no article text is found.
    """
    article = extract(decode_page(draft.data, draft.charset), draft.url, draft.path)
    if not article.text.strip():
        raise InputError("no article text found in the page; save the article's own page, not a list or a front page",
                         path=draft.path)
    return replace(
        draft, kind="text", data=b"", text=article.text, url=draft.url or article.url,
        outlet=draft.outlet or article.outlet, title=draft.title or article.title,
        published=draft.published or article.published,
    )


def decode_page(data: bytes, charset: str | None = None) -> str:
    """The page's text, by the first that applies: it is UTF-8, the transport's charset, its `<meta>`, its bytes' look.

    UTF-8 comes first, unlike in browsers: by chance no other page is valid UTF-8, and pages often name a wrong charset.
    """
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = map_encoding_to_html5(charset, fallback_utf8=False) if charset else None
    if encoding is None:
        encoding = detect_encoding(data, html5_compatible=True, from_html_meta=True)
    return str(bytes_to_str(data, encoding or "utf-8", errors="replace"))


def extract(html: str, url: str | None = None, path: str = "") -> Article:
    """The article of a page; its text is empty where none is found."""
    if is_deep(html):
        log.warning("%s: nested too deep for the usual extraction; read by the fallback, check its text", path or url)
        return _extract_deep(html)
    from trafilatura import bare_extraction

    found: Any = bare_extraction(html, url=url, include_comments=False, include_tables=False, with_metadata=True)
    if found is None:
        return Article("")
    return Article(
        text=found.text or "", title=found.title or None, published=found.date or None,
        outlet=found.sitename or None, url=found.url or None,
    )


def is_deep(html: str) -> bool:
    """Whether the page has elements nested deeper than libxml2 keeps them."""
    depth = 0
    for closing, name, rest in _TAG.findall(html):
        if name.lower() in _VOID or rest.endswith("/"):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEPTH:
            return _loses_depth(html)  # tags in scripts count above; the parser knows
    return False


def _loses_depth(html: str) -> bool:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8")
    etree.fromstring(html.encode("utf-8", "replace"), parser)
    return any("depth" in error.message for error in parser.error_log)


def _extract_deep(html: str) -> Article:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(html)
    text = extract_plain_text(tree, main_content=True, preserve_formatting=True, alt_texts=False, links=False)
    return Article(text=str(text), title=tree.title or None)

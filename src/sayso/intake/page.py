"""Web pages: the article's text, title and date out of the HTML.

Trafilatura finds the text (F1 93 on the public benchmarks' pages) and htmldate the day. libxml2, below both, drops
whatever is nested deeper than about 250 elements; what such pages, and huge ones, are given instead is in `markup`.
"""

from __future__ import annotations

import codecs
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.markup import is_usual, simplify, strip_tags
from sayso.intake.options import Options
from sayso.intake.stream import Stream

log = logging.getLogger("sayso")
# Within so many bytes a page has a tag.
_MARKUP = 1024


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
        return data.decode("utf-8-sig").replace("\0", "\ufffd")  # libxml2 takes a zero for the page's end
    except UnicodeDecodeError:
        encoding = map_encoding_to_html5(charset, fallback_utf8=False) if charset else None
    if encoding is None:
        encoding = detect_encoding(data, html5_compatible=True, from_html_meta=True)
    if encoding is not None and encoding.startswith(("utf-16", "utf-32")) and not _is_wide(data):
        encoding = None
    return str(bytes_to_str(data, encoding or "utf-8", errors="replace")).replace("\0", "\ufffd")


def _is_wide(data: bytes) -> bool:
    """Whether the page can be UTF-16 or UTF-32: its tags would be, so that every other byte there is zero."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data.count(b"\0", 0, _MARKUP) * 5 > len(
        data[:_MARKUP]
    )


def extract(html: str, url: str | None = None, path: str = "") -> Article:
    """The article of a page; its text is empty where none is found.

    A page that is huge or nested too deep is made simpler first, and where that does not help all its text is taken.
    """
    if is_usual(html):
        return _extract(html, url)
    simple = simplify(html)
    if simple is not None:
        log.warning("%s: nested too deep or too large for the usual extraction; made simpler first, check its text",
                    path or url)
        if (article := _extract(simple, url)).text.strip():
            return article
    log.warning("%s: no article could be told from the rest of the page; all its text is taken", path or url)
    title, text = strip_tags(html)
    return Article(text, title or None)


def _extract(html: str, url: str | None) -> Article:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(html, url=url, include_comments=False, include_tables=False, with_metadata=True)
    if found is None:
        return Article("")
    return Article(
        text=found.text or "", title=found.title or None, published=found.date or None,
        outlet=found.sitename or None, url=found.url or None,
    )

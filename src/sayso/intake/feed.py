"""News feeds (RSS, Atom, JSON Feed): one report an entry, from what the feed itself holds of it, or a link to it.

Feedparser opens strings as paths and addresses; it only ever gets a buffer of bytes here.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sayso.errors import InputError
from sayso.intake.dates import is_iso
from sayso.intake.draft import Draft, is_address
from sayso.intake.markup import is_modest, strip_tags
from sayso.intake.options import Options
from sayso.intake.stream import Stream

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODING = re.compile(rb"""\sencoding\s*=\s*["'][^"'>]*["']""")


def open_feed(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each entry; the error of each entry without text.

    Raises:
        InputError: when the input is no feed.
    """
    import feedparser

    data = _without_entities(stream.read_whole(options.max_bytes))
    feed: Any = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not feed.get("version"):
        raise InputError("is not an RSS or Atom feed; pass --kind to say what it is", path=stream.path)
    outlet = _plain(feed.feed.get("title", "")) or None
    if not feed.entries:
        raise InputError("the feed has no entries", path=stream.path)
    for number, entry in enumerate(feed.entries, start=1):
        draft = Draft(
            "text", stream.path, text="\n\n".join(filter(None, map(_plain, _bodies(entry)))),
            id=str(entry.get("id") or "") or None, url=entry.get("link") or None, outlet=outlet,
            title=_plain(entry.get("title", "")) or None, published=_day(entry),
        )
        yield _check(draft, number, options)


def open_json_feed(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each item of a JSON Feed (version 1.1); the error of each item without text.

    Raises:
        InputError: when the input is no JSON Feed.
    """
    try:
        feed = json.loads(stream.read_whole(options.max_bytes))
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no JSON ({error}); fetch the feed again", path=stream.path) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise InputError("the feed has no items", path=stream.path)
    for number, item in enumerate(items, start=1):
        given = {key: value for key, value in item.items() if isinstance(value, str)} if isinstance(item, dict) else {}
        published = given.get("date_published") or given.get("date_modified")
        draft = Draft(
            "text", stream.path, text=given.get("content_text") or _plain(given.get("content_html", "")) or
            given.get("summary", ""), id=given.get("id"), url=given.get("url") or given.get("external_url"),
            outlet=str(feed.get("title") or "") or None, title=given.get("title"),
            published=published if published and is_iso(published) else None, language=given.get("language"),
        )  # fmt: skip
        yield _check(draft, number, options)


def _check(draft: Draft, number: int, options: Options) -> Draft | InputError:
    """The draft, as a link where the page is to be followed."""
    if options.follow and draft.url and is_address(draft.url):
        return replace(draft, kind="link")
    if draft.text.strip():
        return draft
    where = (draft.url or "no link")[:200]
    return InputError(f"entry {number} of the feed ({where}) has no text", path=draft.path)


def _without_entities(data: bytes) -> bytes:
    """The feed without the entities that it declares itself, which may stand for each other until memory ends."""
    if data.startswith(_WIDE) or b"\0" in data[:4]:
        wide = "utf-16" if data.startswith(_WIDE) else "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        data = _ENCODING.sub(b"", data.decode(wide, "replace").encode("utf-8", "replace"), count=1)
    return data.replace(b"<!ENTITY", b"<!entity")  # which XML does not know


def _bodies(entry: Any) -> list[str]:
    """The entry's full content where the feed gives one, else its summary."""
    full = [str(part.get("value") or "") for part in entry.get("content") or ()]
    return full if any(part.strip() for part in full) else [str(entry.get("summary") or "")]


def _day(entry: Any) -> str | None:
    """ISO date-time (UTC) of the entry."""
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    if not when:
        return None
    try:
        return datetime.fromtimestamp(timegm(when), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _plain(html: str) -> str:
    """The text of a fragment of HTML, its paragraphs apart."""
    if "<" not in html and "&" not in html:
        return html.strip()
    # What is misnested takes a parser of HTML tags times depth in time and memory.
    if not is_modest(html, tags=2_000, depth=100):
        return strip_tags(html)[1]
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, preserve_formatting=True, alt_texts=False)).strip()

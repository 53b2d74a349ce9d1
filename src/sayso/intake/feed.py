"""News feeds (RSS, Atom): one report an entry, from what the feed itself holds of it.

Feedparser opens strings as paths and addresses; it only ever gets a buffer of bytes here.
"""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import Options
from sayso.intake.stream import Stream


def open_feed(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each entry; the error of each entry without text.

    Raises:
        InputError: when the input is no feed.
    """
    import feedparser

    data = stream.read_whole(options.max_bytes)
    feed: Any = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not feed.version:
        raise InputError("is not an RSS or Atom feed; pass --kind to say what it is", path=stream.path)
    outlet = _plain(feed.feed.get("title", "")) or None
    if not feed.entries:
        raise InputError("the feed has no entries", path=stream.path)
    for number, entry in enumerate(feed.entries, start=1):
        text = "\n\n".join(filter(None, map(_plain, _bodies(entry))))
        if not text:
            yield InputError(f"entry {number} of the feed ({str(entry.get('link') or 'no link')[:200]}) has no text",
                             path=stream.path)
            continue
        yield Draft(
            "text", stream.path, text=text, id=str(entry.get("id") or "") or None, url=entry.get("link") or None,
            outlet=outlet, title=_plain(entry.get("title", "")) or None, published=_day(entry),
        )


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
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, preserve_formatting=True, alt_texts=False)).strip()

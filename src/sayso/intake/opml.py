"""Lists of feeds (OPML 2.0): a link for each feed they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.errors import InputError
from sayso.intake.draft import Draft, is_address
from sayso.intake.options import Options
from sayso.intake.stream import Stream


def open_opml(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """A link for each outline with a feed's address; the error of each whose address is none.

    Raises:
        InputError: when the input is no OPML, or names no feed.
    """
    found = False
    for outline in _parse(stream.read_whole(options.max_bytes), stream.path).iter("outline"):
        address = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
        if not address:
            continue
        found = True
        if is_address(address):
            yield Draft("link", stream.path, url=address, outlet=outline.get("title") or outline.get("text"))
        else:
            yield InputError(f"names the feed {address[:200]!r}, which is no web address", path=stream.path)
    if not found:
        raise InputError("names no feed; an outline needs an xmlUrl", path=stream.path)


def _parse(data: bytes, path: str) -> Any:
    """The tree, without entities, network and document types."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing could be recovered
        root = None
    if root is None or root.tag != "opml":
        raise InputError("is no OPML; pass --kind to say what it is", path=path)
    return root

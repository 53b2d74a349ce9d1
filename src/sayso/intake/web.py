"""What lies at web addresses: pages, documents, files of reports, and feeds with the pages they link to."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from sayso.errors import FetchError, InputError
from sayso.intake.draft import Draft, Transfer
from sayso.intake.fetch import Fetched, Fetcher, Limits
from sayso.intake.network import Policy
from sayso.intake.options import Options
from sayso.intake.robots import Robots
from sayso.intake.sniff import find_kind
from sayso.intake.stream import Stream

# A list of feeds links to feeds, and a feed to pages; what those link to is not followed.
_DEEPEST = 2
_KINDS = {
    "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": None,
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/feed+json": "json-feed",
}  # fmt: skip


@dataclass(frozen=True)
class Web:
    """What fetches, and asks sites whether it may.

    Attributes:
        known: whether the page at an address need not be fetched again.
    """

    fetcher: Fetcher
    robots: Robots
    known: Callable[[str], bool] = lambda url: False


def follow(link: Draft, options: Options) -> Iterator[Draft | InputError]:
    """The records of what a link leads to, those of the links in it too; in place of what cannot be had, the error.

    The address that a person names is fetched as a browser would; of those that feeds name, sites' robots.txt decides.
    """
    yield from walk(link, options, web_for(options), depth=0 if link.path == link.url else 1)


def walk(link: Draft, options: Options, web: Web, *, depth: int) -> Iterator[Draft | InputError]:
    """`follow`, with what fetches and how many links led here."""
    url = link.url or ""
    if depth and web.known(url):
        return
    try:
        if depth:
            web.robots.check(url)
        fetched = web.fetcher.fetch(url)
    except InputError as error:
        yield replace(link, kind="text") if link.text.strip() else _named(error, url)
        return
    for draft in open_fetched(fetched, options, link):
        if not isinstance(draft, Draft) or draft.kind != "link":
            yield draft
        elif depth < _DEEPEST:
            yield from walk(draft, options, web, depth=depth + 1)


def open_fetched(fetched: Fetched, options: Options, link: Draft) -> Iterator[Draft | InputError]:
    """The records of what was fetched; what the link says of a page stands where the page says nothing."""
    stream = Stream(io.BytesIO(fetched.body), fetched.address)
    given = fetched.headers.get("content-type", "").lower()
    told = options.kind or _KINDS.get(given.partition(";")[0].strip())
    kind = find_kind(fetched.address.partition("?")[0], stream.head, told)
    if kind.name == "html" and told == "html":
        # Feeds are often sent as text/html, so the bytes decide between these two.
        looks = find_kind("", stream.head)
        kind = looks if looks.name in ("feed", "json-feed") else kind
    following = replace(options, kind=None, follow=not options.feed_text)
    transfer = Transfer(
        fetched.address, fetched.redirects, tuple(sorted(fetched.headers.items())), fetched.time
    )
    charset = given.partition("charset=")[2].split(";")[0].strip("\"' ") or None
    try:
        for draft in kind.open(stream, following):
            if isinstance(draft, Draft) and draft.kind != "link":
                yield _stamp(draft, transfer, charset, link)
            else:
                yield draft
    except InputError as error:
        yield error


@cache
def web_for(options: Options) -> Web:
    """One fetcher for all that is fetched under the same options, so that it waits between two requests to a host."""
    fetcher = Fetcher(Policy(options.networks), Limits(size=options.max_bytes))
    return Web(fetcher, Robots(fetcher))


def _stamp(draft: Draft, transfer: Transfer, charset: str | None, link: Draft) -> Draft:
    single = draft.kind in ("html", "pdf") or (draft.kind == "text" and draft.line is None and draft.url is None)
    if not single:
        return replace(draft, transfer=transfer)
    return replace(
        draft, transfer=transfer, charset=draft.charset or charset, id=draft.id or link.id,
        url=draft.url or transfer.address, outlet=draft.outlet or link.outlet, title=draft.title or link.title,
        published=draft.published or link.published, language=draft.language or link.language,
    )


def _named(error: InputError, url: str) -> InputError:
    if isinstance(error, FetchError) or str(error).startswith(url):
        return error
    return InputError(str(error), path=url)

"""Where everything is: the stable address of each thing, and of its data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode, urlsplit

DATA = "/api/v1"
# Lists that pages show and the interface gives as data, under the same name.
KINDS = ("incidents", "events", "claims", "reports", "actors", "sources")
_PAGING = ("limit", "offset", "view")


def find_page(kind: str, key: str, /, **asked: str | None) -> str:
    """The page of one thing: `find_page("reports", key)`."""
    return f"/{kind}/{_escape(key)}{_query(asked.items())}"


def find_data(kind: str, key: str) -> str:
    """One thing as data."""
    return f"{DATA}/{kind}/{_escape(key)}"


def ask_page(kind: str, /, **asked: object) -> str:
    """The page of a list that is asked for something: `ask_page("events", actor=key, type="ASSAULT")`."""
    return f"/{kind}{_query(asked.items())}"


def ask_data(kind: str, asked: Mapping[str, object], form: str) -> str:
    """The answer to the same question as data in a form: `json`, `csv` or `geojson`."""
    kept = [(name, value) for name, value in asked.items() if name not in _PAGING]
    return f"{DATA}/{kind}{_query([*kept, ('format', form)])}"


def find_relation(first: str, second: str) -> str:
    """The page of what stands between two actors."""
    return ask_page("relations", first=first, second=second)


def is_web(address: str | None) -> bool:
    """Whether an address may become a link: that of a page of the web, and nothing a browser would run."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _query(pairs: Iterable[tuple[str, object]]) -> str:
    kept = [(name, _plain(str(value))) for name, value in pairs if value not in (None, "")]
    return f"?{urlencode(kept)}" if kept else ""


def _escape(key: str) -> str:
    return quote(_plain(key), safe="")


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")

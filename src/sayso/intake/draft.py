"""A report on its way in: what its file says of it, its text perhaps still inside a page or a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transfer:
    """How the bytes of a draft were fetched from the web.

    Attributes:
        address: where they came from in the end, after `redirects`.
        headers: those of the answer that say something of the report.
        time: ISO time in UTC.
    """

    address: str
    redirects: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    time: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One record of an input, cut out of its file; plain data, so that a worker process can finish it.

    Attributes:
        kind: `text` when `text` holds the report, else how to extract it from `data`: `html` or `pdf`; `link` when the
            report is yet to be fetched from `url`, and `text` stands in where it cannot be.
        line: the line of JSONL or row of a table that the record starts at, counted from 1.
        charset: the encoding that a transport header named for `data`.
    """

    kind: str
    path: str
    text: str = ""
    data: bytes = b""
    line: int | None = None
    charset: str | None = None
    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    transfer: Transfer | None = None


def is_address(path: str) -> bool:
    """Whether a path is a web address."""
    return path[:8].lower().startswith(("http://", "https://"))

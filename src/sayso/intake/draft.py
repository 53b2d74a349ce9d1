"""A report on its way in: what its file says of it, its text perhaps still inside a page or a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """One record of an input, cut out of its file; plain data, so that a worker process can finish it.

    Attributes:
        kind: `text` when `text` holds the report, else how to extract it from `data`: `html` or `pdf`.
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

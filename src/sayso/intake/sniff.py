"""The kinds of input, one a line: to read another one, write its module and give it a line here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sayso.errors import InputError
from sayso.intake.archive import open_archive
from sayso.intake.draft import Draft
from sayso.intake.feed import open_feed, open_json_feed
from sayso.intake.lines import open_json, open_lines
from sayso.intake.opml import open_opml
from sayso.intake.options import Options
from sayso.intake.page import finish_page, open_page
from sayso.intake.parquet import open_parquet
from sayso.intake.pdf import finish_pdf, open_pdf
from sayso.intake.stream import Stream
from sayso.intake.table import find_delimiter, open_table
from sayso.intake.text import open_text

Open = Callable[[Stream, Options], Iterator[Draft | InputError]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of input.

    Attributes:
        suffixes: endings of file names (before `.gz`) that mean it.
        looks: whether the first bytes, without leading space, look like it.
        open: cuts an input into drafts.
    """

    name: str
    suffixes: tuple[str, ...]
    looks: Callable[[bytes], bool]
    open: Open


def _looks(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda head: compiled.match(head) is not None


_PROLOG = rb"(?:<\?.{0,500}?\?>\s*|<!--.{0,4000}?-->\s*|<!DOCTYPE[^>]{0,500}>\s*)*"

KINDS = (
    Kind("pdf", (".pdf",), _looks(rb"%PDF-"), open_pdf),
    Kind("warc", (".warc",), _looks(rb"WARC/\d"), open_archive),
    Kind("parquet", (".parquet", ".pq"), _looks(rb"PAR1"), open_parquet),
    Kind("opml", (".opml",), _looks(_PROLOG + rb"<opml\b"), open_opml),
    Kind("json-feed", (), _looks(rb"\{.{0,2000}?\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org"), open_json_feed),
    Kind("feed", (".rss", ".atom", ".rdf", ".xml"), _looks(_PROLOG + rb"<(?:rss|feed|rdf:RDF)\b"), open_feed),
    Kind("html", (".html", ".htm", ".xhtml"), _looks(_PROLOG + rb"<(?:html|head|body|title|meta)\b|<!DOCTYPE html"),
         open_page),
    Kind("json", (".json",), _looks(rb"\[\s*\{\s*\"|\{\s*\n\s*\""), open_json),
    Kind("jsonl", (".jsonl", ".ndjson"), _looks(rb"\{\s*\"\w+\"\s*:"), open_lines),
    Kind("csv", (".csv", ".tsv"), lambda head: b"\n" in head and find_delimiter(head) is not None, open_table),
    Kind("text", (".txt", ".text", ".md"), lambda head: True, open_text),
)
FINISH: dict[str, Callable[[Draft], Draft]] = {"html": finish_page, "pdf": finish_pdf, "text": lambda draft: draft}
# Content that means its kind whatever the file is called.
_CERTAIN = ("pdf", "warc", "parquet", "opml", "json-feed")


def find_kind(path: str, head: bytes, named: str | None = None) -> Kind:
    """The kind of the input called `path` that begins with `head`; `named` when that is given.

    Raises:
        InputError: when no kind is called `named`.
    """
    if named is not None:
        for kind in KINDS:
            if kind.name == named:
                return kind
        raise InputError(f"no kind of input is called {named!r}; there are {', '.join(k.name for k in KINDS)}")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    looking = [kind for kind in KINDS if kind.looks(start)]
    if looking[0].name in _CERTAIN:
        return looking[0]
    name = path.lower().removesuffix(".gz")
    for kind in KINDS:
        if name.endswith(kind.suffixes):
            return kind
    return looking[0]

"""Web archives (WARC): one report a saved page, streamed; a record is never held beyond its limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import MEGABYTE, Options
from sayso.intake.stream import Stream, too_big

_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text"}
_TYPES = ("response", "resource", "conversion")


def open_archive(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The page of each record that holds one; the error of each that is too big or damaged.

    Records of other types and of other content, and answers other than 200, are passed over.

    Raises:
        InputError: when the archive is damaged; the records before are out by then.
    """
    from warcio.archiveiterator import ArchiveIterator

    try:
        for record in ArchiveIterator(stream.file):
            kind = _find_kind(record)
            if kind is None:
                continue
            try:
                yield _read_record(record, kind, stream.path, options.max_bytes)
            except InputError as error:
                yield error
    except InputError:
        raise
    except Exception as error:  # warcio raises whatever comes where headers are missing
        raise InputError(f"the archive is damaged from here on ({error})", path=stream.path) from error


def _find_kind(record: Any) -> str | None:
    if record.rec_type not in _TYPES:
        return None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() not in ("200", ""):
        return None
    return _KINDS.get(_content_type(record).split(";")[0].strip().lower())


def _content_type(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return str(headers.get_header("Content-Type") or "")


def _read_record(record: Any, kind: str, path: str, limit: int) -> Draft:
    url = record.rec_headers.get_header("WARC-Target-URI")
    body = _read_body(record, limit)
    if len(body) > limit:
        raise InputError(too_big(f"the record of {url}", limit), path=path)
    charset = _content_type(record).lower().partition("charset=")[2].split(";")[0].strip("\"' ") or None
    text = ""
    if kind == "text":
        text, body = body.decode("utf-8", "replace"), b""
    return Draft(kind, path, text=text, data=body, charset=charset, url=url)


def _read_body(record: Any, limit: int) -> bytes:
    """At most `limit` + 1 bytes of the record's body, its transfer and content encodings undone.

    warcio would unpack whole blocks at once; here the packed body is read first, then unpacked up to the limit.
    """
    coding = ""
    if record.http_headers is not None:
        coding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
        record.http_headers.remove_header("Content-Encoding")
    source = record.content_stream()
    body = bytearray()
    while len(body) <= limit and (part := source.read(min(MEGABYTE, limit + 1 - len(body)))):
        body += part
    if coding in ("", "identity") or len(body) > limit:
        return bytes(body)
    return _unpack(bytes(body), coding, limit)


def _unpack(body: bytes, coding: str, limit: int) -> bytes:
    windows = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}.get(coding)
    if windows is None:
        raise InputError(f"the record is packed as {coding!r}; gzip and deflate can be read")
    for bits in windows:
        try:
            return zlib.decompressobj(wbits=bits).decompress(body, limit + 1)
        except zlib.error:
            continue
    return body  # archives often say gzip and hold the page unpacked

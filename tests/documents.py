"""Makes documents for the tests of intake."""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterable

PARAGRAPHS = (
    "The harbour authority of Lesk said on Monday that the northern pier would stay closed until repairs are done.",
    "Dock workers walked out last week after a crane fell and hurt four of them, their union said in a letter.",
    "The mayor, Ilse Brandt, promised an inquiry and asked both sides to meet at the town hall before Friday.",
    "A spokesman for the crane's maker denied that the machine had been badly serviced and offered its records.",
)


def make_page(paragraphs: Iterable[str] = PARAGRAPHS, *, depth: int = 0, head: str = "", close: bool = True) -> str:
    """An article's page, its text `depth` elements further down than usual."""
    text = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    end = "</div>" * depth if close else ""
    return (
        f"<!DOCTYPE html><html><head><title>Pier stays closed</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Pier stays closed</h1>{'<div>' * depth}{text}{end}</article>"
        "<footer>All rights</footer></body></html>"
    )


def make_pdf(lines: Iterable[str], title: str = "") -> bytes:
    """A PDF of one page with these lines of Latin text."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    content = f"BT /F1 10 Tf 12 TL 40 760 Td\n{shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Title (%b) >>" % title.encode("latin-1"),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def make_archive(pages: Iterable[tuple[str, bytes, dict[str, str]]], *, packed: bool = True) -> bytes:
    """A WARC file with an answer for each `(address, body, headers)`, each record packed by itself."""
    out = b""
    for url, body, headers in pages:
        named = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        answer = f"HTTP/1.1 200 OK\r\n{named}\r\n".encode() + body
        record = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-04-27T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        ).encode() + answer + b"\r\n\r\n"
        out += gzip.compress(record) if packed else record
    return out

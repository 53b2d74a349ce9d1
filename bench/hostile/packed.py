"""Traps in what is packed, framed or counted: bombs, false lengths, records cut short."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

from bench.hostile.trap import KEPT, SECOND, Traps

traps = Traps()
trap = traps.trap


@trap("bomb.txt.gz", 8 << 20, small=20 << 20, fails=True)
def gzip_bomb(n: int) -> bytes:
    """gzip that unpacks to n zeros three times over"""
    return gzip.compress(b"\0" * (3 * n))


@trap("members.txt.gz", 5_000)
def gzip_members(n: int) -> bytes:
    """n empty gzip members before the text"""
    return gzip.compress(b"") * n + gzip.compress(KEPT.encode())


@trap("one-byte-members.txt.gz", 5_000, kept=())
def gzip_bytes(n: int) -> bytes:
    """n gzip members of one letter each"""
    return gzip.compress(b"a") * n


@trap("cut.txt.gz", 100_000, small=1_000, fails=True)
def gzip_cut(n: int) -> bytes:
    """gzip cut short"""
    return gzip.compress((KEPT * (n // 80)).encode())[:-9]


@trap("bomb.docx", 1 << 20, fails=True)
def zip_bomb(n: int) -> bytes:
    """a ZIP archive of n zeros"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * n)
    return out.getvalue()


def _record(number: int, body: bytes, *, length: int | None = None, headers: str = "") -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:{number:032x}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer) if length is None else length}\r\n\r\n"
    ).encode() + answer + b"\r\n\r\n"


_PAGE = f"<html><body><article><p>{KEPT}</p><p>{SECOND}</p></article></body></html>".encode()


@trap("records.warc", 100, reads=3)
def records(n: int) -> bytes:
    """a web archive of n pages"""
    return b"".join(_record(i, _PAGE) for i in range(n))


@trap("record-bomb.warc", 4 << 20, small=20 << 20, fails=True)
def record_bomb(n: int) -> bytes:
    """a page in a web archive that unpacks to five times n"""
    return _record(1, gzip.compress(b"x" * (5 * n)), headers="Content-Encoding: gzip\r\n")


@trap("false-length.warc", 500, kept=())
def false_length(n: int) -> bytes:
    """n records that say they are longer or shorter than they are"""
    lengths = (0, 1, 10, 1 << 40, len(_PAGE) + 1)
    return b"".join(_record(i, _PAGE, length=lengths[i % 4 if i + 1 < n else 4]) for i in range(n))


@trap("headers.warc", 20_000, kept=())
def headers(n: int) -> bytes:
    """a record with n headers"""
    return _record(1, _PAGE, headers="X-A: b\r\n" * n)


@trap("packed-records.warc.gz", 100, reads=3)
def packed_records(n: int) -> bytes:
    """a packed web archive of n pages"""
    return b"".join(gzip.compress(_record(i, _PAGE)) for i in range(n))


def _pdf(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def _stream(content: bytes, *, length: int | None = None, packed: bool = False) -> bytes:
    body = zlib.compress(content) if packed else content
    how = b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(body) if length is None else length, how, body)


def _one_page(content: bytes) -> bytes:
    return _pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", content,
    ])  # fmt: skip


_SHOWN = f"BT /F1 10 Tf 12 TL 40 760 Td ({KEPT}) Tj T* ET\n".encode()


@trap("pages.pdf", 100)
def pages(n: int) -> bytes:
    """a PDF of n pages"""
    kids = b" ".join(b"%d 0 R" % (i + 5) for i in range(n))
    page = (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>")
    return _pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, n),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", _stream(_SHOWN), *[page] * n,
    ])  # fmt: skip


@trap("bomb.pdf", 1 << 20, kept=())
def pdf_bomb(n: int) -> bytes:
    """a PDF whose packed page unpacks to forty times n"""
    return _one_page(_stream(_SHOWN + b" " * (40 * n), packed=True))


@trap("false-length.pdf", 100_000, kept=())
def pdf_false_length(n: int) -> bytes:
    """a PDF whose page says it is far longer than the file"""
    return _one_page(_stream(_SHOWN + b"% x\n" * n, length=1 << 40))


@trap("loop.pdf", 1_000, kept=())
def pdf_loop(n: int) -> bytes:
    """a PDF whose pages contain themselves"""
    kids = b"2 0 R " * n
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, n)])


@trap("nested.pdf", 50_000, kept=())
def pdf_nested(n: int) -> bytes:
    """a PDF with lists nested n deep"""
    return _one_page(b"[" * n + b"]" * n)


def _parquet(rows: list[str], **options: object) -> bytes:
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": rows}), out, **options)
    return out.getvalue()


@trap("rows.parquet", 2_000, reads=2)
def parquet_rows(n: int) -> bytes:
    """a Parquet file of n rows"""
    return _parquet([KEPT] * n)


@trap("bomb.parquet", 20, small=2, kept=(), reads=0)
def parquet_bomb(n: int) -> bytes:
    """a Parquet file of n times the same 4 MB, which packs to next to nothing"""
    return _parquet(["x" * (4 << 20)] * n, compression="zstd")


@trap("false-footer.parquet", 10_000, kept=(), fails=True)
def parquet_footer(n: int) -> bytes:
    """a Parquet file whose footer says other lengths than it has"""
    whole = _parquet([KEPT] * 10)
    return whole[:-8] + b"\0" * n + (1 << 31).to_bytes(4, "little") + b"PAR1"


@trap("bent-footer.parquet", 2_000, kept=())
def parquet_bent(n: int) -> bytes:
    """a Parquet file whose footer has some bytes turned over"""
    whole = bytearray(_parquet([KEPT] * n))
    for i in range(20, 400, 37):
        whole[-i] ^= 0x55
    return bytes(whole)

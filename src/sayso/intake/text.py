"""Plain text files: one report each, kept to the letter."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import Options
from sayso.intake.stream import HEAD, Stream

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1b")
# What a file that is no text begins with, and what to call it.
_MAGIC = {
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a SQLite database",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"\x28\xb5\x2f\xfd": "Zstandard data",
    b"{\\rtf": "an RTF document",
}


def open_text(stream: Stream, options: Options) -> Iterator[Draft]:
    """The one report that a text file is.

    Raises:
        InputError: when it is not UTF-8 text or too big.
    """
    check_text(stream.head, stream.path)
    data = stream.read_whole(options.max_bytes)
    yield Draft("text", stream.path, text=decode(data.removeprefix(codecs.BOM_UTF8), stream.path))


def check_text(head: bytes, path: str) -> None:
    """Raise InputError when the first bytes of a file show that it is no UTF-8 text."""
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            raise InputError(f"is {name}, not text; save its text as a .txt, .html or .pdf file", path=path)
    if head.startswith(_WIDE):
        raise InputError("is UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8", path=path)
    head = head[:HEAD]
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in head)
    if controls > 8 and controls * 100 > len(head):
        raise InputError("is binary data, not text; save its text as a .txt, .html or .pdf file", path=path)


def decode(data: bytes, path: str, line: int | None = None) -> str:
    """`data` as UTF-8, to the letter.

    Raises:
        InputError: when it is not UTF-8, with the place of the first wrong byte.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = data[error.start]
        raise InputError(
            f"is not UTF-8 at byte {error.start} (0x{wrong:02x}); convert it, for instance: "
            "iconv -f WINDOWS-1252 -t UTF-8", path=path, line=line,
        ) from error

"""Bytes out: what writers of binary formats and of text share."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from sayso.export.jsonl import escape_surrogates
from sayso.format import Json


@contextmanager
def as_text(out: BinaryIO) -> Iterator[TextIO]:
    """The stream for text: UTF-8, lines as they are written, lone surrogates as escapes."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        yield text
    finally:
        text.flush()
        text.detach()


def write_json(value: object, out: BinaryIO) -> None:
    """One JSON document, indented."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)
    out.write((escape_surrogates(line) + "\n").encode("utf-8"))


def write_line(value: Json, out: BinaryIO) -> None:
    """One line of JSON lines."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    out.write((escape_surrogates(line) + "\n").encode("utf-8"))


def present(value: str | None) -> str | None:
    """The words, None where they are left out (blank)."""
    return value if value and value.strip() else None

"""Readings as JSON lines of format `sayso/1`: lossless, one reading a line, in input order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TextIO

from sayso.format import to_json
from sayso.types import Reading

_SURROGATE = re.compile("[\ud800-\udfff]")


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write one line of JSON a reading, each flushed when complete, so that a pipe's reader can follow."""
    for reading in readings:
        out.write(escape_surrogates(to_json(reading)) + "\n")
        out.flush()


def escape_surrogates(line: str) -> str:
    """The JSON text with each lone surrogate, which has no UTF-8 form, as the escape that means the same."""
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)

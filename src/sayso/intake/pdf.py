"""PDF documents: their text, taken out in a child process that is bounded in time and memory.

Parsers of PDF are where memory errors are found; one that crashes, hangs or swells costs its document alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import Options
from sayso.intake.stream import Stream

SECONDS = 60
_ENDS = re.compile(r"[.!?:;”\"’)\]]\s*$")
# What PDFium puts where a word was broken at the end of a line; the line's end follows, or is gone.
_HYPHENS = "\ufffe\x02\xad"
_GONE = re.compile(rf"[{_HYPHENS}](?![\r\n])")


def open_pdf(stream: Stream, options: Options) -> Iterator[Draft]:
    """The one document that the input is, not yet extracted."""
    yield Draft("pdf", stream.path, data=stream.read_whole(options.max_bytes))


def finish_pdf(draft: Draft) -> Draft:
    """The draft with the document's text, lines of a paragraph joined, and its title.

    Raises:
        InputError: when the document is damaged, locked, without text, or takes too much time or memory.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sayso.intake.pdfchild", str(SECONDS)],
            input=draft.data, capture_output=True, timeout=SECONDS + 5, check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"the PDF took over {SECONDS} s; convert it to text yourself", path=draft.path) from error
    if done.returncode != 0:
        raise InputError("the PDF crashed its parser or took too much time or memory; convert it to text yourself",
                         path=draft.path)
    found = json.loads(done.stdout)
    if "error" in found:
        raise InputError(f"the PDF cannot be read: {found['error']}", path=draft.path)
    text = "\n\n".join(filter(None, map(join_lines, found["pages"])))
    if not text:
        raise InputError("the PDF has no text; it may be a scan, run it through OCR first", path=draft.path)
    return replace(draft, kind="text", data=b"", text=text, title=draft.title or found["title"] or None)


def join_lines(page: str) -> str:
    """The page's text as paragraphs, which end at empty lines and at lines that stop well before the margin."""
    page = _GONE.sub("", page).replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.strip() for line in page.split("\n")]
    width = max(map(len, lines), default=0)
    out = ""
    for line in lines:
        if not line:
            out += "\n\n" if out and not out.endswith("\n") else ""
        elif out.endswith(tuple(_HYPHENS)):
            out = out[:-1] + line
        else:
            out += line if not out or out.endswith("\n") else f" {line}"
        if line and len(line) < 0.75 * width and _ENDS.search(line):
            out += "\n\n"
    return out.strip()

"""The child process of `sayso.intake.pdf`: a PDF on standard input, its text as JSON on standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

_MEMORY = 2 << 30
_MOST_CHARACTERS = 16 << 20
_MOST_PAGES = 5000


def limit_resources(seconds: int) -> None:
    """Bound this process's processor time and memory, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only bound
        return
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)  # what binds us already cannot be raised
        resource.setrlimit(what, (bound, bound))


def read_pages(data: bytes) -> dict[str, object]:
    """`{"title", "pages"}` of the document, or `{"error"}`."""
    import pypdfium2

    try:
        return _read(pypdfium2.PdfDocument(data))
    except pypdfium2.PdfiumError as error:
        return {"error": str(error)}


def _read(document: Any) -> dict[str, object]:
    pages: list[str] = []
    size = 0
    for number in range(len(document)):
        page = document[number].get_textpage()
        pages.append(page.get_text_bounded())
        size += len(pages[-1])
        if size > _MOST_CHARACTERS or number >= _MOST_PAGES:
            return {"error": "it is too long; split it"}
    return {"title": document.get_metadata_value("Title"), "pages": pages}


def main() -> None:
    limit_resources(int(sys.argv[1]))
    found = read_pages(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()

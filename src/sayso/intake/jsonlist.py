"""The items of a JSON list, one at a time: a list is never held whole, only as much as one item may take."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator

from sayso.errors import InputError
from sayso.intake.options import MEGABYTE
from sayso.intake.stream import Stream, too_big

_SPACE = re.compile(r"[ \t\r\n]*")
_FIRST = 1 << 16


def open_list(stream: Stream, limit: int) -> Iterator[object]:
    """What the JSON list in the stream holds, in its order.

    Args:
        limit: most characters of one item.

    Raises:
        InputError: where the list ends early or is no JSON; the items before are out by then.
    """
    window = _Window(stream)
    window.pass_over("[")
    while not window.pass_over("]"):
        yield window.take(limit)
        if not window.pass_over(",") and not window.starts("]"):
            raise InputError("is no JSON list: a comma is missing; write one object a line", path=stream.path)


class _Window:
    """The part of a stream that is looked at; it doubles while an item does not end in it, so the cost stays linear."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.text, self.at, self.ended, self.wrong = "", 0, False, False

    def starts(self, mark: str) -> bool:
        """Whether `mark` comes next, after white space."""
        while True:
            space = _SPACE.match(self.text, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self.text) or self.ended:
                return self.text.startswith(mark, self.at)
            self._more(_FIRST)

    def pass_over(self, mark: str) -> bool:
        """Go past `mark` where it comes next."""
        found = self.starts(mark)
        self.at += len(mark) if found else 0
        return found

    def take(self, limit: int) -> object:
        """The JSON value that comes next."""
        while True:
            try:
                value, end = json.JSONDecoder().raw_decode(self.text, self.at)
            except RecursionError as error:
                raise InputError("is JSON nested too deep for a report", path=self.stream.path) from error
            except ValueError as error:
                if self.ended:
                    raise InputError(f"is no JSON list ({error}); write one object a line",
                                     path=self.stream.path) from error
            else:
                if end < len(self.text) or self.ended:
                    self.at = end
                    return value
            if len(self.text) - self.at > limit:
                raise InputError(too_big("an item of the list", limit), path=self.stream.path)
            self._more(max(_FIRST, len(self.text) - self.at))

    def _more(self, size: int) -> None:
        if self.wrong:
            raise InputError("is not UTF-8 from here on; convert it, for instance: iconv -f WINDOWS-1252 -t UTF-8",
                             path=self.stream.path)
        data = self.stream.file.read(min(size, 4 * MEGABYTE))
        self.ended = not data
        try:
            new = self.decoder.decode(data, final=self.ended)
        except UnicodeDecodeError as error:  # what stands before it is read first
            self.wrong, self.ended = True, False
            new = error.object[: error.start].decode("utf-8")
        self.text, self.at = self.text[self.at :] + new, 0

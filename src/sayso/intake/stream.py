"""The bytes of one input: a file or standard input, unpacked when it is gzip, never held whole."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from sayso.errors import InputError
from sayso.intake.options import MEGABYTE

HEAD = 8192
_GZIP = b"\x1f\x8b"
# News packs to a fifth or a tenth of its size; nothing worth reading packs to a two-hundredth.
_BOMB_RATIO = 200
_BOMB_FLOOR = 16 * MEGABYTE


class Unpacked(io.RawIOBase):
    """The content of a gzip stream of one or more members, bounded in memory and watched for bombs.

    Args:
        raw: the packed bytes.
        path: name for messages.

    Raises:
        InputError: on reading, when the data are damaged, end early or unpack to an absurd size.
    """

    def __init__(self, raw: io.BufferedReader, path: str) -> None:
        self.raw = raw
        self.path = path
        self.taken = self.given = 0
        self.pending = b""
        self.member = zlib.decompressobj(wbits=31)
        self.ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = b""
        while not (data or self.ended):
            data = self._step(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _step(self, size: int) -> bytes:
        """At most `size` bytes more, perhaps none yet."""
        if self.member.eof:
            self.pending = self.member.unused_data
            self.member = zlib.decompressobj(wbits=31)
            if not self._fill() or not self.pending.startswith(_GZIP[:1]):
                self.ended = True  # what follows the last member is padding, which gzip passes over too
                return b""
        elif not self._fill():
            raise InputError("the gzip data end early; the file was cut short, fetch it again", path=self.path)
        try:
            data = self.member.decompress(self.pending, size)
        except zlib.error as error:
            raise InputError(f"the gzip data are damaged ({error}); fetch the file again", path=self.path) from error
        self.pending = self.member.unconsumed_tail
        self.given += len(data)
        if self.given > _BOMB_FLOOR and self.given > _BOMB_RATIO * self.taken:
            raise InputError(
                f"unpacks to more than {_BOMB_RATIO} times its size, which no report does; unpack it yourself if you "
                "trust it", path=self.path,
            )
        return data

    def _fill(self) -> bool:
        if not self.pending:
            self.pending = self.raw.read1(65536)
            self.taken += len(self.pending)
        return bool(self.pending)


class Stream:
    """One opened input.

    Attributes:
        path: its name in messages and readings; `-` for standard input.
        head: its first bytes, unpacked, at most `HEAD` of them, which stay to be read.
    """

    def __init__(self, file: BinaryIO, path: str) -> None:
        self.path = path
        self._whole = file
        outer = _Prefixed(file)
        self.packed = outer.prefix.startswith(_GZIP)
        self._file: io.BufferedReader = io.BufferedReader(outer)
        if self.packed:
            inner = _Prefixed(io.BufferedReader(Unpacked(self._file, path)))
            self.head = inner.prefix
            self._file = io.BufferedReader(inner)
        else:
            self.head = outer.prefix

    @property
    def file(self) -> io.BufferedReader:
        """The unpacked bytes as a binary file."""
        return self._file

    def rewind(self) -> BinaryIO | None:
        """The file itself, at its start, for another process to read; None for what is packed or no file on disk.

        Nothing else of the stream can be used after.
        """
        try:
            self._whole.fileno()
        except (OSError, AttributeError):
            return None
        if self.packed or not self._whole.seekable():
            return None
        self._whole.seek(0)
        return self._whole

    def look_ahead(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end; they stay to be read."""
        data = _read(self._file, size)
        self._file = io.BufferedReader(_Prefixed(self._file, data))
        return data

    def read_whole(self, limit: int) -> bytes:
        """All bytes.

        Raises:
            InputError: when there are more than `limit`.
        """
        data = self._file.read(limit + 1)
        if len(data) > limit:
            raise InputError(too_big("the file", limit), path=self.path)
        return data

    def lines(self, limit: int) -> Iterator[bytes | None]:
        """The lines, each with its end; None in place of one of more than `limit` bytes, which is passed over."""
        while line := self._file.readline(limit + 1):
            if len(line) <= limit:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = self._file.readline(MEGABYTE)
            yield None


class _Prefixed(io.RawIOBase):
    """A stream whose first bytes (`HEAD` of them when not given) have been looked at and come first again.

    `peek` would show only what one read of a pipe happened to bring.
    """

    def __init__(self, file: BinaryIO, prefix: bytes | None = None) -> None:
        self.file = file
        self.prefix = _read(file, HEAD) if prefix is None else prefix
        self.left = memoryview(self.prefix)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data: bytes | memoryview
        if not self.left:
            data = getattr(self.file, "read1", self.file.read)(len(buffer))
        else:
            data, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _read(file: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, fewer only at the end; one read of a pipe may bring less."""
    parts = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def too_big(what: str, limit: int) -> str:
    """The message for an input over its limit."""
    return f"{what} is over {limit / MEGABYTE:.3g} MB, the most one report may have; split it or raise --max-mb"


@contextmanager
def open_stream(path: str) -> Iterator[Stream]:
    """The input at `path`, `-` for standard input.

    Raises:
        InputError: when it cannot be opened or read.
    """
    try:
        if path == "-":
            yield Stream(sys.stdin.buffer, path)
        else:
            with open(path, "rb") as file:
                yield Stream(file, path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error

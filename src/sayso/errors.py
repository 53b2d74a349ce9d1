"""The errors that sayso raises, all catchable as `SaysoError`.

    SaysoError
    ├── InputError (ValueError)      a report or a record of one cannot be read
    │   └── FetchError               what lies at an address cannot be had
    ├── FormatError (ValueError)     an object is not a sayso/1 reading
    ├── ResourceError (RuntimeError) a data file of the package is missing or broken
    ├── PipelineError (RuntimeError) the language pipeline cannot be built
    ├── StoreError (RuntimeError)    a store cannot be opened, read or written
    ├── SecondError (RuntimeError)   a second reader cannot be asked, or gives no answer that can be used
    ├── ServeError (RuntimeError)    the server cannot start, or its tokens cannot be read or written
    └── BenchError (RuntimeError)    a benchmark folder or its scorers cannot be used

A message says what was wrong, where, and what to do.
"""

from __future__ import annotations


class SaysoError(Exception):
    """The root of every error that sayso raises on purpose."""


class InputError(SaysoError, ValueError):
    """A report, or one record of a file of reports, cannot be read.

    Attributes:
        path: the file or address, None for a text given in Python.
        line: the line (of JSONL) or row (of a table) counted from 1, None where there is none.
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None) -> None:
        self.path = path
        self.line = line
        where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(where + message)


class FetchError(InputError):
    """What lies at an address cannot be had.

    Attributes:
        status: the HTTP status of the answer, None where there was none.
        retry_after: seconds to wait before asking again, where the server says so.
    """

    def __init__(
        self, message: str, *, path: str | None = None, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message, path=path)
        self.status = status
        self.retry_after = retry_after


class FormatError(SaysoError, ValueError):
    """An object is not a reading of format `sayso/1`."""


class ResourceError(SaysoError, RuntimeError):
    """A data file of the package is missing or broken."""


class PipelineError(SaysoError, RuntimeError):
    """The language pipeline cannot be built, for instance because its base model is not installed."""


class StoreError(SaysoError, RuntimeError):
    """A store cannot be opened, read or written: missing, newer than this program, full, read-only, damaged."""


class SecondError(SaysoError, RuntimeError):
    """A second reader cannot be asked, or gives no answer that can be used; the first reading stands."""


class ServeError(SaysoError, RuntimeError):
    """The server cannot start, or its tokens cannot be read or written."""


class BenchError(SaysoError, RuntimeError):
    """A benchmark folder, a corpus in it or its scorer cannot be used."""

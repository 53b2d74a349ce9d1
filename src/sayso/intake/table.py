"""Tables (CSV, TSV): one report a row, its text in the column `text`, further columns as the keys of JSONL."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import Options
from sayso.intake.record import KEYS, make_draft
from sayso.intake.stream import Stream, too_big
from sayso.intake.text import check_text

_DELIMITERS = ",;\t|"
_UNDECODED = re.compile("[\udc80-\udcff]")


def open_table(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each row; the error of each row that holds none. Rows without any value are passed over.

    Raises:
        InputError: when there is no header line with a column `text`.
    """
    check_text(stream.head, stream.path)
    delimiter = find_delimiter(stream.head)
    if delimiter is None:
        raise InputError("has no column 'text' in its first line; name the column with the reports 'text'",
                         path=stream.path)
    csv.field_size_limit(options.max_bytes)
    lines = _Lines(stream, options.max_bytes)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] | None = None
    while True:
        first = lines.count + 1
        lines.taken = 0
        try:
            row = next(rows)
            if header is None:
                header = [name.strip().lower() for name in row]
            elif any(row):
                yield _read_row(header, row, stream.path, first, options)
        except StopIteration:
            return
        except csv.Error as error:
            yield InputError(_explain(error, first, lines.count, options), path=stream.path, line=first)
        except InputError as error:
            yield error


def find_delimiter(head: bytes) -> str | None:
    """The delimiter under which the first line has a column `text`, None when none does."""
    line = head.decode("utf-8-sig", "replace").split("\n", 1)[0].strip("\r")
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        if "text" in (name.strip().lower() for name in names):
            return delimiter
    return None


def _read_row(header: list[str], row: list[str], path: str, line: int, options: Options) -> Draft:
    if len(row) > len(header):
        raise InputError(f"has {len(row)} values for {len(header)} columns; quote values that hold the delimiter",
                         path=path, line=line)
    record = {name: value for name, value in zip(header, row, strict=False) if name in KEYS}
    for name, value in record.items():
        if _UNDECODED.search(value):
            raise InputError(f"column {name!r} is not UTF-8; convert the file, for instance: "
                             "iconv -f WINDOWS-1252 -t UTF-8", path=path, line=line)
    return make_draft(record, path, line, options.max_bytes)


class _Lines(Iterator[str]):
    """The lines as text, with their count; unlike a generator it goes on after an error.

    A byte that is not UTF-8 stays visible as a surrogate, so that only its row is lost.
    """

    def __init__(self, stream: Stream, limit: int) -> None:
        self.path, self.limit, self.count = stream.path, limit, 0
        self.taken = 0  # characters of the row that is being read
        self._lines = stream.lines(limit)

    def __next__(self) -> str:
        line = next(self._lines)
        self.count += 1
        if line is None:
            raise InputError(too_big("the line", self.limit), path=self.path, line=self.count)
        self.taken += len(line)
        if self.taken > 2 * self.limit:
            raise InputError(too_big("the row", 2 * self.limit), path=self.path, line=self.count)
        return line.decode("utf-8-sig" if self.count == 1 else "utf-8", "surrogateescape")


def _explain(error: csv.Error, first: int, last: int, options: Options) -> str:
    message = str(error)
    where = f"; lines {first} to {last} are not read" if last > first else ""
    if "field limit" in message:
        return too_big("a value", options.max_bytes) + where
    if "end of data" in message:
        return f"a quoted value never ends: a quote is missing{where}"
    return f"is not a row of the table ({message}){where}; double the quotes inside quoted values"

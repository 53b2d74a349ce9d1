"""JSON lines, one report a line, and JSON documents, one report or a list of them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.jsonlist import open_list
from sayso.intake.options import Options
from sayso.intake.record import make_draft
from sayso.intake.stream import Stream, too_big
from sayso.intake.text import check_text, decode

# A byte of UTF-8 takes at most six bytes of JSON, a character two times six (\uXXXX); the other keys are small.
_ESCAPED = 6


def open_lines(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each line; the error of each line that holds none. Blank lines are passed over."""
    check_text(stream.head, stream.path)
    limit = _most_bytes(options)
    for number, line in enumerate(stream.lines(limit), start=1):
        if line is None:
            yield InputError(too_big("the line", limit), path=stream.path, line=number)
            continue
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.isspace() or not line:
            continue
        try:
            yield _read_line(line, stream.path, number, options.max_bytes)
        except InputError as error:
            yield error


def open_json(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The reports of a JSON document: an object, or a list of objects, whose numbers errors give as lines.

    What is neither is taken as JSON lines, which go by this name too.
    """
    check_text(stream.head, stream.path)
    limit = _most_bytes(options)
    if stream.head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
        yield from _read_all(open_list(stream, limit), stream.path, options)
        return
    data = stream.look_ahead(limit + 1)
    try:
        document = json.loads(data.removeprefix(codecs.BOM_UTF8)) if len(data) <= limit else None
    except (ValueError, RecursionError):
        document = None
    if document is not None:
        yield from _read_all([document], stream.path, options)
    else:
        yield from open_lines(stream, options)


def _read_all(records: Iterable[object], path: str, options: Options) -> Iterator[Draft | InputError]:
    for number, record in enumerate(records, start=1):
        try:
            yield _read_record(record, path, number, options.max_bytes)
        except InputError as error:
            yield error


def _most_bytes(options: Options) -> int:
    """Of one record's JSON."""
    return min(options.max_bytes, 2 * options.max_characters) * _ESCAPED


def _read_line(line: bytes, path: str, number: int, max_bytes: int) -> Draft:
    text = decode(line, path, number)
    try:
        record = json.loads(text)
    except ValueError as error:
        raise InputError(f"is not JSON ({error}); put one object on each line", path=path, line=number) from error
    except RecursionError as error:
        raise InputError("is JSON nested too deep for a report", path=path, line=number) from error
    return _read_record(record, path, number, max_bytes)


def _read_record(record: object, path: str, number: int, max_bytes: int) -> Draft:
    if not isinstance(record, dict):
        raise InputError(f"is a JSON {type(record).__name__}, not an object", path=path, line=number)
    return make_draft(record, path, number, max_bytes)

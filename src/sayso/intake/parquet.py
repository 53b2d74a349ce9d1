"""Parquet files: one report a row, columns as the keys of JSONL; read in a child process that is bounded in memory.

Parsers of Parquet end the whole process on some damaged files; one that does costs its file alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import MEGABYTE, Options
from sayso.intake.record import KEYS, make_draft
from sayso.intake.stream import Stream, too_big

SECONDS = 3600  # of processor time, for a file of millions of rows
_LARGEST = 1024 * MEGABYTE


def open_parquet(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each row; the error of each row that holds none.

    Raises:
        InputError: when the file is damaged, has no column `text` or unpacks to an absurd size.
    """
    limit = options.max_bytes * 6 + MEGABYTE  # a byte of text takes at most six of JSON
    with _open_child(stream) as rows:
        for number, line in enumerate(Stream(rows, stream.path).lines(limit), start=1):
            if line is None:
                yield InputError(too_big("the row", limit), path=stream.path, line=number)
                continue
            record = json.loads(line)
            if "end" in record:
                if record["end"] is not None:
                    raise InputError(record["end"], path=stream.path)
                return
            try:
                yield make_draft(record, stream.path, number, options.max_bytes)
            except InputError as error:
                yield error
    raise InputError("the Parquet data crashed their parser or took too much memory; write the file again",
                     path=stream.path)


@contextmanager
def _open_child(stream: Stream) -> Iterator[BinaryIO]:
    """The output of a child process that reads the file; it ends with the context."""
    with tempfile.TemporaryFile() as copy:
        source = stream.rewind()
        if source is None:  # Parquet is read from its end
            while part := stream.file.read(MEGABYTE):
                if copy.tell() > _LARGEST:
                    raise InputError("is over 1 GB and packed or no file; unpack or save it first", path=stream.path)
                copy.write(part)
            copy.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "sayso.intake.parquetchild", str(SECONDS), *KEYS],
            stdin=source or copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        try:
            assert child.stdout is not None
            yield cast("BinaryIO", child.stdout)
        finally:
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()

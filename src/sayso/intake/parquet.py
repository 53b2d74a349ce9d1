"""Parquet files: one report a row, columns as the keys of JSONL; read a batch of rows at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import MEGABYTE, Options
from sayso.intake.record import KEYS, make_draft
from sayso.intake.stream import Stream

_BATCH = 64
# Parquet is read from its end, so a stream must be held whole.
_LARGEST = 1024 * MEGABYTE


def open_parquet(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each row; the error of each row that holds none.

    Raises:
        InputError: when the file is damaged or has no column `text`.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(io.BytesIO(stream.read_whole(_LARGEST)))
        names = [name for name in table.schema_arrow.names if name in KEYS]
        if "text" not in names:
            raise InputError("has no column 'text'; name the column with the reports 'text'", path=stream.path)
        row = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=names):
            for record in batch.to_pylist():
                row += 1
                try:
                    yield make_draft(_plain(record), stream.path, row, options.max_bytes)
                except InputError as error:
                    yield error
    except pyarrow.ArrowException as error:
        raise InputError(f"the Parquet data are damaged ({error}); write the file again", path=stream.path) from error


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Days and times as ISO text, as JSONL has them."""
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in record.items()
    }

"""Parquet files: one report a row, columns as the keys of JSONL; read a batch of rows at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from sayso.errors import InputError
from sayso.intake.draft import Draft
from sayso.intake.options import MEGABYTE, Options
from sayso.intake.record import KEYS, make_draft
from sayso.intake.stream import Stream

_BATCH = 16
# Parquet is read from its end, so what comes packed or by a pipe must be held whole.
_LARGEST = 64 * MEGABYTE
# What unpacks to more is no table of reports, whose values say something each.
_BOMB_RATIO = 200
_BOMB_FLOOR = 64 * MEGABYTE


def open_parquet(stream: Stream, options: Options) -> Iterator[Draft | InputError]:
    """The report of each row; the error of each row that holds none.

    Raises:
        InputError: when the file is damaged, has no column `text` or unpacks to an absurd size.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        source = stream.rewind() or io.BytesIO(stream.read_whole(_LARGEST))
        # A value that stands in many rows is held once.
        table = pyarrow.parquet.ParquetFile(source, read_dictionary=["text"])
        names = [name for name in table.schema_arrow.names if name in KEYS]
        if "text" not in names:
            raise InputError("has no column 'text'; name the column with the reports 'text'", path=stream.path)
        _check_size(table, stream.path)
        for row, record in enumerate(_records(table, names), start=1):
            try:
                yield make_draft(record(), stream.path, row, options.max_bytes)
            except InputError as error:
                yield error
            except (ValueError, OverflowError) as error:
                yield InputError(f"holds a value that cannot be read ({error})", path=stream.path, line=row)
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"the Parquet data are damaged ({error}); write the file again", path=stream.path) from error


def _check_size(table: Any, path: str) -> None:
    """Raise InputError when the columns unpack to far more than they take."""
    groups = [table.metadata.row_group(number) for number in range(table.metadata.num_row_groups)]
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    unpacked = sum(column.total_uncompressed_size for column in columns)
    if unpacked > max(_BOMB_FLOOR, _BOMB_RATIO * sum(column.total_compressed_size for column in columns)):
        raise InputError(f"unpacks to more than {_BOMB_RATIO} times its size, which no reports do; write it again with "
                         "another program if you trust it", path=path)


def _records(table: Any, names: list[str]) -> Iterator[Callable[[], dict[str, Any]]]:
    """What gives the record of each row; a row that cannot be had raises when it is asked for."""
    for batch in table.iter_batches(batch_size=_BATCH, columns=names):
        for number in range(batch.num_rows):
            yield partial(_record, batch, number)


def _record(batch: Any, number: int) -> dict[str, Any]:
    """A row's values, days and times as ISO text as JSONL has them."""
    values = ((name, batch.column(name)[number].as_py()) for name in batch.schema.names)
    return {name: value.isoformat() if isinstance(value, date | datetime) else value for name, value in values}

"""The child process of `sayso.intake.parquet`: a file on standard input, its rows as JSON lines on standard output.

The last line is `{"end": null}`, or `{"end": message}` where the rows could not be read to their end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from sayso.intake.pdfchild import limit_resources

_BATCH = 16
# What unpacks to more is no table of reports, whose values say something each.
_BOMB_RATIO = 200
_BOMB_FLOOR = 64 << 20


def read_rows(source: BinaryIO, keys: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, in the columns called as `keys`; what is said at last is under `end`."""
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(source)
        names = [name for name in table.schema_arrow.names if name in keys]
        if "text" not in names:
            yield {"end": "has no column 'text'; name the column with the reports 'text'"}
            return
        if _is_bomb(table.metadata):
            yield {"end": f"unpacks to more than {_BOMB_RATIO} times its size, which no reports do"}
            return
        if "text" in _strings(table.schema_arrow):  # a value that stands in many rows is then held once
            table = pyarrow.parquet.ParquetFile(source, read_dictionary=["text"])
        for batch in table.iter_batches(batch_size=_BATCH, columns=names):
            for number in range(batch.num_rows):
                yield _row(batch, number)
    except (pyarrow.ArrowException, OSError, KeyError) as error:
        yield {"end": f"the Parquet data are damaged ({error}); write the file again"}
        return
    yield {"end": None}


def _strings(schema: Any) -> list[str]:
    return [field.name for field in schema if str(field.type) in ("string", "large_string")]


def _is_bomb(metadata: Any) -> bool:
    """Whether the columns unpack to far more than they take."""
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    columns = [group.column(number) for group in groups for number in range(group.num_columns)]
    unpacked = sum(column.total_uncompressed_size for column in columns)
    return bool(unpacked > max(_BOMB_FLOOR, _BOMB_RATIO * sum(column.total_compressed_size for column in columns)))


def _row(batch: Any, number: int) -> dict[str, Any]:
    """A row's values, days and times as ISO text as JSONL has them; of other kinds of values their kind."""
    return {name: _plain(batch.column(name)[number]) for name in batch.schema.names}


def _plain(cell: Any) -> Any:
    try:
        value = cell.as_py()
    except (ValueError, OverflowError):
        return []  # a kind that no key has; what reads the row says so
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | list) else [str(type(value).__name__)]


def main() -> None:
    limit_resources(int(sys.argv[1]))
    with open(0, "rb") as source, open(1, "w", encoding="utf-8", newline="\n") as out:
        for row in read_rows(source, tuple(sys.argv[2:])):
            out.write(json.dumps(row, default=str) + "\n")


if __name__ == "__main__":
    main()

"""Events as Parquet for data frames: a row an event, columns those of `csv` with types, and the incident's lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from sayso.export.csv import COLUMNS, describe_rows
from sayso.export.matter import Matter
from sayso.format import MORE_TOLLS

_NUMBERS = frozenset((
    "killed_min", "killed_max", "injured_min", "injured_max", "geonames", "trigger_start", "trigger_end",
    "date_inferred", "away_bearing", *(f"{name}_{part}" for name in MORE_TOLLS for part in ("min", "max")),
))  # fmt: skip
_MEASURES = frozenset(("lat", "lon", "away_km", "away_lat", "away_lon", "radius_km"))
# Rows held before they are written.
_GROUP = 10_000


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write one file; column `incident` is the store's, `lines` its lines of evidence."""
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([(name, _type(pyarrow, name)) for name in (*COLUMNS, "lines")])
    with pyarrow.parquet.ParquetWriter(out, schema) as writer:
        group: list[dict[str, Any]] = []
        for row in _rows(matter):
            group.append(row)
            if len(group) == _GROUP:
                writer.write_table(pyarrow.Table.from_pylist(group, schema))
                group = []
        writer.write_table(pyarrow.Table.from_pylist(group, schema))
    return []


def _type(pyarrow: Any, name: str) -> Any:
    if name in _MEASURES:
        return pyarrow.float64()
    return pyarrow.int64() if name in _NUMBERS or name == "lines" else pyarrow.string()


def _rows(matter: Matter) -> Iterator[dict[str, Any]]:
    for reading in matter.readings:
        for row in describe_rows(reading):
            incident = matter.incident(str(row["event"]))
            cells = {name: _clean(value) for name, value in row.items()}
            cells["incident"] = incident.id if incident else row.get("incident")
            yield {**cells, "lines": incident.lines if incident else None}


def _clean(value: object) -> object:
    """Parquet's text is UTF-8, which has no lone surrogates."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value

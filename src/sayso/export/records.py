"""Answers of a store for programs: records as CSV and GeoJSON, the same for the command line and the web."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, TextIO

from sayso.export.csv import guard
from sayso.format import Json

_JOIN = " | "


def write_csv(records: Iterable[Any], out: TextIO) -> None:
    """Write records of one kind, every field a column; nothing at all where there are none."""
    rows: csv.DictWriter[str] | None = None
    for record in records:
        row = {name: guard(_flatten(value)) for name, value in asdict(record).items()}
        if rows is None:
            rows = csv.DictWriter(out, list(row))
            rows.writeheader()
        rows.writerow(row)


def to_features(records: Iterable[Any]) -> Json:
    """Records with `lat` and `lon` as a GeoJSON feature collection (RFC 7946); without a point, null geometry."""
    return {"type": "FeatureCollection", "features": [_feature(asdict(record)) for record in records]}


def _feature(values: Json) -> Json:
    lat, lon = values.pop("lat"), values.pop("lon")
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "id": values["id"], "geometry": point, "properties": values}


def _flatten(value: Any) -> Any:
    if isinstance(value, tuple | list) and all(isinstance(part, str | None) for part in value):
        return _JOIN.join(part or "" for part in value)
    if isinstance(value, tuple | list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    return value

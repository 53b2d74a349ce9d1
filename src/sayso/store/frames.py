"""Answers of a store as data frames: one row a record, one column a field.

    from sayso.store.frames import to_pandas

    with Store.open("sayso.db") as store:
        frame = to_pandas(store.incidents(limit=None))

pandas and polars are not installed with sayso; whoever asks for a frame has one of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sayso.errors import StoreError

if TYPE_CHECKING:
    import pandas
    import polars


def to_pandas(records: Iterable[Any]) -> pandas.DataFrame:
    """Records as a pandas frame; lists of strings stay lists, anything deeper is JSON.

    Raises:
        StoreError: when pandas is not installed.
    """
    rows = _rows(records)
    frame: pandas.DataFrame = _load("pandas").DataFrame(rows)
    return frame


def to_polars(records: Iterable[Any]) -> polars.DataFrame:
    """Records as a polars frame, likewise.

    Raises:
        StoreError: when polars is not installed.
    """
    rows = _rows(records)
    frame: polars.DataFrame = _load("polars").DataFrame(rows, infer_schema_length=None)
    return frame


def _load(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise StoreError(f"{name} is not installed; install it: pip install {name}") from error


def _rows(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [{name: _cell(value) for name, value in _values(record).items()} for record in records]


def _values(record: Any) -> dict[str, Any]:
    if is_dataclass(record) and not isinstance(record, type):
        return asdict(record)
    return dict(record)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple | list):
        plain = all(isinstance(part, str | None) for part in value)
        return list(value) if plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else value

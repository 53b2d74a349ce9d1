"""Reading back what was written: reports and readings as the records they were."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from sayso.errors import StoreError
from sayso.format import FORMAT, from_dict
from sayso.store import schema
from sayso.store.records import Origin
from sayso.types import Reading, Report

_PATH = (
    select(func.min(schema.retrievals.c.path)).where(schema.retrievals.c.report == schema.reports.c.n).scalar_subquery()
)
_BATCH = 64


def load_report(connection: Connection, name: str) -> Report:
    """The report of this key, or of this id where only one report has it.

    Raises:
        StoreError: when there is none, or several have the id.
    """
    table = schema.reports
    query = select(table.c.key, table.c.record, table.c.sha256, table.c.text, _PATH.label("path"))
    return _to_report(connection.execute(query.where(_is_one(connection, name))).one())


def load_reading(connection: Connection, name: str) -> Reading:
    """The reading of the report of this key, or of this id where only one report has it.

    Raises:
        StoreError: when there is none, or several have the id.
    """
    return _to_reading(connection.execute(_select().where(_is_one(connection, name))).one())


def load_numbered(connection: Connection, number: int) -> Reading:
    """The reading of the report of this number."""
    return _to_reading(connection.execute(_select().where(schema.reports.c.n == number)).one())


def iterate(connection: Connection, after: str = "") -> list[tuple[str, Reading]]:
    """Some readings and their keys, in the keys' order from `after` on; empty at the end."""
    keys = schema.reports.c.key
    return [(row.key, _to_reading(row)) for row in connection.execute(
        _select().where(keys > after).order_by(keys).limit(_BATCH)
    )]  # fmt: skip


def load_origins(connection: Connection, name: str) -> list[Origin]:
    """Where the report of this key or id was found, in the order of finding.

    Raises:
        StoreError: when there is none, or several have the id.
    """
    table, reports = schema.retrievals, schema.reports
    query = select(table).join(reports, reports.c.n == table.c.report).where(_is_one(connection, name))
    return [
        Origin(
            path=row.path, original=row.original, time=row.retrieved, address=row.about["address"],
            redirects=tuple(row.about["redirects"]), headers=row.about["headers"], tools=row.about["tools"],
        )
        for row in connection.execute(query.order_by(table.c.retrieved, table.c.key))
    ]


def load_original(connection: Connection, sha256: str) -> bytes:
    """Original bytes by their hash; those of a report that came as text are the text in UTF-8.

    Raises:
        StoreError: when they are not kept.
    """
    table, reports = schema.originals, schema.reports
    data = connection.execute(select(table.c.data).where(table.c.sha256 == sha256)).scalar()
    if data is None:
        data = connection.execute(select(reports.c.text).where(reports.c.sha256 == sha256).limit(1)).scalar()
    if data is None:
        raise StoreError(f"no original {sha256!r} is kept; was it added with --no-originals?")
    return bytes(data)


def find_keys(connection: Connection, name: str) -> list[str]:
    """The keys of the reports that have this key or id."""
    table = schema.reports
    found = connection.execute(select(table.c.key).where(or_(table.c.key == name, table.c.id == name)))
    return sorted(row.key for row in found)


def iterate_outdated(connection: Connection, version: str | None, after: str) -> list[str]:
    """Keys of reports read by another pipeline than `version` (by any, if None), in their order from `after` on."""
    reports, readings = schema.reports, schema.readings
    query = select(reports.c.key).join(readings, readings.c.report == reports.c.n).where(reports.c.key > after)
    if version is not None:
        query = query.where(readings.c.version != version)
    return list(connection.execute(query.order_by(reports.c.key).limit(_BATCH)).scalars())


def chunk(values: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    """`values` in parts that a statement takes as parameters."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _is_one(connection: Connection, name: str) -> ColumnElement[bool]:
    keys = find_keys(connection, name)
    if not keys:
        raise StoreError(f"there is no report {name!r} in the store")
    if len(keys) > 1:
        raise StoreError(f"{len(keys)} reports have the id {name!r}; ask for one by its key: {', '.join(keys[:5])}")
    return schema.reports.c.key == keys[0]


def _select() -> Select[Any]:
    reports, readings = schema.reports, schema.readings
    return select(
        reports.c.key, reports.c.record, reports.c.sha256, reports.c.text, _PATH.label("path"), readings.c.body
    ).join(readings, readings.c.report == reports.c.n)


def _to_report(row: Any) -> Report:
    return Report(text=row.text.decode("utf-8", "surrogatepass"), sha256=row.sha256, path=row.path, **row.record)


def _to_reading(row: Any) -> Reading:
    report = _to_report(row)
    body = json.loads(row.body)
    reading = from_dict({**body, "format": FORMAT, "report": {"id": "", "text": "", "sha256": ""}})
    return replace(reading, report=report)

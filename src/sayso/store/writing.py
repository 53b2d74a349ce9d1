"""Writing reports and readings: each function works inside one transaction: all of a report is there, or nothing."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from sayso.errors import StoreError
from sayso.format import to_dict
from sayso.store import counts, log, pending, schema
from sayso.store.finding import Finding
from sayso.store.keys import clean_or_none, digest, report_key
from sayso.store.loading import load_numbered
from sayso.store.records import Retrieval
from sayso.store.rows import Rows, make_rows, report_row, report_words
from sayso.types import Reading


def put(
    connection: Connection, finding: Finding, *, reading: Reading, retrieval: Retrieval, draft: str | None = None
) -> bool:
    """Write a report with its reading; a report that is there keeps the reading it has. True when it is new."""
    key = report_key(reading.report)
    number = find_report(connection, key)
    new = number is None
    if number is None:
        number = _put_report(connection, finding, key, reading)
        _put_reading(connection, finding, number, key, reading)
    if retrieval.path is None:
        retrieval = dataclasses.replace(retrieval, path=reading.report.path)
    _put_retrieval(connection, number, retrieval)
    if draft is not None and not _has(connection, schema.drafts, key=draft):
        connection.execute(schema.drafts.insert(), [{"key": draft, "report": number}])
    return new


def replace(connection: Connection, finding: Finding, reading: Reading, old: Reading) -> None:
    """Put `reading` in the place of the reading that its report has, which is `old`."""
    key = report_key(reading.report)
    number = find_report(connection, key)
    if number is None:
        raise StoreError(f"report {reading.report.id} is not in the store")
    _drop_reading(connection, finding, number, old)
    _put_reading(connection, finding, number, key, reading)


def see_again(connection: Connection, number: int, retrieval: Retrieval) -> None:
    """Note that a report was found once more."""
    _put_retrieval(connection, number, retrieval)


def is_known(connection: Connection, number: int, retrieval: Retrieval) -> bool:
    """Whether a report was found there before."""
    return _has(connection, schema.retrievals, report=number, key=_retrieval_key(retrieval))


def find_draft(connection: Connection, draft: str) -> int | None:
    """The number of the report that a draft became."""
    return connection.execute(select(schema.drafts.c.report).where(schema.drafts.c.key == draft)).scalar()


def find_report(connection: Connection, key: str) -> int | None:
    """The number of the report of this key."""
    return connection.execute(select(schema.reports.c.n).where(schema.reports.c.key == key)).scalar()


def refresh(connection: Connection, number: int) -> None:
    """Write what version 2 of the tables keeps of a reading besides what version 1 did."""
    rows = make_rows(load_numbered(connection, number), number)
    if rows.other_places:
        connection.execute(schema.other_places.insert(), rows.other_places)
    claims = schema.claims
    for row in rows.atoms["claims"]:
        if row["relays"]:
            connection.execute(update(claims).where(claims.c.n == row["n"]).values(relays=row["relays"]))


def fill(connection: Connection, number: int, columns: Mapping[Table, Sequence[str]]) -> None:
    """Write what a reading says into columns that its atoms' tables did not have when it was written."""
    rows = make_rows(load_numbered(connection, number), number)
    for table, names in columns.items():
        for row in rows.atoms[table.name]:
            values = {name: row[name] for name in names if row[name] is not None}
            if values:
                connection.execute(update(table).where(table.c.n == row["n"]).values(**values))


def make_body(reading: Reading) -> dict[str, Any]:
    """What is kept of a reading: its JSON object without the report."""
    body = to_dict(reading)
    del body["report"]
    return body


def _put_report(connection: Connection, finding: Finding, key: str, reading: Reading) -> int:
    report = reading.report
    row = report_row(report, key)
    if hashlib.sha256(row["text"]).hexdigest() != report.sha256:
        raise StoreError(f"report {report.id}: sha256 is not that of its text")
    statement = schema.reports.insert().values(**row).returning(schema.reports.c.n)
    number = int(connection.execute(statement).scalar_one())
    finding.add_words(connection, "reports", [(number, report_words(report))])
    log.append(connection, "report", key, report_digest(row["record"], report.sha256))
    return number


def report_digest(record: dict[str, Any], sha256: str) -> str:
    """The digest that the log holds of a report."""
    return digest([record, sha256])


def _put_reading(connection: Connection, finding: Finding, number: int, key: str, reading: Reading) -> None:
    body = make_body(reading)
    rows = make_rows(reading, number)
    content = digest(body)
    time = log.append(connection, "reading", key, content)
    packed = json.dumps(body, separators=(",", ":")).encode("ascii")
    connection.execute(schema.readings.insert(), [{
        "report": number, "digest": content, "pipeline": reading.pipeline,
        "version": pipeline_version(reading.pipeline), "time": time, "body": packed,
        "predicates": rows.predicates,
    }])  # fmt: skip
    for name, atoms in rows.atoms.items():
        if atoms:
            connection.execute(schema.metadata.tables[name].insert(), atoms)
    for table_, more in ((schema.sides, rows.sides), (schema.other_places, rows.other_places)):
        if more:
            connection.execute(table_.insert(), more)
    for table, words in rows.words.items():
        finding.add_words(connection, table, words)
    finding.add_places(connection, rows.points)
    counts.apply(connection, counts.count_reading(reading), 1)
    pending.expect(connection, number)


def _drop_reading(connection: Connection, finding: Finding, number: int, old: Reading) -> None:
    rows: Rows = make_rows(old, number)
    for table, words in rows.words.items():
        finding.drop_words(connection, table, words)
    finding.drop_places(connection, [point[0] for point in rows.points])
    pending.forget_events(connection, number)
    low, high = number * schema.ATOMS, (number + 1) * schema.ATOMS
    for named in (schema.sides, schema.other_places):
        connection.execute(delete(named).where(named.c.event >= low, named.c.event < high))
    for table_ in schema.ATOM_TABLES:
        connection.execute(delete(table_).where(table_.c.n >= low, table_.c.n < high))
    connection.execute(delete(schema.readings).where(schema.readings.c.report == number))
    counts.apply(connection, counts.count_reading(old), -1)


def _put_retrieval(connection: Connection, number: int, retrieval: Retrieval) -> None:
    key = _retrieval_key(retrieval)
    if _has(connection, schema.retrievals, report=number, key=key):
        return
    original = _hash(retrieval.original)
    if retrieval.original is not None and not _has(connection, schema.originals, sha256=original):
        row = {"sha256": original, "size": len(retrieval.original), "data": retrieval.original}
        connection.execute(schema.originals.insert(), [row])
    connection.execute(schema.retrievals.insert(), [{
        "report": number, "key": key, "path": clean_or_none(retrieval.path), "original": original,
        "retrieved": retrieval.time or log.now(), "about": _about(retrieval) | {"tools": dict(retrieval.tools)},
    }])  # fmt: skip


def _retrieval_key(retrieval: Retrieval) -> str:
    """What makes two retrievals of a report one: all but the time and the tools."""
    return retrieval_key(retrieval.path, _hash(retrieval.original), _about(retrieval))


def retrieval_key(path: str | None, original: str | None, about: dict[str, Any]) -> str:
    """The key of where a report was found: a path, the hash of the bytes there, address, redirects and headers."""
    return digest([path, original, about])[:16]


def _about(retrieval: Retrieval) -> dict[str, Any]:
    return {
        "address": retrieval.address, "redirects": list(retrieval.redirects), "headers": dict(retrieval.headers),
    }


def _hash(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def pipeline_version(pipeline: dict[str, str]) -> str:
    """What tells two pipelines' readings apart."""
    return digest(pipeline)[:16]


def _has(connection: Connection, table: Any, **key: object) -> bool:
    where = [table.c[name] == value for name, value in key.items()]
    return connection.execute(select(1).select_from(table).where(*where)).first() is not None

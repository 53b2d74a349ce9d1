"""`sayso verify`: is everything in the store what it was when it was written?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from sayso.store import log, schema
from sayso.store.keys import digest, report_key
from sayso.store.notes import row_digest
from sayso.store.writing import report_digest
from sayso.types import Report

_BATCH = 64


def check_log(connection: Connection) -> Iterator[str]:
    """What is wrong with the log, and with decisions, corrections and ratings against it."""
    yield from log.check(connection)
    entries = schema.log
    for table in (schema.decisions, schema.corrections, schema.ratings):
        what = table.name.rstrip("s")
        logged = set(connection.execute(select(entries.c.digest).where(entries.c.what == what)).scalars())
        for row in connection.execute(select(table).order_by(table.c.n)):
            if row_digest(dict(row._mapping)) not in logged:
                yield f"{what} {row.n}: differs from what was logged"
    held = connection.execute(select(func.count()).select_from(schema.reports)).scalar()
    noted = connection.execute(select(func.count()).select_from(entries).where(entries.c.what == "report")).scalar()
    if held != noted:
        yield f"log: {noted} reports were written, {held} are there"


def check_originals(connection: Connection) -> Iterator[str]:
    """Original bytes that are not what their hash says."""
    table = schema.originals
    after = ""
    while True:
        query = select(table).where(table.c.sha256 > after).order_by(table.c.sha256).limit(_BATCH)
        rows = connection.execute(query).all()
        if not rows:
            return
        for row in rows:
            if row.data is not None and hashlib.sha256(row.data).hexdigest() != row.sha256:
                yield f"original {row.sha256}: its bytes have another hash"
        after = rows[-1].sha256


def check_reports(connection: Connection, after: int) -> tuple[int, int, list[str]]:
    """Check some reports from number `after` on: the last number seen (`after` at the end), how many, what is wrong."""
    table, readings = schema.reports, schema.readings
    query = (
        select(table, readings.c.body, readings.c.digest, readings.c.predicates)
        .outerjoin(readings, readings.c.report == table.c.n)
        .where(table.c.n > after).order_by(table.c.n).limit(_BATCH)
    )  # fmt: skip
    rows = connection.execute(query).all()
    wrong = [problem for row in rows for problem in _check_report(connection, row)]
    return (rows[-1].n if rows else after), len(rows), wrong


def _check_report(connection: Connection, row: Any) -> Iterator[str]:
    name = f"report {row.key}"
    if hashlib.sha256(row.text).hexdigest() != row.sha256:
        yield f"{name}: its text has another hash"
    report = Report(text="", sha256=row.sha256, **row.record)
    if report_key(report) != row.key:
        yield f"{name}: what is said of it has another hash"
    if _logged(connection, row.key, "report") != report_digest(row.record, row.sha256):
        yield f"{name}: differs from what was logged"
    if row.body is None:
        yield f"{name}: has no reading"
        return
    if digest(json.loads(row.body)) != row.digest or _logged(connection, row.key, "reading") != row.digest:
        yield f"{name}: its reading has another hash"
    text = row.text.decode("utf-8", "surrogatepass")
    yield from _check_quotes(f"{name}: predicates", text, row.predicates)
    yield from _check_spans(connection, row.n, name, text, json.loads(row.body))


def _check_spans(connection: Connection, number: int, name: str, text: str, body: dict[str, Any]) -> Iterator[str]:
    low, high = number * schema.ATOMS, (number + 1) * schema.ATOMS
    for table in schema.ATOM_TABLES:
        query = select(table.c.n, table.c.quotes).where(table.c.n >= low, table.c.n < high).order_by(table.c.n)
        rows = connection.execute(query).all()
        if [row.n - low for row in rows] != list(range(len(body[table.name]))):
            yield f"{name}: has {len(rows)} {table.name}, its reading {len(body[table.name])}"
        for row in rows:
            yield from _check_quotes(f"{name}: {table.name} {row.n - low}", text, row.quotes)


def _check_quotes(name: str, text: str, quotes: Iterable[tuple[str, int, int, str]]) -> Iterator[str]:
    for role, start, end, words in quotes:
        if text[start:end] != words:
            yield f"{name}: its {role} at {start}-{end} no longer quotes {words!r}"


def _logged(connection: Connection, subject: str, what: str) -> str | None:
    """What the log last held of a report or its reading."""
    entries = schema.log
    query = select(entries.c.digest).where(entries.c.subject == subject, entries.c.what == what)
    return connection.execute(query.order_by(entries.c.n.desc()).limit(1)).scalar()

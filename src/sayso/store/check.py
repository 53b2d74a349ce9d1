"""`sayso verify`: is everything in the store what it was when it was written?"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from sayso.errors import SaysoError
from sayso.store import log, schema
from sayso.store.check_atoms import check_rows, compare
from sayso.store.check_sums import Tally
from sayso.store.finding import Finding
from sayso.store.keys import digest, report_key
from sayso.store.loading import load_numbered
from sayso.store.notes import row_digest
from sayso.store.rows import make_rows, report_row, report_words
from sayso.store.writing import pipeline_version, report_digest, retrieval_key
from sayso.types import Report

_BATCH = 64
# What reading damaged rows raises.
_BROKEN = (ValueError, TypeError, LookupError, AttributeError, zlib.error, DBAPIError, SaysoError)


def check_log(connection: Connection) -> Iterator[str]:
    """What is wrong with the log, and with decisions, corrections and ratings against it."""
    yield from log.check(connection)
    for table in (schema.decisions, schema.corrections, schema.ratings):
        try:
            yield from _check_noted(connection, table)
        except _BROKEN as error:
            yield f"{table.name}: one of them cannot be read: {_first_line(error)}"
    entries = schema.log
    held = connection.execute(select(func.count()).select_from(schema.reports)).scalar()
    noted = connection.execute(select(func.count()).select_from(entries).where(entries.c.what == "report")).scalar()
    if held != noted:
        yield f"log: {noted} reports were written, {held} are there"
    known = select(schema.reports.c.n)
    strays = select(func.count()).select_from(schema.drafts).where(schema.drafts.c.report.not_in(known))
    if found := connection.execute(strays).scalar():
        yield f"drafts: {found} of them are of no report"


def check_originals(connection: Connection) -> Iterator[str]:
    """Original bytes that are not what their hash says."""
    table = schema.originals
    for sha256 in connection.execute(select(table.c.sha256).order_by(table.c.sha256)).scalars().all():
        try:
            row = connection.execute(select(table).where(table.c.sha256 == sha256)).one()
        except _BROKEN as error:
            yield f"original {sha256}: cannot be read: {_first_line(error)}"
            continue
        if row.data is not None and (hashlib.sha256(row.data).hexdigest() != sha256 or len(row.data) != row.size):
            yield f"original {sha256}: its bytes have another hash"


def check_reports(connection: Connection, after: int, tally: Tally) -> tuple[int, int, list[str]]:
    """Check some reports from number `after` on: the last number seen (`after` at the end), how many, what is wrong."""
    table = schema.reports
    query = select(table.c.n).where(table.c.n > after).order_by(table.c.n).limit(_BATCH)
    numbers = connection.execute(query).scalars().all()
    wrong: list[str] = []
    for number in numbers:
        try:
            wrong += _check_report(connection, number, tally)
        except _BROKEN as error:
            wrong.append(f"report number {number}: cannot be read: {_first_line(error)}")
    tally.close_batch(connection)
    return (numbers[-1] if numbers else after), len(numbers), wrong


def check_sums(connection: Connection, finding: Finding, tally: Tally) -> Iterator[str]:
    """What does not add up: counts, and what words and places are found by; and the database's own check of itself."""
    try:
        yield from finding.check(connection)
        yield from tally.check(connection)
    except _BROKEN as error:
        yield f"the store's tables cannot be read: {_first_line(error)}"


def _check_noted(connection: Connection, table: Table) -> Iterator[str]:
    """Rows are logged in the order of their numbers, which SQLite gives out without gaps."""
    entries, what = schema.log, table.name.rstrip("s")
    query = select(entries.c.digest, entries.c.time).where(entries.c.what == what).order_by(entries.c.n)
    logged = [(entry.digest, entry.time) for entry in connection.execute(query)]
    gone = select(entries).where(entries.c.what == f"{what} withdrawn").order_by(entries.c.n)
    withdrawn = {entry.subject: entry for entry in connection.execute(gone)}
    rows = [dict(row._mapping) for row in connection.execute(select(table).order_by(table.c.n))]
    if len(rows) != len(logged):
        yield f"{table.name}: {len(logged)} were written, {len(rows)} are there"
    for place, row in enumerate(rows):
        number = f"{what} {row['n']}"
        said = (row_digest(row), row["time"])
        if said not in (logged[place : place + 1] if len(rows) == len(logged) else logged):
            yield f"{number}: differs from what was logged"
        if connection.dialect.name == "sqlite" and len(rows) == len(logged) and row["n"] != place + 1:
            yield f"{number}: was written under another number"
        end, by = withdrawn.get(str(row["n"])), row.get("withdrawn_by")
        if row.get("withdrawn") != (end.time if end else None) or (
            by is not None and (end is None or digest([what, row["n"], by]) != end.digest)
        ):
            yield f"{number}: whether it was withdrawn differs from what was logged"


def _check_report(connection: Connection, number: int, tally: Tally) -> Iterator[str]:
    table, readings = schema.reports, schema.readings
    row = connection.execute(select(table).where(table.c.n == number)).one()
    name = f"report {row.key}"
    if hashlib.sha256(row.text).hexdigest() != row.sha256:
        yield f"{name}: its text has another hash"
    report = Report(text=row.text.decode("utf-8", "surrogatepass"), sha256=row.sha256, **row.record)
    if report_key(report) != row.key:
        yield f"{name}: what is said of it has another hash"
    if _logged(connection, row.key, "report")[0] != report_digest(row.record, row.sha256):
        yield f"{name}: differs from what was logged"
    yield from compare(name, dict(row._mapping), report_row(report, row.key))
    yield from _check_retrievals(connection, number, name)
    read = connection.execute(select(readings).where(readings.c.report == number)).first()
    if read is None:
        yield f"{name}: has no reading"
        return
    body = json.loads(read.body)
    if digest(body) != read.digest or _logged(connection, row.key, "reading") != (read.digest, read.time):
        yield f"{name}: its reading has another hash"
    about = {"pipeline": body["pipeline"], "version": pipeline_version(body["pipeline"])}
    reading = load_numbered(connection, number)
    rows = make_rows(reading, number)
    yield from compare(name, dict(read._mapping), about)
    yield from check_rows(connection, number, name, report.text, rows, read.predicates)
    tally.add(reading, number, rows, report_words(report))


def _check_retrievals(connection: Connection, number: int, name: str) -> Iterator[str]:
    table, originals = schema.retrievals, schema.originals
    for row in connection.execute(select(table).where(table.c.report == number).order_by(table.c.key)).all():
        about = {key: value for key, value in row.about.items() if key != "tools"}
        # A path that is no text was kept cleaned; its key is that of the path as it was.
        if "\N{REPLACEMENT CHARACTER}" not in (row.path or "") and retrieval_key(
            row.path, row.original, about
        ) != row.key:
            yield f"{name}: where it was found has another hash"
        there = select(originals.c.sha256).where(originals.c.sha256 == row.original)
        if row.original is not None and connection.execute(there).first() is None:
            yield f"{name}: its original {row.original} is missing"


def _logged(connection: Connection, subject: str, what: str) -> tuple[Any, Any]:
    """What the log last held of a report or its reading, and when that was written."""
    entries = schema.log
    query = select(entries.c.digest, entries.c.time).where(entries.c.subject == subject, entries.c.what == what)
    found = connection.execute(query.order_by(entries.c.n.desc()).limit(1)).first()
    return (None, None) if found is None else (found.digest, found.time)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)

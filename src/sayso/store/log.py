"""The store's log: what was written when, each entry's hash made with that of the one before.

Taking out, changing or reordering an entry breaks every hash after it, and `sayso verify` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from sayso.store import schema
from sayso.store.keys import digest

START = "0" * 64
_LAST = select(schema.log.c.n, schema.log.c.hash).order_by(schema.log.c.n.desc()).limit(1)


def now() -> str:
    """The time as the store writes it: ISO, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def append(connection: Connection, what: str, subject: str, content: str) -> str:
    """Log that `subject` was written; gives back the time.

    Args:
        what: `report`, `reading`, `decision`, `correction`, `rating`, or the withdrawal of one.
        content: the SHA-256 of what was written.
    """
    return append_all(connection, what, [(subject, content)])


def append_all(connection: Connection, what: str, entries: Sequence[tuple[str, str]]) -> str:
    """Log that some subjects were written, each with the SHA-256 of what was; gives back the time."""
    log = schema.log
    start, before = find_last(connection)
    time, rows = now(), []
    for number, (subject, content) in enumerate(entries, start=start + 1):
        before = _hash(before, number, time, what, subject, content)
        row = {"n": number, "time": time, "what": what, "subject": subject, "digest": content, "hash": before}
        rows.append(row)
    if rows:
        connection.execute(log.insert(), rows)
    return time


def find_last(connection: Connection) -> tuple[int, str]:
    """The number and the hash of the last entry; 0 and `START` before the first."""
    last = connection.execute(_LAST).first()
    return (last.n, last.hash) if last else (0, START)


def check(connection: Connection) -> Iterator[str]:
    """What is wrong with the chain, at the first place where it is broken."""
    before = START
    for number, entry in enumerate(connection.execute(select(schema.log).order_by(schema.log.c.n)), start=1):
        if entry.n != number:
            yield f"log: entry {number} is missing"
            return
        if entry.hash != _hash(before, entry.n, entry.time, entry.what, entry.subject, entry.digest):
            yield f"log: entry {number} ({entry.what} {entry.subject}) or one before it was changed"
            return
        before = entry.hash


def _hash(before: str, number: int, time: str, what: str, subject: str, content: str) -> str:
    return digest([before, number, time, what, subject, content])

"""Alerts: what saved queries find in reports that are new.

A file of saved queries is YAML: a list, each with a `name`, what it asks for (`of`: events, claims or incidents) and
the filters of `sayso events` by their names:

    - name: strikes near Kabul
      of: events
      type: ASSAULT
      near: [34.53, 69.17]
      km: 50
    - name: told by three or more
      of: incidents
      lines: 3

Each query remembers in the store up to which report it was asked, and moves on when its alerts are out: an alert may
come twice after a crash, but none is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import yaml

from sayso.errors import InputError, StoreError
from sayso.store import Filters, Store
from sayso.store.keys import digest

ASKED = ("events", "claims", "incidents")
_MOST = 10_000
_NAMES = {field.name for field in fields(Filters)} - {"report", "id"}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query: its name, what it asks for, and its filters."""

    name: str
    of: str
    filters: Filters

    @property
    def key(self) -> str:
        """What tells it from others: all of it."""
        return digest([self.name, self.of, asdict(self.filters)])[:32]


def load_queries(path: str) -> list[Query]:
    """The saved queries of a file.

    Raises:
        InputError: when it cannot be read, or a query makes no sense; says which one and why.
    """
    try:
        found = yaml.safe_load(Path(path).read_bytes())
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"is no file of saved queries ({error})", path=path) from error
    if not isinstance(found, list) or not found:
        raise InputError("holds no list of queries; each starts with '- name: ...'", path=path)
    return [_read(entry, number, path) for number, entry in enumerate(found, start=1)]


def begin(store: Store, queries: list[Query]) -> None:
    """Queries that are new to the store alert to what comes from now on."""
    fresh = [query.key for query in queries if store.watched.upto(query.key) is None]
    store.watched.note_asked(fresh, store.watched.newest())


def send_alerts(store: Store, queries: list[Query], send: Callable[[Json], None]) -> int:
    """Ask every query about the reports that are new to it, and send an alert for each thing found; how many.

    `send` raises when an alert cannot be delivered; then the query is asked again another time.
    """
    count = 0
    for query in queries:
        new = store.watched.reports_after(store.watched.upto(query.key) or 0)
        for alert in _find(store, query, [key for _, key in new]):
            send(alert)
            count += 1
        if new:
            store.watched.note_asked([query.key], new[-1][0])
    return count


def _find(store: Store, query: Query, reports: list[str]) -> Iterator[Json]:
    ask: Mapping[str, Callable[[Filters], list[Any]]] = {
        "events": lambda filters: store.events(filters, sort="oldest", limit=_MOST),
        "claims": lambda filters: store.claims(filters, sort="oldest", limit=_MOST),
        "incidents": lambda filters: store.incidents(filters, sort="oldest", limit=_MOST),
    }
    seen = set()
    for report in reports:
        for record in ask[query.of](replace(query.filters, report=report)):
            if record.id not in seen:
                seen.add(record.id)
                yield {"query": query.name, "of": query.of, "report": report, "record": asdict(record)}


def _read(entry: object, number: int, path: str) -> Query:
    where = f"query {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise InputError(f"{where} has no name", path=path)
    of = entry.get("of", "events")
    if of not in ASKED:
        raise InputError(f"{where} ({entry['name']}) asks for {of!r}; choose from {', '.join(ASKED)}", path=path)
    given = {name: _plain(value) for name, value in entry.items() if name not in ("name", "of")}
    unknown = sorted(set(given) - _NAMES)
    if unknown:
        raise InputError(f"{where} ({entry['name']}) has no filter {unknown[0]!r}; there are "
                         f"{', '.join(sorted(_NAMES))}", path=path)
    try:
        filters = Filters(**given)
        filters.check()
    except (StoreError, TypeError, ValueError) as error:
        raise InputError(f"{where} ({entry['name']}): {error}", path=path) from error
    return Query(entry["name"], of, filters)


def _plain(value: Any) -> Any:
    """YAML's dates as ISO days, its lists as tuples."""
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if hasattr(value, "isoformat") else value

"""Questions about incidents, answered from the tables that linking keeps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, false, func, select

from sayso.errors import StoreError
from sayso.store import derived, schema
from sayso.store.filters import Conditions
from sayso.store.keys import fold, shorten
from sayso.store.loading import chunk, find_keys
from sayso.store.notes import list_corrections
from sayso.store.queries import event_columns, page, pick, to_events
from sayso.store.records import Correction, EventRecord, IncidentRecord

# A facet that more incidents have is looked up incident by incident, in the order asked for; others beforehand.
FREQUENT = 2000
_LONGEST = timedelta(days=366)
_LISTS = ("types", "actors", "actor_keys", "recipients", "recipient_keys", "contradicted")


def find_incidents(
    connection: Connection, asked: Conditions, *, sort: str, limit: int | None, offset: int
) -> list[IncidentRecord]:
    """Incidents, in the order of `sort`: `newest`, `oldest`, `reports`, `lines` or `killed`; all without a limit."""
    rows = connection.execute(select_incidents(asked, sort=sort, limit=limit, offset=offset)).all()
    notes = _corrections(connection, [row.id for row in rows])
    return [to_record(row, notes.get(row.id, ())) for row in rows]


def load_incident(connection: Connection, name: str) -> IncidentRecord:
    """The incident of this id, or of the event of this id.

    Raises:
        StoreError: when there is none.
    """
    table = derived.incidents
    found = find_incident_id(connection, name)
    row = connection.execute(select(table).where(table.c.id == found)).first() if found else None
    if row is None:
        raise StoreError(f"there is no incident {name!r}; see `sayso incidents`, and `sayso link` for what is new")
    return to_record(row, _corrections(connection, [row.id]).get(row.id, ()))


def find_incident_id(connection: Connection, name: str) -> str | None:
    """The id of the incident that has this id or holds the event of this id."""
    table = derived.happenings
    query = select(func.min(table.c.incident)).where(table.c.id == shorten(name))
    return connection.execute(query).scalar()


def load_events(connection: Connection, name: str) -> list[EventRecord]:
    """The events of the incident of this id, or of the event of this id, by day of publication."""
    found = find_incident_id(connection, name)
    reports, happenings = schema.reports, derived.happenings
    query = event_columns().where(happenings.c.incident == found).order_by(
        reports.c.published, reports.c.key, schema.events.c.n
    )
    return to_events(connection, connection.execute(query).all()) if found else []


def select_incidents(asked: Conditions, *, sort: str, limit: int | None, offset: int) -> Select[Any]:
    """The statement behind `find_incidents`."""
    table = derived.incidents
    query = select(table).where(*_conditions(asked))
    orders: dict[str, list[ColumnElement[Any]]] = {
        "newest": [table.c.day.desc(), table.c.id.desc()], "oldest": [table.c.day, table.c.id],
        "reports": [table.c.reports.desc(), table.c.id.desc()], "lines": [table.c.lines.desc(), table.c.id.desc()],
        "killed": [table.c.killed_min.desc(), table.c.id.desc()],
    }
    if sort == "killed":
        query = query.where(table.c.killed_min.is_not(None))
    order = pick(orders, sort)
    return query.order_by(*order) if limit is None else page(query, order, limit, offset)


def _conditions(asked: Conditions) -> list[ColumnElement[bool]]:
    f, table, happenings = asked.filters, derived.incidents, derived.happenings
    found = [_has(asked, kind, [value]) for kind, value in _plain(asked) if value is not None]
    if f.actor is not None:
        roles = ("actor", "recipient") if f.side == "any" else (f.side,)
        found.append(_has(asked, roles, asked.actor_keys()))
    if f.report is not None:
        found.append(_has(asked, "report", find_keys(asked.connection, f.report)))
    named = f.incident if f.incident is not None else f.id
    if named is not None:
        incident = find_incident_id(asked.connection, named)
        found.append(false() if incident is None else table.c.id == incident)
    events = asked.event_numbers()
    if events is not None:
        found.append(table.c.id.in_(select(happenings.c.incident).where(happenings.c.event.in_(events))))
    if f.lines is not None:
        found.append(table.c.lines >= f.lines)
    if f.contradicted is not None:
        found.append(table.c.disputed == f.contradicted)
    if f.known is not None:
        found.append(table.c.reported_first <= f.known)
    return found + day_conditions(f.since, f.until)


def _plain(asked: Conditions) -> list[tuple[str, str | None]]:
    f = asked.filters
    outlet = None if f.outlet is None else shorten(fold(f.outlet))
    place = None if f.place is None else shorten(fold(f.place))
    return [
        ("outlet", outlet), ("place", place), ("country", f.country), ("type", f.type), ("mode", f.mode),
        ("kind", f.kind), ("factuality", f.factuality), ("salience", f.salience),
    ]


def _has(asked: Conditions, kinds: str | Sequence[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Incidents that have a facet with one of the values."""
    facets, table = derived.facets, derived.incidents
    kinds = (kinds,) if isinstance(kinds, str) else kinds
    where = [facets.c.kind.in_(kinds), facets.c.value.in_(values)]
    some = select(facets.c.incident).where(*where).limit(FREQUENT + 1).subquery()
    if asked.connection.execute(select(func.count()).select_from(some)).scalar_one() <= FREQUENT:
        return table.c.id.in_(select(facets.c.incident).where(*where))
    return select(1).where(facets.c.incident == table.c.id, *where).correlate(table).exists()


def day_conditions(since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    """Incidents with a day in between: what lasts over a year is found by its first day."""
    table = derived.incidents
    found: list[ColumnElement[bool]] = []
    if since is not None:
        earliest = date.fromisoformat(since)
        start = earliest - min(_LONGEST, earliest - date.min)
        found += [table.c.day >= start.isoformat(), func.coalesce(table.c.last, table.c.day) >= since]
    if until is not None:
        found += [table.c.day <= until, table.c.day > ""]
    return found


def _corrections(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[Correction, ...]]:
    """Corrections of each incident, under whichever of its events' ids they were made."""
    table = schema.corrections
    if connection.execute(select(table.c.n).where(table.c.kind == "incident").limit(1)).first() is None:
        return {}
    happenings = derived.happenings
    owners = {
        row.id: row.incident
        for part in chunk(list(ids))
        for row in connection.execute(
            select(happenings.c.id, happenings.c.incident).where(happenings.c.incident.in_(part))
        )
    }
    found: dict[str, list[Correction]] = defaultdict(list)
    for correction in list_corrections(connection, sorted(owners)):
        if correction.kind == "incident":
            found[owners[correction.target]].append(correction)
    return {owner: tuple(corrections) for owner, corrections in found.items()}


def to_record(row: Any, corrections: tuple[Correction, ...]) -> IncidentRecord:
    """The record of a row."""
    fields = {name: value for name, value in row._mapping.items() if name not in ("day", "disputed")}
    fields.update({name: tuple(fields[name]) for name in _LISTS})
    return IncidentRecord(**fields, corrections=corrections)

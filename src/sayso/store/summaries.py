"""Questions about reports, and those that the counting tables answer: actors, sources, relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from sayso.errors import StoreError
from sayso.store import schema
from sayso.store.filters import Conditions, find_actor_keys
from sayso.store.finding import split_query
from sayso.store.keys import fold, shorten
from sayso.store.notes import UNRATED, list_ratings
from sayso.store.queries import corrections_of, page, pick
from sayso.store.records import ActorRecord, CountryRecord, RelationRecord, ReportRecord, SourceRecord


def find_reports(
    connection: Connection, asked: Conditions, *, sort: str, limit: int, offset: int
) -> list[ReportRecord]:
    """Reports, in the order of `sort`: `newest` or `oldest`."""
    rows = connection.execute(select_reports(asked, sort=sort, limit=limit, offset=offset)).all()
    notes = corrections_of(connection, [row.key for row in rows])
    grades = list_ratings(connection, "source", [row.outlet_key for row in rows if row.outlet_key])
    return [
        ReportRecord(
            key=row.key, id=row.id, outlet=row.outlet, published=row.published, title=row.title, url=row.url,
            language=row.language, length=row.length, claims=row.claims, events=row.events, sha256=row.sha256,
            rating=grades.get(row.outlet_key, UNRATED["source"]), corrections=notes.get(row.key, ()),
        )
        for row in rows
    ]


def select_reports(asked: Conditions, *, sort: str, limit: int, offset: int) -> Select[Any]:
    """The statement behind `find_reports`."""
    table = schema.reports
    names = ("key", "id", "outlet", "outlet_key", "published", "title", "url", "language", "length", "sha256")
    query = select(
        *(table.c[name] for name in names), _count(schema.claims).label("claims"), _count(schema.events).label("events")
    ).where(*asked.reports())
    orders: dict[str, list[ColumnElement[Any]]] = {
        "newest": [table.c.day.desc(), table.c.key.desc()], "oldest": [table.c.day, table.c.key],
    }
    return page(query, pick(orders, sort), limit, offset)


def find_actors(
    connection: Connection, name: str | None, *, type: str | None = None, country: str | None = None, limit: int,
    offset: int,
) -> list[ActorRecord]:
    """Actors by the number of reports that name them, most first; `name` narrows to one and those linked to it."""
    table = schema.identities
    where: list[ColumnElement[bool]] = []
    if name is not None:
        where.append(table.c.key.in_(find_actor_keys(connection, name)))
    where += [table.c.type == type] if type is not None else []
    where += [table.c.country == country] if country is not None else []
    query = select(table.c.key, table.c.name, table.c.type, table.c.country).where(*where)
    rows = connection.execute(page(query, [table.c.reports.desc(), table.c.key.desc()], limit, offset)).all()
    keys = list(dict.fromkeys(row.key for row in rows))
    names = _names(connection, keys)
    notes = corrections_of(connection, keys)
    return [
        ActorRecord(
            key=key, name=names[key][0].name, type=names[key][0].type, country=names[key][0].country or None,
            reports=sum(row.reports for row in names[key]), mentions=sum(row.mentions for row in names[key]),
            names=tuple(dict.fromkeys(row.name for row in names[key])), corrections=notes.get(key, ()),
        )
        for key in keys
    ]


def find_sources(
    connection: Connection, text: str | None, *, kind: str | None = None, limit: int, offset: int
) -> list[SourceRecord]:
    """Outlets and sources of claims by how much comes from them, most first; `text` is a name or a key."""
    table = schema.sources
    query = select(table)
    if text is not None:
        keys = [text, shorten(" ".join(split_query(text, fold))), *find_actor_keys(connection, text)]
        query = query.where(table.c.key.in_(keys))
    if kind is not None:
        query = query.where(table.c.kind == kind)
    order = [table.c.total.desc(), table.c.key.desc()]
    rows = connection.execute(page(query, order, limit, offset)).all()
    grades = list_ratings(connection, "source", [row.key for row in rows])
    return [
        SourceRecord(row.key, row.kind, row.name, row.total, grades.get(row.key, UNRATED["source"])) for row in rows
    ]


def find_relations(
    connection: Connection, first: str, second: str | None = None, *, since: str | None = None,
    until: str | None = None,
) -> list[RelationRecord]:
    """Month by month, what `first` did to `second` and `second` to `first`; to and from anyone when left out.

    Raises:
        StoreError: when there is no actor of a name.
    """
    mine = _known(connection, first)
    theirs = None if second is None else _known(connection, second)
    found = {
        tuple(row): row
        for doers, targets in ((mine, theirs), (theirs, mine))
        for row in connection.execute(select_pairs(doers, targets, since, until))
    }
    rows = sorted(found.values(), key=lambda row: (row.month, *row))
    names = _names(connection, sorted({key for row in rows for key in (row.actor, row.recipient)}))
    return [
        RelationRecord(
            actor=row.actor, actor_name=names[row.actor][0].name, recipient=row.recipient,
            recipient_name=names[row.recipient][0].name, month=row.month, type=row.type, mode=row.mode or None,
            aspect=row.aspect, factuality=row.factuality, count=row.total,
        )
        for row in rows
    ]


def find_countries(
    connection: Connection, country: str | None = None, *, since: str | None = None, until: str | None = None
) -> list[CountryRecord]:
    """Month by month, what took place in a country, or in each."""
    table = schema.countries
    query = _in_months(select(table), table, since, until)
    if country is not None:
        query = query.where(table.c.country == country)
    rows = connection.execute(query.order_by(table.c.country, table.c.month, table.c.type, table.c.factuality))
    return [CountryRecord(row.country, row.month, row.type, row.factuality, row.total) for row in rows]


def select_pairs(
    doers: Sequence[str] | None, targets: Sequence[str] | None, since: str | None, until: str | None
) -> Select[Any]:
    """The statement behind half of `find_relations`: what doers did to targets, None for anyone."""
    table = schema.pairs
    query = select(table)
    if doers is not None:
        query = query.where(table.c.actor.in_(doers))
    if targets is not None:
        query = query.where(table.c.recipient.in_(targets))
    return _in_months(query, table, since, until)


def _in_months(query: Select[Any], table: Any, since: str | None, until: str | None) -> Select[Any]:
    if since is not None:
        query = query.where(table.c.month >= since[:7])
    return query if until is None else query.where(table.c.month <= until[:7], table.c.month > "")


def _known(connection: Connection, name: str) -> list[str]:
    keys = find_actor_keys(connection, name)
    if not keys:
        raise StoreError(f"no report names an actor {name!r}; see `sayso actors`")
    return keys


def _names(connection: Connection, keys: Sequence[str]) -> dict[str, list[Any]]:
    """The rows of each actor, the name of most reports first."""
    table = schema.identities
    found: dict[str, list[Any]] = defaultdict(list)
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        query = select(table).where(table.c.key.in_(part)).order_by(table.c.reports.desc(), table.c.name)
        for row in connection.execute(query):
            found[row.key].append(row)
    return found


def _count(table: Any) -> Any:
    return select(func.count()).where(table.c.report == schema.reports.c.n).scalar_subquery()

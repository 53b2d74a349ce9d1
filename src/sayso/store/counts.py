"""What is counted across reports, kept up to date with every reading that comes or goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from sayso.store import schema
from sayso.store.keys import actor_key, fold, shorten, source_key
from sayso.types import Actor, Event, Reading

Key = tuple[str, ...]


@dataclass(slots=True)
class Counts:
    """How often each key of a counting table occurs in one reading."""

    identities: dict[Key, tuple[int, int]] = field(default_factory=dict)
    sources: Counter[Key] = field(default_factory=Counter)
    pairs: Counter[Key] = field(default_factory=Counter)
    countries: Counter[Key] = field(default_factory=Counter)


def count_reading(reading: Reading) -> Counts:
    """What one reading adds to the counts."""
    counts = Counts()
    actors = {actor.id: actor for actor in reading.actors}
    for actor in reading.actors:
        key = actor_key(actor)
        if key is not None:
            whole = (key, shorten(actor.name), actor.type, actor.country or "")
            reports, mentions = counts.identities.get(whole, (1, 0))
            counts.identities[whole] = (reports, mentions + len(actor.mentions))
    text = reading.report.text
    for claim in reading.claims:
        source = actors[claim.source.actor] if claim.source.actor else None
        words = " ".join(text[start:end] for start, end in claim.source.spans)
        said_by = source_key(claim, source, words)
        if said_by is not None:
            counts.sources[(said_by, claim.source.kind, _name(source, words))] += 1
    if reading.report.outlet:
        counts.sources[(shorten(fold(reading.report.outlet)), "outlet", shorten(reading.report.outlet))] += 1
    for event in reading.events:
        _count_event(event, reading, actors, counts)
    return counts


def apply(connection: Connection, counts: Counts, sign: int) -> None:
    """Add the counts (`sign` 1) or take them away (-1); a count of nothing leaves no row."""
    people = [
        {"key": k[0], "name": k[1], "type": k[2], "country": k[3], "name_key": fold(k[1]), "reports": sign * reports,
         "mentions": sign * mentions}
        for k, (reports, mentions) in sorted(counts.identities.items())
    ]  # fmt: skip
    _add(connection, schema.identities, people, ("reports", "mentions"))
    for table, counter in (
        (schema.sources, counts.sources), (schema.pairs, counts.pairs), (schema.countries, counts.countries),
    ):
        names = [column.name for column in table.primary_key]
        rows = [{**dict(zip(names, key, strict=True)), "total": sign * n} for key, n in sorted(counter.items())]
        _add(connection, table, rows, ("total",))


def _count_event(event: Event, reading: Reading, actors: dict[str, Actor], counts: Counts) -> None:
    days = event.date
    month = (((days.first or days.last) if days else None) or "")[:7]
    doers = _keys(event, "actors", actors)
    for doer in doers:
        for recipient in _keys(event, "recipients", actors):
            if doer != recipient:
                key = (doer, recipient, month, event.type, event.mode or "", event.aspect, event.factuality)
                counts.pairs[key] += 1
    place = None if event.place is None else reading.places[event.place]
    if place is not None and place.country:
        counts.countries[(place.country, month, event.type, event.factuality)] += 1


def _keys(event: Event, role: str, actors: dict[str, Actor]) -> list[str]:
    """The keys of one side, each once."""
    keys = (actor_key(actors[participant.actor]) for participant in getattr(event, role))
    return sorted({key for key in keys if key is not None})


def _name(actor: Actor | None, words: str) -> str:
    return shorten(actor.name if actor is not None and actor_key(actor) is not None else " ".join(words.split()))


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]], counted: tuple[str, ...]) -> None:
    if not rows:
        return
    connection.execute(_upsert(connection.dialect.name, table.name, counted), rows)
    if rows[0][counted[0]] < 0:
        keys = [{f"k_{c.name}": row[c.name] for c in table.primary_key} for row in rows]
        connection.execute(_drop_empty(table.name, counted[0]), keys)


@cache
def _upsert(dialect: str, name: str, counted: tuple[str, ...]) -> Executable:
    table = schema.metadata.tables[name]
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    sums = {column: table.c[column] + statement.excluded[column] for column in counted}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=sums)


@cache
def _drop_empty(name: str, counted: str) -> Executable:
    table = schema.metadata.tables[name]
    here = [column == bindparam(f"k_{column.name}") for column in table.primary_key]
    return delete(table).where(*here, table.c[counted] == 0)

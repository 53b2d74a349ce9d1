"""What reports tell of an incident, with all that lines of evidence and contradictions are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from sayso.store import derived, schema
from sayso.store.clusters import Edge, find_roots, resolve
from sayso.store.keys import fold, shorten
from sayso.store.loading import chunk
from sayso.store.queries import claim_columns, event_columns, to_claims, to_events
from sayso.store.records import ClaimRecord, EventRecord
from sayso.store.spots import Spot, Spots, load_spots


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a report credits, by folded name, with the words that do, for the stretch from `start` to `end`."""

    cited: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Account:
    """One report's account of an incident.

    Attributes:
        events: those of the report that belong to the incident.
        claims: those that hold these events, and those that hold these claims in turn.
        credits: whom the report credits, for any part of it.
        length: of its text, in code points.
        spots: by id of the event, the places where it was.
        named: every place that the report names, as often as it does.
    """

    key: str
    id: str
    outlet: str | None
    published: str | None
    title: str | None
    events: tuple[EventRecord, ...]
    claims: tuple[ClaimRecord, ...]
    credits: tuple[Credit, ...] = ()
    length: int = 0
    spots: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)
    named: tuple[Spot, ...] = ()

    @property
    def outlet_key(self) -> str | None:
        """The outlet's name as outlets are compared."""
        return shorten(fold(self.outlet)) or None if self.outlet else None


@dataclass(frozen=True, slots=True)
class Material:
    """Everything about one incident.

    Attributes:
        accounts: by publication and key.
        copies: for each report the least key of those that are copies of one text.
        cites: what was decided on who cites whom, by report keys.
        roots: for each actor key the one that stands for all that are linked as the same.
        actors: name, type and country of each actor key.
    """

    accounts: tuple[Account, ...]
    copies: Mapping[str, str]
    cites: tuple[Edge, ...]
    roots: Mapping[str, str]
    actors: Mapping[str, tuple[str, str, str]]


def load_materials(
    connection: Connection, incidents: Iterable[str], until: str | None = None
) -> dict[str, Material]:
    """The material of some incidents, by id; of reports published by the day `until` only."""
    rows = _load_rows(connection, sorted(set(incidents)), until)
    events = to_events(connection, rows)
    claims = _load_claims(connection, [event.claim for event in events if event.claim is not None])
    reports = sorted({event.report for event in events})
    spots = load_spots(connection, reports, rows)
    credits = _load_credits(connection, reports)
    copies, cites = find_roots(connection, "copy", reports), _load_cites(connection, reports)
    roots, actors = _load_actors(connection, events, claims.values())
    told: dict[str, dict[str, list[EventRecord]]] = defaultdict(lambda: defaultdict(list))
    for event, row in zip(events, rows, strict=True):
        told[row.linked][event.report].append(event)
    about = {row.report_key: (row.report_title, row.report_length) for row in rows}
    return {
        incident: Material(
            tuple(
                _account(found, claims, credits.get(key, ()), about[key], spots) for key, found in by_report.items()
            ), copies,
            tuple(edge for edge in cites if edge.left in by_report and edge.right in by_report), roots, actors,
        )
        for incident, by_report in told.items()
    }  # fmt: skip


def _account(
    events: Sequence[EventRecord], claims: Mapping[str, ClaimRecord], credits: tuple[Credit, ...],
    about: tuple[str | None, int], spots: Spots,
) -> Account:
    held: dict[str, ClaimRecord] = {}
    for event in events:
        claim = claims.get(event.claim or "")
        while claim is not None and claim.id not in held:
            held[claim.id] = claim
            claim = claims.get(claim.within or "")
    first, (title, length) = events[0], about
    return Account(
        first.report, first.report_id, first.outlet, first.published, title, tuple(events), tuple(held.values()),
        credits, length, {event.id: spots.events[event.id] for event in events}, spots.reports.get(first.report, ()),
    )


def _load_rows(connection: Connection, incidents: Sequence[str], until: str | None) -> list[Any]:
    """The events of incidents, by publication, with title and length of their reports."""
    happenings, reports = derived.happenings, schema.reports
    rows: list[Any] = []
    for part in chunk(incidents):
        query = event_columns().add_columns(
            reports.c.title.label("report_title"), reports.c.length.label("report_length")
        )
        query = query.where(happenings.c.incident.in_(part))
        if until is not None:
            query = query.where(reports.c.day <= until, reports.c.day > "")
        rows += connection.execute(query.order_by(reports.c.published, reports.c.key, schema.events.c.n)).all()
    return rows


def _load_claims(connection: Connection, ids: Collection[str]) -> dict[str, ClaimRecord]:
    """The claims of these ids, and all that hold them."""
    found: dict[str, ClaimRecord] = {}
    new = sorted(set(ids))
    while new:
        rows = [row for part in chunk(new)
                for row in connection.execute(claim_columns().where(schema.claims.c.id.in_(part)))]  # fmt: skip
        records = to_claims(connection, rows)
        found.update({record.id: record for record in records})
        new = sorted({record.within for record in records if record.within} - set(found))
    return found


def _load_credits(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[Credit, ...]]:
    table, reports = derived.credits, schema.reports
    found: dict[str, list[Credit]] = defaultdict(list)
    for part in chunk(keys):
        query = (
            select(reports.c.key, table).join(table, table.c.report == reports.c.n)
            .where(reports.c.key.in_(part)).order_by(reports.c.key, table.c.start, table.c.cited)
        )  # fmt: skip
        for row in connection.execute(query):
            found[row.key].append(Credit(row.cited, row.words, row.start, row.end))
    return {key: tuple(credits) for key, credits in found.items()}


def _load_cites(connection: Connection, keys: Sequence[str]) -> list[Edge]:
    table, inside = schema.decisions, set(keys)
    found = [
        Edge(row.left, row.right, row.verdict, row.person, 1.0, row.n)
        for part in chunk(keys)
        for row in connection.execute(
            select(table).where(table.c.kind == "cites", table.c.withdrawn.is_(None), table.c.left.in_(part))
        )
        if row.right in inside
    ]
    return list(resolve(found).values())


def _load_actors(
    connection: Connection, events: Iterable[EventRecord], claims: Iterable[ClaimRecord]
) -> tuple[dict[str, str], dict[str, tuple[str, str, str]]]:
    keys = {key for event in events for key in (*event.actor_keys, *event.recipient_keys) if key}
    for claim in claims:
        keys |= {key for key in (claim.source_key, *(key for _, key in claim.relays)) if key}
    roots, table = find_roots(connection, "actor", keys), schema.identities
    actors: dict[str, tuple[str, str, str]] = {}
    for part in chunk(sorted(keys | set(roots.values()))):
        query = select(table).where(table.c.key.in_(part)).order_by(table.c.reports, table.c.name.desc())
        actors.update({row.key: (row.name, row.type, row.country) for row in connection.execute(query)})
    return roots, actors

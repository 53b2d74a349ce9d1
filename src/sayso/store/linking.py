"""What linking reads and writes: what is new, what may be one, what was decided, and the tables made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from sayso.store import derived, loading, notes, schema
from sayso.store.accounts import Material, load_materials
from sayso.store.clusters import Edge, find_roots, list_edges
from sayso.store.loading import chunk
from sayso.store.records import Decision, IncidentRecord
from sayso.types import Reading


@dataclass(frozen=True, slots=True)
class Told:
    """An event as linking keeps it.

    Attributes:
        event, report: numbers of the event and its report.
        unit: the least id of the events that its report tells as one.
        incident: the id of its incident.
    """

    event: int
    report: int
    id: str
    unit: str
    incident: str = ""


class Linking:
    """One writing transaction of the linker: all of it comes to be, or nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pending(self, limit: int) -> list[int]:
        """Numbers of reports that linking has not looked at, in their order."""
        table = derived.pending
        return list(self._connection.execute(select(table.c.report).order_by(table.c.report).limit(limit)).scalars())

    def count_pending(self) -> int:
        """How many they are."""
        return self._connection.execute(select(func.count()).select_from(derived.pending)).scalar_one()

    def settle(self, numbers: Sequence[int]) -> None:
        """Linking has looked at these reports."""
        self._drop(derived.pending, "report", numbers)

    def take_stale(self) -> dict[str, list[str]]:
        """The things whose clusters may have changed, by kind of decision; they are taken to be seen to."""
        table, found = derived.stale, defaultdict(list)
        for row in self._connection.execute(select(table).order_by(table.c.kind, table.c.key)):
            found[row.kind].append(row.key)
        self._connection.execute(delete(table))
        return dict(found)

    def start_over(self) -> None:
        """Empty every table of linking, and expect every report."""
        for table in derived.TABLES:
            self._connection.execute(delete(table))
        self._connection.execute(derived.pending.insert().from_select(["report"], select(schema.readings.c.report)))

    def reading(self, number: int) -> tuple[str, Reading]:
        """The key and the reading of a report."""
        key = self._connection.execute(select(schema.reports.c.key).where(schema.reports.c.n == number)).scalar_one()
        return key, loading.load_numbered(self._connection, number)

    def texts(self, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
        """Key and text of reports, by number."""
        table = schema.reports
        return {
            row.n: (row.key, row.text.decode("utf-8", "surrogatepass"))
            for part in chunk(sorted(numbers))
            for row in self._connection.execute(select(table.c.n, table.c.key, table.c.text).where(table.c.n.in_(part)))
        }

    def put_bands(self, number: int, bands: Iterable[int]) -> None:
        """The keys of a report's text by which copies of it are found."""
        self._replace(derived.bands, "report", number, [{"band": band, "report": number} for band in sorted({*bands})])

    def share_band(self, number: int) -> list[int]:
        """Numbers of the other reports that share a band with this one."""
        table = derived.bands
        own = select(table.c.band).where(table.c.report == number)
        query = select(table.c.report).where(table.c.band.in_(own), table.c.report != number).distinct()
        return sorted(self._connection.execute(query).scalars())

    def put_credits(self, number: int, credits: Mapping[str, str]) -> None:
        """The outlets that a report credits as a whole: folded names, and the words that do."""
        rows = [{"report": number, "cited": cited, "words": words} for cited, words in sorted(credits.items())]
        self._replace(derived.citations, "report", number, rows)

    def put_told(self, number: int, events: Sequence[tuple[str, str]], blocks: Iterable[tuple[str, str]]) -> None:
        """The events of a report, id and unit, in the order of its reading; and the keys of units."""
        rows = [
            {"event": number * schema.ATOMS + place, "report": number, "id": id, "unit": unit, "incident": unit}
            for place, (id, unit) in enumerate(events)
        ]
        keys = [{"key": key, "unit": unit, "report": number} for key, unit in sorted(set(blocks))]
        self._replace(derived.happenings, "report", number, rows)
        self._replace(derived.blocks, "report", number, keys)

    def share_block(self, number: int, most: int) -> dict[str, set[tuple[str, int]]]:
        """For each unit of a report the units of others, with their reports, that share a key with it.

        Keys that more than `most` units have tell nothing and are passed over.
        """
        table = derived.blocks
        own, others = table.alias("own"), table.alias("others")
        mine = select(own.c.key).where(own.c.report == number).distinct()
        counts = select(table.c.key, func.count().label("total")).where(table.c.key.in_(mine)).group_by(table.c.key)
        useful = [row.key for row in self._connection.execute(counts) if 1 < row.total <= most]
        found: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for part in chunk(useful):
            query = select(own.c.unit, others.c.unit, others.c.report).join(others, others.c.key == own.c.key).where(
                own.c.report == number, own.c.key.in_(part), others.c.report != number
            )
            for unit, other, report in self._connection.execute(query):
                found[unit].add((other, report))
        return dict(found)

    def units(self, ids: Collection[str], by: str = "id") -> list[Told]:
        """Events by `id`, `unit` or `incident`, in the order of their numbers."""
        table = derived.happenings
        rows = [
            Told(row.event, row.report, row.id, row.unit, row.incident)
            for part in chunk(sorted(set(ids)))
            for row in self._connection.execute(select(table).where(table.c[by].in_(part)))
        ]
        return sorted(rows, key=lambda told: told.event)

    def assign(self, incidents: Mapping[int, str]) -> None:
        """Which incident events belong to, by number."""
        by_incident: dict[str, list[int]] = defaultdict(list)
        for event, incident in sorted(incidents.items()):
            by_incident[incident].append(event)
        table = derived.happenings
        for incident, events in by_incident.items():
            for part in chunk(events):
                self._connection.execute(update(table).where(table.c.event.in_(part)).values(incident=incident))

    def decide(self, kind: str, decisions: Iterable[Decision], of: Collection[str] = ()) -> None:
        """Write what the machine decides; what it had decided about `of` and does not now is withdrawn."""
        notes.decide_all(self._connection, kind, decisions, of)

    def edges(self, kind: str, members: Iterable[str]) -> list[Edge]:
        """The links that hold among the members and all that a chain of links leads to."""
        return list_edges(self._connection, kind, members)

    def roots(self, kind: str, members: Iterable[str]) -> dict[str, str]:
        """For each of the members the least of those that links call the same."""
        return find_roots(self._connection, kind, members)

    def materials(self, incidents: Iterable[str]) -> dict[str, Material]:
        """What is known of some incidents, by id."""
        return load_materials(self._connection, incidents)

    def put_incidents(self, incidents: Iterable[tuple[IncidentRecord, Iterable[tuple[str, str]]]]) -> None:
        """Incidents with the kinds and values that they are found by."""
        rows, facets = [], []
        for record, found_by in incidents:
            row = asdict(record) | {"day": record.first or record.last or "", "disputed": bool(record.contradicted)}
            del row["corrections"]
            rows.append(row)
            facets += [{"kind": k, "value": v, "incident": record.id} for k, v in sorted(set(found_by))]
        self.drop_incidents([row["id"] for row in rows])
        for table, new in ((derived.incidents, rows), (derived.facets, facets)):
            if new:
                self._connection.execute(table.insert(), new)

    def drop_incidents(self, ids: Sequence[str]) -> None:
        """Take out incidents that are no more."""
        self._drop(derived.incidents, "id", ids)
        self._drop(derived.facets, "incident", ids)

    def incidents_of(self, kind: str, values: Collection[str]) -> list[str]:
        """Ids of the incidents that are found by one of the values."""
        table = derived.facets
        return sorted({
            id for part in chunk(sorted(values))
            for id in self._connection.execute(
                select(table.c.incident).where(table.c.kind == kind, table.c.value.in_(part))
            ).scalars()
        })  # fmt: skip

    def _replace(self, table: Table, name: str, value: int, rows: list[dict[str, Any]]) -> None:
        self._drop(table, name, [value])
        if rows:
            self._connection.execute(table.insert(), rows)

    def _drop(self, table: Table, name: str, values: Sequence[Any]) -> None:
        for part in chunk(values):
            self._connection.execute(delete(table).where(table.c[name].in_(part)))

"""What linking reads and writes: what is new, what may be one, what was decided, and the tables made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from sayso.store import derived, loading, notes, schema, sharing
from sayso.store.accounts import Credit, Material, load_materials
from sayso.store.clusters import Edge, find_roots, list_edges, resolve
from sayso.store.identities import Known, load_known
from sayso.store.keys import shorten
from sayso.store.loading import chunk
from sayso.store.records import Decision, IncidentRecord
from sayso.types import Reading

_INCIDENT = tuple(field.name for field in fields(IncidentRecord) if field.name != "corrections")


@dataclass(frozen=True, slots=True)
class Told:
    """An event as linking keeps it; `incident` is empty until it is grouped.

    Attributes:
        event, report: numbers of the event and its report.
        unit: the least id of the events that its report tells as one.
        incident: the id of its incident.
        story: that of its report, where it was asked for.
    """

    event: int
    report: int
    id: str
    unit: str
    incident: str = ""
    story: str = ""


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

    def texts(self, keys: Collection[str]) -> dict[str, str]:
        """The texts of reports, by key."""
        table = schema.reports
        return {
            row.key: row.text.decode("utf-8", "surrogatepass")
            for part in chunk(sorted(keys))
            for row in self._connection.execute(select(table.c.key, table.c.text).where(table.c.key.in_(part)))
        }

    def put_bands(self, bands: Mapping[str, Iterable[int]]) -> None:
        """The keys of reports' texts by which copies of them are found, by the reports' keys."""
        rows = [{"band": band, "report": key} for key, found in bands.items() for band in sorted({*found})]
        self._replace(derived.bands, "report", bands, rows)

    def share_bands(self, key: str, least: int, share: float) -> list[str]:
        """Other reports, by key, that share `least` bands with this one and a `share` of those of the smaller."""
        return sharing.share_bands(self._connection, key, least, share)

    def put_credits(self, credits: Mapping[int, Iterable[Credit]]) -> None:
        """Whom reports credit, by the reports' numbers."""
        rows = [
            {"report": number, "cited": shorten(c.cited), "start": c.start, "end": c.end, "words": c.words}
            for number, found in credits.items() for c in found
        ]  # fmt: skip
        self._replace(derived.credits, "report", credits, rows)

    def put_told(self, told: Mapping[int, Sequence[tuple[str, str]]]) -> None:
        """The events of reports, id and unit, in the order of their readings, by the reports' numbers."""
        rows = [
            {"event": number * schema.ATOMS + place, "report": number, "id": id, "unit": unit, "incident": ""}
            for number, events in told.items() for place, (id, unit) in enumerate(events)
        ]  # fmt: skip
        self._replace(derived.happenings, "report", told, rows)

    def put_blocks(self, blocks: Mapping[int, tuple[int, Iterable[str]]]) -> None:
        """The days of publication (ordinals, or 0) and the keys by which reports of one story are found."""
        rows = [
            {"key": key, "day": day, "report": number}
            for number, (day, keys) in blocks.items() for key in sorted({*keys})
        ]  # fmt: skip
        self._replace(derived.blocks, "report", blocks, rows)

    def share_blocks(self, number: int, least: int) -> list[int]:
        """Numbers of the other reports that share `least` keys with this one; very frequent keys do not count."""
        return sharing.share_blocks(self._connection, number, least)

    def put_names(self, names: Mapping[str, Iterable[str]]) -> None:
        """The keys of actors' names, by actor key; an actor that has none is noted too."""
        rows = [{"key": key, "actor": actor} for actor, found in names.items() for key in sorted({"", *found})]
        self._replace(derived.name_keys, "actor", names, rows)

    def named(self, actors: Collection[str]) -> set[str]:
        """Those of the actors, by key, whose names were put."""
        table = derived.name_keys
        return {
            actor for part in chunk(sorted(actors))
            for actor in self._connection.execute(
                select(table.c.actor).where(table.c.key == "", table.c.actor.in_(part))
            ).scalars()
        }  # fmt: skip

    def share_names(self, actor: str) -> list[str]:
        """The keys of actors that share a key of their names with this one."""
        return sharing.share_names(self._connection, actor)

    def known(self, actors: Collection[str]) -> dict[str, Known]:
        """What is known of actors, by key."""
        return load_known(self._connection, actors)

    def put_scores(self, kind: str, scores: Mapping[tuple[str, str], float]) -> None:
        """How alike pairs of things are; the pairs that were there are written anew."""
        rows = [
            {"kind": kind, "left": min(pair), "right": max(pair), "score": score}
            for pair, score in sorted(scores.items())
        ]
        table = derived.scores
        there = delete(table).where(
            table.c.kind == bindparam("k"), table.c.left == bindparam("a"), table.c.right == bindparam("b")
        )
        if rows:
            self._connection.execute(there, [{"k": kind, "a": row["left"], "b": row["right"]} for row in rows])
            self._connection.execute(table.insert(), rows)

    def drop_scores(self, kind: str, things: Collection[str]) -> None:
        """Forget how alike some things are to others."""
        table = derived.scores
        for part in chunk(sorted(things)):
            for end in (table.c.left, table.c.right):
                self._connection.execute(delete(table).where(table.c.kind == kind, end.in_(part)))

    def scores(self, kind: str, things: Collection[str], least: float = 0.0) -> dict[tuple[str, str], float]:
        """The pairs with at least one of the things that are alike enough."""
        table, found = derived.scores, {}
        for part in chunk(sorted(things)):
            for end in (table.c.left, table.c.right):
                query = select(table).where(table.c.kind == kind, end.in_(part), table.c.score >= least)
                found.update({(row.left, row.right): row.score for row in self._connection.execute(query)})
        return found

    def put_stories(self, stories: Mapping[str, str]) -> None:
        """The stories of reports, by their keys."""
        numbers = self.numbers(stories)
        table = derived.stories
        self._drop(table, "report", sorted(numbers.values()))
        rows = [{"report": numbers[key], "key": key, "story": story} for key, story in sorted(stories.items())]
        if rows:
            self._connection.execute(table.insert(), rows)

    def stories(self, keys: Collection[str], by: str = "key") -> dict[str, str]:
        """The stories of reports, by the reports' keys; of reports by `key`, or of whole stories by `story`."""
        table = derived.stories
        return {
            row.key: row.story
            for part in chunk(sorted(set(keys)))
            for row in self._connection.execute(select(table).where(table.c[by].in_(part)))
        }

    def keys(self, numbers: Collection[int]) -> list[str]:
        """The keys of reports, by number."""
        table = schema.reports
        return [
            key for part in chunk(sorted(numbers))
            for key in self._connection.execute(select(table.c.key).where(table.c.n.in_(part))).scalars()
        ]  # fmt: skip

    def numbers(self, keys: Collection[str]) -> dict[str, int]:
        """The numbers of reports, by key."""
        table = schema.reports
        return {
            row.key: row.n
            for part in chunk(sorted(set(keys)))
            for row in self._connection.execute(select(table.c.key, table.c.n).where(table.c.key.in_(part)))
        }

    def units(self, ids: Collection[str], by: str = "id") -> list[Told]:
        """Events by `id`, `unit` or `incident`, in the order of their numbers."""
        table = derived.happenings
        rows = [
            Told(row.event, row.report, row.id, row.unit, row.incident)
            for part in chunk(sorted(set(ids)))
            for row in self._connection.execute(select(table).where(table.c[by].in_(part)))
        ]
        return sorted(rows, key=lambda told: told.event)

    def told_of(self, stories: Collection[str]) -> list[Told]:
        """The events of the reports that tell some stories, in the order of their numbers."""
        table, happenings = derived.stories, derived.happenings
        rows = [
            Told(row.event, row.report, row.id, row.unit, row.incident, row.story)
            for part in chunk(sorted(stories))
            for row in self._connection.execute(
                select(happenings, table.c.story).join(table, table.c.report == happenings.c.report)
                .where(table.c.story.in_(part))
            )
        ]  # fmt: skip
        return sorted(rows, key=lambda told: told.event)

    def stories_of_units(self, units: Collection[str]) -> dict[str, str]:
        """The stories that units are told in."""
        table, happenings = derived.stories, derived.happenings
        return {
            row.unit: row.story
            for part in chunk(sorted(units))
            for row in self._connection.execute(
                select(happenings.c.unit, table.c.story).join(table, table.c.report == happenings.c.report)
                .where(happenings.c.unit.in_(part)).order_by(table.c.report.desc())
            )
        }  # fmt: skip

    def assign(self, incidents: Mapping[int, str]) -> None:
        """Which incident events belong to, by number."""
        table = derived.happenings
        rows = [{"e": event, "i": incident} for event, incident in sorted(incidents.items())]
        if rows:
            there = update(table).where(table.c.event == bindparam("e")).values(incident=bindparam("i"))
            self._connection.execute(there, rows)

    def decide(
        self, kind: str, decisions: Iterable[Decision], of: Collection[str] = (), *, directed: bool = False
    ) -> set[str]:
        """Write what the machine decides; what it had decided about `of` and does not now is withdrawn.

        `directed` links are about their left end alone. Gives back the things about which something changed.
        """
        return notes.decide_all(self._connection, kind, decisions, of, directed=directed)

    def edges(self, kind: str, members: Iterable[str]) -> list[Edge]:
        """The links that hold among the members and all that a chain of links leads to."""
        return list_edges(self._connection, kind, members)

    def edges_among(self, kind: str, members: Collection[str]) -> list[Edge]:
        """The machine's links of a kind that stand between two of the members."""
        inside = set(members)
        return [edge for edge in self.edges_of(kind, inside) if edge.left in inside and edge.right in inside]

    def edges_of(self, kind: str, members: Collection[str]) -> list[Edge]:
        """The machine's links of a kind that stand about one of the members."""
        table = schema.decisions
        query = select(table.c.n, table.c.left, table.c.right, table.c.verdict, table.c.score).where(
            table.c.kind == kind, table.c.withdrawn.is_(None), table.c.person.is_(False)
        )
        found = {
            row.n: Edge(row.left, row.right, row.verdict, False, row.score or 0.0, row.n)
            for part in chunk(sorted(members)) for end in (table.c.left, table.c.right)
            for row in self._connection.execute(query.where(end.in_(part)))
        }  # fmt: skip
        return [found[n] for n in sorted(found)]

    def person_edges(self, kind: str) -> list[Edge]:
        """What persons decided about a kind of link, the last on each pair."""
        table = schema.decisions
        query = select(table.c.n, table.c.left, table.c.right, table.c.verdict).where(
            table.c.person.is_(True), table.c.kind == kind, table.c.withdrawn.is_(None)
        )
        found = (Edge(row.left, row.right, row.verdict, True, 1.0, row.n) for row in self._connection.execute(query))
        return list(resolve(found).values())

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
            row = {name: getattr(record, name) for name in _INCIDENT}
            rows.append(row | {"day": record.first or record.last or "", "disputed": bool(record.contradicted)})
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

    def _replace(self, table: Table, name: str, values: Collection[Any], rows: list[dict[str, Any]]) -> None:
        self._drop(table, name, sorted(values))
        if rows:
            self._connection.execute(table.insert(), rows)

    def _drop(self, table: Table, name: str, values: Sequence[Any]) -> None:
        for part in chunk(values):
            self._connection.execute(delete(table).where(table.c[name].in_(part)))

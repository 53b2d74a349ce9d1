"""The store: every report, what was read in it, what was linked and what persons say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sayso.store import (
    canonical,
    check,
    loading,
    log,
    matching,
    migrations,
    notes,
    overview,
    queries,
    schema,
    summaries,
    writing,
)
from sayso.store.check_sums import Tally
from sayso.store.database import Database, open_database
from sayso.store.filters import Conditions, Filters
from sayso.store.keys import report_key
from sayso.store.linked import LinkedQuestions
from sayso.store.linking import Linking
from sayso.store.records import (
    ActorRecord,
    ClaimRecord,
    Correction,
    CountryRecord,
    Decision,
    EventRecord,
    IncidentRecord,
    Origin,
    Rating,
    RelationRecord,
    ReportRecord,
    Retrieval,
    SourceRecord,
)
from sayso.store.watched import Watched
from sayso.types import Reading, Report

Record = ReportRecord | ClaimRecord | EventRecord | ActorRecord | IncidentRecord
_ANY = Filters()


class Store(LinkedQuestions):
    """An opened store; `Store.open` opens one. Every method is one transaction and may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True) -> Store:
        """The store at a path (SQLite) or a `postgresql://` address.

        Args:
            create: make it where there is none.

        Raises:
            StoreError: when it cannot be opened, is newer than this program, or is missing and not to be made.
        """
        database = open_database(where, create=create)
        try:
            migrations.prepare(database, create=create)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(self, reading: Reading, retrieval: Retrieval | None = None, *, draft: str | None = None) -> bool:
        """Keep a report with its reading, how it was come by and the key of its draft, all or nothing of it.

        A report that is there already keeps the reading it has (`replace` changes it). True when it was new.

        Raises:
            StoreError: when a span lies outside the text, or the store cannot be written.
        """
        with self._database.write() as connection:
            return writing.put(
                connection, self._database.finding, reading=reading, retrieval=retrieval or Retrieval(), draft=draft
            )

    def replace(self, reading: Reading) -> Reading:
        """Put a new reading in the place of the one that its report has; gives back the old one."""
        with self._database.write() as connection:
            old = loading.load_reading(connection, report_key(reading.report))
            writing.replace(connection, self._database.finding, reading, old)
        return old

    def see_again(self, draft: str, retrieval: Retrieval) -> bool:
        """Note where a draft that is known was found; False when it is not known."""
        with self._database.read() as connection:
            number = writing.find_draft(connection, draft)
            if number is None or writing.is_known(connection, number, retrieval):
                return number is not None
        with self._database.write() as connection:
            writing.see_again(connection, number, retrieval)
        return True

    def report(self, name: str) -> Report:
        """The report of this key, or of this id.

        Raises:
            StoreError: when there is none, or several have the id.
        """
        with self._database.read() as connection:
            return loading.load_report(connection, name)

    def reading(self, name: str) -> Reading:
        """The reading of the report of this key, or of this id.

        Raises:
            StoreError: when there is none, or several have the id.
        """
        with self._database.read() as connection:
            return loading.load_reading(connection, name)

    def readings(self) -> Iterator[Reading]:
        """All readings, in the order of their reports' keys; some at a time are held in memory."""
        after = ""
        while True:
            with self._database.read() as connection:
                found = loading.iterate(connection, after)
            if not found:
                return
            yield from (reading for _, reading in found)
            after = found[-1][0]

    def outdated(self, pipeline: dict[str, str] | None) -> Iterator[Report]:
        """The reports that another pipeline has read; all, if None."""
        version = None if pipeline is None else writing.pipeline_version(pipeline)
        after = ""
        while True:
            with self._database.read() as connection:
                keys = loading.iterate_outdated(connection, version, after)
                reports = [loading.load_report(connection, key) for key in keys]
            if not keys:
                return
            yield from reports
            after = keys[-1]

    def events(
        self, filters: Filters = _ANY, *, sort: str = "newest", limit: int = 50, offset: int = 0
    ) -> list[EventRecord]:
        """Events by `newest`, `oldest` or `killed`."""
        with self._database.read() as connection:
            asked = Conditions(connection, self._database.finding, filters)
            return queries.find_events(connection, asked, sort=sort, limit=limit, offset=offset)

    @property
    def watched(self) -> Watched:
        """What watching feeds must remember."""
        return Watched(self._database)

    def matching(self, filters: Filters) -> dict[str, matching.Ids]:
        """The ids of the events and of the claims that fulfil the filters, by report key."""
        with self._database.read() as connection:
            return matching.find_matching(connection, Conditions(connection, self._database.finding, filters))

    def claims(
        self, filters: Filters = _ANY, *, sort: str = "newest", limit: int = 50, offset: int = 0
    ) -> list[ClaimRecord]:
        """Claims by `newest` or `oldest`."""
        with self._database.read() as connection:
            asked = Conditions(connection, self._database.finding, filters)
            return queries.find_claims(connection, asked, sort=sort, limit=limit, offset=offset)

    def reports(
        self, filters: Filters = _ANY, *, sort: str = "newest", limit: int = 50, offset: int = 0
    ) -> list[ReportRecord]:
        """Reports by `newest` or `oldest`."""
        with self._database.read() as connection:
            asked = Conditions(connection, self._database.finding, filters)
            return summaries.find_reports(connection, asked, sort=sort, limit=limit, offset=offset)

    @contextmanager
    def linking(self) -> Iterator[Linking]:
        """The one transaction in which linking may read and write now; all of it comes to be, or nothing."""
        with self._database.write() as connection:
            yield Linking(connection)

    def actors(
        self, name: str | None = None, *, type: str | None = None, country: str | None = None, limit: int = 50,
        offset: int = 0,
    ) -> list[ActorRecord]:
        """Actors, those that most reports name first; of a name or key, with what is linked to it as the same."""
        with self._database.read() as connection:
            return summaries.find_actors(
                connection, name, type=type, country=country, limit=limit, offset=offset
            )

    def sources(
        self, name: str | None = None, *, kind: str | None = None, limit: int = 50, offset: int = 0
    ) -> list[SourceRecord]:
        """Outlets and sources of claims, those that most comes from first."""
        with self._database.read() as connection:
            return summaries.find_sources(connection, name, kind=kind, limit=limit, offset=offset)

    def relations(
        self, first: str, second: str | None = None, *, since: str | None = None, until: str | None = None
    ) -> list[RelationRecord]:
        """What two actors, or one and any other, did to each other, counted by month, type and factuality."""
        with self._database.read() as connection:
            return summaries.find_relations(connection, first, second, since=since, until=until)

    def countries(
        self, country: str | None = None, *, since: str | None = None, until: str | None = None
    ) -> list[CountryRecord]:
        """Events by country, month, type and factuality."""
        with self._database.read() as connection:
            return summaries.find_countries(connection, country, since=since, until=until)

    def totals(self) -> overview.Totals:
        """How much there is."""
        with self._database.read() as connection:
            return overview.count_all(connection)

    def suggest(self, start: str, *, limit: int = 8) -> list[overview.Suggestion]:
        """Actors and places whose names begin so, at most `limit` of each."""
        with self._database.read() as connection:
            return overview.suggest(connection, start, limit=limit)

    def namings(self, name: str, *, limit: int = 500) -> list[overview.Naming]:
        """How reports call an actor, given by name or key: what it is to them, and by which words."""
        with self._database.read() as connection:
            return overview.find_namings(connection, name, limit=limit)

    def standing(self, name: str, *, limit: int = 500) -> overview.Standing:
        """How often others bear out what a source or an outlet says, and where reports contradict each other."""
        with self._database.read() as connection:
            return overview.find_standing(connection, name, limit=limit)

    def marks(self, filters: Filters = _ANY, *, limit: int = 2000) -> list[overview.EventMark]:
        """Events as marks for a map or a timeline, newest first."""
        with self._database.read() as connection:
            asked = Conditions(connection, self._database.finding, filters)
            return overview.find_marks(connection, asked, limit=limit)

    def find(self, name: str) -> list[Record]:
        """Whatever has this id, key or, of actors, name: reports, claims, events, incidents, else actors.

        An incident has the id of one of its events, so both are found by it.
        """
        reports, asked = self.reports(Filters(report=name)), Filters(id=name)
        found: list[Record] = [*reports, *self.claims(asked), *self.events(asked)]
        found += [incident for incident in self.incidents(asked) if incident.id == name]
        return found or list(self.actors(name))

    def decide(self, decisions: Iterable[Decision]) -> list[int]:
        """Write links; one that stands already is not written again. Gives back their numbers."""
        with self._database.write() as connection:
            return notes.decide(connection, decisions)

    def decisions(
        self, kind: str | None = None, of: Iterable[str] | None = None, *, withdrawn: bool = False
    ) -> list[Decision]:
        """Links of a kind, and of things given by id or key, in the order they were made."""
        with self._database.read() as connection:
            ids = None if of is None else sorted(set(of))
            return notes.list_decisions(connection, kind, ids, withdrawn=withdrawn)

    def withdraw_decision(self, n: int, by: str) -> None:
        """Withdraw a link; it stays to be seen."""
        with self._database.write() as connection:
            notes.withdraw(connection, schema.decisions, n, by)

    def undo_decision(self, n: int, by: str) -> None:
        """Take back a link: withdraw it, and, where the machine made it, decide that the two are different."""
        with self._database.write() as connection:
            notes.undo(connection, n, by)

    def correct(self, correction: Correction) -> int:
        """Write a person's correction, beside what the machine said; gives back its number."""
        with self._database.write() as connection:
            return notes.correct(connection, correction)

    def corrections(self, targets: Iterable[str] | None = None, *, withdrawn: bool = False) -> list[Correction]:
        """Corrections, in the order they were made: all, or of some ids."""
        with self._database.read() as connection:
            ids = None if targets is None else sorted(set(targets))
            return notes.list_corrections(connection, ids, withdrawn=withdrawn)

    def withdraw_correction(self, n: int, by: str) -> None:
        """Withdraw a correction; it stays to be seen."""
        with self._database.write() as connection:
            notes.withdraw(connection, schema.corrections, n, by)

    def rate(self, rating: Rating) -> None:
        """Grade a source or a claim; the latest grade holds."""
        with self._database.write() as connection:
            notes.rate(connection, rating)

    def ratings(self) -> list[Rating]:
        """Every grade given, in order."""
        with self._database.read() as connection:
            return notes.all_ratings(connection)

    def origins(self, name: str) -> list[Origin]:
        """Where the report of this key, or of this id, was found."""
        with self._database.read() as connection:
            return loading.load_origins(connection, name)

    def original(self, sha256: str) -> bytes:
        """The original bytes of this hash.

        Raises:
            StoreError: when they are not kept.
        """
        with self._database.read() as connection:
            return loading.load_original(connection, sha256)

    def verify(self) -> Iterator[str | int]:
        """Check everything: numbers of reports checked so far, and a line for each thing that is wrong.

        What adds up over all reports is compared only where nobody wrote meanwhile.
        """
        tally = Tally(self._database.finding)
        with self._database.read() as connection:
            began = log.find_last(connection)
            yield from check.check_log(connection)
            yield from check.check_originals(connection)
        last = total = 0
        while True:
            with self._database.read() as connection:
                last, checked, wrong = check.check_reports(connection, last, tally)
            if not checked:
                break
            total += checked
            yield from wrong
            yield total
        with self._database.read() as connection:
            if log.find_last(connection) == began:
                yield from check.check_sums(connection, self._database.finding, tally)

    def export(self) -> Iterator[str]:
        """The store as lines of JSON that are the same for the same content, whenever and however it was added."""
        with self._database.read() as connection:
            yield from canonical.export(connection)

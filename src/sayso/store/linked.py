"""Questions to a store about what linking made: incidents, their evidence, and what stands between two actors."""

from __future__ import annotations

from collections.abc import Iterable

from sayso.store import accounts, between, incidents, mentions
from sayso.store.accounts import Material
from sayso.store.clusters import find_cluster
from sayso.store.database import Database
from sayso.store.filters import Conditions, Filters, find_actor_keys
from sayso.store.identities import Known, load_known
from sayso.store.mentions import Telling
from sayso.store.records import EventRecord, IncidentRecord

_ANY = Filters()


class LinkedQuestions:
    """The part of `Store` that asks about incidents."""

    _database: Database

    def incidents(
        self, filters: Filters = _ANY, *, sort: str = "newest", limit: int | None = 50, offset: int = 0
    ) -> list[IncidentRecord]:
        """Incidents by `newest`, `oldest`, `reports`, `lines` or `killed`; all of them without a limit."""
        with self._database.read() as connection:
            asked = Conditions(connection, self._database.finding, filters)
            return incidents.find_incidents(connection, asked, sort=sort, limit=limit, offset=offset)

    def incident(self, name: str) -> IncidentRecord:
        """The incident of this id, or that holds the event of this id.

        Raises:
            StoreError: when there is none.
        """
        with self._database.read() as connection:
            return incidents.load_incident(connection, name)

    def incident_events(self, name: str) -> list[EventRecord]:
        """The events of an incident, by publication and place in their reports."""
        with self._database.read() as connection:
            return incidents.load_events(connection, name)

    def material(self, name: str, *, until: str | None = None) -> Material | None:
        """All that is known of an incident, from reports published by a day; None where none was by then."""
        with self._database.read() as connection:
            incident = incidents.load_incident(connection, name).id
            return accounts.load_materials(connection, [incident], until).get(incident)

    def incidents_between(
        self, first: str, second: str, *, since: str | None = None, until: str | None = None, limit: int = 50
    ) -> list[IncidentRecord]:
        """Incidents that have two actors, by name or key, on two sides, the newest first."""
        with self._database.read() as connection:
            keys = find_actor_keys(connection, first), find_actor_keys(connection, second)
            return between.find_incidents_between(connection, *keys, since=since, until=until, limit=limit)

    def count_incidents_between(
        self, first: str, second: str, *, since: str | None = None, until: str | None = None
    ) -> dict[str, tuple[int, int]]:
        """How many incidents they are, and how many lines of evidence these have, by month ("" is undated)."""
        with self._database.read() as connection:
            keys = find_actor_keys(connection, first), find_actor_keys(connection, second)
            return between.count_incidents_between(connection, *keys, since=since, until=until)

    def states_between(self, first: str, second: str, *, limit: int = 50) -> list[EventRecord]:
        """Lasting relations ("rift", "alliance") told between two actors, the newest first."""
        with self._database.read() as connection:
            keys = find_actor_keys(connection, first), find_actor_keys(connection, second)
            return between.find_states_between(connection, *keys, limit=limit)

    def cluster(self, kind: str, member: str) -> list[str]:
        """All that links of a kind call the same as a thing, itself included, sorted."""
        with self._database.read() as connection:
            return find_cluster(connection, kind, [member])

    def known_actors(self, keys: Iterable[str]) -> dict[str, Known]:
        """What reports tell of actors, by their keys, and beside them."""
        with self._database.read() as connection:
            return load_known(connection, keys)

    def materials(self, incidents: Iterable[str], *, until: str | None = None) -> dict[str, Material]:
        """As `material`, of several incidents by their ids; those that no report told by then are left out."""
        with self._database.read() as connection:
            return accounts.load_materials(connection, incidents, until)

    def tellings(self, incidents: Iterable[str]) -> dict[str, Telling]:
        """Where incidents, by their ids, are told: the words of each event, and the reports."""
        with self._database.read() as connection:
            return mentions.load_tellings(connection, list(incidents))

    def eventless_stories(self) -> list[list[str]]:
        """The ids of the reports of each story that several reports tell, but none with an event."""
        with self._database.read() as connection:
            return mentions.load_eventless(connection)

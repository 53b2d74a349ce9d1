"""The store: one SQLite file, or a PostgreSQL database, that keeps reports, readings, links and corrections.

    from sayso.store import Filters, Store

    with Store.open("sayso.db") as store:
        store.put(reading)
        for event in store.events(Filters(country="AFG", type="ASSAULT")):
            print(event.first, event.place, event.trigger)

No model is loaded by it. docs/store.md tells what is kept where and what is promised.
"""

from sayso.store.filters import Filters
from sayso.store.keys import actor_key, report_key, source_key
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
from sayso.store.store import Store
from sayso.store.watched import FeedState, Watched

__all__ = [
    "ActorRecord", "ClaimRecord", "Correction", "CountryRecord", "Decision", "EventRecord", "FeedState", "Filters",
    "IncidentRecord", "Origin", "Rating", "RelationRecord", "ReportRecord", "Retrieval", "SourceRecord",
    "Store", "Watched", "actor_key", "report_key", "source_key",
]

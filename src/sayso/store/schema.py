"""The store's tables, for SQLite and PostgreSQL alike.

What is in them, and what is never changed, is told in docs/store.md. An atom's number `n` is its report's number
and its place in the reading (`ATOMS`), so a report's atoms are a range of numbers and nothing need be looked up to
write them. What finds words and places lies beside these tables, where each database has its own means. A `day` is an
ISO day, or "" where none is told, so that it sorts alike everywhere.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

from sayso.store.columns import Json, Number, Packed

VERSION = 3
# Atoms a report can have of one kind.
ATOMS = 1 << 24

metadata = MetaData()

# What is counted of those that an event was done to.
TOLLS = ("killed", "injured", "arrested", "missing", "displaced")

facts = Table("sayso_store", metadata, Column("name", String, primary_key=True), Column("value", String))

reports = Table(
    "reports", metadata,
    Column("n", Number, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("sha256", String, nullable=False, index=True),
    Column("url", Text), Column("outlet", Text), Column("outlet_key", Text), Column("title", Text),
    Column("published", Text), Column("day", String, nullable=False), Column("language", Text),
    Column("length", Integer, nullable=False),
    Column("record", Json, nullable=False),
    Column("text", Packed, nullable=False),
    Index("reports_by_day", "day", "key"), Index("reports_by_outlet", "outlet_key", "day", "key"),
)  # fmt: skip

originals = Table(
    "originals", metadata,
    Column("sha256", String, primary_key=True), Column("size", Number, nullable=False), Column("data", Packed),
)  # fmt: skip

retrievals = Table(
    "retrievals", metadata,
    Column("report", Number, primary_key=True), Column("key", String, primary_key=True),
    Column("path", Text), Column("original", String), Column("retrieved", String, nullable=False),
    Column("about", Json, nullable=False),
)  # fmt: skip

drafts = Table(
    "drafts", metadata, Column("key", String, primary_key=True), Column("report", Number, nullable=False)
)

log = Table(
    "log", metadata,
    Column("n", Number, primary_key=True, autoincrement=False),
    Column("time", String, nullable=False), Column("what", String, nullable=False),
    Column("subject", String, nullable=False), Column("digest", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("log_by_subject", "subject", "what"),
)  # fmt: skip

readings = Table(
    "readings", metadata,
    Column("report", Number, primary_key=True, autoincrement=False),
    Column("digest", String, nullable=False), Column("pipeline", Json, nullable=False),
    Column("version", String, nullable=False, index=True),
    Column("time", String, nullable=False), Column("body", Packed, nullable=False),
    Column("predicates", Json, nullable=False),
)  # fmt: skip

actors = Table(
    "actors", metadata,
    Column("n", Number, primary_key=True, autoincrement=False),
    Column("report", Number, nullable=False), Column("id", String, nullable=False, index=True),
    Column("key", Text), Column("name", Text, nullable=False), Column("named", Boolean, nullable=False),
    Column("type", String, nullable=False), Column("sector", String), Column("country", String),
    Column("kb", Text), Column("mentions", Integer, nullable=False), Column("quotes", Json, nullable=False),
    Index("actors_by_key", "key", "n"),
)  # fmt: skip

times = Table(
    "times", metadata,
    Column("n", Number, primary_key=True, autoincrement=False),
    Column("report", Number, nullable=False), Column("type", String, nullable=False),
    Column("value", Text, nullable=False), Column("first", String), Column("last", String),
    Column("quotes", Json, nullable=False),
)  # fmt: skip

places = Table(
    "places", metadata,
    Column("n", Number, primary_key=True, autoincrement=False),
    Column("report", Number, nullable=False), Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False), Column("lat", Float), Column("lon", Float),
    Column("country", String), Column("admin1", Text), Column("geonames", Number), Column("feature", String),
    Column("radius", Float), Column("quotes", Json, nullable=False),
    Index("places_by_name", "name_key", "n"), Index("places_by_country", "country", "n"),
)  # fmt: skip

claims = Table(
    "claims", metadata,
    Column("n", Number, primary_key=True, autoincrement=False),
    Column("report", Number, nullable=False), Column("id", String, nullable=False, index=True),
    Column("day", String, nullable=False), Column("source", Text, nullable=False), Column("source_key", Text),
    Column("kind", String, nullable=False), Column("source_actor", Number), Column("told_actor", Number),
    Column("quote", String, nullable=False), Column("factuality", String, nullable=False),
    Column("within", Number), Column("content", Text, nullable=False), Column("quotes", Json, nullable=False),
    Column("relays", Json, nullable=False, server_default="[]"),
    Index("claims_by_day", "day", "id"), Index("claims_by_source", "source_key", "day"),
    Index("claims_by_kind", "kind", "day", "id"), Index("claims_by_factuality", "factuality", "day", "id"),
    Index("claims_by_report", "report", "n"), Index("claims_by_told", "told_actor"),
)  # fmt: skip

events = Table(
    "events", metadata,
    Column("n", Number, primary_key=True, autoincrement=False),
    Column("report", Number, nullable=False), Column("id", String, nullable=False, index=True),
    Column("type", String, nullable=False), Column("mode", String), Column("aspect", String, nullable=False),
    Column("contexts", Json, nullable=False), Column("factuality", String, nullable=False),
    Column("day", String, nullable=False), Column("first", String), Column("last", String),
    Column("inferred", Boolean, nullable=False),
    Column("place", Number), Column("time", Number), Column("claim", Number), Column("country", String),
    Column("killed_min", Number), Column("killed_max", Number),
    Column("injured_min", Number), Column("injured_max", Number),
    Column("arrested_min", Number), Column("arrested_max", Number),
    Column("missing_min", Number), Column("missing_max", Number),
    Column("displaced_min", Number), Column("displaced_max", Number),
    Column("salience", String, nullable=False, server_default="high"),
    Column("incident", String), Column("trigger", Text, nullable=False), Column("quotes", Json, nullable=False),
    Index("events_by_day", "day", "id"), Index("events_by_type", "type", "day", "id"),
    Index("events_by_country", "country", "day", "id"), Index("events_by_factuality", "factuality", "day", "id"),
    Index("events_by_place", "place"), Index("events_by_killed", "killed_min", "id"),
    Index("events_by_mode", "mode", "day", "id"), Index("events_by_salience", "salience", "day", "id"),
    Index("events_by_claim", "claim"), Index("events_by_report", "report", "n"),
)  # fmt: skip

# Where an event took place besides its first place.
other_places = Table(
    "other_places", metadata,
    Column("event", Number, primary_key=True, autoincrement=False),
    Column("place", Number, primary_key=True, autoincrement=False), Index("other_places_by_place", "place"),
)  # fmt: skip

sides = Table(
    "sides", metadata,
    Column("event", Number, primary_key=True, autoincrement=False), Column("role", String, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("actor", Number, nullable=False), Column("key", Text), Column("name", Text, nullable=False),
    Index("sides_by_key", "key", "role", "event"),
)  # fmt: skip

identities = Table(
    "identities", metadata,
    Column("key", Text, primary_key=True), Column("name", Text, primary_key=True),
    Column("name_key", Text, nullable=False), Column("type", String, primary_key=True),
    Column("country", String, primary_key=True), Column("reports", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Index("identities_by_name", "name_key"), Index("identities_by_key", "key", "reports"),
    Index("identities_by_reports", "reports", "key"), Index("identities_by_type", "type", "reports", "key"),
    Index("identities_by_country", "country", "reports", "key"),
)  # fmt: skip

sources = Table(
    "sources", metadata,
    Column("key", Text, primary_key=True), Column("kind", String, primary_key=True),
    Column("name", Text, primary_key=True), Column("total", Integer, nullable=False),
    Index("sources_by_total", "total", "key"), Index("sources_by_kind", "kind", "total"),
)  # fmt: skip

# Month "" holds the events of which no day is told.
pairs = Table(
    "monthly_pairs", metadata,
    Column("actor", Text, primary_key=True), Column("recipient", Text, primary_key=True),
    Column("month", String, primary_key=True), Column("type", String, primary_key=True),
    Column("mode", String, primary_key=True), Column("aspect", String, primary_key=True),
    Column("factuality", String, primary_key=True), Column("total", Integer, nullable=False),
    Index("pairs_by_recipient", "recipient", "month"), Index("pairs_by_month", "month"),
)  # fmt: skip

countries = Table(
    "monthly_countries", metadata,
    Column("country", String, primary_key=True), Column("month", String, primary_key=True),
    Column("type", String, primary_key=True), Column("factuality", String, primary_key=True),
    Column("total", Integer, nullable=False),
)  # fmt: skip

decisions = Table(
    "decisions", metadata,
    Column("n", Number, primary_key=True),
    Column("kind", String, nullable=False), Column("left", Text, nullable=False),
    Column("right", Text, nullable=False), Column("verdict", String, nullable=False),
    Column("who", Text, nullable=False), Column("person", Boolean, nullable=False),
    Column("score", Float), Column("reasons", Json, nullable=False), Column("time", String, nullable=False),
    Column("withdrawn", String), Column("withdrawn_by", Text),
    Index("decisions_by_left", "left", "kind"), Index("decisions_by_right", "right", "kind"),
    Index("decisions_by_person", "person", "kind"),
)  # fmt: skip

corrections = Table(
    "corrections", metadata,
    Column("n", Number, primary_key=True),
    Column("kind", String, nullable=False), Column("target", Text, nullable=False, index=True),
    Column("action", String, nullable=False), Column("value", Json), Column("said", Json),
    Column("author", Text, nullable=False), Column("reason", Text, nullable=False),
    Column("time", String, nullable=False), Column("withdrawn", String),
)  # fmt: skip

ratings = Table(
    "ratings", metadata,
    Column("n", Number, primary_key=True),
    Column("kind", String, nullable=False), Column("subject", Text, nullable=False),
    Column("value", String, nullable=False), Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False), Column("time", String, nullable=False),
    Index("ratings_by_subject", "kind", "subject", "n"),
)  # fmt: skip

# The tables that hold what a reading says, and go with it.
ATOM_TABLES = (actors, times, places, claims, events)

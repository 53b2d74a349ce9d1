"""Tables that linking keeps, so that questions about incidents go through an index.

All of them follow from readings and decisions and can be made again at any time (`sayso link --rebuild`); nothing here
is anybody's word. `pending` are the reports that linking has not looked at since their reading was written.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table, Text

from sayso.store.columns import Json, Number
from sayso.store.schema import metadata

pending = Table("link_pending", metadata, Column("report", Number, primary_key=True, autoincrement=False))
# What of earlier links must be worked out anew: `kind` as of decisions, `key` a thing whose cluster may have changed.
stale = Table(
    "link_stale", metadata, Column("kind", String, primary_key=True), Column("key", Text, primary_key=True)
)

# Candidates: what shares a key may be one, what shares none is not looked at.
bands = Table(
    "link_bands", metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False), Column("report", String, primary_key=True),
    Index("link_bands_by_report", "report"),
)  # fmt: skip
# `day` is that of publication as an ordinal, 0 where it is not told.
blocks = Table(
    "link_blocks", metadata,
    Column("key", String, primary_key=True), Column("day", Integer, primary_key=True, autoincrement=False),
    Column("report", Number, primary_key=True, autoincrement=False), Index("link_blocks_by_report", "report"),
)  # fmt: skip
name_keys = Table(
    "link_names", metadata, Column("key", String, primary_key=True), Column("actor", Text, primary_key=True),
    Index("link_names_by_actor", "actor"),
)  # fmt: skip

# How alike two things of a kind are: reports' stories by the reports' keys, happenings by their units.
scores = Table(
    "link_scores", metadata,
    Column("kind", String, primary_key=True), Column("left", String, primary_key=True),
    Column("right", String, primary_key=True), Column("score", Float, nullable=False),
    Index("link_scores_by_right", "kind", "right"),
)  # fmt: skip

# The story that a report tells, by the least key of the reports that tell it.
stories = Table(
    "link_stories", metadata,
    Column("report", Number, primary_key=True, autoincrement=False), Column("key", String, nullable=False),
    Column("story", String, nullable=False),
    Index("link_stories_by_story", "story"), Index("link_stories_by_key", "key"),
)  # fmt: skip

# Whom a report credits, by folded name, in the stretch of its text that is credited.
credits = Table(
    "link_credits", metadata,
    Column("report", Number, primary_key=True, autoincrement=False), Column("cited", String, primary_key=True),
    Column("start", Integer, primary_key=True, autoincrement=False), Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
)  # fmt: skip

# An event, the least id of those that its report tells as one, and the incident that it belongs to.
happenings = Table(
    "happenings", metadata,
    Column("event", Number, primary_key=True, autoincrement=False), Column("report", Number, nullable=False),
    Column("id", String, nullable=False), Column("unit", String, nullable=False),
    Column("incident", String, nullable=False),
    Index("happenings_by_id", "id"), Index("happenings_by_report", "report"), Index("happenings_by_unit", "unit"),
    Index("happenings_by_incident", "incident", "event"),
)  # fmt: skip

incidents = Table(
    "incidents", metadata,
    Column("id", String, primary_key=True), Column("title", Text, nullable=False),
    Column("type", String, nullable=False), Column("types", Json, nullable=False),
    Column("day", String, nullable=False), Column("first", String), Column("last", String),
    Column("place", Text), Column("country", String), Column("lat", Float), Column("lon", Float),
    Column("actors", Json, nullable=False), Column("actor_keys", Json, nullable=False),
    Column("recipients", Json, nullable=False), Column("recipient_keys", Json, nullable=False),
    Column("killed_min", Number), Column("killed_max", Number),
    Column("injured_min", Number), Column("injured_max", Number),
    Column("killed", Number), Column("injured", Number), Column("factuality", String, nullable=False),
    Column("events", Integer, nullable=False), Column("reports", Integer, nullable=False),
    Column("outlets", Integer, nullable=False), Column("lines", Integer, nullable=False),
    Column("contradicted", Json, nullable=False), Column("disputed", Boolean, nullable=False),
    Column("reported_first", String), Column("reported_last", String),
    Index("incidents_by_day", "day", "id"), Index("incidents_by_reports", "reports", "id"),
    Index("incidents_by_lines", "lines", "id"), Index("incidents_by_killed", "killed_min", "id"),
    Index("incidents_by_disputed", "disputed", "day", "id"),
)  # fmt: skip

# What an incident can be found by: `kind` is a filter's name, `value` one of the values it has in this incident.
facets = Table(
    "incident_facets", metadata,
    Column("kind", String, primary_key=True), Column("value", Text, primary_key=True),
    Column("incident", String, primary_key=True), Index("facets_by_incident", "incident"),
)  # fmt: skip

TABLES = (
    pending, stale, bands, blocks, name_keys, scores, stories, credits, happenings, incidents, facets,
)  # fmt: skip

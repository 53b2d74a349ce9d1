"""Where incidents are told: the words of each event, and the reports, those of the same story included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Integer, cast, func, select

from sayso.store import derived, schema
from sayso.store.loading import chunk


@dataclass(frozen=True, slots=True)
class Mention:
    """An event, by id, and where its words stand in the report of this id."""

    report: str
    span: tuple[int, int]
    event: str


@dataclass(slots=True)
class Telling:
    """Where an incident is told.

    Attributes:
        mentions: by report and place in the text.
        reports: ids of the reports that tell it, sorted; where it is what a story is mainly about, of all its reports.
    """

    mentions: list[Mention] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)


def load_tellings(connection: Connection, incidents: Sequence[str]) -> dict[str, Telling]:
    """Where incidents are told, by their ids."""
    happenings, events, reports = derived.happenings, schema.events, schema.reports
    found: dict[str, Telling] = defaultdict(Telling)
    for part in chunk(incidents):
        query = (
            select(happenings.c.incident, happenings.c.id, reports.c.record, events.c.quotes)
            .join(events, events.c.n == happenings.c.event).join(reports, reports.c.n == happenings.c.report)
            .where(happenings.c.incident.in_(part)).order_by(reports.c.key, events.c.n)
        )  # fmt: skip
        for row in connection.execute(query):
            span = next((start, end) for role, start, end, _ in row.quotes if role == "trigger")
            found[row.incident].mentions.append(Mention(row.record["id"], span, row.id))
            found[row.incident].reports.add(row.record["id"])
    for incident, ids in _load_stories(connection, incidents).items():
        found[incident].reports |= ids
    for telling in found.values():
        telling.mentions.sort(key=lambda mention: (mention.report, mention.span, mention.event))
    return found


def load_eventless(connection: Connection) -> list[list[str]]:
    """The stories of two reports or more that tell no event: the reports' ids, sorted."""
    stories, happenings, reports = derived.stories, derived.happenings, schema.reports
    telling = select(happenings.c.report).distinct()
    silent = (
        select(stories.c.story).group_by(stories.c.story)
        .having(func.count() > 1, func.sum(cast(stories.c.report.in_(telling), Integer)) == 0)
    )  # fmt: skip
    query = select(stories.c.story, reports.c.record).join(reports, reports.c.n == stories.c.report)
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(query.where(stories.c.story.in_(silent))):
        found[row.story].append(row.record["id"])
    return sorted(sorted(ids) for ids in found.values())


def _load_stories(connection: Connection, incidents: Sequence[str]) -> dict[str, set[str]]:
    """The reports of the stories that are mainly about one of the incidents: which is told in most of their reports."""
    stories, happenings, reports = derived.stories, derived.happenings, schema.reports
    asked, told = set(incidents), dict[str, tuple[int, int, str]]()
    for part in chunk(incidents):
        own = (
            select(stories.c.story).join(happenings, happenings.c.report == stories.c.report)
            .where(happenings.c.incident.in_(part)).distinct()
        )  # fmt: skip
        query = (
            select(stories.c.story, happenings.c.incident, func.count(happenings.c.report.distinct()), func.count())
            .join(happenings, happenings.c.report == stories.c.report).where(stories.c.story.in_(own))
            .group_by(stories.c.story, happenings.c.incident)
        )  # fmt: skip
        for story, incident, in_reports, events in connection.execute(query):
            rank = (-in_reports, -events, incident)
            told[story] = min(told.get(story, rank), rank)
    main = {story: rank[2] for story, rank in told.items() if rank[2] in asked}
    found: dict[str, set[str]] = defaultdict(set)
    for part in chunk(sorted(main)):
        query = (
            select(stories.c.story, reports.c.record).join(reports, reports.c.n == stories.c.report)
            .where(stories.c.story.in_(part))
        )  # fmt: skip
        for row in connection.execute(query):
            found[main[row.story]].add(row.record["id"])
    return found

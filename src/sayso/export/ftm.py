"""Incidents, actors and reports as FollowTheMoney entities, a line each (for Aleph, OpenAleph and their tools).

Needs the extra `ftm`. Days go into `startDate` and `endDate`: the library's `date` would turn a month into a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from sayso.errors import ResourceError
from sayso.export import tellings
from sayso.export.bins import present, write_line
from sayso.export.coding import place_of, sides
from sayso.export.matter import Matter, Told, gather
from sayso.types import Actor, Report

_SCHEMATA = {
    "person": "Person", "company": "Company", "government": "PublicBody", "agency": "PublicBody",
    "military": "PublicBody", "police": "PublicBody", "state": "PublicBody",
}  # fmt: skip


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write each entity once, in the order it is met.

    Raises:
        ResourceError: when the library is not installed.
    """
    try:
        from followthemoney import model
    except ImportError as error:
        raise ResourceError('needs the library followthemoney: pip install "sayso[ftm]"') from error
    incidents, loose = gather(matter)
    seen = set()
    for told in incidents:
        for entity in _describe(told, model):
            if entity.id not in seen:
                seen.add(entity.id)
                write_line(entity.to_dict(), out)
    return [f"{loose} events that are not linked yet (run sayso link) are left out"] if loose else []


def _describe(told: Told, model: Any) -> Iterator[Any]:
    incident, event = told.incident, model.make_entity("Event")
    event.make_id("sayso", "incident", incident.id)
    event.add("name", incident.title)
    event.add("keywords", list(incident.types))
    event.add("startDate", incident.first)
    event.add("endDate", incident.last)
    event.add("recordId", incident.id)
    if corrected := tellings.corrected(told):
        event.add("notes", f"corrected by a person: {corrected}")
    place = place_of(told)
    if place is not None:
        event.add("location", place.name)
        event.add("country", place.country, quiet=True)
    event.add("notes", f"{incident.lines} lines of evidence in {incident.reports} reports; {incident.factuality}")
    for actor in [*sides(told, "actors"), *sides(told, "recipients")]:
        entity = _actor(actor, model)
        event.add("involved", entity)
        yield entity
    for telling in told.tellings:
        article = _article(telling.reading.report, model)
        event.add("proof", article)
        event.add("sourceUrl", telling.reading.report.url, quiet=True)
        event.add("publisher", telling.reading.report.outlet)
        event.add("description", tellings.words(telling))
        event.add("summary", tellings.who_says(telling))
        yield article
    yield event


def _actor(actor: Actor, model: Any) -> Any:
    entity = model.make_entity(_SCHEMATA.get(actor.type, "Organization"))
    entity.make_id("sayso", "actor", actor.kb or actor.name, actor.type, actor.country or "")
    entity.add("name", actor.name)
    entity.add("country", actor.country, quiet=True)
    if actor.kb and actor.kb.startswith("wikidata:"):
        entity.add("wikidataId", actor.kb.partition(":")[2], quiet=True)
    return entity


def _article(report: Report, model: Any) -> Any:
    entity = model.make_entity("Article")
    entity.make_id("sayso", "report", report.id, report.sha256)
    entity.add("title", present(report.title))
    entity.add("publisher", report.outlet)
    entity.add("sourceUrl", report.url, quiet=True)
    entity.add("publishedAt", report.published)
    entity.add("language", report.language, quiet=True)
    entity.add("bodyText", present(report.text))
    return entity

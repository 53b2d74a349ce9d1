"""Incidents as a STIX 2.1 bundle (OASIS, June 2021): report, identity, location, incident, note, opinion.

Each incident is a STIX incident with a property extension of ours that holds what is coded. A note holds the words of
one report and who says them; where a report denies the incident, an opinion says so. Ids are made from content (UUID
version 5), so the same content gives the same bundle; `created` is the day of publication, or 1970-01-01 where none
is known.
"""

from __future__ import annotations

import uuid
from typing import Any, BinaryIO

from sayso.export import tellings
from sayso.export.bins import present
from sayso.export.coding import place_of, sides
from sayso.export.matter import Matter, Telling, Told, gather
from sayso.export.points import find_point, find_radius
from sayso.norm.countries import get_country
from sayso.types import Actor, Place, Report

_SPACE = uuid.UUID("5f1f7c9e-2f0c-5b6f-9e36-6a1f3c6c9d51")
_EXTENSION = f"extension-definition--{uuid.uuid5(_SPACE, 'coded-event')}"
_EPOCH = "1970-01-01T00:00:00Z"
_CLASSES = {"person": "individual", "population": "group", "armed_group": "group", "other": "unknown"}


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write one bundle, serialised by the library stix2."""
    import stix2

    incidents, loose = gather(matter)
    maker = _Maker()
    for told in incidents:
        maker.add(told)
    order = sorted(maker.made)
    bundle = stix2.Bundle(
        objects=[maker.made[key] for key in order], id=f"bundle--{uuid.uuid5(_SPACE, ' '.join(order))}"
    )
    out.write((bundle.serialize(pretty=True, ensure_ascii=True) + "\n").encode("ascii"))
    return [f"{loose} events that are not linked yet (run sayso link) are left out"] if loose else []


class _Maker:
    """Makes each object once."""

    def __init__(self) -> None:
        import stix2

        self.stix: Any = stix2.v21
        self.made: dict[str, Any] = {}
        self.author = self._make("Identity", "sayso", _EPOCH, name="sayso", identity_class="system")
        self._make_extension()

    def add(self, told: Told) -> None:
        incident, place = told.incident, place_of(told)
        created = _stamp(incident.reported_first)
        actors = {role: [self._identity(actor) for actor in sides(told, role)] for role in ("actors", "recipients")}
        where = self._location(place) if place else None
        coded: dict[str, Any] = {
            "extension_type": "property-extension", "plover_type": incident.type, "plover_types": list(incident.types),
            "first_day": incident.first, "last_day": incident.last, "factuality": incident.factuality,
            "killed_min": incident.killed_min, "killed_max": incident.killed_max, "injured_min": incident.injured_min,
            "injured_max": incident.injured_max, "lines_of_evidence": incident.lines,
            "contradicted": list(incident.contradicted), "actor_refs": actors["actors"],
            "recipient_refs": actors["recipients"], "location_ref": where, "corrected": tellings.corrected(told),
        }  # fmt: skip
        coded = {name: value for name, value in coded.items() if value not in (None, [])}
        about = self._make(
            "Incident", incident.id, created, name=incident.title or incident.type, extensions={_EXTENSION: coded}
        )
        refs = [about, *actors["actors"], *actors["recipients"], *([where] if where else [])]
        for telling in told.tellings:
            self._tell(telling, about, refs)

    def _tell(self, telling: Telling, about: str, refs: list[str]) -> None:
        report, event = telling.reading.report, telling.event
        created, said, words = _stamp(report.published), tellings.who_says(telling), tellings.words(telling)
        note = self._make(
            "Note", f"note {event.id}", created,
            abstract=f"{report.outlet or report.id}: {said or 'the report itself'}",
            content=words or "(words left out)", object_refs=[about],
        )  # fmt: skip
        more = [note]
        if event.factuality == "denied":
            more.append(self._make("Opinion", f"opinion {event.id}", created, opinion="strongly-disagree",
                                   explanation=f"denied by {said or report.outlet or report.id}", object_refs=[about]))
        self._report(report, [*refs, *more])

    def _report(self, report: Report, refs: list[str]) -> None:
        name = present(report.title) or f"Report {report.id}"
        references = [{"source_name": report.outlet or "report", **({"url": report.url} if report.url else {}),
                       "external_id": report.id}]  # fmt: skip
        key = f"report {report.id} {report.sha256} {report.outlet} {report.url}"
        id = self._id("Report", key)
        known = list(self.made[id].object_refs) if id in self.made else []
        self.made.pop(id, None)
        self._make("Report", key, _stamp(report.published), name=name, published=_stamp(report.published),
                   object_refs=list(dict.fromkeys([*known, *refs])), external_references=references)

    def _identity(self, actor: Actor) -> str:
        more: dict[str, Any] = {"sectors": ["government"]} if actor.sector == "GOV" else {}
        if actor.kb:
            more["external_references"] = [{"source_name": actor.kb.partition(":")[0], "external_id": actor.kb}]
        return self._make(
            "Identity", f"{actor.kb or actor.name} {actor.type} {actor.country}", _EPOCH, name=actor.name or "unnamed",
            identity_class=_CLASSES.get(actor.type, "organization"), **more,
        )  # fmt: skip

    def _location(self, place: Place) -> str:
        point, country = find_point(place), get_country(place.country) if place.country else None
        more: dict[str, Any] = {"longitude": point[0], "latitude": point[1]} if point else {}
        if point and (radius := find_radius(place)) is not None:
            more["precision"] = radius * 1000
        if country:
            more["country"] = country.name
        elif not point:
            more["region"] = place.name
        if place.admin1:
            more["administrative_area"] = place.admin1
        return self._make("Location", f"{place.name} {place.country} {point}", _EPOCH, name=place.name, **more)

    def _make_extension(self) -> None:
        self.made[_EXTENSION] = self.stix.ExtensionDefinition(
            id=_EXTENSION, created=_EPOCH, modified=_EPOCH, created_by_ref=self.author, name="coded event",
            description="An incident as sayso codes it: PLOVER types, days, sides, tolls, lines of evidence.",
            schema="docs/exports.md", version="1.0", extension_types=["property-extension"],
        )  # fmt: skip

    def _id(self, kind: str, key: str) -> str:
        return f"{kind.lower()}--{uuid.uuid5(_SPACE, f'{kind} {key}'.encode('utf-8', 'replace').decode())}"

    def _make(self, kind: str, key: str, created: str, **fields: Any) -> str:
        id = self._id(kind, key)
        if id not in self.made:
            given = _clean(fields) | ({"created_by_ref": self.author} if key != "sayso" else {})
            self.made[id] = getattr(self.stix, kind)(id=id, created=created, modified=created, **given)
        return id


def _clean(value: Any) -> Any:
    """The value without lone surrogates, which UTF-8 does not have."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return {name: _clean(each) for name, each in value.items()} if isinstance(value, dict) else value


def _stamp(published: str | None) -> str:
    return f"{published[:10]}T00:00:00Z" if published else _EPOCH

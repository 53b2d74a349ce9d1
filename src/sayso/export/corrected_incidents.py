"""Incidents as persons' corrections leave them: summed up anew from corrected events, then corrected themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sayso.export.corrections import Corrections
from sayso.export.matter import find_incident
from sayso.export.verdicts import ADDED, Verdict, judge
from sayso.format import MORE_TOLLS
from sayso.link.summing import sum_up
from sayso.store import EventRecord, Filters, IncidentRecord, Store, actor_key, report_key
from sayso.store.accounts import Account, Material
from sayso.store.queries import MOST, to_quotes
from sayso.store.rows import make_rows
from sayso.store.spots import Spot
from sayso.types import Event, Reading, Toll

_FIELDS = frozenset(each.name for each in fields(IncidentRecord)) - {"id", "corrections"}


class CorrectedIncidents:
    """The look-up of `Matter.incident` after corrections; `pass_on` lets it see every reading first."""

    def __init__(self, store: Store, corrections: Corrections) -> None:
        self.store, self.corrections, self._find = store, corrections, find_incident(store)
        self._made: dict[str, IncidentRecord | None] = {}
        self._alone: dict[str, IncidentRecord] = {}
        self._actors = {
            member for key in corrections.of("actor") for member in (key, *store.cluster("actor", key))
        }  # fmt: skip
        ids = [*corrections.of("event"), *corrections.of("incident")]
        for key in corrections.of("report"):
            ids += [event.id for event in store.events(Filters(report=key), limit=MOST)]
        self._touched = {incident.id for incident in map(self._find, ids) if incident is not None}

    def find(self, event: str) -> IncidentRecord | None:
        """The incident of an event; None for one that is not linked, or in an incident that a person rejected."""
        incident = self._find(event)
        if incident is None:
            return self._alone.get(event)
        if incident.id not in self._touched and not self._actors & {*incident.actor_keys, *incident.recipient_keys}:
            return incident
        if incident.id not in self._made:
            self._made[incident.id] = self._make(incident)
        return self._made[incident.id]

    def pass_on(self, reading: Reading) -> Reading:
        """The reading without events of rejected incidents; what persons added to it becomes incidents of its own."""
        for event in reading.events:
            if ADDED in reading.corrected.get(event.id, ()):
                self._alone[event.id] = sum_up(_stand_alone(event, reading))
        if not self._touched:
            return reading
        return replace(reading, events=tuple(event for event in reading.events if not self._is_rejected(event)))

    def _is_rejected(self, event: Event) -> bool:
        return self._find(event.id) is not None and self.find(event.id) is None

    def _make(self, incident: IncidentRecord) -> IncidentRecord | None:
        verdict = judge(incident.corrections)
        material = self.store.material(incident.id)
        if verdict.rejected or material is None:
            return None
        mended = [self._mend(account) for account in material.accounts]
        told = tuple(account for account, _ in mended if account is not None)
        if not told:
            return None
        actors = {key: known for _, found in mended for key, known in found.items()}
        roots = {key: key for key in actors} | dict(material.roots)
        called = dict(material.actors) | actors | {roots[key]: known for key, known in actors.items()}
        made = sum_up(replace(material, accounts=told, roots=roots, actors=called))
        return replace(made, id=incident.id, corrections=incident.corrections, **_fitting(verdict))

    def _mend(self, account: Account) -> tuple[Account | None, dict[str, tuple[str, str, str]]]:
        """The account with corrected events, None where none is left; and its actors by the keys they were read under.

        Under these keys actors are linked, so a new name does not part an actor from itself in other reports.
        """
        read = self.store.reading(account.key)
        reading = self.corrections.mend(read)
        if reading is None:
            return None, {}
        keys = {actor.id: key for actor in (*reading.actors, *read.actors) if (key := actor_key(actor))}
        known = tell_events(reading, keys)
        events = tuple(replace(record, **known[record.id]) for record in account.events if record.id in known)
        named = {keys[a.id]: (a.name, str(a.type), a.country or "") for a in reading.actors if a.id in keys}
        told = {key for event in events for key in (*event.actor_keys, *event.recipient_keys) if key}
        report = reading.report
        mended = replace(account, events=events, outlet=report.outlet, published=report.published, title=report.title,
                         spots={event.id: _list_spots(event, reading) for event in reading.events})  # fmt: skip
        return mended if events else None, {key: who for key, who in named.items() if key in told}


def _stand_alone(event: Event, reading: Reading) -> Material:
    keys = {actor.id: key for actor in reading.actors if (key := actor_key(actor))}
    report, record = reading.report, EventRecord(**tell_events(reading, keys)[event.id])
    account = Account(
        report_key(report), report.id, report.outlet, report.published, report.title, (record,), (),
        length=len(report.text), spots={event.id: _list_spots(event, reading)},
    )  # fmt: skip
    named = {keys[a.id]: (a.name, str(a.type), a.country or "") for a in reading.actors if a.id in keys}
    return Material((account,), {account.key: account.key}, (), {key: key for key in named}, named)


def _list_spots(event: Event, reading: Reading) -> tuple[Spot, ...]:
    """The points where an event of a reading was."""
    places = [reading.places[index] for index in (event.place, *event.other_places) if index is not None]
    return tuple(
        Spot(place.name, place.lat, place.lon, place.feature)
        for place in places if place.lat is not None and place.lon is not None
    )  # fmt: skip


def tell_events(reading: Reading, keys: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What a store would say of each event of a reading, by its id; `keys` are those of actors, by their ids."""
    atoms = make_rows(reading, 0).atoms
    return {
        event.id: _tell_event(event, reading, keys) | {
            "quotes": to_quotes(row["quotes"]),
            "radius": None if event.place is None else atoms["places"][event.place]["radius"],
        } for event, row in zip(reading.events, atoms["events"], strict=True)
    }  # fmt: skip


def _tell_event(event: Event, reading: Reading, keys: Mapping[str, str]) -> dict[str, Any]:
    report, days = reading.report, event.date
    place = reading.places[event.place] if event.place is not None else None
    names = {actor.id: actor.name for actor in reading.actors}
    told: dict[str, Any] = {
        "id": event.id, "report": report_key(report), "report_id": report.id, "outlet": report.outlet,
        "published": report.published, "type": event.type, "mode": event.mode, "aspect": event.aspect,
        "contexts": event.contexts, "factuality": event.factuality, "salience": event.salience,
        "first": days.first if days else None, "last": days.last if days else None,
        "inferred": bool(days and days.inferred),
        "place": place.name if place else None, "country": place.country if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None, "claim": event.claim,
        "incident": event.incident, "trigger": report.text[slice(*event.trigger)],
    }  # fmt: skip
    for side, key in (("actors", "actor_keys"), ("recipients", "recipient_keys")):
        found = [each.actor for each in getattr(event, side) if each.actor in names]
        told |= {side: tuple(names[id] for id in found), key: tuple(keys.get(id) for id in found)}
    for name in ("killed", "injured", *MORE_TOLLS):
        toll: Toll | None = getattr(event, name)
        told |= {f"{name}_min": toll.min if toll else None, f"{name}_max": toll.max if toll else None}
    return told


def _fitting(verdict: Verdict) -> dict[str, Any]:
    """The fields that an incident has; another place has not the point of the one before."""
    elsewhere = {"place", "country"} & set(verdict.fields)
    return {**({"lat": None, "lon": None} if elsewhere else {}), **{
        name: tuple(value) if isinstance(value, list) else value
        for name, value in verdict.fields.items() if name in _FIELDS
    }}  # fmt: skip

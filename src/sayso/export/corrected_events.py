"""Corrections of events: what, when, where, who, to whom, how many, how firmly; and events that were missed."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sayso.export.corrected_draft import CHOICES, Draft, make_id, nearest_mention
from sayso.export.verdicts import ADDED, Verdict
from sayso.norm.plover import list_contexts, load_types
from sayso.store import Correction
from sayso.store.keys import fold
from sayso.types import Days, Event, Participant, Place, Span, Toll

Fields = Mapping[str, Any]
_TOLLS = ("killed", "injured", "arrested", "missing", "displaced")
_DAYS, _PLACE, _SIDES = ("first", "last", "inferred"), ("place", "country", "lat", "lon"), ("actors", "recipients")


def change_event(draft: Draft, event: Event, verdict: Verdict) -> None:
    """Put a verdict on an event of the draft into it."""
    changed, put_in = _put_in_all(draft, event, verdict.fields)
    draft.events[draft.events.index(event)] = changed
    draft.mark(event.id, verdict.list_fields(put_in))


def add_event(draft: Draft, correction: Correction) -> None:
    """Add an event; one without a known type is counted as unfit. Without a trigger in the text it has no words."""
    value = correction.value or {}
    if not _is_one(value.get("type"), load_types()):
        draft.miss(str(correction.n), f"an added {correction.kind} without a type")
        return
    trigger = draft.quotable.find(str(value.get("trigger") or "")) or (0, 0)
    made = Event(make_id("e", [draft.report.sha256, correction.n, value]), value["type"], trigger)
    rest = {name: given for name, given in value.items() if name not in ("type", "trigger", "title")}
    event, _ = _put_in_all(draft, made, rest)
    draft.events.append(event)
    draft.mark(event.id, (ADDED,))


def _put_in_all(draft: Draft, event: Event, fields: Fields) -> tuple[Event, list[str]]:
    put_in: list[str] = []
    for name in sorted(fields, key=lambda name: (name != "type", name)):
        change = _find_change(name)
        changed = change(draft, event, name, fields) if change else None
        if changed is None:
            draft.miss(event.id, f"an event's {name}")
        else:
            event = changed
            put_in.append(name)
    return event, put_in


def _find_change(name: str) -> Callable[[Draft, Event, str, Fields], Event | None] | None:
    if name in _DAYS:
        return _change_days
    if name in _PLACE:
        return _change_place
    if name in _SIDES:
        return _change_side
    what, _, end = name.rpartition("_")
    return _change_toll if what in _TOLLS and end in ("min", "max") else _CHANGES.get(name)


def _change_type(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    """Another type; a mode of the type before does not stay unless the new type has it."""
    types = load_types()
    if not _is_one(fields[name], types):
        return None
    mode = event.mode if event.mode in types[fields[name]].modes else None
    return replace(event, type=fields[name], mode=mode)


def _change_mode(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    mode = fields[name] or None
    return replace(event, mode=mode) if mode is None or _is_one(mode, load_types()[event.type].modes) else None


def _change_word(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    known = {**CHOICES, "aspect": ("event", "state")}[name]
    return replace(event, **{name: fields[name]}) if fields[name] in known else None


def _change_contexts(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    found = _as_list(fields[name])
    return replace(event, contexts=tuple(found)) if set(found) <= set(list_contexts()) else None


def _change_claim(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    known = {claim.id for claim in draft.claims}
    return replace(event, claim=fields[name]) if fields[name] is None or _is_one(fields[name], known) else None


def _change_trigger(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    span = draft.quotable.find(str(fields[name] or ""), event.trigger)
    return None if span is None else replace(event, trigger=span)


_CHANGES: dict[str, Callable[[Draft, Event, str, Fields], Event | None]] = {
    "type": _change_type, "mode": _change_mode, "factuality": _change_word, "aspect": _change_word,
    "contexts": _change_contexts, "claim": _change_claim, "trigger": _change_trigger,
}  # fmt: skip


def _change_days(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    value, days = fields[name], event.date or Days(None, None)
    if name == "inferred":
        return replace(event, date=replace(days, inferred=bool(value)))
    if value is not None and not _is_day(value):
        return None
    first, last = (value, days.last) if name == "first" else (days.first, value)
    # With one end moved past the other, that one moves along.
    if first and last and first > last:
        first = last = value
    given = Days(first, last)
    return replace(event, date=given if first or last else None, time=None)


def _change_place(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    """Another place, known as far as the report or the person tells; fields given with it are put in together."""
    before = draft.places[event.place] if event.place is not None else None
    called = fields.get("place", before.name if before else None)
    if not called:
        return replace(event, place=None) if "place" in fields else None
    points = [fields.get(part) for part in ("lat", "lon")]
    country = fields.get("country")
    if any(p is not None and not isinstance(p, int | float) for p in points) or not isinstance(country, str | None):
        return None
    base = next((place for place in draft.places if fold(place.name) == fold(str(called))), None)
    place = base or _make_place(draft, str(called), event.trigger)
    if "country" in fields and country != place.country:
        place = Place(place.start, place.end, place.name, country=country)
    if None not in points:
        place = replace(place, lat=float(points[0] or 0), lon=float(points[1] or 0), radius=None, away=None,
                        geonames=None, feature=None, candidates=())  # fmt: skip
    if place not in draft.places:
        draft.places.append(place)
    return replace(event, place=draft.places.index(place))


def _make_place(draft: Draft, name: str, near: Span) -> Place:
    start, end = draft.quotable.find(name, near) or (near[0], near[0])
    return Place(start, end, name)


def _change_side(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    """Other actors, by name; words of the report stand for them where it has any."""
    before = {each.actor: each for each in getattr(event, name)}
    found: dict[str, Participant] = {}
    for called in _as_list(fields[name]):
        actor = draft.find_actor(called, event.trigger)
        found[actor.id] = before.get(actor.id) or Participant(actor.id, nearest_mention(actor, event.trigger))
    side: dict[str, Any] = {name: tuple(found.values())}
    return replace(event, **side)


def _change_toll(draft: Draft, event: Event, name: str, fields: Fields) -> Event | None:
    """Another number; its words are those of the one before, else its digits where they stand next to the trigger."""
    what, _, end = name.rpartition("_")
    value, toll = fields[name], getattr(event, what)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        return None
    if toll is None:
        span = draft.quotable.find(str(value), event.trigger) or (event.trigger[0], event.trigger[0])
        toll = Toll(None, None, span)
    toll = replace(toll, **{end: value})
    changed: dict[str, Any] = {what: None if toll.min is None and toll.max is None else toll}
    return replace(event, **changed)


def _is_one(value: Any, known: Container[str]) -> bool:
    return isinstance(value, str) and value in known


def _as_list(value: Any) -> list[str]:
    parts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    return [part.strip() for part in parts if isinstance(part, str) and part.strip()]


def _is_day(value: Any) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == str(value)
    except ValueError:
        return False

"""What events of one incident tell each other: the day, the place and the injured, from the nearest that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.pipes.events_types import Trigger
from sayso.types import Days, Event, Toll

# Sentences back and forth over which an event takes the day or the place of another one of its incident.
DAYS_BACK, DAYS_AHEAD = 3, 2
PLACE_NEAR = 1
DATED = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "COERCE"})
PLACED = frozenset({"ASSAULT", "PROTEST"})


@dataclass(frozen=True, slots=True)
class _Told:
    """One event, with its sentence's number and whether it is a bare plural ("air strikes")."""

    event: Event
    sentence: int
    bare: bool


def share_in_incidents(events: Sequence[Event], triggers: Sequence[Trigger], sentences: Sequence[int]) -> list[Event]:
    """The events with the day and the place that the nearest other one of their incident gives, where they lack them.

    Args:
        events: with their incidents.
        sentences: the number of each event's sentence.
    """
    told = [_Told(e, s, _is_bare(t)) for e, t, s in zip(events, triggers, sentences, strict=True)]
    members: dict[str | None, list[_Told]] = {}
    for one in told:
        members.setdefault(one.event.incident, []).append(one)
    injured = _list_injured(told)
    return [_fill(one, members[one.event.incident], injured) for one in told]


def _fill(one: _Told, others: Sequence[_Told], injured: dict[tuple[str | None, int], Toll]) -> Event:
    event = one.event
    if event.date is None and event.type in DATED and not one.bare:
        days = _nearest_days(one, others)
        if days is not None:
            event = replace(event, date=Days(days.first, days.last, inferred=True))
    if event.place is None and event.type in PLACED and not one.bare:
        event = replace(event, place=_nearest_place(one, others))
    if event.killed is not None and event.injured is None:
        event = replace(event, injured=injured.get((event.incident, one.sentence)))
    return event


def _nearest_days(one: _Told, others: Sequence[_Told]) -> Days | None:
    ranked = [
        (abs(one.sentence - o.sentence), n, o.event.date)
        for n, o in enumerate(others)
        if o.event.date is not None and -DAYS_AHEAD <= one.sentence - o.sentence <= DAYS_BACK
    ]
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _nearest_place(one: _Told, others: Sequence[_Told]) -> int | None:
    ranked = [
        (abs(one.sentence - o.sentence), n, o.event.place)
        for n, o in enumerate(others)
        if o.event.place is not None and abs(one.sentence - o.sentence) <= PLACE_NEAR
    ]
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _list_injured(told: Sequence[_Told]) -> dict[tuple[str | None, int], Toll]:
    """The injured by incident and sentence: those of "killed four and injured six" are told with the killing too."""
    out: dict[tuple[str | None, int], Toll] = {}
    for one in told:
        if one.event.injured is not None:
            out.setdefault((one.event.incident, one.sentence), one.event.injured)
    return out


def _is_bare(trigger: Trigger) -> bool:
    """Whether a plural noun has nothing that says which ones: "air strikes" may be any."""
    token = trigger.token
    return token.tag_ == "NNS" and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)

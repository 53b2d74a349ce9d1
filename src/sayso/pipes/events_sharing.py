"""What events of one incident tell each other: the day, the place and the injured, from the nearest that says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.pipes.events_syntax import children
from sayso.pipes.events_types import Trigger
from sayso.types import Days, Event, Toll

# Sentences back and forth over which an event takes the day or the place of another one of its incident.
DAYS_BACK, DAYS_AHEAD = 3, 2
PLACE_NEAR = 1
DATED = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "COERCE"})
PLACED = frozenset({"ASSAULT", "PROTEST"})


@dataclass(frozen=True, slots=True)
class _Told:
    """One event with its trigger and its sentence's number; a bare plural ("air strikes") may be any such events."""

    event: Event
    trigger: Trigger
    sentence: int

    @property
    def bare(self) -> bool:
        token = self.trigger.token
        return token.tag_ == "NNS" and not any(c.dep_ in ("det", "poss", "nummod") for c in token.children)


def share_in_incidents(events: Sequence[Event], triggers: Sequence[Trigger], sentences: Sequence[int]) -> list[Event]:
    """The events with the day and the place that the nearest other one of their incident gives, where they lack them.

    Args:
        events: with their incidents.
        sentences: the number of each event's sentence.
    """
    told = [_Told(*one) for one in zip(events, triggers, sentences, strict=True)]
    members: dict[str | None, list[_Told]] = {}
    for one in told:
        members.setdefault(one.event.incident, []).append(one)
    injured = _list_injured(told)
    by_token = {one.trigger.token.i: one.event for one in told}
    filled = [_fill(one, members[one.event.incident], injured) for one in told]
    return [_with_toll_of_clause(e, t, by_token) for e, t in zip(filled, triggers, strict=True)]


def _with_toll_of_clause(event: Event, trigger: Trigger, by_token: dict[int, Event]) -> Event:
    """An event noun with the toll that a clause about it tells: "an attack that killed ten"."""
    if trigger.token.pos_ != "NOUN" or event.killed is not None or event.injured is not None:
        return event
    clauses = [by_token[c.i] for c in children(trigger.token, "relcl", "acl") if c.i in by_token]
    told = next((c for c in clauses if c.type == event.type and (c.killed or c.injured)), None)
    return event if told is None else replace(event, killed=told.killed, injured=told.injured)


def _fill(one: _Told, others: Sequence[_Told], injured: dict[int, Toll | None]) -> Event:
    event = one.event
    if event.date is None and event.type in DATED and not one.bare:
        days = _nearest_days(one, others)
        if days is not None:
            event = replace(event, date=Days(days.first, days.last, inferred=True))
    if event.place is None and event.type in PLACED and not one.bare:
        event = replace(event, place=_nearest_place(one, others))
    if event.killed is not None and event.injured is None:
        event = replace(event, injured=injured.get(one.sentence))
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


def _list_injured(told: Sequence[_Told]) -> dict[int, Toll | None]:
    """The injured by sentence, where one event tells them: those of "killed four and injured six" go with both."""
    out: dict[int, Toll | None] = {}
    for one in told:
        if one.event.injured is not None:
            out[one.sentence] = None if one.sentence in out else one.event.injured
    return out

"""Readings as relations: for each pair of actors of a report what passes between them and what lasts, one pair a line.

A plural with members ("the two countries") is its members here. The score of a pair is the mean of the PLOVER scores
(-10 hostile to 10 cooperative, Goldstein 1992 as PLOVER's manual gives them) of what is put as certain.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, TextIO

from sayso.export.jsonl import escape_surrogates
from sayso.norm.plover import quad_class, score_event
from sayso.types import Actor, Event, Participant, Reading


@dataclass(frozen=True, slots=True)
class Act:
    """An event between two actors; `doer` is the id of the one who does it, None where both do it to each other."""

    event: Event
    doer: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors of a reading, in the order of its actors, with what is told between them in the order of the text.

    Attributes:
        events, states: what happens, and what lasts ("the rift between").
        cooperative, hostile: how many of both are put as certain, by PLOVER's quad classes.
        score: their mean PLOVER score, None without any.
    """

    first: Actor
    second: Actor
    events: tuple[Act, ...]
    states: tuple[Act, ...]
    cooperative: int
    hostile: int
    score: float | None


def find_pairs(reading: Reading) -> list[Pair]:
    """The pairs of actors that events join, the one with the first event first."""
    actors = {a.id: a for a in reading.actors}
    order = {id: n for n, id in enumerate(actors)}
    found: dict[tuple[str, str], list[Act]] = {}
    for event in sorted(reading.events, key=lambda e: (e.trigger, e.id)):
        doers, targets = (_unfold(side, actors) for side in (event.actors, event.recipients))
        joined: dict[tuple[str, str], str | None] = {}
        for doer, target in product(doers, targets):
            if doer != target:
                pair = (doer, target) if order[doer] < order[target] else (target, doer)
                joined[pair] = None if joined.get(pair, doer) != doer else doer
        for pair, by in joined.items():
            found.setdefault(pair, []).append(Act(event, by))
    return [_sum_up(actors[first], actors[second], acts) for (first, second), acts in found.items()]


def _unfold(side: tuple[Participant, ...], actors: dict[str, Actor]) -> list[str]:
    """The ids of a side, plurals as their members, each once."""
    ids = (id for each in side if each.actor in actors for id in actors[each.actor].members or (each.actor,))
    return list(dict.fromkeys(id for id in ids if id in actors))


def _sum_up(first: Actor, second: Actor, acts: list[Act]) -> Pair:
    certain = [a.event for a in acts if a.event.factuality == "certain"]
    hostile = sum(quad_class(e.type).endswith("conflict") for e in certain)
    score = sum(score_event(e.type, e.mode) for e in certain) / len(certain) if certain else None
    return Pair(
        first, second,
        events=tuple(a for a in acts if a.event.aspect == "event"),
        states=tuple(a for a in acts if a.event.aspect == "state"),
        cooperative=len(certain) - hostile, hostile=hostile, score=None if score is None else round(score, 2),
    )


def write(readings: Iterable[Reading], out: TextIO) -> None:
    """Write a line of JSON a pair, reports in the order given."""
    for reading in readings:
        for line in _lines(reading):
            out.write(escape_surrogates(json.dumps(line, ensure_ascii=False, separators=(",", ":"))) + "\n")
        out.flush()


def _lines(reading: Reading) -> Iterator[dict[str, Any]]:
    for pair in find_pairs(reading):
        yield {
            "report": reading.report.id, "first": _actor(pair.first), "second": _actor(pair.second),
            "score": pair.score, "cooperative": pair.cooperative, "hostile": pair.hostile,
            "events": [_act(a, reading) for a in pair.events], "states": [_act(a, reading) for a in pair.states],
        }


def _actor(actor: Actor) -> dict[str, Any]:
    return {"id": actor.id, "name": actor.name, "type": actor.type, "country": actor.country, "kb": actor.kb}


def _act(act: Act, reading: Reading) -> dict[str, Any]:
    event = act.event
    date = None if event.date is None else {"from": event.date.first, "to": event.date.last}
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "doer": act.doer, "factuality": event.factuality,
        "salience": event.salience, "date": date, "words": reading.report.text[slice(*event.trigger)],
    }

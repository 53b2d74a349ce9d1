"""Which events of a report tell of one and the same happening.

A greedy pass in the order of the text: each event joins the incident so far that it shares most with, if nothing
about the two is at odds (kind of act, day, place, sides, toll), else it opens one. Only what earlier events gave
counts, so the cost is linear in the events times the incidents still open nearby.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from sayso.pipes.events_sharing import share_in_incidents
from sayso.pipes.events_syntax import children
from sayso.pipes.events_types import Trigger
from sayso.pipes.per_doc import sentences
from sayso.types import Days, Event, Place, Toll

ENOUGH = 2.0
MEMORY = 40
BACK = 6
KINDS = {
    "abduct": "abduct",
    "explosives": "bomb",
    "suicide-attack": "bomb",
    "aerial": "air",
    "drone": "air",
    "torture": "hurt",
    "sexual": "sexual",
    "destroy": "destroy",
}
LOOKING_BACK = frozenset({"the", "this", "that", "these", "those", "its", "their", "his"})


@dataclass(slots=True)
class _Incident:
    """What the events of one incident have said of it so far."""

    number: int
    type: str
    kinds: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    places: list[Place] = field(default_factory=list)
    days: Days | None = None
    killed: Toll | None = None
    sentence: int = -1


def link_incidents(events: Sequence[Event], triggers: Sequence[Trigger], places: Sequence[Place]) -> list[Event]:
    """The events with their `incident`, and with the day that another event of the same incident gives."""
    order = {s.start: n for n, s in enumerate(sentences(triggers[0].token.doc))} if triggers else {}
    incidents: list[_Incident] = []
    chosen: list[_Incident] = []
    for event, trigger in zip(events, triggers, strict=True):
        sentence = order[trigger.token.sent.start]
        place = places[event.place] if event.place is not None else None
        best = _best(incidents[-MEMORY:], event, trigger, place, sentence)
        if best is None:
            best = _Incident(len(incidents), event.type)
            incidents.append(best)
        _tell(best, event, place, sentence)
        chosen.append(best)
    linked = [replace(e, incident=f"i{i.number}") for e, i in zip(events, chosen, strict=True)]
    return share_in_incidents(linked, triggers, [order[t.token.sent.start] for t in triggers])


def _best(
    known: list[_Incident], event: Event, trigger: Trigger, place: Place | None, sentence: int
) -> _Incident | None:
    ranked = []
    for incident in known:
        if incident.type != event.type or _at_odds(incident, event, place):
            continue
        score = _shared(incident, event, place, sentence) + 1.5 * _looks_back(trigger.token)
        if score >= ENOUGH:
            ranked.append((score, incident.sentence, incident.number, incident))
    return max(ranked, key=lambda r: r[:3])[3] if ranked else None


def _at_odds(incident: _Incident, event: Event, place: Place | None) -> bool:
    """Whether the event cannot be this incident."""
    kind = KINDS.get(event.mode or "")
    if kind is not None and incident.kinds and kind not in incident.kinds:
        return True
    if event.date is not None and incident.days is not None and not _same_days(event.date, incident.days):
        return True
    if place is not None and incident.places and not any(_same_place(place, p) for p in incident.places):
        return True
    actors = {p.actor for p in event.actors}
    recipients = {p.actor for p in event.recipients}
    if event.type != "ASSAULT":
        return bool(actors and incident.actors and not actors & incident.actors) or bool(
            recipients and incident.recipients and not recipients & incident.recipients
        )
    if actors and incident.actors and not actors & incident.actors:
        return True
    return event.killed is not None and incident.killed is not None and not _same_toll(event.killed, incident.killed)


def _shared(incident: _Incident, event: Event, place: Place | None, sentence: int) -> float:
    """What speaks for it: the same sides, place and day, and standing close by."""
    actors = {p.actor for p in event.actors}
    recipients = {p.actor for p in event.recipients}
    score = 1.5 * bool(actors & incident.actors) + 2.0 * bool(recipients & incident.recipients)
    if place is not None and any(_same_place(place, p) for p in incident.places):
        score += 1.0 if place.feature in ("PCLI", None) else 1.5
    if event.date is not None and incident.days is not None:
        score += 1.0
    apart = sentence - incident.sentence
    close = 2.0 if apart == 0 else 1.0 if apart == 1 else 0.5 if apart <= BACK else 0.0
    if event.type != "ASSAULT" and not actors & incident.actors and not recipients & incident.recipients:
        return 0.0
    return score + close


def _looks_back(token: Token) -> bool:
    """ "The attack", "this raid": a nominal that takes up what was told."""
    return token.pos_ == "NOUN" and any(c.lower_ in LOOKING_BACK for c in children(token, "det", "poss"))


def _tell(incident: _Incident, event: Event, place: Place | None, sentence: int) -> None:
    kind = KINDS.get(event.mode or "")
    if kind is not None:
        incident.kinds.add(kind)
    incident.actors |= {p.actor for p in event.actors}
    incident.recipients |= {p.actor for p in event.recipients}
    if place is not None:
        incident.places.append(place)
    incident.days = incident.days or event.date
    incident.killed = incident.killed or event.killed
    incident.sentence = sentence


def _same_days(a: Days, b: Days) -> bool:
    return (a.first or "") <= (b.last or "9999") and (b.first or "") <= (a.last or "9999")


def _same_place(a: Place, b: Place) -> bool:
    """Whether two places can be one: the same, or one holds the other."""
    if a.name == b.name or (a.geonames is not None and a.geonames == b.geonames):
        return True
    if a.country is None or b.country is None:
        return False
    if a.country != b.country:
        return False
    wide = ("PCLI", "PCL", "PCLD", "PCLS", "CONT", "RGN")
    if a.feature in wide or b.feature in wide:
        return True
    divisions = ("ADM1", "ADM2", "ADM3")
    return a.admin1 is not None and a.admin1 == b.admin1 and (a.feature in divisions or b.feature in divisions)


def _same_toll(a: Toll, b: Toll) -> bool:
    return (a.min or 0) <= (b.max if b.max is not None else 10**9) and (b.min or 0) <= (
        a.max if a.max is not None else 10**9
    )

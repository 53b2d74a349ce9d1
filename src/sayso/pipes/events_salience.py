"""Which events are only named in passing: "years of attacks", "further talks", with nothing told of them.

A coder who wants what happened leaves them out; a search for what a report touches on wants them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sayso.pipes.events_types import Trigger
from sayso.types import Event


def rate_salience(events: Sequence[Event], triggers: Sequence[Trigger]) -> list[Event]:
    """The events with their salience, which looks at how often their incidents are told of."""
    told = Counter(event.incident for event in events)
    return [
        replace(event, salience="low") if told[event.incident] == 1 and is_in_passing(event, trigger) else event
        for event, trigger in zip(events, triggers, strict=True)
    ]


def is_in_passing(event: Event, trigger: Trigger) -> bool:
    """Whether the event is a plural or bare noun without toll, day and place of its own, and without both its sides."""
    token = trigger.token
    if token.pos_ != "NOUN" or event.aspect == "state" or event.time is not None or event.place is not None:
        return False
    if event.killed or event.injured or len({each.actor for each in (*event.actors, *event.recipients)}) > 1:
        return False
    return token.tag_ == "NNS" or not any(child.dep_ in ("det", "poss", "nummod") for child in token.children)

"""A reading while corrections are put into it: lists that grow and shrink, and how words are found for new parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from sayso.export.verdicts import ADDED
from sayso.norm.quoting import Quotable, pick_nearest
from sayso.store import Correction
from sayso.store.keys import fold
from sayso.types import (
    Actor,
    ActorType,
    Claim,
    Event,
    Factuality,
    Place,
    Quote,
    Reading,
    Report,
    Source,
    SourceKind,
    Span,
    Time,
)

CHOICES: dict[str, tuple[str, ...]] = {
    "factuality": get_args(Factuality), "quote": get_args(Quote), "kind": get_args(SourceKind),
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A reading in the making.

    Attributes:
        corrected: as in `Reading`.
        unfit: as in `Corrections`.
    """

    report: Report
    actors: list[Actor]
    places: list[Place]
    times: list[Time]
    claims: list[Claim]
    events: list[Event]
    unfit: set[tuple[str, str]]
    quotable: Quotable
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, unfit: set[tuple[str, str]]) -> Draft:
        """One that begins with a reading as it is."""
        return cls(
            reading.report, list(reading.actors), list(reading.places), list(reading.times), list(reading.claims),
            list(reading.events), unfit, Quotable(reading.report.text),
        )  # fmt: skip

    def finish(self, reading: Reading) -> Reading:
        """The reading that it was made of, corrected; events and claims lead to nothing that is gone."""
        claims, actors = {claim.id for claim in self.claims}, {actor.id for actor in self.actors}
        return replace(
            reading, report=self.report, actors=tuple(self.actors), places=tuple(self.places), times=tuple(self.times),
            claims=tuple(_keep_links(claim, claims, actors) for claim in self.claims),
            events=tuple(replace(
                event, claim=event.claim if event.claim in claims else None,
                actors=tuple(each for each in event.actors if each.actor in actors),
                recipients=tuple(each for each in event.recipients if each.actor in actors),
            ) for event in self.events),
            corrected=self.corrected,
        )  # fmt: skip

    def mark(self, id: str, names: Iterable[str]) -> None:
        """Note what persons had a hand in."""
        if told := tuple(dict.fromkeys((*self.corrected.get(id, ()), *names))):
            self.corrected[id] = told

    def miss(self, id: str, what: str) -> None:
        """Note what of a correction of a thing could not be put in."""
        self.unfit.add((id, what))

    def change_report(self, fields: dict[str, Any]) -> None:
        """Put in what is known of the report; its text is never changed."""
        given: dict[str, Any] = {name: None if value is None else str(value) for name, value in fields.items()}
        self.report = replace(self.report, **given)

    def find_actor(self, name: str, near: Span) -> Actor:
        """The actor of this name, or with a mention of these words; else a new one, of which no more is known."""
        wanted, text = fold(name), self.report.text
        for actor in self.actors:
            if fold(actor.name) == wanted or any(fold(text[slice(*span)]) == wanted for span in actor.mentions):
                return actor
        span = self.quotable.find(name, near)
        made = Actor(make_id("a", [self.report.sha256, name]), name, True, "other", (span,) if span else ())
        self.actors.append(made)
        self.mark(made.id, (ADDED,))
        return made

    def add(self, correction: Correction) -> None:
        """Add a claim or an actor by its words; one whose words are not in the text is counted as unfit."""
        value = correction.value or {}
        make = self._make_claim if correction.kind == "claim" else self._make_actor
        if make(correction, value) is None:
            self.miss(str(correction.n), f"an added {correction.kind}")

    def _make_claim(self, correction: Correction, value: dict[str, Any]) -> Claim | None:
        content = self.quotable.find_parts(str(value.get("content") or ""))
        if not content:
            return None
        words = str(value.get("source") or "")
        spans = self.quotable.find_parts(words, content[0]) if words else ()
        actor = self.find_actor(words, content[0]).id if words and value.get("kind") == "named" else None
        kind = choose("kind", value, "described" if words else "reporter")
        cue = self.quotable.find_parts(str(value.get("cue") or ""), content[0])
        claim = Claim(
            make_id("c", [self.report.sha256, correction.n, value]), Source(spans, kind, actor), cue, content,
            choose("quote", value, "indirect"), factuality=choose("factuality", value, "certain"),
        )  # fmt: skip
        self.claims.append(claim)
        self.mark(claim.id, (ADDED,))
        return claim

    def _make_actor(self, correction: Correction, value: dict[str, Any]) -> Actor | None:
        name = str(value.get("name") or "")
        mentions = self.quotable.find_all(name)
        if not mentions:
            return None
        kind: Any = value.get("type") if value.get("type") in get_args(ActorType) else "other"
        made = Actor(
            make_id("a", [self.report.sha256, correction.n, value]), name, True, kind, mentions,
            country=str(value["country"]) if value.get("country") else None,
        )  # fmt: skip
        self.actors.append(made)
        self.mark(made.id, (ADDED,))
        return made


def nearest_mention(actor: Actor, near: Span) -> Span:
    """Where the actor is mentioned next to a span; where it is nowhere, no words at its start."""
    return pick_nearest(actor.mentions, near) or (near[0], near[0])


def make_id(letter: str, value: Any) -> str:
    """An id of the form that readings have, for what a person added."""
    return letter + hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]


def choose(name: str, value: dict[str, Any], otherwise: str) -> Any:
    """The value of a field that has a few, or what it is where a person gives none of them."""
    return value[name] if value.get(name) in CHOICES[name] else otherwise


def _keep_links(claim: Claim, claims: set[str], actors: set[str]) -> Claim:
    source = claim.source
    kept = replace(
        source, actor=source.actor if source.actor in actors else None, to=source.to if source.to in actors else None,
        relays=tuple(replace(each, actor=each.actor if each.actor in actors else None) for each in source.relays),
    )  # fmt: skip
    return replace(claim, source=kept, within=claim.within if claim.within in claims else None)

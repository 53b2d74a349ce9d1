"""Readings made fit to hand on: without the report's words (copyright), or without the names of sources (safety).

Both keep every offset, so that who has the report can still find the words: what is left out is blank, or blacked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sayso.store import IncidentRecord
from sayso.types import Actor, Claim, Reading, Report, Span

BLACK = "█"
_WORD = re.compile(r"\S")
# A last name alone gives a person away too; shorter parts of names are too common to black out.
_SHORTEST = 4


def leave_out_words(reading: Reading) -> Reading:
    """The reading with every character of its text a blank, and no title; names of actors and places are facts."""
    report = reading.report
    return replace(reading, report=replace(report, text=" " * len(report.text), title=None))


@dataclass(frozen=True, slots=True)
class Redactor:
    """Takes the names of sources out.

    The words for a source go where they stand as a source, with what is told of it besides (institution, place, access)
    and the link to who it is. A person that is a source anywhere is black everywhere, and is called `source 1`,
    `source 2`, ... in the order of the readings. Outlets keep their names.

    Attributes:
        names: those of persons, in lower case, with their numbers.
    """

    names: dict[str, int]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Redactor:
        """The one for an export of these readings."""
        found: dict[str, int] = {}
        for reading in readings:
            actors = {actor.id: actor for actor in reading.actors}
            for actor in (actors.get(claim.source.actor or "") for claim in reading.claims):
                if actor is not None and actor.type == "person":
                    found.setdefault(actor.name.casefold(), len(found) + 1)
        return cls(found)

    def redact(self, reading: Reading) -> Reading:
        """The reading without them."""
        hidden = {actor.id for actor in reading.actors if actor.name.casefold() in self.names}
        spans = [span for actor in reading.actors if actor.id in hidden for span in actor.mentions]
        for claim in reading.claims:
            source = claim.source
            spans += [*source.spans, *filter(None, (source.institution, source.access))]
            spans += [each.span for each in source.relays]
        return replace(
            reading,
            report=self._black_out(reading.report, spans),
            actors=tuple(self._rename(actor) for actor in reading.actors),
            claims=tuple(_detach(claim, hidden) for claim in reading.claims),
        )

    def redact_incident(self, incident: IncidentRecord) -> IncidentRecord:
        """The incident without them; keys of actors hold names, and go."""
        return replace(
            incident, title=self.cover(incident.title), actors=tuple(map(self._call, incident.actors)),
            recipients=tuple(map(self._call, incident.recipients)), actor_keys=tuple(None for _ in incident.actors),
            recipient_keys=tuple(None for _ in incident.recipients),
        )

    def cover(self, text: str) -> str:
        """The text with the names black, whole or in part."""
        parts = {part for name in self.names for part in (name, *name.split()) if len(part) >= _SHORTEST}
        for part in sorted(parts, key=lambda part: (-len(part), part)):
            text = re.sub(rf"\b{re.escape(part)}\b", _cover, text, flags=re.IGNORECASE)
        return text

    def _black_out(self, report: Report, spans: Iterable[Span]) -> Report:
        text = list(report.text)
        for start, end in spans:
            text[start:end] = _WORD.sub(BLACK, report.text[start:end])
        title = None if report.title is None else self.cover(report.title)
        return replace(report, text=self.cover("".join(text)), title=title)

    def _call(self, name: str) -> str:
        number = self.names.get(name.casefold())
        return self.cover(name) if number is None else f"source {number}"

    def _rename(self, actor: Actor) -> Actor:
        number = self.names.get(actor.name.casefold())
        name = self._call(actor.name)
        return replace(actor, name=name, kb=None) if number is not None else replace(actor, name=name)


def _detach(claim: Claim, hidden: set[str]) -> Claim:
    """The claim with what leads to its source gone, but for a person that has a number."""
    source = claim.source
    actor = source.actor if source.actor in hidden else None
    bare = replace(source, actor=actor, institution=None, place=None, access=None, relays=())
    return replace(claim, source=bare)


def _cover(match: re.Match[str]) -> str:
    return _WORD.sub(BLACK, match[0])

"""Readings made fit to hand on: without the report's words (copyright), or without the names of sources (safety).

Both keep every offset, so that who has the report can still find the words: what is left out is blank, or blacked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sayso.types import Actor, Reading, Report, Span

BLACK = "█"
_WORD = re.compile(r"\S")


def leave_out_words(reading: Reading) -> Reading:
    """The reading with every character of its text and title a blank; names of actors and places are facts and stay."""
    report = reading.report
    return replace(reading, report=replace(report, text=" " * len(report.text), title=None))


def redact(reading: Reading) -> Reading:
    """The reading with the words for its sources, their names wherever they stand, and what was told of them black.

    A source's name is `source 1`, `source 2`, ... in the order of the claims; its knowledge base id goes too. What is
    told of a source besides (institution, place, access) goes, because it can give it away. Outlets keep their names.
    """
    said = [claim.source.actor for claim in reading.claims if claim.source.actor]
    numbers = {actor: number for number, actor in enumerate(dict.fromkeys(said), start=1)}
    by_id = {actor.id: actor for actor in reading.actors}
    spans = [span for claim in reading.claims for span in claim.source.spans]
    spans += [span for actor in numbers if actor in by_id for span in by_id[actor].mentions]
    spans += [span for claim in reading.claims for span in (claim.source.institution, claim.source.access) if span]
    names = [by_id[actor].name for actor in numbers if actor in by_id and by_id[actor].named]
    return replace(
        reading,
        report=_black_out(reading.report, spans, names),
        actors=tuple(_rename(actor, numbers.get(actor.id)) for actor in reading.actors),
        claims=tuple(
            replace(claim, source=replace(claim.source, institution=None, place=None, access=None))
            for claim in reading.claims
        ),
    )


def _black_out(report: Report, spans: Iterable[Span], names: Iterable[str]) -> Report:
    text = list(report.text)
    for start, end in spans:
        text[start:end] = _WORD.sub(BLACK, report.text[start:end])
    blacked, title = "".join(text), report.title
    for name in sorted(filter(None, names), key=len, reverse=True):
        pattern = re.compile(re.escape(name), re.IGNORECASE)
        blacked = pattern.sub(_cover, blacked)
        title = None if title is None else pattern.sub(_cover, title)
    return replace(report, text=blacked, title=title)


def _cover(match: re.Match[str]) -> str:
    return _WORD.sub(BLACK, match[0])


def _rename(actor: Actor, number: int | None) -> Actor:
    return actor if number is None else replace(actor, name=f"source {number}", kb=None)

"""Every marked span as a W3C Web Annotation (Recommendation of 2017), in one JSON-LD annotation page.

The target is the report's address with two selectors: the offsets in Unicode code points (TextPositionSelector) and,
unless words are left out, the words with 32 code points around them (TextQuoteSelector).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sayso.export.bins import present, write_json
from sayso.export.linked import name_report
from sayso.export.matter import Matter
from sayso.format import Json
from sayso.types import Reading, Span

_AROUND = 32
# Role, words for the body, span, id of what it is of.
Mark = tuple[str, str, Span, str]


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write one annotation page with all annotations of all reports."""
    items = [
        _annotate(mark, number, reading)
        for reading in matter.readings
        for number, mark in enumerate(list_marks(reading))
    ]
    write_json({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items}, out)
    return []


def list_marks(reading: Reading) -> Iterator[Mark]:
    """The spans of a reading with what they are: claims, events, actors, places, times; none that is empty."""
    return (mark for mark in _list_all(reading) if mark[2][0] < mark[2][1])


def _list_all(reading: Reading) -> Iterator[Mark]:
    for claim in reading.claims:
        yield from (("source", claim.source.kind, span, claim.id) for span in claim.source.spans)
        yield from (("cue", claim.quote, span, claim.id) for span in claim.cue)
        yield from (("content", claim.factuality, span, claim.id) for span in claim.content)
    for event in reading.events:
        yield "event", " ".join(filter(None, (event.type, event.mode))), event.trigger, event.id
    for actor in reading.actors:
        yield from (("actor", actor.name, span, actor.id) for span in actor.mentions)
    for place in reading.places:
        yield "place", place.name, (place.start, place.end), ""
    for time in reading.times:
        yield "time", time.value, (time.start, time.end), ""


def _annotate(mark: Mark, number: int, reading: Reading) -> Json:
    role, value, (start, end), id = mark
    text = reading.report.text
    selectors: list[Json] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if present(text[start:end]):
        selectors.append({
            "type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        })  # fmt: skip
    return {
        "id": f"urn:sayso:annotation:{reading.report.sha256[:16]}:{number}", "type": "Annotation",
        "motivation": "identifying",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": role},
                 {"type": "TextualBody", "purpose": "describing", "value": value},
                 *({"type": "TextualBody", "purpose": "editing", "value": f"corrected: {name}"}
                   for name in reading.corrected.get(id, ()))],
        "target": {"source": name_report(reading.report), "selector": selectors},
    }  # fmt: skip

"""The places stage: names of places meant as places, put on the map."""

from __future__ import annotations

from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry, open_gazetteer
from sayso.pipes.board import get_context, register_extensions, set_places
from sayso.pipes.places_find import find_mentions
from sayso.pipes.places_literal import is_literal
from sayso.pipes.places_resolve import resolve
from sayso.pipes.places_spans import Candidate
from sayso.types import Place


class Places:
    """Sets the places of a Doc, in the order of the text, without overlap.

    Names that stand for a government ("Moscow offered") help to place the others and are then left out.
    """

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        mentions = find_mentions(doc)
        entries = resolve(doc, mentions, get_context(doc).outlet)
        found = [make_place(m, e) for m, e in zip(mentions, entries, strict=True) if is_literal(doc, m, e)]
        set_places(doc, found)
        return doc


def make_place(mention: Candidate, entry: Entry | None) -> Place:
    """The record of a mention; one that is not resolved has its own words for a name and no coordinates."""
    if entry is None:
        return Place(mention.start, mention.end, mention.text)
    division = entry if entry.feature == "ADM1" else open_gazetteer().get(entry.admin1) if entry.admin1 else None
    return Place(
        mention.start, mention.end, entry.name, entry.lat, entry.lon, entry.country,
        division.name if division else None, entry.geonames, entry.feature,
    )

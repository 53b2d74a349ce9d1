"""The places stage: names of places meant as places, put on the map."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry, open_gazetteer
from sayso.pipes.board import get_context, register_extensions, set_places
from sayso.pipes.places_away import REACH, find_away
from sayso.pipes.places_find import find_mentions
from sayso.pipes.places_literal import is_literal
from sayso.pipes.places_resolve import Choice, choose
from sayso.pipes.places_spans import Candidate
from sayso.pipes.places_within import Within, find_within
from sayso.types import Namesake, Place


class Places:
    """Sets the places of a Doc, in the order of the text, without overlap.

    Names that stand for a government ("Moscow offered") help to place the others and are then left out.
    """

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        mentions = find_mentions(doc)
        choices = choose(doc, mentions, get_context(doc).outlet)
        entries = [c.entry for c in choices]
        within = find_within(doc, mentions, entries)
        text = doc.text
        found = [
            _make(text, m, c, w)
            for m, c, w in zip(mentions, choices, within, strict=True) if is_literal(doc, m, c.entry)
        ]
        set_places(doc, found)
        return doc


def _make(text: str, mention: Candidate, choice: Choice, within: Within | None) -> Place:
    if within is not None:
        return make_part(mention, within)
    place = make_place(mention, choice.entry)
    if choice.entry is None:
        return replace(place, candidates=tuple(_namesake(e, chance) for e, chance in choice.among))
    return replace(place, away=find_away(text[max(0, mention.start - REACH) : mention.start], choice.entry))


def _namesake(entry: Entry, chance: float) -> Namesake:
    return Namesake(entry.name, entry.lat, entry.lon, entry.country, _division(entry), entry.geonames, chance)


def make_place(mention: Candidate, entry: Entry | None) -> Place:
    """The record of a mention; one that is not resolved has its own words for a name and no coordinates."""
    if entry is None:
        return Place(mention.start, mention.end, mention.text)
    return Place(
        mention.start, mention.end, entry.name, entry.lat, entry.lon, entry.country, _division(entry), entry.geonames,
        entry.feature,
    )


def make_part(mention: Candidate, within: Within) -> Place:
    """The record of a mention that is only known to lie in another place: at that one's point, give or take."""
    holder = within.holder
    known = within.radius is not None
    return Place(
        mention.start, mention.end, mention.text, holder.lat if known else None, holder.lon if known else None,
        holder.country, _division(holder), radius=within.radius,
    )


def _division(entry: Entry) -> str | None:
    """The name of the first-level division that a place is or lies in."""
    division = entry if entry.feature == "ADM1" else open_gazetteer().get(entry.admin1) if entry.admin1 else None
    return division.name if division else None

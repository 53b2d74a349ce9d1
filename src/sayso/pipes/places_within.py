"""Places that the gazetteer has not, or has elsewhere only, by the place that the report says they lie in.

"Giza's Haram district", "the Sherpur area of Kabul" and "Main Street in Springfield" are in Giza, Kabul and Springfield
whatever else is called so. What is named as a part of a town without saying which one ("in the Haram district") is in
the town named last. Such a place has its holder's state and division, the holder's point, and a radius for how far off
that may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from sayso.norm.gazetteer import Entry
from sayso.pipes.places_groups import lies_in
from sayso.pipes.places_links import is_listed, lies, owns
from sayso.pipes.places_spans import Candidate, list_words

BACK = 120  # words back to the town that a part of it is named without
FAMOUS = 500_000  # people of a place that needs no holder
SMALL = 200_000  # people of a place that a comma takes to a larger one that it does not lie in
RADIUS = {"PPL": 10.0, "ADM2": 40.0, "ADM3": 20.0, "ADM1": 150.0}  # km, by the holder's feature


@dataclass(frozen=True, slots=True)
class Within:
    """The place that a mention lies in, and how far from that one's point it may be, in km."""

    holder: Entry
    radius: float | None


def find_within(doc: Doc, mentions: Sequence[Candidate], entries: Sequence[Entry | None]) -> list[Within | None]:
    """Of each mention the place it lies in by the report's words, None where its own entry stands.

    In a state or a region the radius is None: nothing is known of where.
    """
    out: list[Within | None] = []
    for n, entry in enumerate(entries):
        holder = _stated(doc, mentions, entries, n)
        if holder is not None and entry is not None and not _contradicts(entry, holder):
            holder = None
        if holder is None and entry is None:
            holder = _town_before(doc, mentions, entries, n)
        radius = next((km for kind, km in RADIUS.items() if holder and holder.feature.startswith(kind)), None)
        out.append(None if holder is None else Within(holder, radius))
    return out


def _contradicts(entry: Entry, holder: Entry) -> bool:
    """Whether an entry cannot be what is said to lie in `holder`: it lies elsewhere and is not known to everybody."""
    if entry.feature[:3] in ("PCL", "CON") or entry.population >= FAMOUS:
        return False
    if holder.feature[:3] == "PPL":
        return (entry.country, entry.admin1) != (holder.country, holder.admin1) and entry.id != holder.admin1
    return lies_in(entry, (holder,)) is None


def _stated(doc: Doc, mentions: Sequence[Candidate], entries: Sequence[Entry | None], n: int) -> Entry | None:
    """The place that the words next to a mention say it lies in."""
    here = mentions[n]
    if n and entries[n - 1] is not None and owns(doc, mentions[n - 1], here):
        return entries[n - 1]
    if n + 1 < len(mentions) and (holder := entries[n + 1]) is not None:
        if lies(doc, here, mentions[n + 1]):
            return holder
        if _is_small_beside(entries[n], holder) and is_listed(doc, here, mentions[n + 1]):
            return holder
    return None


def _is_small_beside(entry: Entry | None, holder: Entry) -> bool:
    """Whether a comma may place a name: "in Sherpur, Kabul", where the gazetteer has no Sherpur, or small ones."""
    if entry is None:
        return True
    return holder.kind == 0 and entry.population < SMALL and holder.population > 10 * entry.population


def _town_before(doc: Doc, mentions: Sequence[Candidate], entries: Sequence[Entry | None], n: int) -> Entry | None:
    """The town named last before something that by its noun is a part of one."""
    here = mentions[n]
    nouns = [t.lower_ for t in doc[here.first : min(len(doc), here.last + 1)]]
    if not any(w in list_words("parts") for w in nouns):
        return None
    for mention, entry in zip(reversed(mentions[:n]), reversed(entries[:n]), strict=True):
        if here.first - mention.last > BACK:
            return None
        if entry is not None and entry.feature[:3] == "PPL":
            return entry
    return None

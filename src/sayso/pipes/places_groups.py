"""Mentions of a report gathered by name, each group with the gazetteer's candidates and the hints of its words.

A report uses a name in one sense unless it says otherwise: "Paris, Texas" and a bare "Paris" are two groups, of
which the first tells on the second.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from sayso.norm.folding import fold_name
from sayso.norm.gazetteer import Entry, find_nationality, open_gazetteer
from sayso.pipes.places_links import lies, owns
from sayso.pipes.places_spans import Candidate, find_heads
from sayso.resources import load_yaml

LARGE = 50_000  # people of a place that an outlet is taken to be named after: "Post" and "Sun" are villages
MOST = 60  # candidates of a name that are weighed


@dataclass(slots=True)
class Group:
    """Mentions (their numbers) of one name, the places it may be, and what stands beside it."""

    name: str
    mentions: list[int]
    entries: tuple[Entry, ...]
    parents: tuple[Entry, ...] = ()  # what the name behind the comma may be: "Paris, Texas"
    children: tuple[Entry, ...] = ()  # what the name before the comma may be
    heads: frozenset[str] = frozenset()  # features that a noun beside the name asks for: "Takhar province"

    @property
    def number(self) -> int:
        """How many mentions it counts for; the outlet's own name counts for one."""
        return len(self.mentions) or 1


def count_peoples(doc: Doc) -> Counter[str]:
    """How often words of nationality stand in `doc`, by state."""
    found: Counter[str] = Counter()
    for token in doc:
        if token.text[:1].isupper():
            code = find_nationality(token.text)
            if code:
                found[code] += 1
    return found


def group_mentions(doc: Doc, mentions: list[Candidate]) -> list[Group]:
    """The groups of `mentions`, in the order of their first ones."""
    groups: dict[tuple[str, str], Group] = {}
    above = _find_pairs(doc, mentions)
    below = {parent: child for child, parent in above.items()}
    for i, m in enumerate(mentions):
        parent = mentions[above[i]] if i in above else None
        key = (fold_name(m.text), fold_name(parent.text) if parent else "")
        group = groups.get(key)
        if group is None:
            parents = parent.entries if parent else ()
            entries = _list_entries(m, parents, named=bool(find_heads(doc, m.first, m.last)))
            group = groups[key] = Group(m.text, [], entries, parents)
        group.mentions.append(i)
        if i in below and not group.children:
            group.children = mentions[below[i]].entries
        group.heads |= find_heads(doc, m.first, m.last)
    return list(groups.values())


def group_outlet(outlet: str | None) -> list[Group]:
    """Places that the outlet is named after ("The Kabul Times"): they help to place the names of its report."""
    words = [word for word in (outlet or "").split()[:8] if word[:1].isupper()]
    groups, at = [], 0
    while at < len(words):
        for size in (3, 2, 1):
            name = " ".join(words[at : at + size])
            entries = open_gazetteer().find(name)
            known = tuple(e for e in entries if e.kind == 0 and e.population > LARGE and e.feature != "ADM2")
            if known:
                groups.append(Group(name, [], known))
                at += size - 1
                break
        at += 1
    return groups


def group_seats(doc: Doc) -> list[Group]:
    """The towns of seats of government that `doc` names ("the White House"), one group each; not said to be meant."""
    words = " ".join(t.text for t in doc if t.text[:1].isupper())
    groups = []
    for name, (town, code) in load_yaml("lexicons/places.yml")["seats"].items():
        if name in words:
            known = tuple(e for e in open_gazetteer().find(town) if e.feature == "PPLC" and e.country == code)
            groups += [Group(name, [], known)] if known else []
    return groups


def lies_in(entry: Entry, areas: tuple[Entry, ...]) -> str | None:
    """The feature class ("ADM" or "PCL") of the first of `areas` that holds `entry`."""
    for area in areas:
        if area.feature[:3] == "ADM" and area.id in (entry.admin1, entry.admin2):
            return "ADM"
        if area.feature[:3] == "PCL" and area.country == entry.country and entry.feature[:3] != "PCL":
            return "PCL"
    return None


def _find_pairs(doc: Doc, mentions: list[Candidate]) -> dict[int, int]:
    """Mentions by number, with the number of the mention beside it that some place of theirs is said to lie in."""
    found = {}
    for i, (left, right) in enumerate(pairwise(mentions)):
        joined = right.first - left.last == 1 and doc[left.last].text in (",", "(")
        if (joined or lies(doc, left, right)) and any(lies_in(e, right.entries) for e in left.entries):
            found[i] = i + 1
        elif owns(doc, left, right) and any(lies_in(e, left.entries) for e in right.entries):
            found[i + 1] = i
    return found


def _is_namesake(e: Entry) -> bool:
    """A division, or a town that is only now and then called so: Mexico City is not what "Mexico" means."""
    return e.feature[:3] == "ADM" or (e.feature[:3] == "PPL" and e.kind > 0)


def _list_entries(m: Candidate, parents: tuple[Entry, ...], *, named: bool) -> tuple[Entry, ...]:
    """The places to weigh. What is called like its state is meant only where a noun says so ("Mexico state")."""
    entries = m.entries or open_gazetteer().find_alike(m.text)
    if not named:
        states = {e.country for e in entries if e.feature == "PCLI"}
        entries = tuple(e for e in entries if not (_is_namesake(e) and e.country in states))
    # What the report says a place lies in outranks what else of the report speaks for a namesake.
    entries = tuple(e for e in entries if lies_in(e, parents)) or entries
    return tuple(sorted(entries, key=lambda e: (not lies_in(e, parents), e.kind > 1, -e.population, e.id))[:MOST])

"""Score who the sources of a reading are: whether pronouns, descriptions and last names lead to the right actor.

    python sources.py GOLD.jsonl READINGS.jsonl --json

GOLD are hand-coded event records (actors with aliases, events with source spans). Who a gold source is, is known where
the span of a participant is the source's, or an alias is its words; other sources do not count. A reading is right when
a claim with that source has an actor which is the gold one by its other mentions: those standing on the gold actor's
aliases or participant spans. Only where nothing else in the report names the gold actor does the source itself count.
An actor that bears another gold actor's name is wrong, whatever is mentioned with it.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.bench.corpora import load_lines

Row = dict[str, Any]
Span = tuple[int, int]

FORMS = ("pronoun", "name", "description")
_LEAD = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_PRONOUN = re.compile(
    r"^(?:he|him|his|she|hers?|it|its|they|them|theirs?|i|me|my|mine|we|us|ours?|yours?|you|who|whose)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Known:
    """A gold source: its span, the actors that it may be, and how it is put: pronoun, name or description."""

    span: Span
    actors: frozenset[str]
    form: str


def find_known(row: Row) -> list[Known]:
    """The sources of a gold report of which it is known who they are, in the order of the text."""
    parts = _part_spans(row)
    found: dict[Span, Known] = {}
    for event in row["events"]:
        source = event["source"]
        for span in map(tuple, source["spans"] if source else ()):
            words = row["text"][slice(*span)]
            actors = (frozenset(name for name, at in parts if at == span) or _owners(row, words)
                      or _inside(row, span))
            if actors:
                form = "pronoun" if _PRONOUN.match(words) else "name" if source["kind"] == "named" else "description"
                found[span] = Known(span, actors, form)
    return [found[span] for span in sorted(found)]


def is_right(row: Row, known: Known, reading: Row) -> bool:
    """Whether the reading says of the source's actor who it is."""
    places = _places(row)
    for actor in _source_actors(reading, known.span):
        owners = _owners(row, actor["name"])
        if owners and not owners & known.actors:
            continue
        votes: Counter[str] = Counter()
        for mention in actor["mentions"]:
            if not _meet(mention, known.span):
                votes.update({name for name, at in places if _same_end(at, mention)})
        best = {name for name, count in votes.items() if count == max(votes.values())}
        alone = {n for n in known.actors if not any(name == n and not _meet(at, known.span) for name, at in places)}
        if best & known.actors or (alone and not votes):
            return True
    return False


def measure(rows: list[Row], readings: list[Row]) -> Row:
    """Shares of the known sources: `right` of all, by form, and `claimed`, those that a claim has as source at all."""
    by_id = {reading["report"]["id"]: reading for reading in readings}
    counts: Counter[str] = Counter()
    for row in rows:
        reading = by_id.get(row["id"], {"claims": [], "actors": []})
        for known in find_known(row):
            right = is_right(row, known, reading)
            claimed = any(_meet(s, known.span) for c in reading["claims"] for s in c["source"]["spans"])
            for name, value in (("all", 1), ("right", right), ("claimed", claimed)):
                counts[name] += value
            counts[known.form] += 1
            counts[f"{known.form} right"] += right
    out: Row = {"sources": counts["all"]}
    for name, of in (("right", "all"), ("claimed", "all"), *((f"{f} right", f) for f in FORMS)):
        out[name] = counts[name] / counts[of] if counts[of] else None
    return out


def _owners(row: Row, words: str) -> frozenset[str]:
    """The gold actors whose name or alias `words` are."""
    return frozenset(a["name"] for a in row["actors"] if _key(words) in map(_key, (a["name"], *a.get("aliases", ()))))


def _part_spans(row: Row) -> list[tuple[str, Span]]:
    """The participants of the events with their spans."""
    return [(part["name"], tuple(part["span"])) for event in row["events"] for side in ("actors", "recipients")
            for part in event[side] if part.get("span")]


def _places(row: Row) -> list[tuple[str, Span]]:
    """Where each gold actor stands: its names and aliases, longer ones first come, and participant spans."""
    names = sorted(((x, a["name"]) for a in row["actors"] for x in {a["name"], *a.get("aliases", ())}),
                   key=lambda pair: (-len(pair[0]), pair))
    taken: list[tuple[str, Span]] = []
    for words, name in names:
        flags = 0 if words.isupper() else re.IGNORECASE
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", row["text"], flags):
            if not any(_meet(at, match.span()) and owner != name for owner, at in taken):
                taken.append((name, match.span()))
    return taken + [part for part in _part_spans(row) if not _PRONOUN.match(row["text"][slice(*part[1])])]


def _inside(row: Row, span: Span) -> frozenset[str]:
    """The actors of which a name ends the source and is not that of somebody else's body ("spokesman for X")."""
    ends = {name for name, at in _places(row) if at[1] == span[1] and at[0] >= span[0]
            and not re.search(r"\b(?:of|for|from|at|in|with|by)\b", row["text"][span[0] : at[0]])}
    return frozenset(ends)


def _source_actors(reading: Row, span: Span) -> list[Row]:
    """The actors of the claims with a source that meets `span`."""
    ids = [c["source"]["actor"] for c in reading["claims"] if any(_meet(s, span) for s in c["source"]["spans"])]
    return [actor for actor in reading["actors"] if actor["id"] in ids]


def _key(words: str) -> str:
    return " ".join(_LEAD.sub("", words).lower().split())


def _meet(left: Any, right: Any) -> bool:
    return bool(max(left[0], right[0]) < min(left[1], right[1]))


def _same_end(place: Span, mention: Any) -> bool:
    """Whether both name the same: they meet, and one ends where the other does, short of a possessive."""
    return _meet(place, mention) and abs(place[1] - mention[1]) <= 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--json", action="store_true", required=True)
    options = parser.parse_args()
    print(json.dumps(measure(list(load_lines(options.gold)), list(load_lines(options.readings)))))


if __name__ == "__main__":
    main()

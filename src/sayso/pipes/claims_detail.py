"""What the report tells of a source besides who it is: how many, of which body, where, how they know, through what.

Each part is the words that tell it, read from the parse around the source and the cue (data/lexicons/details.yml).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from sayso.norm.counts import parse_count
from sayso.pipes import claims_tree as tree
from sayso.pipes.claims_draft import Draft, Grid
from sayso.pipes.claims_source import ActorMap, antecedent, load_sources
from sayso.resources import load_yaml
from sayso.types import Cited, Place, Source, Span, Toll

LEXICON = "lexicons/details.yml"
_PERSONS = ("described", "unnamed")
_BELONGING = frozenset(["of", "for", "from", "at", "with", "in", "within", "inside"])
_MODIFIERS = frozenset(["compound", "poss", "nmod", "amod"])
MAX_LOOK = 40


@dataclass(frozen=True, slots=True)
class DetailWords:
    """The lexicon, as sets and sequences of lower-case words."""

    institutions: frozenset[str]
    access: tuple[tuple[str, ...], ...]
    prepositions: frozenset[str]
    via_nouns: frozenset[str]
    via_names: frozenset[str]
    cites: frozenset[str]
    at: frozenset[str]


@cache
def load_details() -> DetailWords:
    """The lexicon, read once."""
    data = load_yaml(LEXICON)
    access = [tuple(entry["words"].split()) for entry in data["access"]]
    return DetailWords(
        institutions=frozenset(data["institutions"]["words"].split()),
        access=tuple(sorted(access, key=lambda words: (-len(words), words))),
        prepositions=frozenset(data["via"]["prepositions"].split()),
        via_nouns=frozenset(data["via"]["nouns"]["words"].split()),
        via_names=frozenset(data["via"]["names"]["words"].split()),
        cites=frozenset(data["cites"]["words"].split()), at=frozenset(data["at"]["words"].split()),
    )


def add_details(grid: Grid, draft: Draft, source: Source, places: list[Place], actors: ActorMap) -> Source:
    """`source` with what the words around it tell of it."""
    head = grid.noun(draft.source[0]) if draft.source else None
    cue = grid.doc[draft.head] if draft.head >= 0 else None
    if head is not None:
        head = antecedent(head)
    span = draft.source[0] if draft.source else None
    is_noun = head is not None and head.pos_ in ("NOUN", "PROPN", "NUM", "ADJ")
    found = replace(source, via=_find_via(grid, draft, cue), relays=_find_cited(grid, head, cue, actors))
    if head is None or span is None or not is_noun:
        return found
    if source.kind in _PERSONS:
        found = replace(found, number=_find_number(grid, span, head))
    if source.kind != "document":
        found = replace(found, institution=_find_institution(grid, head), access=_find_access(grid, head, draft))
    return replace(found, place=_find_place(grid, head, places))


def _find_number(grid: Grid, span: Span, head: Token) -> Toll | None:
    """The number before the head: "three officials"; one for "an official"."""
    start = min(span[0], head.idx)
    words = grid.text[start : head.idx + len(head)]
    count = parse_count(words)
    if count is not None and (head.tag_ in ("NNS", "NNPS") or head.pos_ == "NUM" or count.max == 1):
        return Toll(count.min, count.max, (start + count.span[0], start + count.span[1]))
    single = next((c for c in head.children if c.dep_ == "det" and c.lower_ in ("a", "an", "another")), None)
    if single is not None and head.tag_ == "NN" and _is_person(head):
        return Toll(1, 1, (single.idx, single.idx + len(single)))
    return None


def _find_institution(grid: Grid, head: Token) -> Span | None:
    """The body before or after the noun for a person: "a Pentagon official", "a spokesman for the army"."""
    for person in [head, *(c for c in head.children if c.dep_ in ("appos", "compound", "nmod"))]:
        for c in person.children if _is_person(person) else ():
            noun: Token | None = c if c.dep_ in _MODIFIERS and c.i < person.i else None
            if c.dep_ == "prep" and c.lower_ in _BELONGING and c.i > person.i:
                noun = tree.child(c, "pobj")
            if noun is not None and _is_institution(noun) and not _is_one_name(noun, person):
                first, last = tree.phrase(noun)
                while first < noun.i and grid.doc[first].dep_ in ("det", "poss") and grid.doc[first].pos_ != "PROPN":
                    first += 1
                return grid.trim((first, _before_mark(noun, last)))
    return None


def _is_person(noun: Token) -> bool:
    """Whether a noun stands for people rather than for a body: "officials", "Ann Lee", but not "the ministry"."""
    lemma = noun.lemma_.lower()
    if noun.pos_ == "PROPN":
        return noun.ent_type_ == "PERSON"
    return noun.pos_ in ("NOUN", "ADJ", "NUM") and lemma not in load_details().institutions | load_sources().bodies


def _is_one_name(a: Token, b: Token) -> bool:
    """Whether all from one word to the other is one name."""
    first, last = sorted((a.i, b.i))
    return a.ent_type_ != "" and all(t.ent_iob_ == "I" for t in a.doc[first + 1 : last + 1])


def _before_mark(noun: Token, last: int) -> int:
    """Where a phrase ends without the possessive sign of `noun`."""
    return last - 1 if noun.dep_ == "poss" and last - 1 > noun.i and noun.doc[last - 1].tag_ == "POS" else last


def _is_institution(noun: Token) -> bool:
    if noun.lemma_.lower() in load_details().institutions:
        return True
    return noun.ent_type_ == "ORG" and noun.pos_ == "PROPN"


def _find_access(grid: Grid, head: Token, draft: Draft) -> Span | None:
    """How a source knows: "familiar with the matter", in what stands after its head."""
    doc = grid.doc
    for i in range(head.i + 1, min(len(doc), head.i + 12)):
        for words in _access_by_word().get(doc[i].lower_, ()):
            if tuple(t.lower_ for t in doc[i : i + len(words)]) != words:
                continue
            if not _belongs(doc[i], head):
                continue
            last = doc[i + len(words) - 1]
            end = max(last.right_edge.i + 1, i + len(words))
            return grid.trim((i, _stop_before(grid, draft, i, end)))
    return None


@cache
def _access_by_word() -> dict[str, list[tuple[str, ...]]]:
    """The phrases of access by their first words, in the order of the lexicon."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in load_details().access:
        found.setdefault(words[0], []).append(words)
    return found


def _belongs(token: Token, head: Token) -> bool:
    """Whether `token` hangs on `head`."""
    for _ in range(tree.MAX_CLIMB):
        if token.i == head.i:
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def _stop_before(grid: Grid, draft: Draft, first: int, last: int) -> int:
    """The end of a range cut before a comma and the cue."""
    doc = grid.doc
    taken = [s for s, _ in draft.cue if s > doc[first].idx]
    for i in range(first + 1, min(last, first + MAX_LOOK)):
        token = doc[i]
        opens = token.tag_ in ("WP", "WDT") and i > first + 1
        joins = token.dep_ == "cc" and token.head.pos_ == "VERB"
        if token.text in (",", ";", "—", "–") or token.idx in taken or opens or joins:
            return i
    return min(last, first + MAX_LOOK)


def _find_place(grid: Grid, head: Token, places: list[Place]) -> int | None:
    """The place that a source is at: "sources in Kabul"."""
    for prep in head.children:
        noun = tree.child(prep, "pobj") if prep.dep_ == "prep" and prep.lower_ in load_details().at else None
        if noun is not None:
            end = noun.idx + len(noun)
            for n, place in enumerate(places):
                if place.start < end and noun.idx < place.end:
                    return n
    return None


def _find_via(grid: Grid, draft: Draft, cue: Token | None) -> Span | None:
    """Through what a source speaks: a phrase such as "in a statement" that hangs on the cue."""
    if cue is None or cue.pos_ not in ("VERB", "AUX"):
        return None
    words = load_details()
    for prep in _prepositions(cue):
        noun = tree.child(prep, "pobj")
        if noun is None or prep.lower_ not in words.prepositions or _is_inside(prep.idx, draft.content):
            continue
        is_name = noun.text in words.via_names
        is_noun = noun.lemma_.lower() in words.via_nouns
        if (is_name and prep.lower_ in ("on", "via", "through", "over", "to")) or (is_noun and prep.lower_ != "to"):
            end = max(noun.right_edge.i, noun.i) + 1
            return grid.trim((prep.i, _stop_before(grid, draft, prep.i, end)))
    return None


def _prepositions(cue: Token) -> Iterator[Token]:
    """The prepositions on a cue, and on those of its objects that parsers hang them on."""
    for c in cue.children:
        if c.dep_ == "prep":
            yield c
            yield from (d for d in c.children if d.dep_ == "prep")
        elif c.dep_ in ("dobj", "dative", "nsubj") and c.pos_ != "PRON":
            yield from (d for d in c.children if d.dep_ == "prep")


def _is_inside(at: int, spans: list[Span]) -> bool:
    return any(s <= at < e for s, e in spans)


def _find_cited(grid: Grid, head: Token | None, cue: Token | None, actors: ActorMap) -> tuple[Cited, ...]:
    """Whom the source has it from: "the agency reported, citing police"."""
    found: list[Cited] = []
    for top in (t for t in (head, cue) if t is not None):
        for verb in [*top.children, *_following(top)]:
            if verb.lower_ not in load_details().cites:
                continue
            who = tree.child(verb, "dobj", "pobj")
            span = grid.trim(tree.phrase(who)) if who is not None else None
            if span is not None and all(c.span != span for c in found):
                actor = actors.find(grid, span)
                found.append(Cited(span, actor.id if actor else None))
    return tuple(found)


def _following(token: Token) -> Iterator[Token]:
    """The next few words after a cue, up to where a clause begins: parsers hang "citing" on the wrong verb."""
    for t in token.doc[token.i + 1 : token.i + 7]:
        if t.is_sent_start or t.lower_ == "that":
            break
        yield t

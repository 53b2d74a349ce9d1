"""Who a plural stands for: "the two countries" and "both sides" after "Chad and Niger", "the leaders" after two names.

A plural that takes up actors told of before gets them as members: those joined by "and" in the sentences before that
are of its kind, or, where it counts them, the last so many that were told of. Where these are too many or too few it
gets none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token

from sayso.pipes.actors_lexicon import words_of
from sayso.pipes.actors_tokens import root_of
from sayso.pipes.events_syntax import conjuncts
from sayso.pipes.per_doc import sentences
from sayso.resources import load_yaml
from sayso.types import Actor

FILE = "lexicons/members.yml"
# Sentences before that of the plural in which its members are looked for.
BACK = 2
_BOTH = frozenset({"both"})
_LEFT_OPEN = frozenset({"prep", "relcl", "acl", "poss", "compound", "nmod", "appos"})
_NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON", "DET"})


@dataclass(frozen=True, slots=True)
class _Plural:
    """A plural that takes up others: where it stands, how many it counts, and the types that its members have."""

    head: Token
    count: int | None
    types: frozenset[str]


def link_members(doc: Doc, actors: Sequence[Actor]) -> list[Actor]:
    """The actors, those that are plurals of others with the ids of their members in the order of the text."""
    at = _heads(doc, actors)
    starts = [s.start for s in sentences(doc)]
    out = []
    for actor in actors:
        plural = None if actor.named else _read_plural(doc, actor)
        members = _find(plural, at, starts) if plural is not None else ()
        out.append(replace(actor, members=tuple(m.id for m in members)) if members else actor)
    return out


def _heads(doc: Doc, actors: Sequence[Actor]) -> dict[int, Actor]:
    """The actors by the head token of each of their mentions, plurals of others left out."""
    found: dict[int, Actor] = {}
    for actor in actors:
        for start, end in actor.mentions:
            head = root_of(doc, start, end)
            if head is not None and (actor.named or _kinds(head) is None):
                found.setdefault(head.i, actor)
    return found


def _read_plural(doc: Doc, actor: Actor) -> _Plural | None:
    """What the first mention of an actor without a name asks for, where it is a plural that only takes up others."""
    head = root_of(doc, *actor.mentions[0])
    types = _kinds(head) if head is not None else None
    if head is None or types is None or any(c.dep_ in _LEFT_OPEN for c in head.children):
        return None
    said = {c.lower_ for c in head.children if c.i < head.i}
    if any(c.dep_ == "amod" and c.lower_ not in words_of("passing") for c in head.children):
        return None
    if not said & (words_of("definite") | _BOTH):
        return None
    return _Plural(head, next((n for word, n in _counts().items() if word in said), None), types)


def _kinds(head: Token) -> frozenset[str] | None:
    return _plurals().get(head.lower_) if head.pos_ in _NOUNS else None


def _find(plural: _Plural, at: Mapping[int, Actor], starts: Sequence[int]) -> Sequence[Actor]:
    """The members of a plural, none where the text leaves it open."""
    here = plural.head.sent.start
    first = max(0, starts.index(here) - BACK)
    before = range(plural.head.i - 1, starts[first] - 1, -1)
    for i in before:
        joined = _joined(plural.head.doc[i], plural, at)
        if joined:
            return joined
    if plural.count is None:
        return ()
    for start in reversed(starts[first : starts.index(here) + 1]):
        told = {at[i].id: at[i] for i in range(start, plural.head.i) if i in at and _fits(at[i], plural)}
        if len(told) >= plural.count:
            return tuple(told.values()) if len(told) == plural.count else ()
    return ()


def _joined(token: Token, plural: _Plural, at: Mapping[int, Actor]) -> tuple[Actor, ...]:
    """The actors joined by "and" from `token` on, where they are as many and of the kind that the plural asks for."""
    if token.dep_ == "conj" or _goes_on(token, at):
        return ()
    chain = [t for t in conjuncts(token) if t.i < plural.head.i]
    found = {at[t.i].id: at[t.i] for t in chain if t.i in at and _fits(at[t.i], plural)}
    whole = len(found) == len(chain) > 1
    return tuple(found.values()) if whole and plural.count in (None, len(found)) else ()


def _goes_on(token: Token, at: Mapping[int, Actor]) -> bool:
    """Whether a list began before, whatever the parser makes of it: Niger in "Chad, Niger and Mali"."""
    first = token.left_edge.i
    return first > 1 and token.doc[first - 1].text == "," and first - 2 in at


def _fits(actor: Actor, plural: _Plural) -> bool:
    return actor.type in plural.types


@cache
def _plurals() -> dict[str, frozenset[str]]:
    """Plural nouns, each with the types of actors that it takes up."""
    entries = load_yaml(FILE)["plurals"]
    return {word: frozenset(e["types"].split()) for e in entries for word in e["words"].split()}


@cache
def _counts() -> dict[str, int]:
    counts: dict[str, int] = load_yaml(FILE)["counts"]
    return counts

"""Where and when: the place and the time of each event, by the parse, else by the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from sayso.pipes.actors_tokens import root_of
from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_nouns import lemma_of
from sayso.pipes.events_types import Trigger
from sayso.types import Days, Place, Time

DEPTH = 16
DIRECT, SHARED = 3, 2
HELD = frozenset({"nsubj", "nsubjpass", "dobj"})
PLACE_PREPOSITIONS = frozenset(
    {
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "around",
        "across",
        "on",
        "along",
        "within",
        "throughout",
        "over",
        "through",
        "off",
        "into",
        "to",
        "from",
        "of",
        "between",
        "against",
        "northeast",
        "north",
        "south",
        "east",
        "west",
    }
)
SINCE = frozenset({"since", "from", "after"})
UNTIL = frozenset({"until", "till"})


class Circumstances:
    """The places and times of a document by sentence, each with the predicates above it.

    Args:
        doc: the parsed document.
        places: the board's places, whose index an event refers to.
        times: the board's times, likewise.
    """

    def __init__(self, doc: Doc, places: Sequence[Place], times: Sequence[Time]) -> None:
        self._places = places
        self._times = times
        self._by_sentence: dict[tuple[str, int], list[tuple[int, Token]]] = {}
        both: list[tuple[str, Sequence[Place | Time]]] = [("place", places), ("time", times)]
        for kind, items in both:
            for n, item in enumerate(items):
                head = root_of(doc, item.start, item.end)
                if head is not None:
                    self._by_sentence.setdefault((kind, head.sent.start), []).append((n, head))

    def place_of(self, trigger: Trigger) -> int | None:
        """The index of the place where the event happened, None when its sentence names none for it."""
        return self._best(trigger, "place")

    def time_of(self, trigger: Trigger) -> int | None:
        """The index of the time of the event; durations, sets and vague references are none."""
        return self._best(trigger, "time")

    def days_of(self, time: int | None) -> Days | None:
        """The days of a time; "since May" has an open end."""
        if time is None:
            return None
        found = self._times[time]
        if found.first is None and found.last is None:
            return None
        return Days(found.first, found.last)

    def _best(self, trigger: Trigger, kind: str) -> int | None:
        ranked = []
        for n, head in self._by_sentence.get((kind, trigger.token.sent.start), []):
            if kind == "time" and self._times[n].first is None:
                continue
            if kind == "place" and not _is_locative(head):
                continue
            nearness = attachment(trigger, head)
            if nearness >= (DIRECT if kind == "place" else SHARED):
                ranked.append((-nearness, head.i < trigger.token.i, abs(head.i - trigger.token.i), n))
        return min(ranked)[3] if ranked else None


def attachment(trigger: Trigger, item: Token) -> int:
    """How closely `item` belongs to the trigger: DIRECT below it, SHARED by its clause, 0 not at all."""
    own = {trigger.token.i, *(w.i for w in trigger.words)}
    path = _ancestors(item)
    first = next((t for t in path if t.pos_ in ("VERB", "AUX") or t.i in own), None)
    below = any(t.i in own for t in path)
    if below and (first is None or first.i in own or (first.dep_ in ("acl", "relcl") and first.head.i in own)):
        return DIRECT
    above = _verbs_above(trigger.token)
    if first is not None and _tells(first):
        return SHARED if below else 0
    if first is not None and first.i in above[:1]:
        return (
            DIRECT
            if trigger.frame.part == "noun" and trigger.token.dep_ in HELD and first.i == trigger.token.head.i
            else SHARED
        )
    return SHARED if below else 0


def _ancestors(token: Token) -> list[Token]:
    out = []
    here = token
    for _ in range(DEPTH):
        if here.head.i == here.i:
            break
        here = here.head
        out.append(here)
    return out


def _verbs_above(token: Token) -> list[int]:
    return [t.i for t in _ancestors(token) if t.pos_ in ("VERB", "AUX")]


def _tells(verb: Token) -> bool:
    return lemma_of(verb) in load_lexicon().words["speech"]


def _is_locative(head: Token) -> bool:
    """Whether the place stands after a preposition of place, or where the parse says nothing against it."""
    here = head
    for _ in range(4):
        if here.dep_ == "pobj":
            return here.head.lower_ in PLACE_PREPOSITIONS
        if here.dep_ in ("nsubj", "poss"):
            return False
        if here.head.i == here.i:
            return True
        here = here.head
    return True

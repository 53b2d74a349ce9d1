"""Where and when: the place and the time of each event, by the parse, else by the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from sayso.pipes.actors_tokens import root_of
from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_nouns import is_person, is_target, lemma_of
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
SINCE = frozenset({"since"})
UNTIL = frozenset({"until", "till"})


class Circumstances:
    """The places and times of a document by sentence, each with the predicates above it.

    Args:
        doc: the parsed document.
        places: the board's places, whose index an event refers to.
        times: the board's times, likewise.
        triggers: the events' triggers.
    """

    def __init__(
        self, doc: Doc, places: Sequence[Place], times: Sequence[Time], triggers: Sequence[Trigger]
    ) -> None:
        self._kinds = {t.token.i: t.type for t in triggers}
        self._doc = doc
        self._places = places
        self._times = times
        self._before: dict[int, str] = {}
        self._by_sentence: dict[tuple[str, int], list[tuple[int, Token]]] = {}
        both: list[tuple[str, Sequence[Place | Time]]] = [("place", places), ("time", times)]
        for kind, items in both:
            for n, item in enumerate(items):
                head = root_of(doc, item.start, item.end)
                if kind == "time":
                    self._before[n] = head.head.lower_ if head is not None and head.dep_ == "pobj" else ""
                if head is not None:
                    self._by_sentence.setdefault((kind, head.sent.start), []).append((n, head))

    def _others(self, trigger: Trigger) -> frozenset[int]:
        """The tokens of triggers of other types; an attack and the killing in it share what is below either."""
        return frozenset(i for i, kind in self._kinds.items() if kind != trigger.type)

    def place_of(self, trigger: Trigger) -> int | None:
        """The index of the place where the event happened, None when its sentence names none for it."""
        return self._best(trigger, "place")

    def joined_to(self, place: int | None) -> tuple[int, ...]:
        """The places joined to one by "and", where the event happened too: "meetings in Qatar and the Emirates"."""
        if place is None:
            return ()
        head = root_of(self._doc, self._places[place].start, self._places[place].end)
        if head is None:
            return ()
        beside = self._by_sentence.get(("place", head.sent.start), [])
        return tuple(n for n, other in beside if n != place and _first_conjunct(other).i == head.i)

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
        before = self._before[time]
        return Days(None if before in UNTIL else found.first, None if before in SINCE else found.last)

    def _best(self, trigger: Trigger, kind: str) -> int | None:
        ranked = []
        sides = set() if trigger.mode == "visit" else {t.i for t in (*trigger.actors, *trigger.recipients)}
        for n, head in self._by_sentence.get((kind, trigger.token.sent.start), []):
            if kind == "time" and self._times[n].first is None:
                continue
            if kind == "place" and (head.i in sides or not _is_locative(head, trigger.token)):
                continue
            nearness = attachment(trigger, head, self._others(trigger))
            if nearness >= (DIRECT if kind == "place" else SHARED):
                ranked.append((-nearness, head.i < trigger.token.i, abs(head.i - trigger.token.i), n))
        return min(ranked)[3] if ranked else None


def attachment(trigger: Trigger, item: Token, others: frozenset[int] = frozenset()) -> int:
    """How closely `item` belongs to the trigger: DIRECT below it, SHARED by its clause, 0 not at all.

    What stands below another trigger (`others`) belongs to that one.
    """
    own = {trigger.token.i, *(w.i for w in trigger.words)}
    path = _ancestors(item)
    first = next((t for t in path if t.pos_ in ("VERB", "AUX") or t.i in own), None)
    below = any(t.i in own for t in path)
    for token in path:
        if token.i in own:
            break
        if token.i in others or (token.dep_ in ("nsubj", "poss") and is_person(token)):
            return 0
    if below and (first is None or first.i in own or (first.dep_ in ("acl", "relcl") and first.i not in others)):
        return DIRECT
    above = _verbs_above(trigger.token)
    if first is not None and _tells(first):
        return SHARED if below else 0
    if first is not None and first.i in above[:1]:
        held = trigger.frame.part == "noun" and trigger.token.dep_ in HELD and first.i == trigger.token.head.i
        return DIRECT if held else SHARED
    return SHARED if below else 0


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token


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


def _is_locative(head: Token, trigger: Token) -> bool:
    """Whether the place stands after a preposition of place, before the trigger, or where nothing speaks against it."""
    here = head
    for _ in range(4):
        if here.dep_ == "pobj":
            return here.head.lower_ in PLACE_PREPOSITIONS
        if here.dep_ in ("nsubj", "poss"):
            return False
        if here.dep_ in ("compound", "nmod") and here.head.i == trigger.i:
            return True
        if here.dep_ in ("compound", "amod", "nmod") and not _is_area(here.head):
            return False
        if here.head.i == here.i:
            return True
        here = here.head
    return True


def _is_area(token: Token) -> bool:
    """Whether a noun that a place's name qualifies is itself a place: "Takhar province", "the Kabul airport"."""
    return is_target(token) or lemma_of(token) in load_lexicon().words["area"]

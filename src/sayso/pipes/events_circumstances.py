"""Where and when: the place and the time of each event, by the parse, else by the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from sayso.pipes.actors_tokens import root_of
from sayso.pipes.board import get_segments
from sayso.pipes.events_described import find_descriptions
from sayso.pipes.events_types import Trigger
from sayso.pipes.events_when import choose_time, make_days
from sayso.pipes.events_where import choose_place
from sayso.pipes.events_words import list_circumstances
from sayso.pipes.per_doc import sentences
from sayso.types import Days, Place, Time


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
        self._triggers = {t.token.i: t for t in triggers}
        self._doc = doc
        self._places = places
        self._times = times
        self._time_heads: dict[int, Token] = {}
        self._by_sentence: dict[tuple[str, int], list[tuple[int, Token]]] = {}
        seats = [root_of(doc, p.start, p.end) for p in places]
        for n, head in enumerate(seats):
            self._file("place", n, head)
        for n, head in find_descriptions(doc, places, seats):
            self._file("place", n, head)
        for n, time in enumerate(times):
            head = root_of(doc, time.start, time.end)
            if head is not None:
                self._time_heads[n] = head
            self._file("time", n, head)
        self._dateline = _dated_from(doc, places)

    def _file(self, kind: str, n: int, head: Token | None) -> None:
        if head is not None:
            self._by_sentence.setdefault((kind, head.sent.start), []).append((n, head))

    def place_of(self, trigger: Trigger) -> int | None:
        """The index of the place where the event happened, None when its sentence names none for it."""
        named = self._by_sentence.get(("place", trigger.token.sent.start), [])
        found = choose_place(trigger, named, self._places, self._triggers)
        if found is None and self._dateline is not None and trigger.type in list_circumstances("local"):
            index, lead = self._dateline
            found = index if trigger.token.sent.start == lead and not self._elsewhere(index, named) else None
        return found

    def _elsewhere(self, index: int, named: Sequence[tuple[int, Token]]) -> bool:
        """Whether a sentence names a place outside the state of another one."""
        here = self._places[index].country
        return any(self._places[n].country != here for n, _ in named)

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
        named = self._by_sentence.get(("time", trigger.token.sent.start), [])
        return choose_time(trigger, named, self._times, self._triggers)

    def days_of(self, trigger: Trigger, time: int | None) -> Days | None:
        """The days that a time makes for an event; "since May" has an open end."""
        head = self._time_heads.get(time) if time is not None else None
        return make_days(trigger, head, self._times[time]) if head is not None and time is not None else None


def _dated_from(doc: Doc, places: Sequence[Place]) -> tuple[int, int] | None:
    """The index of the dateline's place, and where the sentence after it starts."""
    for segment in get_segments(doc):
        if segment.kind == "dateline":
            index = next((n for n, p in enumerate(places) if segment.start <= p.start < segment.end), None)
            lead = next((s.start for s in sentences(doc) if s.end_char > segment.end), None)
            return None if index is None or lead is None else (index, lead)
    return None


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token

"""Days counted from another event: "two days after the raid", "it comes a week after 44 people were killed"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from sayso.pipes.actors_tokens import root_of
from sayso.pipes.events_attach import ancestors
from sayso.pipes.events_syntax import children
from sayso.pipes.events_types import Trigger
from sayso.types import Days, Event, Time

SIGNS = {"after": -1, "before": 1}
UNITS = {"D": 1, "W": 7}
_VALUE = re.compile(r"P(\d{1,3})([DW])")


@dataclass(frozen=True, slots=True)
class _Gap:
    """What the other side of "after" or "before" tells lies `days` from what the main clause tells."""

    main: Token
    other: Token
    days: int


def count_from_others(
    doc: Doc, events: Sequence[Event], triggers: Sequence[Trigger], times: Sequence[Time]
) -> list[Event]:
    """The events with the days that a counted distance from another event gives them; they are inferred."""
    gaps = [g for t in times if (g := _find_gap(doc, t)) is not None]
    out = list(events)
    numbers = {t.token.i: n for n, t in enumerate(triggers)}
    for gap in gaps:
        main, others = _on_main(gap, numbers), _below(gap.other, numbers)
        known = [n for n in main if _is_told(out[n])]
        anchor = out[known[0]] if known else None if main else _first_before(gap.main, out, triggers)
        if anchor is not None:
            _set(out, [n for n in others if not _is_told(out[n])], anchor, gap.days)
            continue
        told = [n for n in others if _is_told(out[n])]
        if told:
            _set(out, main, out[told[0]], -gap.days)
    return out


def _is_told(event: Event) -> bool:
    return event.date is not None and not event.date.inferred


def _find_gap(doc: Doc, time: Time) -> _Gap | None:
    """The distance that a duration tells, where "after" or "before" follows it."""
    found = _VALUE.fullmatch(time.value)
    head = root_of(doc, time.start, time.end) if found else None
    last = doc.char_span(time.start, time.end, alignment_mode="expand") if head is not None else None
    if found is None or head is None or last is None or last.end >= len(doc):
        return None
    word = doc[last.end]
    sign = SIGNS.get(word.lower_)
    if sign is None:
        return None
    days = sign * int(found[1]) * UNITS[found[2]]
    if word.dep_ == "mark" and word.head.dep_ == "advcl":
        return _Gap(word.head.head, word.head, days)
    nouns = children(word, "pobj") if word.dep_ == "prep" else []
    return _Gap(word.head, nouns[0], days) if nouns else None


def _on_main(gap: _Gap, numbers: Mapping[int, int]) -> list[int]:
    """The events of the main clause: its verb, else its subject ("Sunday's blast came two days after")."""
    if gap.main.i in numbers:
        return [numbers[gap.main.i]]
    return [numbers[s.i] for s in children(gap.main, "nsubj", "nsubjpass") if s.i in numbers]


def _below(token: Token, numbers: Mapping[int, int]) -> list[int]:
    """The events of a clause or a noun, and those within it."""
    return [n for i, n in sorted(numbers.items()) if i == token.i or _hangs(token, i)]


def _hangs(top: Token, i: int) -> bool:
    path = [top.doc[i], *ancestors(top.doc[i])]
    if all(t.i != top.i for t in path):
        return False
    below = path[: next(n for n, t in enumerate(path) if t.i == top.i)]
    return all(t.dep_ not in ("advcl", "relcl", "ccomp", "acl", "conj") for t in below)


def _first_before(main: Token, events: Sequence[Event], triggers: Sequence[Trigger]) -> Event | None:
    """The event that a report is about, told first, for a subject that only points ("it comes a week after ...")."""
    told = (e for e, t in zip(events, triggers, strict=True) if t.token.i < main.sent.start and _is_told(e))
    return next(told, None)


def _set(events: list[Event], numbers: Sequence[int], anchor: Event, days: int) -> None:
    moved = move_days(anchor.date, days)
    for n in numbers:
        if moved is not None:
            events[n] = replace(events[n], date=moved)


def move_days(days: Days | None, by: int) -> Days | None:
    """One day moved; None for a longer time and for what the calendar has not."""
    if days is None or days.first is None or days.first != days.last:
        return None
    try:
        day = (date.fromisoformat(days.first) + timedelta(days=by)).isoformat()
    except (ValueError, OverflowError):
        return None
    return Days(day, day, inferred=True)

"""A line that says what an incident is: "Gunmen killed four guards in Herat, 22 Oct 2020"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache

from sayso.link.tolls import Tolls
from sayso.norm.counts import parse_number
from sayso.resources import load_yaml
from sayso.store import EventRecord
from sayso.store.keys import fold

_LONGEST_LIST = 3
_LONGEST_NAME = 80


def make_title(
    told: Sequence[EventRecord], doers: Sequence[str], targets: Sequence[str], *, killed: Tolls, place: str | None,
    days: tuple[str | None, str | None],
) -> str:  # fmt: skip
    """The title of the events of one incident, which are of its main type, from who is on the sides and when and where.

    A sentence where the word told most is a verb in the past, what is told and by whom with a colon where it is none.
    """
    both = [event for event in told if event.actors and event.recipients] if doers and targets else []
    word = _choose_word(both or told)
    doers = _clean(doers)
    said = {*fold(word).split()}
    whom = [name for name in _clean(targets) if name not in doers and not {*fold(name).split()} <= said]
    counts = any(e.killed_min or e.killed_max for e in told if e.trigger == word)
    victims = _join(whom) or (_count(killed) if counts else "")
    if fold(word) in _forms("undergone"):
        parts = [victims or _join(doers), word]
    elif _is_past(word):
        parts = [_join(doers), word, victims] if doers else [victims, word]
    else:
        parts = [f"{_join(doers)}:" if doers else "", word, victims]
    line = " ".join(filter(None, parts))
    if place and fold(place) not in fold(line):
        line += f" in {place}"
    when = show_days(*days)
    return line[:1].upper() + line[1:] + (f", {when}" if when else "")


def show_days(first: str | None, last: str | None) -> str:
    """`22 Oct 2020`, `Oct 2020`, `2020`, `1 to 3 Oct 2020`, or nothing."""
    if first is None or last is None:
        return _show_day(first or last)
    if first == last:
        return _show_day(first)
    if first[4:] == "-01-01" and last == f"{first[:4]}-12-31":
        return first[:4]
    if first[:7] == last[:7]:
        whole = first.endswith("-01") and (date.fromisoformat(last) + timedelta(days=1)).day == 1
        return f"{_show_day(first)[2:].strip()}" if whole else f"{int(first[8:])} to {_show_day(last)}"
    return f"{_show_day(first)} to {_show_day(last)}"


def _show_day(day: str | None) -> str:
    return "" if day is None else f"{int(day[8:])} {date.fromisoformat(day):%b} {day[:4]}"


def _choose_word(told: Sequence[EventRecord]) -> str:
    """The words told most, rather what came to pass than what did not, rather a past than another form."""
    times = Counter(event.trigger for event in told)
    firm = {event.trigger for event in told if event.factuality == "certain"}
    return max(times, key=lambda word: (word in firm, _is_past(word), times[word]))


def _is_past(word: str) -> bool:
    first = next(iter(fold(word).split()), "")
    return first.endswith("ed") or first in _forms("past")


@cache
def _forms(group: str) -> frozenset[str]:
    return frozenset(load_yaml("lexicons/pasts.yml")[group]["words"].split())


def _clean(names: Iterable[str]) -> list[str]:
    """Names that say something: no bare number ("two"), none longer than a title bears."""
    return [name for name in names if fold(name) and parse_number(name) is None and len(name) <= _LONGEST_NAME]


def _count(killed: Tolls) -> str:
    if not killed.number:
        return ""
    if killed.high is None:
        return f"at least {killed.low or killed.number} people"
    if killed.low != killed.high:
        return f"{killed.low} to {killed.high} people"
    return "1 person" if killed.number == 1 else f"{killed.number} people"


def _join(names: Sequence[str]) -> str:
    if len(names) > _LONGEST_LIST:
        return f"{', '.join(names[:_LONGEST_LIST])} and {len(names) - _LONGEST_LIST} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

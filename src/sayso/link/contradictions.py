"""Contradictions: two accounts of one incident of which only one can be right, with the words of both.

- `date`: both give days, and no day is in both (days that only context gives do not count);
- `killed`, `injured`: tolls whose ranges have no number in common;
- `doer`: both name who did it, of one sort (persons or bodies), and they have no one in common;
- `denied`: one puts it as having happened, the other as not so, of the same doer as far as both name one.

A later, higher toll is a contradiction too: which of the two holds is for the reader to say, so both come with outlet
and day. Of accounts that say the same, the first stands for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from sayso.link.doers import are_apart
from sayso.store import EventRecord
from sayso.store.accounts import Account, Material

if TYPE_CHECKING:
    from sayso.store import Store

FIELDS = ("date", "killed", "injured", "doer", "denied")
_OPEN = 1 << 62
_LONGEST = 400
_END = re.compile(r"[.!?]['\"”’]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Stand:
    """What one report holds: `value` in short, `words` of its text that say so, `event` the id of the event."""

    report_key: str
    report_id: str
    outlet: str | None
    published: str | None
    event: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two stands on one field of an incident that cannot both hold, the earlier first."""

    field: str
    left: Stand
    right: Stand


@dataclass(frozen=True, slots=True)
class _Said:
    account: Account
    event: EventRecord
    value: str


def find_contradictions(store: Store, incident: str, *, until: str | None = None) -> list[Contradiction]:
    """The contradictions about an incident; as known on the day `until`.

    Raises:
        StoreError: when there is no such incident.
    """
    material = store.material(incident, until=until)
    if material is None:
        return []
    return [
        Contradiction(field, _stand(store, left), _stand(store, right)) for field, left, right in _find(material)
    ]


def list_fields(material: Material) -> tuple[str, ...]:
    """The fields on which reports of an incident contradict each other."""
    found = {field for field, _, _ in _find(material)}
    return tuple(field for field in FIELDS if field in found)


def _find(material: Material) -> Iterator[tuple[str, _Said, _Said]]:
    tests: dict[str, tuple[Callable[[EventRecord], str], Callable[[EventRecord, EventRecord], bool]]] = {
        "date": (_days, _other_days),
        "killed": (lambda e: _toll(e.killed_min, e.killed_max), lambda a, b: _other_tolls(a, b, "killed")),
        "injured": (lambda e: _toll(e.injured_min, e.injured_max), lambda a, b: _other_tolls(a, b, "injured")),
        "doer": (lambda e: _doers(e, material), lambda a, b: are_apart(a, b, material)),
        "denied": (lambda e: _side(e, material), lambda a, b: _is_denied(a, b, material)),
    }  # fmt: skip
    for field, (value, differ) in tests.items():
        firsts: dict[str, _Said] = {}
        for account in material.accounts:
            for event in account.events:
                said = value(event)
                if said and event.aspect == "event":
                    firsts.setdefault(said, _Said(account, event, said))
        for left, right in combinations(firsts.values(), 2):
            if differ(left.event, right.event):
                yield field, left, right


def _days(event: EventRecord) -> str:
    if event.inferred or event.first is None or event.last is None or event.factuality == "future":
        return ""
    return event.first if event.first == event.last else f"{event.first} to {event.last}"


def _other_days(left: EventRecord, right: EventRecord) -> bool:
    return str(left.last) < str(right.first) or str(right.last) < str(left.first)


def _toll(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    return f"{low}" if low == high else f"{low} or more" if high is None else f"{low or 0} to {high}"


def _other_tolls(left: EventRecord, right: EventRecord, what: str) -> bool:
    if "denied" in (left.factuality, right.factuality):
        return False
    (low, high), (other_low, other_high) = _range(left, what), _range(right, what)
    return high < other_low or other_high < low


def _range(event: EventRecord, what: str) -> tuple[int, int]:
    low, high = getattr(event, f"{what}_min"), getattr(event, f"{what}_max")
    return (0 if low is None else low), (_OPEN if high is None else high)


def _doers(event: EventRecord, material: Material) -> str:
    """Who is named as having done it; nothing of what both sides do together, or nobody is said to have done."""
    if event.factuality in ("denied", "future") or set(event.actor_keys) & set(event.recipient_keys) - {None}:
        return ""
    return _names(event, material)


def _names(event: EventRecord, material: Material) -> str:
    roots = dict.fromkeys(material.roots[key] for key in event.actor_keys if key)
    return "; ".join(material.actors[root][0] if root in material.actors else root for root in sorted(roots))


def _side(event: EventRecord, material: Material) -> str:
    """How it is put, and of whom; "nobody else was hurt" denies a toll, not what happened."""
    if event.factuality not in ("certain", "denied") or 0 in (event.killed_max, event.injured_max):
        return ""
    return " ".join(filter(None, (event.factuality, event.type, _names(event, material))))


def _is_denied(left: EventRecord, right: EventRecord, material: Material) -> bool:
    return (
        {left.factuality, right.factuality} == {"certain", "denied"} and left.type == right.type
        and not are_apart(left, right, material)
    )  # fmt: skip


def _stand(store: Store, said: _Said) -> Stand:
    account = said.account
    return Stand(
        account.key, account.id, account.outlet, account.published, said.event.id, said.value,
        quote_event(store.report(account.key).text, said.event),
    )


def quote_event(text: str, event: EventRecord) -> str:
    """The sentence or so of the text that holds what the event rests on, from a line's end to the next at most."""
    spans = sorted((start, end) for role, start, end, _ in event.quotes if role != "evidence")
    start, end = spans[0][0], max(end for _, end in spans)
    if end - start > _LONGEST:
        start, end = next((s, e) for role, s, e, _ in event.quotes if role == "trigger")
    begin = max((match.end() for match in _END.finditer(text, max(0, start - _LONGEST), start)), default=None)
    stop = _END.search(text, end, end + _LONGEST)
    if begin is None:
        begin = 0 if start <= _LONGEST else start
    if stop is None and len(text) - end <= _LONGEST:
        end = len(text)
    return text[begin : stop.end() if stop else end].strip()

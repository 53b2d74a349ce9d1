"""Contradictions: two accounts of one incident of which only one can be right, with the words of both.

- `date`: both tell days, and none of them overlap (days that only context gives do not count);
- `place`: both tell towns or spots, by other names and far from one another;
- `killed`, `injured`: tolls whose ranges have no number in common; "nobody was killed" is a toll, "nobody else" is not;
- `doer`: both name who did it, of one sort (persons or bodies), and they have no one in common;
- `victim`: both name the one person killed, and it is another;
- `denied`: one puts it as having happened, the other as not so, of the same doer and victim as far as both name one.

A later, higher toll is a contradiction too: which of the two holds is for the reader to say, so both come with outlet
and day. What is told less exactly ("at least 25" beside 27, "October" beside a day of it) contradicts nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.link.stands import Said, find_pairs
from sayso.store import EventRecord
from sayso.store.accounts import Material

if TYPE_CHECKING:
    from sayso.store import Store

FIELDS = ("date", "place", "killed", "injured", "doer", "victim", "denied")
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


def find_contradictions(store: Store, incident: str, *, until: str | None = None) -> list[Contradiction]:
    """The contradictions about an incident; as known on the day `until`.

    Raises:
        StoreError: when there is no such incident.
    """
    material = store.material(incident, until=until)
    if material is None:
        return []
    return [
        Contradiction(field, _stand(store, left), _stand(store, right)) for field, left, right in find_pairs(material)
    ]


def list_fields(material: Material) -> tuple[str, ...]:
    """The fields on which reports of an incident contradict each other."""
    found = {field for field, _, _ in find_pairs(material)}
    return tuple(field for field in FIELDS if field in found)


def _stand(store: Store, said: Said) -> Stand:
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

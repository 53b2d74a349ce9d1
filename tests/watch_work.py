"""A reader for tests of watching that finds in each text one attack, told by a spokesman."""

from __future__ import annotations

from sayso.format import to_json
from sayso.intake import Draft, Options
from sayso.scale.adding import finish_with_id
from sayso.types import Actor, Claim, Days, Event, Participant, Reading, Source


def make_plain(model: str | None, options: Options):
    def read(draft: Draft) -> str:
        report = finish_with_id(draft, options)
        mark = report.sha256[:8]
        actor = Actor("a1", "The spokesman", True, "person", ((0, 5),))
        claim = Claim(f"c{mark}", Source(((0, 5),), "named", "a1"), ((5, 6),), ((6, 12),), "indirect")
        event = Event(f"e{mark}", "ASSAULT", (6, 9), actors=(Participant("a1", (0, 5)),), claim=claim.id,
                      date=Days("2023-04-26", "2023-04-26"))
        return to_json(Reading(report, actors=(actor,), claims=(claim,), events=(event,)))

    return read

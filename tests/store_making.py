"""Readings for the store's tests: made, not read, and different for each number."""

from __future__ import annotations

from sayso.types import (
    Actor,
    Claim,
    Days,
    Event,
    Participant,
    Place,
    Reading,
    Source,
    Time,
    Toll,
    make_report,
)

TOWNS = (("Kabul", 34.53, 69.17, "AFG"), ("Beirut", 33.89, 35.5, "LBN"), ("Suva", -18.14, 178.44, "FJI"))
KINDS = ("ASSAULT", "CONSULT", "ACCUSE")
OUTLETS = ("Harbour Courier", "Lantern Post")


def make_numbered(number: int, *, version: str = "1", told: int | None = None) -> Reading:
    """A report that tells of one event and says who says so; `told` people were killed."""
    town, lat, lon, country = TOWNS[number % 3]
    day = f"2021-{1 + number % 12:02d}-{1 + number % 28:02d}"
    text = f"Mayor Ana Ruiz said that Orland shelled {town} on Monday in attack {number}, killing 12 Régals."
    span = _finder(text)
    report = make_report(
        text, id=f"r{number}", outlet=OUTLETS[number % 2], published=day, title=f"Shelling number{number}",
        path="a.jsonl",
    )
    killed = 12 if told is None else told
    return Reading(
        report=report,
        actors=(
            Actor(f"a{number}-0", "Ana Ruiz", True, "person", (span("Mayor Ana Ruiz"),), "GOV"),
            Actor(f"a{number}-1", "Orland", True, "state", (span("Orland"),), country="ORL", kb="wikidata:Q0"),
            Actor(f"a{number}-2", "Régals", True, "armed_group", (span("Régals"),), "REB"),
        ),
        times=(Time(*span("Monday"), "DATE", day, day, day),),
        places=(Place(*span(town), town, lat, lon, country, None, None, "PPLC"),),
        claims=(
            Claim(f"c{number}", Source((span("Mayor Ana Ruiz"),), "named", f"a{number}-0"), (span("said"),),
                  ((span("that")[0], len(text) - 1),), "indirect"),
        ),
        events=(
            Event(
                f"e{number}", KINDS[number % 3], span("shelled"), actors=(Participant(f"a{number}-1", span("Orland")),),
                recipients=(Participant(f"a{number}-2", span("Régals")),), place=0, time=0, date=Days(day, day),
                killed=Toll(killed, killed, span("12")), claim=f"c{number}",
                factuality="certain" if number % 2 else "uncertain",
            ),
        ),
        pipeline={"name": "made", "version": version},
    )


def _finder(text: str):
    return lambda words: (text.index(words), text.index(words) + len(words))

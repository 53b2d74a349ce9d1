"""A reading built by hand for the tests of the export formats: nested claims, overlapping marks, a denial."""

from __future__ import annotations

from sayso.types import (
    Actor,
    Claim,
    Days,
    Event,
    Participant,
    Place,
    Reading,
    Report,
    Source,
    Span,
    Time,
    Toll,
    make_report,
)

TEXT = (
    "Rebels shelled the port of Nadir on 3 May, killing 12, a mayor told Radio Delta. "
    "According to him, one guard believed that Orland had paid them.\nOrland denied it."
)


def find(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """The span of the `nth` occurrence of `words`."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def make_reading(report: Report | None = None) -> Reading:
    rebels = Actor("a0", "Rebels", False, "armed_group", (find("Rebels"), find("them")), "REB")
    mayor = Actor("a1", "a mayor", False, "government", (find("a mayor"), find("him")), "GOV")
    radio = Actor("a2", "Radio Delta", True, "media", (find("Radio Delta"),), "JRN")
    twice = (find("Orland"), find("Orland", 1))
    orland = Actor("a3", "Orland", True, "state", twice, "GOV", None, "ORL", "wikidata:Q0")
    told = Claim(
        "c0", Source((find("a mayor"),), "described", "a1", "a2"), (find("told"),),
        ((0, find("12")[1]),), "indirect",
    )  # fmt: skip
    outer = Claim(
        "c1", Source((find("him"),), "described", "a1"), (find("According to"),),
        (find("one guard believed that Orland had paid them"),), "indirect",
    )  # fmt: skip
    inner = Claim(
        "c2", Source((find("one guard"),), "described"), (find("believed"),), (find("Orland had paid them"),),
        "indirect", "c1", "uncertain", evidence=(find("believed"),),
    )  # fmt: skip
    denial = Claim(
        "c3", Source((find("Orland", 1),), "named", "a3"), (find("denied"),), (find("it."),), "indirect", None,
        "denied",
    )  # fmt: skip
    shelled = Event(
        "e0", "ASSAULT", find("shelled"), mode="heavy-weapons", contexts=("military",),
        actors=(Participant("a0", find("Rebels")),), targets=(find("the port of Nadir"),), place=0, time=0,
        date=Days("2021-05-03", "2021-05-03"), killed=Toll(12, 12, find("12")), claim="c0", incident="i0",
    )  # fmt: skip
    paid = Event(
        "e1", "AID", find("paid"), actors=(Participant("a3", find("Orland")),),
        recipients=(Participant("a0", find("them")),), date=Days("2021-05-01", "2021-05-31", inferred=True),
        claim="c2", factuality="uncertain", evidence=(find("believed"),),
    )  # fmt: skip
    return Reading(
        report or make_report(TEXT, id="r1", outlet="Test Gazette", published="2021-05-04", title="Port shelled"),
        actors=(rebels, mayor, radio, orland),
        times=(Time(*find("3 May"), "DATE", "2021-05-03", "2021-05-03", "2021-05-03"),),
        places=(Place(*find("Nadir"), "Nadir", -33.5, 18.25, "ORL", "Coast", 1234, "PPL"),),
        claims=(told, outer, inner, denial),
        events=(shelled, paid),
        pipeline={"name": "by hand"},
    )

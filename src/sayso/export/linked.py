"""Claims as schema.org `Claim` in JSON-LD: what is said, by whom, where it appeared.

A claim within a claim points to the outer one by `isBasedOn`. How firmly the source puts it is a `DefinedTerm` among
its `keywords`: it is no verdict, so it is no `ClaimReview`.
"""

from __future__ import annotations

from typing import BinaryIO

from sayso.export.bins import present, write_json
from sayso.export.matter import Matter
from sayso.export.words import describe_source, is_left_out
from sayso.format import Json
from sayso.types import Actor, Claim, Reading, Report

_TYPES = {"person": "Person", "company": "Corporation", "ngo": "NGO", "media": "NewsMediaOrganization",
          "government": "GovernmentOrganization", "agency": "GovernmentOrganization",
          "state": "GovernmentOrganization"}  # fmt: skip


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write one document with a `@graph` of reports and claims."""
    graph: list[Json] = []
    for reading in matter.readings:
        if reading.claims:
            graph.append(_article(reading.report))
            graph += [_claim(claim, reading) for claim in reading.claims]
    write_json({"@context": "https://schema.org", "@graph": graph}, out)
    return []


def name_report(report: Report) -> str:
    """The address of a report as a resource: its URL, else a URN of its text's hash (RFC 6920)."""
    return report.url or f"urn:sha-256:{report.sha256}"


def _article(report: Report) -> Json:
    found = {
        "@type": "NewsArticle", "@id": name_report(report), "headline": present(report.title),
        "datePublished": report.published, "inLanguage": report.language, "identifier": report.id,
        "publisher": {"@type": "Organization", "name": report.outlet} if report.outlet else None,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def _claim(claim: Claim, reading: Reading) -> Json:
    text, actors = reading.report.text, {actor.id: actor for actor in reading.actors}
    words = present(" … ".join(text[start:end] for start, end in claim.content))
    found = {
        "@type": "Claim", "@id": f"urn:sayso:claim:{claim.id}", "text": words, "author": _author(claim, text, actors),
        "appearance": {"@id": name_report(reading.report)},
        "isBasedOn": {"@id": f"urn:sayso:claim:{claim.within}"} if claim.within else None,
        "keywords": [
            {"@type": "DefinedTerm", "inDefinedTermSet": f"urn:sayso:{name}", "name": value}
            for name, value in (("sourceKind", claim.source.kind), ("quote", claim.quote),
                                ("factuality", claim.factuality),
                                *(("corrected", name) for name in reading.corrected.get(claim.id, ())))
        ],
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def _author(claim: Claim, text: str, actors: dict[str, Actor]) -> Json | None:
    if is_left_out(claim):
        return None
    actor = actors.get(claim.source.actor) if claim.source.actor else None
    if actor is None:
        words = present(describe_source(claim, text, actors))
        return {"@type": "Thing", "name": words} if words else None
    base, _, item = (actor.kb or "").partition(":")
    same = {"sameAs": f"https://www.wikidata.org/entity/{item}"} if base == "wikidata" else {}
    return {"@type": _TYPES.get(actor.type, "Organization"), "name": actor.name, **same}

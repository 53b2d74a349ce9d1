"""The records of a reading: what was published, and who says in it what happened.

Plain, frozen and without behaviour; every other module reads or writes them. Their meaning, field by field, is
the output format `sayso/1` (docs/format.md); `sayso.format` turns them into its JSON objects and back.

Every span is `(start, end)` in Unicode code points of `Report.text`, end exclusive, and `text[start:end]` is
exactly the words meant. What a report does not say is `None` or an empty tuple, never a guess.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, Literal

Span = tuple[int, int]

ActorType = Literal[
    "state", "government", "agency", "military", "police", "armed_group", "party", "igo", "ngo", "company",
    "media", "person", "population", "other",
]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
SourceKind = Literal["named", "described", "unnamed", "document", "reporter"]
Quote = Literal["direct", "indirect", "mixed"]
Factuality = Literal["certain", "denied", "uncertain", "future"]
Aspect = Literal["event", "state"]
Salience = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Report:
    """What was published, to the letter. `published` is an ISO date or date-time."""

    text: str
    id: str
    sha256: str
    url: str | None = None
    path: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One real-world actor of the report, with every mention of it, pronouns and descriptions included.

    `members`: the ids of the actors that a plural takes up ("the two countries").
    """

    id: str
    name: str
    named: bool
    type: ActorType
    mentions: tuple[Span, ...]
    sector: str | None = None
    sector2: str | None = None
    country: str | None = None
    kb: str | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `value` is TIMEX3; `first` and `last` are the same as ISO days (`from`, `to` in JSON)."""

    start: int
    end: int
    type: TimeType
    value: str
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True)
class Namesake:
    """A place that a name may mean: as for `Place`; `chance` from 0 to 1."""

    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    geonames: int | None
    chance: float


@dataclass(frozen=True, slots=True)
class Away:
    """A point so many km from a place, give or take `radius`; `bearing` in degrees from north, None where untold."""

    km: float
    bearing: int | None
    lat: float | None
    lon: float | None
    radius: float


@dataclass(frozen=True, slots=True)
class Place:
    """Words meant as a place. `lat` and `lon` in degrees (WGS 84), `country` ISO 3166-1 alpha-3.

    `radius`, in km, is given where the point is only that of a place which this one lies in; `away` where what is told
    happens so far from it ("30 km north of Mosul"); `candidates` where the report does not tell which one is meant.
    """

    start: int
    end: int
    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    geonames: int | None = None
    feature: str | None = None
    radius: float | None = None
    away: Away | None = None
    candidates: tuple[Namesake, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """How many, as a range, by the words of `span`; an end that is open is None."""

    min: int | None
    max: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Cited:
    """Somebody whom a source cites in turn: the words, and the actor where they are one."""

    span: Span
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it. No `spans` when the source is left out; `to` is the actor that was told.

    What is told of the source besides: `number` ("three officials"), the words for its `institution` ("a Pentagon
    official"), the `place` it is at as an index into the reading's places ("sources in Kabul"), the words for its
    `access` ("familiar with the matter") and for its `anonymity` with the reason given, `via` what it speaks ("in a
    statement", "on Telegram"), and whom it `relays` ("the agency reported, citing police").
    """

    spans: tuple[Span, ...]
    kind: SourceKind
    actor: str | None = None
    to: str | None = None
    number: Toll | None = None
    institution: Span | None = None
    place: int | None = None
    access: Span | None = None
    anonymity: Span | None = None
    via: Span | None = None
    relays: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution: someone says, thinks, promises, denies or wants something.

    `evidence`, here and in events and predicates, are the words that decide the factuality.
    """

    id: str
    source: Source
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quote: Quote
    within: str | None = None
    factuality: Factuality = "certain"
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Participant:
    """A doer or a target of an event: an actor, by the words that stand for it here."""

    actor: str
    span: Span


@dataclass(frozen=True, slots=True)
class Days:
    """First and last ISO day of an event; an end that is open is None. `inferred` when only context gives it."""

    first: str | None
    last: str | None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One thing done by one side to another, with a PLOVER type. `place` and `time` index the reading's lists.

    `salience` is low where it is only named in passing ("years of attacks"), with nothing told of it.
    """

    id: str
    type: str
    trigger: Span
    aspect: Aspect = "event"
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    targets: tuple[Span, ...] = ()
    instruments: tuple[Span, ...] = ()
    place: int | None = None
    other_places: tuple[int, ...] = ()
    time: int | None = None
    date: Days | None = None
    killed: Toll | None = None
    injured: Toll | None = None
    arrested: Toll | None = None
    missing: Toll | None = None
    displaced: Toll | None = None
    claim: str | None = None
    factuality: Factuality = "certain"
    incident: str | None = None
    evidence: tuple[Span, ...] = ()
    salience: Salience = "high"


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that tells that something happens or is so, coded as an event or not, and how firmly it is put."""

    trigger: Span
    factuality: Factuality
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version of the pipeline found in one report: a pure function of the two.

    `corrected` is empty but where persons' corrections were put in afterwards: for the id of an actor, claim or event,
    or "report", the names of what they changed, or `accepted`, `added`, `merged`. `second` is what a second reader
    said, as JSON, None where there was none.
    """

    report: Report
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    pipeline: dict[str, str] = field(default_factory=dict)
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)
    second: dict[str, Any] | None = None

    def _repr_html_(self) -> str:
        from sayso.export.html import render_fragment

        return render_fragment(self)


def make_report(
    text: str,
    *,
    id: str | None = None,
    url: str | None = None,
    path: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    published: str | None = None,
    language: str | None = None,
) -> Report:
    """A report of `text`; without an `id` it is called by the first 16 hex digits of the text's SHA-256."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Report(
        text=text, id=id if id is not None else digest[:16], sha256=digest, url=url, path=path, outlet=outlet,
        title=title, published=published, language=language,
    )

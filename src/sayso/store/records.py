"""What a store gives back: plain frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
# Role, start, end and words of a span that an atom rests on.
Quote = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How a report was come by.

    Attributes:
        path: the file it lay in.
        original: the bytes as they came, where these are not the text itself.
        time: ISO time in UTC; the moment of writing when left out.
        address: where the bytes came from in the end, after `redirects`.
        tools: names and versions of what extracted the text.
    """

    path: str | None = None
    original: bytes | None = None
    time: str | None = None
    address: str | None = None
    redirects: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a report was found; `original` is the SHA-256 of the bytes as they came, None where these are the text."""

    path: str | None
    original: str | None
    time: str
    address: str | None
    redirects: tuple[str, ...]
    headers: Mapping[str, str]
    tools: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's change to what the machine said, which stays as it was.

    Attributes:
        kind: `report`, `claim`, `event`, `actor` or `incident`.
        target: the id of what is corrected; for `add`, the key of the report it is added to.
        action: `accept`, `change`, `add`, `reject`, `merge` or `split`.
        value: the fields as they should be; for `merge`, `{"into": id}`, for `split`, `{"from": id}`.
        said: what the machine said when the correction was made.
    """

    n: int
    kind: str
    target: str
    action: str
    value: Json | None
    said: Json | None
    author: str
    reason: str
    time: str
    withdrawn: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A link: that two things are the same, or bear on each other, or are not and do not.

    Attributes:
        kind: what is linked and how: `copy`, `cites` (report keys), `actor` (actor keys), `incident` (event ids), ...
        verdict: `same` or `different`, or the relation that `kind` leaves open.
        who: version of the program or name of the person that decided.
        score: 0 to 1, None where a person decided.
        reasons: named reasons with what they rest on.
    """

    kind: str
    left: str
    right: str
    verdict: str
    who: str
    person: bool = False
    score: float | None = None
    reasons: Json = field(default_factory=dict)
    n: int = 0
    time: str = ""
    withdrawn: str | None = None
    withdrawn_by: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A person's grade: of a source A (reliable) to F, of a claim 1 (confirmed) to 6 (Admiralty scale)."""

    kind: str
    subject: str
    value: str
    author: str
    reason: str
    time: str


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A report without its text; `rating` is that of its outlet, F until someone rates it."""

    key: str
    id: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    language: str | None
    length: int
    claims: int
    events: int
    rating: str
    sha256: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its words; `source` is empty where the source is left out.

    `within` is the id of the claim that holds it, `relays` the words and the actor keys of whom the source cites.
    """

    id: str
    report: str
    report_id: str
    outlet: str | None
    published: str | None
    source: str
    source_key: str | None
    kind: str
    content: str
    quote: str
    factuality: str
    reliability: str
    credibility: str
    quotes: tuple[Quote, ...]
    corrections: tuple[Correction, ...] = ()
    within: str | None = None
    relays: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event with its words; `actors` and `recipients` are names, their keys stand in the same order.

    `other_places` are names of places besides `place`. `incident` is the incident of the report that the reader put
    it to; which incident of the store it belongs to is `linked`, None until it is linked. `salience` is `low` where it
    is only named in passing; `radius` is how far in km it may have been from `lat` and `lon`, where they are those of a
    place that it lay in or near.
    """

    id: str
    report: str
    report_id: str
    outlet: str | None
    published: str | None
    type: str
    mode: str | None
    aspect: str
    contexts: tuple[str, ...]
    factuality: str
    first: str | None
    last: str | None
    inferred: bool
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    actors: tuple[str, ...]
    actor_keys: tuple[str | None, ...]
    recipients: tuple[str, ...]
    recipient_keys: tuple[str | None, ...]
    killed_min: int | None
    killed_max: int | None
    injured_min: int | None
    injured_max: int | None
    claim: str | None
    incident: str | None
    trigger: str
    quotes: tuple[Quote, ...]
    corrections: tuple[Correction, ...] = ()
    other_places: tuple[str, ...] = ()
    linked: str | None = None
    salience: str = "high"
    radius: float | None = None
    arrested_min: int | None = None
    arrested_max: int | None = None
    missing_min: int | None = None
    missing_max: int | None = None
    displaced_min: int | None = None
    displaced_max: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """One real-world happening: the union of what reports say of it.

    Attributes:
        id: the least id of its events; the id of any of them finds it.
        type: the PLOVER type of most of its events; `types` are all.
        first, last: the days most of its reports give, as one range.
        killed, injured: the numbers that most reports tell.
        killed_min, killed_max: from the least to the most that a report tells, likewise injured.
        factuality: how firmly the firmest report puts it; `denied` where every one denies it.
        lines: lines of evidence (see `sayso.link.evidence`), which are what corroboration counts.
        contradicted: the fields on which reports cannot both be right.
        reported_first, reported_last: ISO days of publication.
    """

    id: str
    title: str
    type: str
    types: tuple[str, ...]
    first: str | None
    last: str | None
    place: str | None
    country: str | None
    lat: float | None
    lon: float | None
    actors: tuple[str, ...]
    actor_keys: tuple[str | None, ...]
    recipients: tuple[str, ...]
    recipient_keys: tuple[str | None, ...]
    killed_min: int | None
    killed_max: int | None
    injured_min: int | None
    injured_max: int | None
    factuality: str
    events: int
    reports: int
    outlets: int
    lines: int
    contradicted: tuple[str, ...]
    reported_first: str | None
    reported_last: str | None
    corrections: tuple[Correction, ...] = ()
    killed: int | None = None
    injured: int | None = None


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An actor across reports, under the name that most reports give it."""

    key: str
    name: str
    type: str
    country: str | None
    reports: int
    mentions: int
    names: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """An outlet (`kind` "outlet", counted in reports) or a source of claims (counted in claims)."""

    key: str
    kind: str
    name: str
    count: int
    rating: str


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """How often, in a month, events of one kind have one actor as doer and another as target; "" is undated."""

    actor: str
    actor_name: str
    recipient: str
    recipient_name: str
    month: str
    type: str
    mode: str | None
    aspect: str
    factuality: str
    count: int


@dataclass(frozen=True, slots=True)
class CountryRecord:
    """How many events of a type, put so firmly, took place in a country in a month; "" is undated."""

    country: str
    month: str
    type: str
    factuality: str
    count: int

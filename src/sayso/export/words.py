"""The words for a reading's parts that all formats for people share: when, where, who, whom, toll, who says so."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sayso.types import Actor, Claim, Days, Event, Participant, Reading, Report, Span, Toll

REPORTER = "reporter"
EACH_OTHER = "each other"
# Controls, lone surrogates and marks that turn the writing direction: they could drive a terminal or hide words.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """One event in words.

    `says` is the chain of sources, outermost first, and `chain` the claims it stands for; both are empty when the
    reporter says it. `whom` of a mutual act is `EACH_OTHER`. `corrected` names what persons had a hand in.
    """

    event: Event
    when: str
    where: str
    who: tuple[str, ...]
    what: str
    whom: tuple[str, ...]
    toll: str
    says: tuple[str, ...]
    chain: tuple[Claim, ...]
    firmly: str
    corrected: tuple[str, ...] = ()


def describe_events(reading: Reading) -> list[Row]:
    """A row for each event of the reading, in its order."""
    actors = {actor.id: actor for actor in reading.actors}
    claims = {claim.id: claim for claim in reading.claims}
    return [_describe_event(event, reading, actors, claims) for event in reading.events]


def _describe_event(event: Event, reading: Reading, actors: dict[str, Actor], claims: dict[str, Claim]) -> Row:
    text = reading.report.text
    chain = tuple(claim for claim in trace_claims(event.claim, claims) if not is_left_out(claim))
    return Row(
        event=event,
        when=_describe_when(event, reading),
        where=_describe_where(reading, event),
        who=_name_all(event.actors, text, actors),
        what=describe_type(event),
        whom=_name_whom(event, text, actors),
        toll=", ".join(_describe_tolls(event, text)),
        says=tuple(describe_saying(claim, text, actors) for claim in chain),
        chain=chain,
        firmly=event.factuality,
        corrected=tuple(list_corrected(event, reading)),
    )


def printable(text: str) -> str:
    """`text` with every character that is no writing (controls, lone surrogates, direction marks) as U+FFFD."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """`text` on one line, safe to print."""
    return _SPACE.sub(" ", printable(text)).strip()


def show_words(text: str, span: Span) -> str:
    """The words of `span` on one line, safe to print."""
    return one_line(text[span[0] : span[1]])


def show_spans(text: str, spans: Iterable[Span]) -> str:
    """The words of several spans on one line, an ellipsis between them."""
    return " … ".join(words for words in (show_words(text, span) for span in spans) if words)


def name_actor(actor: Actor) -> str:
    return one_line(actor.name)


def describe_origin(report: Report) -> list[str]:
    """Outlet (else where it was read from) and day of publication, as far as known."""
    where = report.outlet or report.url or report.path
    day = report.published[:10] if report.published else None
    return [one_line(part) for part in (where, day) if part]


def _name_whom(event: Event, text: str, actors: dict[str, Actor]) -> tuple[str, ...]:
    sides = {each.actor for each in event.actors}
    targets = [show_words(text, span) for span in event.targets]
    if len(sides) > 1 and sides == {each.actor for each in event.recipients}:
        return (EACH_OTHER, *targets)
    return tuple(dict.fromkeys([*_name_all(event.recipients, text, actors), *targets]))


def is_left_out(claim: Claim) -> bool:
    """Whether the claim is the reporter's own, with no word that names a source."""
    return claim.source.kind == REPORTER and not claim.source.spans and claim.source.actor is None


def _name_all(participants: Iterable[Participant], text: str, actors: dict[str, Actor]) -> tuple[str, ...]:
    names = (
        name_actor(actors[each.actor]) if each.actor in actors else show_words(text, each.span)
        for each in participants
    )
    return tuple(dict.fromkeys(name for name in names if name))


def describe_type(event: Event) -> str:
    """Type and mode, with the aspect where it is a lasting state: `ASSAULT aerial`, `SUPPORT (state)`."""
    mode = f" {event.mode}" if event.mode else ""
    return event.type + mode + (" (state)" if event.aspect == "state" else "")


def _describe_where(reading: Reading, event: Event) -> str:
    places = [describe_place(reading, index) for index in (event.place, *event.other_places)]
    return "; ".join(dict.fromkeys(place for place in places if place))


def describe_place(reading: Reading, index: int | None) -> str:
    """Name and country of the place at `index` of the reading's places."""
    if index is None or not 0 <= index < len(reading.places):
        return ""
    place = reading.places[index]
    name = one_line(place.name) or show_words(reading.report.text, (place.start, place.end))
    return f"{name}, {place.country}" if place.country else name


def _describe_when(event: Event, reading: Reading) -> str:
    if event.date is not None and (event.date.first or event.date.last):
        return describe_days(event.date)
    if event.time is not None and 0 <= event.time < len(reading.times):
        time = reading.times[event.time]
        return show_words(reading.report.text, (time.start, time.end))
    return ""


def describe_days(days: Days) -> str:
    """The days as ISO text, whole months and years shortened; in brackets when inferred from context."""
    shown = _describe_range(days.first, days.last)
    return f"({shown})" if days.inferred else shown


def _describe_range(first: str | None, last: str | None) -> str:
    if first is None or last is None:
        return f"from {first}" if first else f"until {last}" if last else ""
    if first == last:
        return first
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return f"{first} to {last}"
    if start.year == end.year and start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        if start.month == end.month:
            return first[:7]
        if (start.month, end.month) == (1, 12):
            return first[:4]
    return f"{first} to {last}"


def _describe_tolls(event: Event, text: str) -> list[str]:
    both = ((event.killed, "killed"), (event.injured, "injured"))
    return [f"{describe_toll(toll, text)} {what}" for toll, what in both if toll is not None]


def describe_toll(toll: Toll, text: str) -> str:
    """The range as `28`, `28-30`, `28 or more`, `up to 30`, `none`; without figures the report's own words."""
    if toll.min is None and toll.max is None:
        return f"“{show_words(text, toll.span)}”"
    if toll.max is None:
        return f"{toll.min} or more"
    if not toll.min:
        return "none" if toll.max == 0 and toll.min == 0 else f"up to {toll.max}"
    return str(toll.min) if toll.min == toll.max else f"{toll.min}-{toll.max}"


def list_corrected(event: Event, reading: Reading) -> list[str]:
    """What persons had a hand in, of the event and of what it hangs on: `type`, `actors.name`, `claim.kind`."""
    if not reading.corrected:
        return []
    found = list(reading.corrected.get(event.id, ()))
    parts: list[tuple[str, str]] = [*(("actors", each.actor) for each in event.actors)]
    parts += [("recipients", each.actor) for each in event.recipients]
    parts += [("claim", event.claim)] if event.claim else []
    parts += [("report", "report")]
    found += [f"{part}.{name}" for part, id in parts for name in reading.corrected.get(id, ())]
    return list(dict.fromkeys(found))


def trace_claims(innermost: str | None, claims: dict[str, Claim]) -> list[Claim]:
    """The claim with id `innermost` and those it is nested in, outermost first."""
    chain: dict[str, Claim] = {}
    at = innermost
    while at is not None and at in claims and at not in chain:
        chain[at] = claims[at]
        at = claims[at].within
    return list(chain.values())[::-1]


def describe_source(claim: Claim, text: str, actors: dict[str, Actor]) -> str:
    """The source in the report's words, with the name where they lack it: `he (Takor)`."""
    words = show_spans(text, claim.source.spans).rstrip(" ,;:")
    actor = actors.get(claim.source.actor) if claim.source.actor else None
    name = name_actor(actor) if actor is not None else ""
    if not words:
        return f"({name})" if name else REPORTER if claim.source.kind == REPORTER else "(source not given)"
    shared = set(name.casefold().split()) & set(words.casefold().split())
    cited = ", ".join(show_words(text, each.span) for each in claim.source.relays)
    return (words if not name or shared else f"{words} ({name})") + (f", citing {cited}" if cited else "")


def describe_saying(claim: Claim, text: str, actors: dict[str, Actor]) -> str:
    """The source as `describe_source` gives it, and who was told: `a diplomat, to Radio Delta`."""
    told = actors.get(claim.source.to) if claim.source.to else None
    return describe_source(claim, text, actors) + (f", to {name_actor(told)}" if told else "")

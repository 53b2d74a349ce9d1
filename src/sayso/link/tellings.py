"""What one event of one report tells, as far as an incident's day, place and toll are made from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sayso.link.story import UNREAL, is_local
from sayso.store import EventRecord
from sayso.store.accounts import Account
from sayso.store.keys import fold
from sayso.store.spots import Spot
from sayso.types import Actor, Event, Place, Reading, Span, Toll

Where = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Harmed:
    """How many were killed, or injured: least and most, and who, as `Telling.doers`."""

    low: int | None
    high: int | None
    who: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number told; of an open range the end that is told."""
        return self.low if self.low is not None else self.high or 0


@dataclass(frozen=True, slots=True)
class Telling:
    """What one event of one report tells.

    Attributes:
        at: where in the text, 0 to 1.
        first, last: ISO days; `inferred` when only context gives them.
        places: small places where it was, with degrees.
        event: its id.
        doers: who did it: folded names, and for those without a name what the report calls them, with its key; whom
            it calls by one word only ("a man") is left out, as others may be called so.
    """

    report: str
    published: str | None = None
    at: float = 0.0
    first: str | None = None
    last: str | None = None
    inferred: bool = False
    places: tuple[Where, ...] = ()
    killed: Harmed | None = None
    injured: Harmed | None = None
    doers: tuple[str, ...] = ()
    event: str = ""


def read_tellings(reading: Reading, report: str) -> dict[str, Telling]:
    """What each event of a reading tells, by its id, of those that are said to have come to pass."""
    actors = {actor.id: actor for actor in reading.actors}
    return {e.id: _read(reading, report, e, actors) for e in reading.events if e.factuality not in UNREAL}


def list_places(reading: Reading) -> tuple[Where, ...]:
    """The small places that a report names, as often as it does."""
    return tuple(where for place in reading.places if (where := _where(place)) is not None)


def tell_accounts(accounts: Iterable[Account]) -> list[Telling]:
    """What stored reports tell of an incident that came to pass; where nothing did, what is to come or is denied."""
    told = [(account, event) for account in accounts for event in account.events]
    real = [_tell(account, event) for account, event in told if event.factuality not in UNREAL]
    # what is to come may be later than its first report, and has no toll yet
    return real or [replace(_tell(*pair), published=None, killed=None, injured=None) for pair in told]


def _tell(account: Account, event: EventRecord) -> Telling:
    spans: dict[str, list[Span]] = defaultdict(list)
    for role, start, end, _ in event.quotes:
        spans[role].append((start, end))
    doers = zip(event.actors, map(bool, event.actor_keys), spans["actor"], strict=False)
    targets = [*zip(event.recipients, map(bool, event.recipient_keys), spans["recipient"], strict=False)]
    killed, injured = (
        Toll(low, high, spans[what][0] if spans[what] else (0, 0))
        for what, low, high in (("killed", event.killed_min, event.killed_max),
                                ("injured", event.injured_min, event.injured_max))
    )  # fmt: skip
    return Telling(
        report=account.key, published=account.published, at=spans["trigger"][0][0] / max(1, account.length),
        first=event.first, last=event.last, inferred=event.inferred,
        places=tuple(_points(account.spots.get(event.id, ()))),
        killed=_harmed(account.key, killed, targets), injured=_harmed(account.key, injured, targets),
        doers=tuple(_call(account.key, doers)), event=event.id,
    )  # fmt: skip


def _read(reading: Reading, report: str, event: Event, actors: Mapping[str, Actor]) -> Telling:
    numbers = [n for n in (event.place, *event.other_places) if n is not None]
    doers = ((actors[p.actor].name, actors[p.actor].named, p.span) for p in event.actors)
    targets = [(actors[p.actor].name, actors[p.actor].named, p.span) for p in event.recipients]
    return Telling(
        report=report,
        published=reading.report.published,
        at=event.trigger[0] / max(1, len(reading.report.text)),
        first=event.date.first if event.date else None,
        last=event.date.last if event.date else None,
        inferred=event.date.inferred if event.date else False,
        places=tuple(where for n in numbers if (where := _where(reading.places[n])) is not None),
        killed=_harmed(report, event.killed, targets),
        injured=_harmed(report, event.injured, targets),
        doers=tuple(_call(report, doers)),
        event=event.id,
    )


def list_named(accounts: Iterable[Account]) -> dict[str, tuple[Where, ...]]:
    """The small places that each stored report names, as often as it does, by the report's key."""
    return {account.key: tuple(_points(account.named)) for account in accounts}


def _points(spots: Iterable[Spot]) -> Iterator[Where]:
    return ((spot.name, spot.lat, spot.lon) for spot in spots if is_local(spot.feature))


def _where(place: Place) -> Where | None:
    if place.lat is None or place.lon is None or not is_local(place.feature):
        return None
    return place.name, place.lat, place.lon


def _harmed(report: str, toll: Toll | None, targets: Iterable[tuple[str, bool, Span]]) -> Harmed | None:
    if toll is None or (toll.min is None and toll.max is None):
        return None
    counted = [t for t in targets if t[2][0] < toll.span[1] and toll.span[0] < t[2][1]]
    return Harmed(toll.min, toll.max, tuple(_call(report, counted)))


def _call(report: str, people: Iterable[tuple[str, bool, Span]]) -> Iterator[str]:
    for name, named, _ in people:
        folded = fold(name)
        if named or " " in folded:
            yield folded if named else f"{report} {folded}"

"""What an incident amounts to: the union of what its reports say, and what it can be found by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from sayso.link.contradictions import list_fields
from sayso.link.evidence import make_lines
from sayso.link.facts import Facts, find_facts
from sayso.link.tellings import list_named, tell_accounts
from sayso.link.titles import make_title
from sayso.store import EventRecord, IncidentRecord
from sayso.store.accounts import Account, Material
from sayso.store.keys import fold, shorten

T = TypeVar("T", bound=Hashable)
# How firmly reports put it, the firmest first.
_FIRMNESS = ("certain", "uncertain", "future", "denied")


def sum_up(material: Material) -> IncidentRecord:
    """The record of an incident."""
    accounts = material.accounts
    events = [event for account in accounts for event in account.events]
    told = [event for event in events if event.factuality in ("certain", "uncertain")] or events
    kind = _vote(accounts, lambda e: e.type) or events[0].type
    facts = find_facts(tell_accounts(accounts), list_named(accounts), kind)
    doers, targets = _sides(accounts, material, "actor"), _sides(accounts, material, "recipient")
    published = sorted(account.published[:10] for account in accounts if account.published)
    place, country, lat, lon = _place(accounts, facts)
    return IncidentRecord(
        id=min(event.id for event in events),
        title=make_title(
            [e for e in told if e.type == kind] or told, _name(doers), _name(targets),
            killed=facts.killed, place=place, days=(facts.first, facts.last),
        ),
        type=kind, types=tuple(sorted({event.type for event in events})),
        first=facts.first, last=facts.last,
        place=place, country=country, lat=lat, lon=lon,
        actors=tuple(name for _, name in doers), actor_keys=tuple(key for key, _ in doers),
        recipients=tuple(name for _, name in targets), recipient_keys=tuple(key for key, _ in targets),
        killed=facts.killed.number, killed_min=facts.killed.low, killed_max=facts.killed.high,
        injured=facts.injured.number, injured_min=facts.injured.low, injured_max=facts.injured.high,
        factuality=min((event.factuality for event in events), key=_FIRMNESS.index),
        events=len(events), reports=len(accounts),
        outlets=len({account.outlet_key or account.key for account in accounts}),
        lines=len(make_lines(material)), contradicted=list_fields(material),
        reported_first=published[0] if published else None, reported_last=published[-1] if published else None,
    )  # fmt: skip


def list_facets(material: Material) -> Iterator[tuple[str, str]]:
    """The kinds and values that an incident is found by, as `sayso.store.Filters` names them."""
    for account in material.accounts:
        yield "report", account.key
        if account.outlet_key:
            yield "outlet", account.outlet_key
        kinds = {claim.id: claim.kind for claim in account.claims}
        yield from (("source", claim.source_key) for claim in account.claims if claim.source_key)
        for event in account.events:
            found = [
                ("type", event.type), ("mode", event.mode), ("country", event.country),
                ("factuality", event.factuality), ("salience", event.salience),
                ("kind", kinds.get(event.claim or "", "reporter")),
            ]  # fmt: skip
            found += [("place", shorten(fold(name))) for name in (event.place, *event.other_places) if name]
            found += [("actor", key) for key in event.actor_keys]
            found += [("recipient", key) for key in event.recipient_keys]
            yield from ((kind, value) for kind, value in found if value)


def _vote(accounts: Iterable[Account], value: Callable[[EventRecord], T | None]) -> T | None:
    """What most reports say, each by what it says most; of equals what was said first."""
    votes: Counter[T] = Counter()
    for account in accounts:
        said = Counter(v for event in account.events if (v := value(event)) is not None)
        if said:
            votes[said.most_common(1)[0][0]] += 1
    return votes.most_common(1)[0][0] if votes else None


def _place(
    accounts: Sequence[Account], facts: Facts
) -> tuple[str | None, str | None, float | None, float | None]:
    """The town or spot most reports tell, else the wider place; name, country and degrees."""
    if facts.place is not None:
        name, lat, lon = facts.place
        return name, _vote(accounts, lambda e: e.country if (e.lat, e.lon) == (lat, lon) else None) or _vote(
            accounts, lambda e: e.country
        ), lat, lon
    wide = _vote(accounts, lambda e: (e.place, e.country, e.lat, e.lon) if e.place else None)
    return wide or (None, _vote(accounts, lambda e: e.country), None, None)


def _name(side: Sequence[tuple[str | None, str]]) -> list[str]:
    """Who has a name; of those without, who most reports tell of."""
    return [name for key, name in side if key] or [name for _, name in side[:1]]


def _sides(accounts: Iterable[Account], material: Material, role: str) -> list[tuple[str | None, str]]:
    """Who stands on a side, with keys, by how many reports say so; who has no name only where nobody has one."""
    named: Counter[str] = Counter()
    nameless: Counter[str] = Counter()
    for account in accounts:
        keys: set[str] = set()
        names: set[str] = set()
        for event in account.events:
            for key, name in zip(getattr(event, f"{role}_keys"), getattr(event, f"{role}s"), strict=True):
                (keys if key else names).add(material.roots[key] if key else name)
        named.update(keys)
        nameless.update(names)
    if named:
        ranked = sorted(named, key=lambda root: (-named[root], root))
        return [(root, material.actors[root][0] if root in material.actors else root) for root in ranked]
    return [(None, name) for name in sorted(nameless, key=lambda name: (-nameless[name], name))]

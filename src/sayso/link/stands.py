"""What each report of an incident holds on when, where, how many, who and whether, and which of it cannot both be so.

A report is taken as a whole: of several days, places or doers that it tells any will do, and its toll is the one number
that `sayso.link.tolls` finds in it, so the parts of a toll contradict nobody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from sayso.link.doers import name_doers, set_apart
from sayso.link.facts import find_days
from sayso.link.story import is_local
from sayso.link.tellings import Telling, tell_accounts
from sayso.link.tolls import Own, count_own
from sayso.resources import load_yaml
from sayso.store import EventRecord
from sayso.store.accounts import Account, Material
from sayso.store.keys import fold
from sayso.store.spots import Spot

FAR = 100.0  # km
_DEGREE = 111.2  # km
_OPEN = 1 << 62
_TOLLS = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Said:
    """What an account holds: `value` in short, `event` the first that says so, `told` what is compared."""

    account: Account
    event: EventRecord
    value: str
    told: Any


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is found in an account, and when two findings are apart."""

    find: Callable[[Account], Said | None]
    differ: Callable[[Said, Said], bool]


def find_pairs(material: Material) -> Iterator[tuple[str, Said, Said]]:
    """Every two stands that cannot both hold, by field; of accounts that hold the same the first stands for all."""
    tellings = tell_accounts(material.accounts)
    first, last = find_days(tellings)
    day = first if first == last else None
    told: dict[str, list[Telling]] = {}
    for telling in tellings:
        told.setdefault(telling.report, []).append(telling)
    fields = {
        "date": _Field(_find_dates, _are_other_days),
        "place": _Field(_find_places, _are_far),
        **{what: _Field(_toll_finder(what, told, day), _are_other_tolls) for what in _TOLLS},
        "doer": _Field(lambda a: _find_doers(a, material), lambda a, b: set_apart(a.told, b.told)),
        "victim": _Field(lambda a: _find_victim(a, told, day, material), _are_others),
    }
    for name, field in fields.items():
        firsts: dict[str, Said] = {}
        for account in material.accounts:
            said = field.find(account)
            if said is not None:
                firsts.setdefault(said.value, said)
        for left, right in combinations(firsts.values(), 2):
            if field.differ(left, right):
                yield name, left, right
    yield from (("denied", left, right) for left, right in _find_denials(material))


def _real(account: Account) -> list[EventRecord]:
    return [e for e in account.events if e.aspect == "event" and e.factuality in ("certain", "uncertain")]


def _find_dates(account: Account) -> Said | None:
    events = [e for e in _real(account) if not e.inferred and e.first is not None and e.last is not None]
    if not events:
        return None
    days = sorted({(str(e.first), str(e.last)) for e in events})
    return Said(account, events[0], "; ".join(a if a == b else f"{a} to {b}" for a, b in days), days)


def _are_other_days(left: Said, right: Said) -> bool:
    return all(last < first or end < begin for begin, last in left.told for first, end in right.told)


def _find_places(account: Account) -> Said | None:
    events = [e for e in _real(account) if account.spots.get(e.id)]
    if not events:
        return None
    spots = sorted({spot for e in events for spot in account.spots[e.id]}, key=lambda spot: spot.name)
    return Said(account, events[0], "; ".join(dict.fromkeys(s.name for s in spots)), spots)


def _are_far(left: Said, right: Said) -> bool:
    """Whether all are towns or spots, and none is near one of the other report's: what lies in a region is no news."""
    return all(
        is_local(a.feature) and is_local(b.feature) and fold(a.name) != fold(b.name) and _distance(a, b) > FAR
        for a in left.told for b in right.told
    )  # fmt: skip


def _distance(left: Spot, right: Spot) -> float:
    east = (left.lon - right.lon + 180) % 360 - 180
    east *= math.cos(math.radians((left.lat + right.lat) / 2))
    return math.hypot(left.lat - right.lat, east) * _DEGREE


def _toll_finder(
    what: str, told: dict[str, list[Telling]], day: str | None
) -> Callable[[Account], Said | None]:
    dead = {name for group in told.values() for t in group if t.killed for name in t.killed.who}

    def find(account: Account) -> Said | None:
        own = count_own(told.get(account.key, ()), what, day, dead)
        if own is None or own.number == 0:
            return _find_none(account, what) if own is None else None
        event = next(e for e in account.events if e.id == own.event)
        return Said(account, event, _show(own), (own.low, _OPEN if own.high is None else own.high))

    return find


def _find_none(account: Account, what: str) -> Said | None:
    """That nobody was killed, or hurt; "nobody else" is no such number."""
    for event in account.events:
        words = {word for role, _, _, said in event.quotes if role == what for word in fold(said).split()}
        if getattr(event, f"{what}_max") == 0 and event.factuality in ("certain", "denied") and not words & _others():
            return Said(account, event, "0", (0, 0))
    return None


@cache
def _others() -> frozenset[str]:
    return frozenset(load_yaml("lexicons/circumstances.yml")["others"]["words"].split())


def _show(own: Own) -> str:
    low, high = own.low, own.high
    return f"{low}" if low == high else f"{low} or more" if high is None else f"{low} to {high}"


def _are_other_tolls(left: Said, right: Said) -> bool:
    (low, high), (other_low, other_high) = left.told, right.told
    return bool(high < other_low or other_high < low)


def _find_doers(account: Account, material: Material) -> Said | None:
    """Who is named as having done it; nothing of what both sides do together, or nobody is said to have done."""
    events = [
        e for e in account.events if e.aspect == "event" and e.factuality in ("certain", "uncertain")
        and not set(e.actor_keys) & set(e.recipient_keys) - {None} and name_doers(e.actor_keys, material)
    ]  # fmt: skip
    if not events:
        return None
    doers = {key: person for e in events for key, person in name_doers(e.actor_keys, material).items()}
    return Said(account, events[0], _names([k for e in events for k in e.actor_keys], material), doers)


def _find_victim(account: Account, told: dict[str, list[Telling]], day: str | None, material: Material) -> Said | None:
    """Who is named as the one person killed."""
    own = count_own(told.get(account.key, ()), "killed", day, set())
    events = [e for e in _real(account) if (e.killed_min, e.killed_max) == (1, 1) and len(e.recipient_keys) == 1]
    keys = {material.roots[k] for e in events for k in e.recipient_keys if k}
    people = {k for k in keys if k in material.actors and material.actors[k][1] == "person"}
    if own is None or own.number != 1 or len(people) != 1 or people != keys:
        return None
    event = next(e for e in events if e.recipient_keys[0])
    return Said(account, event, _names(event.recipient_keys, material), people)


def _are_others(left: Said, right: Said) -> bool:
    """Whether the two share neither who they are nor a word of their names."""
    return not left.told & right.told and not {*fold(left.value).split()} & {*fold(right.value).split()}


def _names(keys: Sequence[str | None], material: Material) -> str:
    roots = dict.fromkeys(material.roots[key] for key in keys if key)
    return "; ".join(material.actors[root][0] if root in material.actors else root for root in sorted(roots))


def _find_denials(material: Material) -> Iterator[tuple[Said, Said]]:
    """Events that one account puts as having happened and another as not so."""
    firsts: dict[tuple[str, ...], Said] = {}
    for account in material.accounts:
        for event in account.events:
            if event.aspect == "event" and event.factuality in ("certain", "denied") and not _counts_none(event):
                doers, victims = _names(event.actor_keys, material), _names(event.recipient_keys, material)
                value = " ".join(filter(None, (event.factuality, event.type, doers)))
                key = (value, victims, ",".join(_harms(event)))
                firsts.setdefault(key, Said(account, event, value, None))
    for left, right in combinations(firsts.values(), 2):
        if left.account.key != right.account.key and _is_denied(left.event, right.event, material):
            yield left, right


def _counts_none(event: EventRecord) -> bool:
    """Whether it only says that nobody was harmed, which is a toll of none."""
    return 0 in (event.killed_max, event.injured_max)


def _harms(event: EventRecord) -> list[str]:
    return [what for what in _TOLLS if getattr(event, f"{what}_min") is not None
            or getattr(event, f"{what}_max") is not None]  # fmt: skip


def _is_denied(left: EventRecord, right: EventRecord, material: Material) -> bool:
    """Of one doer and one victim as far as both name one; that somebody was not hurt denies that harm to him alone."""
    if {left.factuality, right.factuality} != {"certain", "denied"} or left.type != right.type:
        return False
    if set_apart(name_doers(left.actor_keys, material), name_doers(right.actor_keys, material)):
        return False
    ours, theirs = ({material.roots[k] for k in e.recipient_keys if k} for e in (left, right))
    denied = left if left.factuality == "denied" else right
    if _harms(denied):
        other = right if denied is left else left
        same = bool(ours & theirs) or {*map(fold, left.recipients)} == {*map(fold, right.recipients)} != set()
        return same and bool({*_harms(denied)} & {*_harms(other)})
    return not ours or not theirs or bool(ours & theirs)

"""Lines of evidence: which reports of an incident are independent of one another.

Two reports of an incident are of one line when

- they are copies of one text (`copy`),
- one cites the outlet or agency of the other for it, or both cite one (`cites`),
- in both one and the same named source tells it (`source`),
- both are of one outlet, and neither rests on anyone named: unnamed or described sources, or none (`unnamed`).

Lines are the connected components under these relations; corroboration counts lines, never reports. What a person
decided on who cites whom outranks what was found.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from sayso.link.citing import list_settled, pair_up
from sayso.store import ClaimRecord, EventRecord
from sayso.store.accounts import Account, Material

if TYPE_CHECKING:
    from sayso.store import Store

Kind = Literal["copy", "cites", "source", "unnamed"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two reports (by key) are of one line; `words` are those of the report on the left that show it."""

    kind: Kind
    left: str
    right: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class LineReport:
    """One report of a line: `sources` are the words for who tells it there, `events` and `claims` what it tells."""

    key: str
    id: str
    outlet: str | None
    published: str | None
    title: str | None
    sources: tuple[str, ...]
    events: tuple[EventRecord, ...]
    claims: tuple[ClaimRecord, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Reports that are not independent of one another, by publication, and why; one report alone has no reasons."""

    reports: tuple[LineReport, ...]
    reasons: tuple[Reason, ...]


def find_lines(store: Store, incident: str, *, until: str | None = None) -> list[Line]:
    """The lines of evidence of an incident, the first reported first; as known on the day `until`.

    Raises:
        StoreError: when there is no such incident.
    """
    material = store.material(incident, until=until)
    return [] if material is None else make_lines(material)


def make_lines(material: Material) -> list[Line]:
    """The lines of evidence in the material of an incident."""
    reasons = [*_copies(material), *_cites(material), *_sources(material), *_unnamed(material)]
    owner = {account.key: account.key for account in material.accounts}

    def find(key: str) -> str:
        while owner[key] != key:
            key = owner[key]
        return key

    for reason in reasons:
        owner[find(reason.right)] = find(reason.left)
    lines: dict[str, list[Account]] = defaultdict(list)
    for account in material.accounts:
        lines[find(account.key)].append(account)
    return [
        Line(tuple(map(_report, accounts)), tuple(reason for reason in reasons if find(reason.left) == root))
        for root, accounts in lines.items()
    ]


def _report(account: Account) -> LineReport:
    sources = tuple(dict.fromkeys(claim.source for claim in account.claims if claim.source))
    return LineReport(
        account.key, account.id, account.outlet, account.published, account.title, sources, account.events,
        account.claims,
    )


def _copies(material: Material) -> Iterator[Reason]:
    groups: dict[str, list[str]] = defaultdict(list)
    for account in material.accounts:
        groups[material.copies[account.key]].append(account.key)
    for keys in groups.values():
        yield from (Reason("copy", right, left) for left, right in pairwise(keys))


def _cites(material: Material) -> Iterator[Reason]:
    """Who cites whom, or cites the same outlet, as the words show it unless a person decided."""
    said = [edge for edge in material.cites if edge.person and edge.verdict != "different"]
    yield from (Reason("cites", edge.left, edge.right) for edge in said)
    decided = list_settled(material.cites)
    for citing in pair_up(material):
        if (citing.by, citing.report) not in decided:
            yield Reason("cites", citing.by, str(citing.report), citing.words)


def _sources(material: Material) -> Iterator[Reason]:
    """Each report with the first one in which the same named source tells it."""
    first: dict[str, str] = {}
    for account in material.accounts:
        for claim in _once(claim for claim in account.claims if claim.kind == "named" and claim.source_key):
            root = material.roots[str(claim.source_key)]
            other = first.setdefault(root, account.key)
            if other != account.key:
                yield Reason("source", account.key, other, claim.source)


def _once(claims: Iterable[ClaimRecord]) -> list[ClaimRecord]:
    """One claim of each source."""
    return list({claim.source_key: claim for claim in reversed(list(claims))}.values())[::-1]


def _unnamed(material: Material) -> Iterator[Reason]:
    first: dict[str, str] = {}
    for account in material.accounts:
        if account.outlet_key is None or any(claim.kind in ("named", "document") for claim in account.claims):
            continue
        other = first.setdefault(account.outlet_key, account.key)
        if other != account.key:
            words = next((claim.source for claim in account.claims if claim.source), "")
            yield Reason("unnamed", account.key, other, words)

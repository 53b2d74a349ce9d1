"""An actor: who it is and under which names, what it was called when, with whom it dealt, what it said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.serve.network import draw_network, find_partners
from sayso.serve.rendering import render
from sayso.store import Decision, Filters, Store
from sayso.store.overview import Naming

router = APIRouter(include_in_schema=False)
_SHOWN, _PARTNERS, _SPELLINGS = 8, 20, 40


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words for an actor, in how many reports they stand, and the first and last day of these."""

    words: str
    reports: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor is to reports (type, sector, country), in how many, and the first and last day of these."""

    what: tuple[str, str, str]
    reports: int
    first: str
    last: str


@router.get("/actors/{key:path}")
def show_actor(request: Request, key: str) -> Response:
    store: Store = request.app.state.store
    records = store.actors(key, limit=200)
    if not records:
        raise HTTPException(404, f"No report names an actor {key!r}.")
    namings = store.namings(key)
    keys = {record.key for record in records}
    relations = store.relations(key)
    partners = find_partners(relations, keys)
    links = store.decisions("actor", of=sorted(keys), withdrawn=True)
    history = store.corrections(sorted(keys), withdrawn=True)[::-1]
    return render(
        request, "actor.html", key=key, actor=records[0], records=records, roles=_find_roles(namings),
        spellings=_find_spellings(namings)[:_SPELLINGS], links=_explain(links, keys), partners=partners[:_PARTNERS],
        more_partners=max(len(partners) - _PARTNERS, 0), network=draw_network(records[0].name, key, partners),
        is_dated=any(row.month for row in relations),
        incidents=store.incidents(Filters(actor=key), limit=_SHOWN),
        said=store.claims(Filters(actor=key, side="actor"), limit=_SHOWN),
        told_of=store.claims(Filters(about=key), limit=_SHOWN), namings=len(namings), history=history,
        notes={each: [c for c in history if c.target == each and c.withdrawn is None] for each in keys},
        events=store.events(Filters(actor=key), limit=_SHOWN),
    )  # fmt: skip


def _find_spellings(namings: Iterable[Naming]) -> list[Spelling]:
    """The words, those of most reports first; pronouns and the like stand in the reports only."""
    days: dict[str, list[str]] = defaultdict(list)
    for naming in namings:
        for words in naming.words:
            if words[:1].isupper() or words == naming.name:
                days[words].append(naming.day)
    return sorted((Spelling(w, len(d), *_ends(d)) for w, d in days.items()), key=lambda s: (-s.reports, s.words))


def _find_roles(namings: Iterable[Naming]) -> list[Role]:
    days: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for naming in namings:
        days[naming.type, naming.sector or "", naming.country or ""].append(naming.day)
    return sorted((Role(what, len(d), *_ends(d)) for what, d in days.items()), key=lambda r: (r.first, r.what))


def _ends(days: Iterable[str]) -> tuple[str, str]:
    known = [day for day in days if day]
    return (min(known), max(known)) if known else ("", "")


def _explain(links: Iterable[Decision], keys: set[str]) -> list[tuple[Decision, list[str]]]:
    """Links between the actor's keys and others, with their reasons in words; those that hold first."""
    told = [(link, [f"{name.replace('_', ' ')}: {_tell(reason)}" for name, reason in sorted(link.reasons.items())])
            for link in links if keys & {link.left, link.right}]  # fmt: skip
    return sorted(told, key=lambda each: (each[0].withdrawn is not None, each[0].n))


def _tell(reason: object) -> str:
    if isinstance(reason, list | tuple):
        return ", ".join(map(_tell, reason))
    if isinstance(reason, dict):
        return ", ".join(f"{name} {_tell(value)}" for name, value in reason.items())
    return f"{reason:.2f}" if isinstance(reason, float) else str(reason)

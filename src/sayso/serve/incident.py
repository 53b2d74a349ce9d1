"""An incident: what happened, in which lines of evidence it is told, and where they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.errors import StoreError
from sayso.link.contradictions import find_contradictions, quote_event
from sayso.link.evidence import Line, LineReport, Reason, make_lines
from sayso.link.summing import sum_up
from sayso.serve.addresses import find_page
from sayso.serve.maps import draw_places
from sayso.serve.rendering import render
from sayso.serve.saidwhen import Told, draw_said_when
from sayso.serve.showing import show_country, show_days, show_range
from sayso.store import EventRecord, IncidentRecord, Store
from sayso.store.accounts import Material

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values that reports give a field: in how many reports and lines, and the ids of its events."""

    shown: str
    reports: int
    lines: int
    event: str


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says it in a report, "" for the reporter, and the words; `event` and `claim` are where they stand."""

    source: str
    source_key: str | None
    kind: str
    words: str
    event: str | None
    claim: str | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A report in the tree of evidence: why it is of its line, and what it says."""

    report: LineReport
    reasons: tuple[tuple[str, LineReport, str], ...]
    sayings: tuple[Saying, ...]


@router.get("/incidents/{id}")
def show_incident(request: Request, id: str) -> Response:
    store: Store = request.app.state.store
    try:
        incident = store.incident(id)
    except StoreError as error:
        raise HTTPException(404, str(error)) from error
    day = _read_day(request.query_params.get("on", "").strip())
    if incident.id != id:
        return RedirectResponse(find_page("incidents", incident.id, on=day), 307)
    whole = store.material(id)
    known = store.material(id, until=day) if day else whole
    days = sorted({account.published[:10] for account in whole.accounts if account.published}) if whole else []
    if known is None:
        return render(request, "incident_unknown.html", incident=incident, on=day, days=days)
    lines = make_lines(known)
    return render(
        request, "incident.html", incident=incident, known=sum_up(known) if day else incident, on=day, days=days,
        tree=[[_make_branch(store, report, line) for report in line.reports] for line in lines],
        fields=_find_fields(lines), contradictions=find_contradictions(store, id, until=day),
        picture=draw_places(_events(known), "events", width=480, height=300), drawn=draw_said_when(_find_told(known)),
        relation=_find_sides(incident), history=store.corrections([id], withdrawn=True)[::-1],
    )  # fmt: skip


def _read_day(given: str) -> str | None:
    """The day asked for.

    Raises:
        HTTPException: when it is none.
    """
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise HTTPException(422, f"{given!r} is no day such as 2022-08-02.") from None


def _events(material: Material) -> list[EventRecord]:
    return [event for account in material.accounts for event in account.events]


def _find_sides(incident: IncidentRecord) -> tuple[str, str] | None:
    """The first doer and the first target that have a page each, and are two."""
    doer = next((key for key in incident.actor_keys if key), None)
    target = next((key for key in incident.recipient_keys if key and key != doer), None)
    return (doer, target) if doer and target else None


def _find_fields(lines: Iterable[Line]) -> list[tuple[str, list[Value]]]:
    """Each field with the values that reports give it, those of most lines of evidence first."""
    told: dict[str, Callable[[EventRecord], str]] = {
        "When": lambda e: show_days(e.first, e.last) + (" (inferred)" if e.inferred else ""),
        "Where": lambda e: ", ".join(dict.fromkeys(filter(None, (e.place, show_country(e.country))))),
        "Who": lambda e: ", ".join(e.actors),
        "To whom": lambda e: "" if set(e.actors) == set(e.recipients) else ", ".join(e.recipients),
        "What": lambda e: " ".join(filter(None, (e.type, e.mode))),
        "Killed": lambda e: show_range(e.killed_min, e.killed_max),
        "Injured": lambda e: show_range(e.injured_min, e.injured_max),
        "How firmly": lambda e: e.factuality,
    }
    every = list(lines)
    found = [(name, _find_values(every, tell)) for name, tell in told.items()]
    return [(name, values) for name, values in found if values]


def _find_values(lines: Iterable[Line], tell: Callable[[EventRecord], str]) -> list[Value]:
    reports: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[int]] = defaultdict(set)
    first: dict[str, str] = {}
    for number, line in enumerate(lines):
        for report in line.reports:
            for event in report.events:
                shown = tell(event)
                if shown:
                    reports[shown].add(report.key)
                    numbers[shown].add(number)
                    first.setdefault(shown, event.id)
    values = [Value(shown, len(keys), len(numbers[shown]), first[shown]) for shown, keys in reports.items()]
    return sorted(values, key=lambda value: (-value.lines, -value.reports))


def _make_branch(store: Store, report: LineReport, line: Line) -> Branch:
    others = {each.key: each for each in line.reports}
    reasons = tuple(
        (reason.kind, others[_other(reason, report.key)], reason.words)
        for reason in line.reasons if reason.left == report.key
    )
    sayings = [
        Saying(claim.source, claim.source_key, claim.kind, claim.content, None, claim.id)
        for claim in report.claims
    ]
    held = {claim.id for claim in report.claims}
    text = store.report(report.key).text if any(event.claim not in held for event in report.events) else ""
    words: dict[str, str] = {}
    for event in report.events:
        if event.claim not in held:
            words.setdefault(quote_event(text, event), event.id)
    sayings += [Saying("", None, "reporter", quoted, event, None) for quoted, event in words.items()]
    return Branch(report, reasons, tuple(sayings))


def _other(reason: Reason, key: str) -> str:
    return reason.right if reason.left == key else reason.left


def _find_told(material: Material) -> list[Told]:
    """For each report, the days on which it says that it happened; inferred ones only where it gives none."""
    rows = []
    for account in material.accounts:
        dated = [event for event in account.events if event.first and event.last]
        given = [event for event in dated if not event.inferred] or dated
        first, last = min((e.first for e in given), default=None), max((e.last for e in given), default=None)  # type: ignore[type-var]
        rows.append(Told(
            account.key, account.outlet or account.id, (account.published or "")[:10] or None, first, last,
            bool(given) and given[0].inferred,
        ))  # fmt: skip
    return rows

"""Tools for agents over the Model Context Protocol: search, incidents, show, evidence, compare, relation.

Every answer carries the report's own words and says which report they are from, so that an agent can quote rather than
retell. All tools only read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Annotated, Any, Literal, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from sayso import __version__
from sayso.errors import SaysoError
from sayso.link.contradictions import find_contradictions
from sayso.link.evidence import find_lines
from sayso.link.relations import find_relation
from sayso.store import ClaimRecord, EventRecord, Filters, IncidentRecord, Store

P = ParamSpec("P")
Json = dict[str, Any]
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_MOST = 50
Limit = Annotated[int, Field(ge=1, le=_MOST, description="How many at most.")]
Day = Annotated[str | None, Field(description="ISO day, such as 2022-07-31.")]
Country = Annotated[str | None, Field(description="ISO 3166-1 alpha-3, such as AFG.")]
Type = Annotated[str | None, Field(description="PLOVER type, such as ASSAULT, AGREE or PROTEST.")]
INSTRUCTIONS = (
    "A store of news reports that sayso has read: who says what happened. An incident is one real-world happening, "
    "told by one or more reports; `lines` counts independent lines of evidence, which is what corroborates, not the "
    "number of reports. `factuality` is how firmly a source puts it (certain, denied, uncertain, future), never a "
    "verdict on truth. Quote the given words and name their report when you answer. `corrections_by_persons` are what "
    "people said of what was read; they outrank it."
)


def make_server(store: Store) -> MCPServer[Any]:
    """The server over an opened store, which stays its caller's to close."""
    server: MCPServer[Any] = MCPServer("sayso", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING")

    def tool(function: Callable[P, Json]) -> None:
        server.add_tool(_tell(function), annotations=_READS)

    def search(text: str, limit: Limit = 10) -> Json:
        """Claims and events whose words contain all of TEXT (a "phrase" in double quotes), with their quotes."""
        asked = Filters(text=text)
        return {
            "claims": [_claim(claim) for claim in store.claims(asked, limit=limit)],
            "events": [_event(event) for event in store.events(asked, limit=limit)],
        }

    def incidents(
        actor: str | None = None, type: Type = None, place: str | None = None, country: Country = None,
        since: Day = None, until: Day = None, lines: Annotated[int | None, Field(ge=1)] = None,
        contradicted: bool | None = None, text: str | None = None,
        sort: Literal["newest", "oldest", "reports", "lines", "killed"] = "newest", limit: Limit = 20,
    ) -> Json:  # fmt: skip
        """What happened: incidents that fulfil every filter. `lines`: told by so many independent lines at least."""
        asked = Filters(actor=actor, type=type, place=place, country=country, since=since, until=until, lines=lines,
                        contradicted=contradicted, text=text)
        return {"incidents": [_incident(each, store) for each in store.incidents(asked, sort=sort, limit=limit)]}

    def show(id: str) -> Json:
        """One thing by its id: an incident, event, claim, report or actor, with the words that prove it."""
        found = store.find(id)
        if not found:
            raise ToolError(f"there is nothing with the id {id!r} in the store")
        return {"found": [_record(record, store) for record in found]}

    def evidence(incident: str, until: Day = None) -> Json:
        """The independent lines of evidence of an incident: its reports, why they hang together, whom they quote.

        `until`: as it was known on that day.
        """
        record = store.incident(incident)
        return {**_incident(record, store), "evidence": [
            {
                "reports": [
                    {"report": report.id, "outlet": report.outlet, "published": report.published, "title": report.title,
                     "sources": list(report.sources), "events": [_event(event) for event in report.events],
                     "claims": [_claim(claim) for claim in report.claims]}
                    for report in line.reports
                ],
                "why_one_line": [asdict(reason) for reason in line.reasons],
            }
            for line in find_lines(store, record.id, until=until)
        ]}  # fmt: skip

    def compare(incident: str, until: Day = None) -> Json:
        """Where reports of an incident contradict each other, field by field, with the words of both sides."""
        record = store.incident(incident)
        found = find_contradictions(store, record.id, until=until)
        return {**_incident(record, store), "contradictions": [asdict(each) for each in found]}

    def relation(first: str, second: str, since: Day = None, until: Day = None) -> Json:
        """What two actors did to each other, by month: cooperative and hostile acts, score from -10 to 10, states."""
        found = asdict(find_relation(store, first, second, since=since, until=until))
        found["incidents"] = [each["id"] for each in found["incidents"]]
        return found

    for function in (search, incidents, show, evidence, compare, relation):
        tool(function)
    return server


def _tell(function: Callable[P, Json]) -> Callable[P, Json]:
    """The tool, whose failures of ours are told to the agent."""

    @wraps(function)
    def run(*given: P.args, **named: P.kwargs) -> Json:
        try:
            return function(*given, **named)
        except SaysoError as error:
            raise ToolError(str(error)) from error

    return run


def _persons(record: Any) -> Json:
    """What persons said of a record, where they did: the values given are what was read."""
    said = [{"action": each.action, "value": each.value, "reason": each.reason} for each in record.corrections]
    return {"corrections_by_persons": said} if said else {}


def _quotes(record: EventRecord | ClaimRecord) -> list[Json]:
    return [{"role": role, "words": words, "start": start, "end": end} for role, start, end, words in record.quotes]


def _event(event: EventRecord) -> Json:
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "actors": list(event.actors),
        "recipients": list(event.recipients), "first": event.first, "last": event.last, "place": event.place,
        "country": event.country, "killed": [event.killed_min, event.killed_max],
        "injured": [event.injured_min, event.injured_max], "factuality": event.factuality,
        "report": event.report_id, "outlet": event.outlet, "published": event.published, "quotes": _quotes(event),
        **_persons(event),
    }  # fmt: skip


def _claim(claim: ClaimRecord) -> Json:
    return {
        "id": claim.id, "source": claim.source, "kind": claim.kind, "content": claim.content, "quote": claim.quote,
        "factuality": claim.factuality, "rating": claim.reliability + claim.credibility, "report": claim.report_id,
        "outlet": claim.outlet, "published": claim.published, "quotes": _quotes(claim),
        **_persons(claim),
    }  # fmt: skip


def _incident(incident: IncidentRecord, store: Store) -> Json:
    """The incident with the words of its first telling."""
    values = asdict(incident)
    for name in ("corrections", "actor_keys", "recipient_keys"):
        values.pop(name)
    return values | _persons(incident) | {"told": [_event(event) for event in store.incident_events(incident.id)[:3]]}


def _record(record: Any, store: Store) -> Json:
    if isinstance(record, EventRecord):
        return {"kind": "event", **_event(record)}
    if isinstance(record, ClaimRecord):
        return {"kind": "claim", **_claim(record)}
    if isinstance(record, IncidentRecord):
        return {"kind": "incident", **_incident(record, store)}
    values = {name: value for name, value in asdict(record).items() if name != "corrections"}
    kind = type(record).__name__.removesuffix("Record").lower()
    if kind == "report":
        values["text"] = store.report(record.key).text
    return {"kind": kind, **values, **_persons(record)}

"""Where each claim and event comes from, as PROV-JSON (W3C Member Submission of 2013), through the library prov.

Report and reading are entities, reading is an activity of a version of sayso, a claim is derived from its report and
attributed to its source, an incident is derived from the events that tell of it.
"""

from __future__ import annotations

import io
import json
from typing import Any, BinaryIO

from sayso.export.bins import present, write_json
from sayso.export.linked import name_report
from sayso.export.matter import Matter
from sayso.export.words import describe_source, is_left_out, list_corrected
from sayso.types import Reading


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write one document."""
    from prov.model import ProvDocument

    document: Any = ProvDocument()
    document.add_namespace("sayso", "urn:sayso:")
    incidents: set[str] = set()
    for reading in matter.readings:
        _describe(document, reading, matter, incidents)
    held = io.StringIO()
    document.serialize(held, format="json")
    write_json(_sorted(json.loads(held.getvalue())), out)
    return []


def _describe(document: Any, reading: Reading, matter: Matter, incidents: set[str]) -> None:
    report = reading.report
    name = f"{report.sha256[:16]}-{_safe(report.id)}"
    source = document.entity(f"sayso:report-{name}", _given({
        "prov:type": "report", "prov:label": present(report.title), "sayso:address": name_report(report),
        "sayso:outlet": report.outlet, "sayso:published": report.published, "sayso:sha256": report.sha256,
    }))  # fmt: skip
    version = reading.pipeline.get("version", "")
    tool = document.agent(
        f"sayso:pipeline-{_safe(version)}", {"prov:type": "prov:SoftwareAgent", "prov:label": f"sayso {version}"}
    )
    act = document.activity(f"sayso:read-{name}")
    document.used(act, source)
    document.wasAssociatedWith(act, tool)
    actors = {actor.id: actor for actor in reading.actors}
    for claim in reading.claims:
        words = present(" … ".join(report.text[start:end] for start, end in claim.content))
        entity = document.entity(f"sayso:claim-{claim.id}", _given(
            {"prov:type": "claim", "prov:value": words, "sayso:factuality": claim.factuality,
             "sayso:corrected": ", ".join(reading.corrected.get(claim.id, ())) or None}))
        document.wasGeneratedBy(entity, act)
        document.wasDerivedFrom(entity, source)
        said = "" if is_left_out(claim) else present(describe_source(claim, report.text, actors)) or ""
        if said:
            document.wasAttributedTo(entity, document.agent(
                f"sayso:source-{claim.id}", {"prov:label": said, "sayso:kind": claim.source.kind}))
    for event in reading.events:
        entity = document.entity(f"sayso:event-{event.id}", _given(
            {"prov:type": "event", "sayso:plover": event.type, "sayso:factuality": event.factuality,
             "sayso:corrected": ", ".join(list_corrected(event, reading)) or None}))
        document.wasGeneratedBy(entity, act)
        document.wasDerivedFrom(entity, f"sayso:claim-{event.claim}" if event.claim else source)
        incident = matter.incident(event.id)
        if incident is not None:
            if incident.id not in incidents:
                incidents.add(incident.id)
                document.entity(f"sayso:incident-{incident.id}", _given(
                    {"prov:type": "incident", "prov:label": incident.title, "sayso:lines": incident.lines}))
            document.wasDerivedFrom(f"sayso:incident-{incident.id}", entity)


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _safe(name: str) -> str:
    """The name as the local part of a qualified name."""
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-.") else "_" for sign in name) or "_"


def _sorted(value: Any) -> Any:
    """Objects by key, so that the same content gives the same bytes."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value

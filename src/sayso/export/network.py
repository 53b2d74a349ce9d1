"""Actors and what they did to each other as a graph, in GEXF 1.2 (Gephi) or GraphML (NetworkX, igraph, Cytoscape).

A node is an actor under one identity; an arrow goes from doer to target and counts incidents, not reports: `lines` is
how many lines of evidence they have together, `corrected` how many of them persons had a hand in, `score` their mean on
PLOVER's scale from -10 (hostile) to 10.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from sayso.export import tellings
from sayso.export.matter import Matter, Told, gather
from sayso.norm.plover import load_types

# NetworkX writes the day of writing there; the same content must give the same bytes.
_MODIFIED = re.compile(rb' lastmodifieddate="[^"]*"')
# XML 1.0 has no place for these.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class _Arrow:
    types: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    score: float = 0.0
    days: list[str] = field(default_factory=list)
    corrected: int = 0


def write_gexf(matter: Matter, out: BinaryIO) -> list[str]:
    """Write the graph as GEXF."""

    def save(graph: Any, held: BinaryIO) -> None:
        import networkx

        networkx.write_gexf(graph, held, prettyprint=True)

    return _write(matter, out, save)


def write_graphml(matter: Matter, out: BinaryIO) -> list[str]:
    """Write the graph as GraphML."""

    def save(graph: Any, held: BinaryIO) -> None:
        import networkx

        networkx.write_graphml_xml(graph, held, prettyprint=True, named_key_ids=True)

    return _write(matter, out, save)


def _write(matter: Matter, out: BinaryIO, save: Callable[[Any, BinaryIO], None]) -> list[str]:
    incidents, loose = gather(matter)
    graph, lone = make_graph(incidents)
    held = io.BytesIO()
    save(graph, held)
    out.write(_MODIFIED.sub(b"", held.getvalue()).rstrip() + b"\n")
    notes = ((lone, "incidents with one side only have no arrow"),
             (loose, "events that are not linked yet (run sayso link) are left out"))  # fmt: skip
    return [f"{n} {what}" for n, what in notes if n]


def make_graph(incidents: list[Told]) -> tuple[Any, int]:
    """A `networkx.DiGraph`, and how many incidents have only one side."""
    import networkx

    nodes: dict[str, Counter[str]] = {}
    arrows: dict[tuple[str, str], _Arrow] = {}
    lone = 0
    for told in incidents:
        doers, targets = _keyed(told, "actor", nodes), _keyed(told, "recipient", nodes)
        pairs = sorted({(doer, target) for doer in doers for target in targets if doer != target})
        lone += not pairs
        for pair in pairs:
            _add(arrows.setdefault(pair, _Arrow()), told)
    graph = networkx.DiGraph()
    for key in sorted(nodes):
        graph.add_node(_NO_XML.sub("\ufffd", key), label=_NO_XML.sub("\ufffd", _name(nodes[key])),
                       incidents=nodes[key].total())
    for (doer, target), arrow in sorted(arrows.items()):
        graph.add_edge(_NO_XML.sub("\ufffd", doer), _NO_XML.sub("\ufffd", target), **_describe(arrow))
    return graph, lone


def _keyed(told: Told, side: str, nodes: dict[str, Counter[str]]) -> list[str]:
    incident = told.incident
    names = getattr(incident, f"{side}s")
    found = [key or name for key, name in zip(getattr(incident, f"{side}_keys"), names, strict=True)]
    for key, name in zip(found, names, strict=True):
        nodes.setdefault(key, Counter())[name] += 1
    return found


def _name(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _add(arrow: _Arrow, told: Told) -> None:
    incident, kind = told.incident, load_types()[told.incident.type]
    arrow.types[incident.type] += 1
    arrow.lines += incident.lines
    arrow.score += kind.score
    arrow.corrected += tellings.corrected(told) is not None
    arrow.days += [day for day in (incident.first, incident.last) if day]


def _describe(arrow: _Arrow) -> dict[str, str | int | float]:
    types, total = load_types(), arrow.types.total()
    hostile = sum(n for name, n in arrow.types.items() if "conflict" in types[name].quad)
    return {
        "weight": total, "incidents": total, "lines": arrow.lines, "hostile": hostile, "cooperative": total - hostile,
        "score": round(arrow.score / total, 3),
        "types": ", ".join(f"{n} {name}" for name, n in sorted(arrow.types.items())),
        "corrected": arrow.corrected, "first": min(arrow.days, default=""), "last": max(arrow.days, default=""),
    }  # fmt: skip

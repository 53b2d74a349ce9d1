"""An incident for people: what happened, its lines of evidence as a small tree, and what reports contradict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.cli.messages import make_printable

if TYPE_CHECKING:
    from sayso.link.contradictions import Stand
    from sayso.link.evidence import Line, LineReport
    from sayso.store import IncidentRecord, Store

_WHY = {
    "copy": "is a copy of", "cites": "cites", "source": "has the same source as",
    "unnamed": "names no other source than",
}  # fmt: skip


def draw_incident(store: Store, incident: IncidentRecord, until: str | None = None) -> Iterator[str]:
    """The lines of the tree."""
    from sayso.link.contradictions import find_contradictions
    from sayso.link.evidence import find_lines

    lines = find_lines(store, incident.id, until=until)
    yield make_printable(incident.title)
    yield f"{_count(len(lines), 'line')} of evidence in {_count(sum(len(line.reports) for line in lines), 'report')}"
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        yield f"{'└' if last else '├'}─ line {number + 1}"
        for text in _draw_line(line):
            yield make_printable(f"{' ' if last else '│'}  {text}")
    for found in find_contradictions(store, incident.id, until=until):
        yield f"contradicted: {found.field}"
        yield from (make_printable(text) for stand in (found.left, found.right) for text in _draw_stand(stand))


def _draw_line(line: Line) -> Iterator[str]:
    names = {report.key: report.id for report in line.reports}
    for number, report in enumerate(line.reports):
        last = number == len(line.reports) - 1
        yield f"{'└' if last else '├'}─ {_describe(report)}"
        bar = " " if last else "│"
        for reason in line.reasons:
            if reason.left == report.key:
                words = f": {_quote(reason.words)}" if reason.words else ""
                yield f"{bar}    {_WHY[reason.kind]} {names[reason.right]}{words}"


def _describe(report: LineReport) -> str:
    parts = [report.id, report.outlet or "", (report.published or "")[:10]]
    sources = "; ".join(report.sources)
    return "  ".join(filter(None, parts)) + (f"  says {_quote(sources)}" if sources else "")


def _draw_stand(stand: Stand) -> list[str]:
    about = ", ".join(filter(None, (stand.report_id, stand.outlet, (stand.published or "")[:10])))
    return [f"  {stand.value} ({about})", f"    {_quote(stand.words)}"]


def _quote(words: str) -> str:
    return f"“{' '.join(words.split())}”"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"

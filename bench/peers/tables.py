"""What was measured, as Markdown and as JSON."""

from __future__ import annotations

from typing import Any

from bench.peers.registry import FIGURES
from bench.peers.running import Corpus, Row

SPEED = "tokens a CPU-second"


def as_markdown(rows: list[Row], corpora: dict[str, Corpus]) -> str:
    """A table a measure, tools with sayso first; a tool that could not be run keeps its row."""
    parts = []
    for name, corpus in corpora.items():
        columns = FIGURES[name]
        parts += [
            f"### {name.capitalize()}", "",
            f"{corpus.measure.corpus} {corpus.measure.gold.split('.')[0]}, {len(corpus.reports)} reports, "
            f"{corpus.tokens} tokens", "",
            f"| tool | {' | '.join(columns)} | {SPEED} |", f"| --- |{' ---: |' * (len(columns) + 1)}",
        ]
        parts += [_line(row, columns) for row in rows if row.peer.measure == name]
        notes = [_note(row) for row in rows if row.peer.measure == name and (row.problem or row.failed)]
        parts += ["", *([*notes, ""] if notes else [])]
    return "\n".join(parts)


def _line(row: Row, columns: tuple[str, ...]) -> str:
    found = {figure.name: figure.value for figure in row.figures}
    cells = ["–" if found.get(name) is None else f"{found[name]:.1f}" for name in columns]
    speed = "–" if row.tokens_per_second is None else as_round(row.tokens_per_second)
    name = row.peer.name + (" (not run)" if row.problem else "")
    return f"| {name} | {' | '.join(cells)} | {speed} |"


def as_round(number: float) -> str:
    """Three digits that count; more would only tell how busy the machine was."""
    return f"{float(f'{number:.3g}'):,.0f}"


def _note(row: Row) -> str:
    if row.problem:
        return f"- {row.peer.name}: {row.problem}"
    return f"- {row.peer.name}: failed on {row.failed} reports, which count as read with nothing found"


def as_json(rows: list[Row], corpora: dict[str, Corpus], version: str) -> dict[str, Any]:
    """One object: sayso's version, and by measure its size and a list of tools."""
    return {
        "sayso": version,
        "measures": {
            name: {
                "corpus": corpus.measure.corpus, "reports": len(corpus.reports), "tokens": corpus.tokens,
                "tools": [_entry(row) for row in rows if row.peer.measure == name],
            }
            for name, corpus in corpora.items()
        },
    }


def _entry(row: Row) -> dict[str, Any]:
    return {
        "name": row.peer.name.replace("*", ""), "requires": list(row.peer.requirements()), "mode": row.peer.mode,
        "figures": {figure.name: figure.value for figure in row.figures},
        "tokens_per_cpu_second": row.tokens_per_second, "load_cpu_seconds": row.load_seconds, "failed": row.failed,
        "problem": row.problem,
    }

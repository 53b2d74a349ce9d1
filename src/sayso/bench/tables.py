"""What was measured, as JSON and as the README's Markdown table."""

from __future__ import annotations

from typing import Any

from sayso.bench.corpora import Measure
from sayso.bench.scoring import Figure
from sayso.bench.speed import Speed

START, END = "<!-- bench:start -->", "<!-- bench:end -->"


def as_json(figures: list[Figure], speed: Speed | None, version: str) -> dict[str, Any]:
    """One object: sayso's version, figures by measure, intervals where there are any, speed."""
    measures: dict[str, dict[str, Any]] = {}
    for figure in figures:
        entry = measures.setdefault(figure.measure, {"figures": {}})
        entry["figures"][figure.name] = figure.value
        if figure.interval:
            entry.setdefault("intervals", {})[figure.name] = list(figure.interval)
    return {"sayso": version, "measures": measures, "speed": speed.as_dict() if speed else None}


def as_markdown(figures: list[Figure], measures: list[Measure], speed: Speed | None) -> str:
    """A row a figure: corpus, what, the figure in percent with its interval."""
    corpora = {m.name: f"{m.corpus} {m.gold.split('.')[0]}" for m in measures}
    rows = ["| measured on | what | % |", "| --- | --- | --- |"]
    last = ""
    for figure in figures:
        corpus = corpora[figure.measure]
        value = "–" if figure.value is None else f"{figure.value:.1f}"
        if figure.interval:
            value += f" ({figure.interval[0]:.1f}–{figure.interval[1]:.1f})"
        rows.append(f"| {'' if corpus == last else corpus} | {figure.name} | {value} |")
        last = corpus
    if speed:
        rows += ["", _speed_line(speed)]
    return "\n".join(rows) + "\n"


def _speed_line(speed: Speed) -> str:
    return (
        f"Speed, on {speed.reports} reports ({speed.tokens} tokens): {speed.ratio:.2f} of the tokens a CPU-second of "
        f"the bare spaCy pipeline run beside it (its parser and recogniser alone: {speed.parse_ratio:.2f}); "
        f"`sayso --help` takes {speed.start_help_seconds:.2f} s of CPU against "
        f"{speed.start_spacy_seconds:.2f} s for importing spaCy, a first reading cold "
        f"{speed.first_reading_seconds:.1f} s; times and places take {100 * speed.times_and_places_share:.0f} % of the "
        f"reading, the encoder {100 * speed.encoder_share:.0f} %; a process that reads them peaks at "
        f"{speed.peak_memory_mb:.0f} MB."
    )


def put_into(page: str, table: str) -> str:
    """The page with what stands between its two bench marks replaced by `table`."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        return page
    return f"{before}{START}\n{table}{END}{after}"

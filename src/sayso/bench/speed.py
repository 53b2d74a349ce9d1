"""Speed of the full reader, as a ratio to the bare base model run beside it in the same process."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from sayso.bench.corpora import load_reports
from sayso.pipes import board
from sayso.pipes.pipeline import load_base
from sayso.reading import Reader
from sayso.types import Report

REPORTS = 40
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU time only; `ratio` is the reader's tokens a CPU-second over the bare base model's.

    `times_and_places_share` is that of the two stages in the time that all stages take.
    """

    reports: int
    tokens: int
    reader_reports_per_second: float
    reader_tokens_per_second: float
    base_tokens_per_second: float
    ratio: float
    start_help_seconds: float
    start_spacy_seconds: float
    first_reading_seconds: float
    peak_memory_mb: float
    times_and_places_share: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def measure_speed(gold: Path) -> Speed:
    """Reads the first `REPORTS` reports of `gold` with the reader and its bare base model in turn, `ROUNDS` times."""
    reports = [r for _, r in zip(range(REPORTS), load_reports(gold), strict=False)]
    reader, base = Reader(), load_base()
    tokens = sum(len(base.make_doc(r.text)) for r in reports)
    reader.read(reports[0])
    base(reports[0].text)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_cpu(lambda: [base(r.text) for r in reports]))
        ours.append(_cpu(lambda: [reader.read(r) for r in reports]))
    mine, bare = statistics.median(ours), statistics.median(theirs)
    return Speed(
        reports=len(reports), tokens=tokens, reader_reports_per_second=round(len(reports) / mine, 2),
        reader_tokens_per_second=round(tokens / mine), base_tokens_per_second=round(tokens / bare),
        ratio=round(statistics.median(b / o for b, o in zip(theirs, ours, strict=True)), 3),
        start_help_seconds=_start("from sayso.cli.main import main; main(['--help'])"),
        start_spacy_seconds=_start("import spacy"),
        first_reading_seconds=_start(_first_reading(reports)),
        peak_memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        times_and_places_share=round(_share(reader, reports, ("sayso_times", "sayso_places")), 3),
    )


def _share(reader: Reader, reports: list[Report], stages: tuple[str, ...]) -> float:
    """The share of some stages in the CPU time of all, tokenizing included."""
    spent = {"": 0.0}
    for report in reports:
        start = time.process_time()
        doc = reader.nlp.make_doc(report.text)
        board.set_context(doc, board.Context(report.published, report.outlet, report.title))
        spent[""] += time.process_time() - start
        for name, stage in reader.nlp.pipeline:
            start = time.process_time()
            doc = stage(doc)
            spent[name] = spent.get(name, 0.0) + time.process_time() - start
    return sum(spent[name] for name in stages) / sum(spent.values())


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _first_reading(reports: list[Report]) -> str:
    """A program that reads the beginning of a report, cold."""
    return f"from sayso import Reader; Reader().read({reports[0].text[:400]!r})"


def _start(program: str) -> float:
    """Median CPU seconds of a fresh interpreter that runs `program`, its children's time included."""
    spent = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return round(statistics.median(spent), 2)

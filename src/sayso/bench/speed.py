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
PARSE = ["tok2vec", "parser", "ner"]


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU time only; `ratio` is the reader's tokens a CPU-second over the bare base model's.

    `parse_ratio` is that of the base model's parser and entity recogniser alone, `peak_memory_mb` that of a process
    which reads the same reports and nothing else, `times_and_places_share` that of the two stages in the time that
    all stages take, `encoder_share` the encoder's.
    """

    reports: int
    tokens: int
    reader_reports_per_second: float
    reader_tokens_per_second: float
    base_tokens_per_second: float
    ratio: float
    parse_ratio: float
    start_help_seconds: float
    start_spacy_seconds: float
    first_reading_seconds: float
    peak_memory_mb: float
    times_and_places_share: float
    encoder_share: float

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def measure_speed(gold: Path) -> Speed:
    """Reads the first `REPORTS` reports of `gold` with the reader and its bare base model in turn, `ROUNDS` times."""
    reports = [r for _, r in zip(range(REPORTS), load_reports(gold), strict=False)]
    reader, base = Reader(), load_base()
    tokens = sum(len(base.make_doc(r.text)) for r in reports)
    reader.read(reports[0])
    base(reports[0].text)
    ours, theirs, parsed = [], [], []
    for _ in range(ROUNDS):
        theirs.append(_cpu(lambda: [base(r.text) for r in reports]))
        ours.append(_cpu(lambda: [reader.read(r) for r in reports]))
        with base.select_pipes(enable=PARSE):
            parsed.append(_cpu(lambda: [base(r.text) for r in reports]))
    shares = _shares(reader, reports)
    mine, bare = statistics.median(ours), statistics.median(theirs)
    return Speed(
        reports=len(reports), tokens=tokens, reader_reports_per_second=round(len(reports) / mine, 2),
        reader_tokens_per_second=round(tokens / mine), base_tokens_per_second=round(tokens / bare),
        ratio=_ratio(theirs, ours), parse_ratio=_ratio(theirs, parsed),
        start_help_seconds=_start("from sayso.cli.main import main; main(['--help'])"),
        start_spacy_seconds=_start("import spacy"),
        first_reading_seconds=_start(_first_reading(reports)),
        peak_memory_mb=_peak_memory(gold),
        times_and_places_share=round(shares["sayso_times"] + shares["sayso_places"], 3),
        encoder_share=round(shares["sayso_encoder"], 3),
    )


def read_alone(gold: Path) -> int:
    """Read the first `REPORTS` reports of `gold`; the peak memory of this process in MB."""
    reader = Reader()
    for _, report in zip(range(REPORTS), load_reports(gold), strict=False):
        reader.read(report)
    return _peak()


def _peak() -> int:
    """The most memory that this program held, in MB; Linux's other figure counts what the process was before it."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return round(int(line.split()[1]) / 1024)
    kilobytes = 1 / 1024 if sys.platform == "darwin" else 1.0  # macOS counts in bytes
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * kilobytes / 1024)


def _peak_memory(gold: Path) -> int:
    program = "import sys, pathlib, sayso.bench.speed as s; print(s.read_alone(pathlib.Path(sys.argv[1])))"
    done = subprocess.run([sys.executable, "-c", program, str(gold)], capture_output=True, text=True, check=True)
    return int(done.stdout)


def _ratio(base: list[float], other: list[float]) -> float:
    return round(statistics.median(b / o for b, o in zip(base, other, strict=True)), 3)


def _shares(reader: Reader, reports: list[Report]) -> dict[str, float]:
    """The share of each stage in the CPU time of all, tokenizing (under no name) included."""
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
    return {name: seconds / sum(spent.values()) for name, seconds in spent.items()}


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

"""Reads what a trap makes, the way `sayso read` does, and checks what comes out.

Each trap is read in a process of its own, forked from one that has the models loaded, so that its memory is that of a
worker which meets nothing else.
"""

from __future__ import annotations

import json
import logging
import math
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.hostile.trap import Trap
from sayso.errors import InputError
from sayso.format import to_json
from sayso.intake import Options, open_reports
from sayso.reading import Reader
from sayso.types import Report

SIZES = (1, 2, 4)
# What takes less than this says nothing of how it grows.
LEAST_SECONDS = 0.1
# A trap that takes more, all sizes together, has won.
MOST_SECONDS = 20


@dataclass(slots=True)
class Result:
    """What came of one trap.

    Attributes:
        seconds: of CPU at each size, child processes included.
        peak: most memory held, in MB.
        wrong: what should not be.
        said: errors and warnings, the first of each kind.
    """

    name: str
    seconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    peak: int = 0
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def exponent(self) -> float | None:
        """Of the cost's growth; None where it is too small to tell."""
        first, last = self.seconds[0], self.seconds[-1]
        if last < LEAST_SECONDS:
            return None
        return math.log(last / max(first, LEAST_SECONDS / SIZES[-1] / 2)) / math.log(SIZES[-1])


def measure(trap: Trap, reader: Reader, sizes: tuple[int, ...] = SIZES) -> Result:
    """Read a trap in a forked process."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        found = read_sizes(trap, reader, [trap.size * times for times in sizes])
        with os.fdopen(into, "w") as pipe:
            json.dump([found.seconds, found.bytes, found.peak, found.wrong, found.said], pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0 or not answer:
        return Result(trap.name, [0.0] * len(sizes), wrong=[f"killed, by its own fault or after {MOST_SECONDS} s"])
    return Result(trap.name, *json.loads(answer))


def read_sizes(trap: Trap, reader: Reader, sizes: list[int]) -> Result:
    """Read a trap in each of the sizes in this process."""
    heard = _Heard()
    logging.getLogger("sayso").addHandler(heard)
    logging.getLogger("sayso").propagate = False
    result = Result(trap.name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / trap.name
        _write(trap, max(1, sizes[0] // 4), path)
        list(check(trap, path, reader, []))  # what is done once and for all is not counted
        for size in sizes:
            _write(trap, size, path)
            result.bytes.append(path.stat().st_size)
            reset_peak()
            began = cpu()
            for wrong in check(trap, path, reader, heard.said):
                if wrong not in result.wrong:
                    result.wrong.append(wrong)
            result.seconds.append(round(cpu() - began, 3))
            result.peak = max(result.peak, peak())
    result.said = [text.replace(str(path), trap.name)[:300] for text in dict.fromkeys(heard.said)][:3]
    return result


def _write(trap: Trap, size: int, path: Path) -> None:
    """Make the file in a process of its own, whose memory goes with it."""
    child = os.fork()
    if child == 0:
        path.write_bytes(trap.make(size))
        os._exit(0)
    os.waitpid(child, 0)


def check(trap: Trap, path: Path, reader: Reader, said: list[str]) -> Iterator[str]:
    """Take in and read a file; yields what is wrong."""
    left = set(trap.kept)
    reads = 0
    good = False
    for found in open_reports(str(path), Options()):
        if isinstance(found, InputError):
            said.append(str(found))
            if "cannot be read (" in str(found):
                yield f"uncaught: {str(found)[:200]}"
            continue
        good = True
        left -= {sentence for sentence in left if sentence in found.text}
        reads += 1
        if reads <= trap.reads:
            yield from check_reading(found, reader)
    if good and trap.fails:
        yield "was read"
    for sentence in left:
        yield f"lost: {sentence}"


def check_reading(report: Report, reader: Reader) -> Iterator[str]:
    """Read a report; yields what is wrong with the line that comes out."""
    try:
        line = json.loads(to_json(reader.read(report)).encode("utf-8", "surrogatepass"))
    except Exception as error:
        yield f"raised {type(error).__name__}: {str(error)[:200]}"
        return
    text = line["report"]["text"]
    if text != report.text:
        yield "the text changed"
    for start, end in spans(line):
        if not (0 <= start < end <= len(text)) or text[start:end].isspace():
            yield f"a span of nothing: {start}, {end}"
            return


def spans(node: Any) -> Iterator[tuple[int, int]]:
    """Every span in a reading: pairs of numbers, and start with end."""
    if isinstance(node, dict):
        if {"start", "end"} <= node.keys():
            yield node["start"], node["end"]
        for key, value in node.items():
            if key not in ("report", "pipeline", "candidates", "away"):
                yield from spans(value)
    elif isinstance(node, list):
        if len(node) == 2 and all(type(value) is int for value in node):
            yield node[0], node[1]
        else:
            for value in node:
                yield from spans(value)


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def cpu() -> float:
    """Seconds of CPU of this process and of the children that it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def reset_peak() -> None:
    """Count the peak of memory from now on (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> int:
    """The most memory held since `reset_peak`, in MB."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) >> 10

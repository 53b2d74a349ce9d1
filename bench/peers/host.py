"""Runs one adapter in its tool's own environment: reports as JSON lines in, answers as JSON lines out.

    python -m bench.peers.host ADAPTER MODE COST < reports.jsonl > answers.jsonl

COST is the file that gets what it cost: {"load_seconds", "read_seconds", "failed"}, CPU seconds of this
process and of those it started. The first report is read once more before the clock starts, so that what a tool loads
at its first use is not counted. Standard library only.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Reader = Callable[[dict[str, Any]], dict[str, Any]]


def main(adapter: str, mode: str, cost: str) -> None:
    out = _claim_output()
    _adopt_orphans()
    reports = [json.loads(line) for line in sys.stdin if line.strip()]
    start = spent()
    read = importlib.import_module(f"bench.peers.adapters.{adapter}").load(mode)
    loaded = spent()
    _read(read, reports[:1], [])
    failed: list[str] = []
    began = spent()
    answers = _read(read, reports, failed)
    ended = spent()
    for answer in answers:
        out.write(json.dumps(answer) + "\n")
    out.close()
    costs = {"load_seconds": loaded - start, "read_seconds": ended - began, "failed": len(failed)}
    Path(cost).write_text(json.dumps(costs), "utf-8")


def _read(read: Reader, reports: list[dict[str, Any]], failed: list[str]) -> list[dict[str, Any]]:
    """The answers, an empty one for each report that the tool fails on."""
    answers = []
    for report in reports:
        try:
            found = read(report)
        except Exception:  # whatever a tool raises is its answer to this report
            failed.append(report["id"])
            traceback.print_exc(limit=-2)
            found = {}
        answers.append({"id": report["id"], **found})
    return answers


def _claim_output() -> Any:
    """Standard output for the answers alone: what a tool prints goes to standard error from here on."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def _adopt_orphans() -> None:
    """Have the processes that a child leaves behind become this one's (Linux), so that their time can be counted."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def spent() -> float:
    """CPU seconds so far, of this process and of those that it started and that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


if __name__ == "__main__":
    main(*sys.argv[1:4])

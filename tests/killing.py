"""A program that adds and links is killed, or a call of it fails, at a chosen moment; and what must hold afterwards.

Each run is a fork of this process, so that nothing is imported again. `strace`, where there is one, attaches to the
fork before it begins and injects the fault at the n-th call of a kind.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from store_work import add_and_link

from sayso.errors import StoreError
from sayso.store import Store

STRACE = shutil.which("strace")
WRITES = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "sendto")
REFUSED, BROKEN = 3, 4
# Rows that name what is not there: none may ever be.
_DANGLING = {
    "reading": "SELECT count(*) FROM readings WHERE report NOT IN (SELECT n FROM reports)",
    "unread report": "SELECT count(*) FROM reports WHERE n NOT IN (SELECT report FROM readings)",
    "event": "SELECT count(*) FROM events WHERE report NOT IN (SELECT n FROM reports)",
    "side": "SELECT count(*) FROM sides WHERE event NOT IN (SELECT n FROM events)",
    "happening": "SELECT count(*) FROM happenings WHERE event NOT IN (SELECT n FROM events)",
    "happening's incident": "SELECT count(*) FROM happenings WHERE incident NOT IN (SELECT id FROM incidents)",
    "incident": "SELECT count(*) FROM incidents WHERE id NOT IN (SELECT incident FROM happenings)",
    "facet": "SELECT count(*) FROM incident_facets WHERE incident NOT IN (SELECT id FROM incidents)",
    "story": "SELECT count(*) FROM link_stories WHERE report NOT IN (SELECT n FROM reports)",
    "report of a link": """SELECT count(*) FROM decisions WHERE kind IN ('copy', 'story', 'cites') AND
                           ("left" NOT IN (SELECT key FROM reports) OR "right" NOT IN (SELECT key FROM reports))""",
    "event of a link": """SELECT count(*) FROM decisions WHERE kind = 'incident' AND
                          ("left" NOT IN (SELECT id FROM events) OR "right" NOT IN (SELECT id FROM events))""",
    "linked and waiting": "SELECT count(*) FROM link_stories WHERE report IN (SELECT report FROM link_pending)",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the `n`-th call of a kind: `signal=KILL`, `error=ENOSPC` or another of strace's tamperings."""

    call: str
    n: int
    what: str = "signal=KILL"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: `done`, `killed`, `refused` (a StoreError, in `words`) or `broken` (any other error)."""

    how: str
    words: str = ""


def can_trace() -> bool:
    """Whether strace is there and allowed."""
    if STRACE is None:
        return False
    tried = subprocess.run([STRACE, "-qqq", "-e", "inject=fsync:error=EIO", "true"], capture_output=True)
    return tried.returncode == 0


def warm_up(store: str, inbox: Path) -> None:
    """Do the work once here, so that what is read from files is there in every fork."""
    add_and_link(store, [str(inbox)])


class Run:
    """A fork of this process that adds the inbox to the store and links it, as soon as `go` is called."""

    def __init__(self, store: str, inbox: Path, folder: Path) -> None:
        self.said = folder / "said.txt"
        held, self._go = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: numpy's take care of forks themselves
            self.pid = os.fork()
        if self.pid == 0:
            os.close(self._go)
            os.read(held, 1)
            _work(store, inbox, self.said)
        os.close(held)

    def go(self) -> None:
        os.write(self._go, b"!")
        os.close(self._go)

    def wait(self) -> Ended:
        _, status = os.waitpid(self.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        how = {0: "done", -signal.SIGKILL: "killed", REFUSED: "refused"}.get(code, "broken")
        return Ended(how, self.said.read_text() if self.said.exists() else "")


def _work(store: str, inbox: Path, said: Path) -> None:
    said.unlink(missing_ok=True)
    try:
        add_and_link(store, [str(inbox)])
    except StoreError as error:
        said.write_text(str(error))
        os._exit(REFUSED)
    except BaseException:
        said.write_text(traceback.format_exc())
        os._exit(BROKEN)
    os._exit(0)


def run(store: str, inbox: Path, folder: Path, fault: Fault | None = None) -> Ended:
    """One run to its end, with at most one fault."""
    started = Run(store, inbox, folder)
    if fault is None:
        started.go()
        return started.wait()
    with _Tracing(started.pid, [f"inject={fault.call}:{fault.what}:when={fault.n}"]):
        started.go()
        return started.wait()


def run_killed(store: str, inbox: Path, folder: Path, after: float) -> Ended:
    """One run that is killed after some seconds, unless it is done by then."""
    started = Run(store, inbox, folder)
    started.go()
    time.sleep(after)
    os.kill(started.pid, signal.SIGKILL)
    return started.wait()


def count_writes(store: str, inbox: Path, folder: Path) -> dict[str, int]:
    """How often an undisturbed run makes each of the calls that write."""
    log = folder / "calls.txt"
    started = Run(store, inbox, folder)
    with _Tracing(started.pid, [f"trace={','.join(WRITES)}"], log):
        started.go()
        assert started.wait().how == "done"
    calls = [found[1] for line in log.read_text().splitlines() if (found := re.match(r"(?:\d+ +)?(\w+)\(", line))]
    return {call: calls.count(call) for call in WRITES if call in calls}


class _Tracing:
    """strace on a process, while the block runs."""

    def __init__(self, pid: int, expressions: list[str], log: Path = Path(os.devnull)) -> None:
        self._pid = pid
        chosen = [part for expression in expressions for part in ("-e", expression)]
        self._command = [str(STRACE), "-f", "-qqq", "-o", str(log), *chosen, "-p", str(pid)]

    def __enter__(self) -> None:
        self._strace = subprocess.Popen(self._command, stderr=subprocess.PIPE)
        status = Path(f"/proc/{self._pid}/status")
        while "TracerPid:\t0\n" in status.read_text():
            if self._strace.poll() is not None:
                raise RuntimeError(f"strace: {self._strace.communicate()[1]!r}")
            time.sleep(0.002)

    def __exit__(self, *_: object) -> None:
        self._strace.communicate(timeout=60)


def find_wrong(store: str, wanted: int) -> list[str]:
    """What is wrong with a store that was left in the middle of things, in which `wanted` reports are to be at last."""
    with Store.open(store) as opened:
        reports = opened.reports(limit=10_000)
        wrong = [line for line in opened.verify() if isinstance(line, str)]
        wrong += [f"{r.id} is half-written" for r in reports if not r.events == r.claims == 1]
        if len(reports) > wanted or len({r.id for r in reports}) < len(reports):
            wrong.append(f"{len(reports)} reports of {wanted}: some are doubled")
        with opened._database.read() as connection:
            counted = {name: connection.execute(text(query)).scalar_one() for name, query in _DANGLING.items()}
        # Before linking has looked at a report, its incidents are not there yet.
        return wrong + [f"{n} times: {name} without what it names" for name, n in counted.items() if n]


def describe(store: str) -> list[str]:
    """All that a store holds and answers, but for numbers and times."""
    with Store.open(store) as opened:
        return [*opened.export(), *map(repr, opened.incidents(limit=None, sort="oldest"))]


def spread(calls: dict[str, int], most: int) -> Iterator[tuple[str, int]]:
    """Each call of a run once, or as many as wanted at even distances."""
    every = [(call, n) for call, count in calls.items() for n in range(1, count + 1)]
    step = max(1.0, len(every) / most) if most else 1.0
    yield from (every[int(i * step)] for i in range(min(most, len(every))))


"""A supervised pool of worker processes: what one report does to its worker costs no other report anything.

Each worker has its own pipe and at most one item, so the parent knows which item a worker died on, whoever killed it.
The item goes to a new worker; one that keeps killing workers becomes an error for itself alone, and so does one that
takes too long. `multiprocessing.Pool` hangs and `ProcessPoolExecutor` breaks where a worker is killed.

Answers come in the order of the items, the same for any number of workers.
"""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic
from typing import Any

from sayso.errors import InputError, PipelineError, SaysoError
from sayso.scale.worker import serve

log = logging.getLogger("sayso")

# A killed worker says nothing of why; this often is the item's own fault.
LIVES = 3
STARTS = 5
START_SECONDS = 180.0
_AHEAD = 64


@dataclass(slots=True)
class _Task:
    number: int
    item: Any
    deaths: int = 0


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    deadline: float
    ready: bool = False
    task: _Task | None = None

    def stop(self) -> None:
        self.process.kill()
        self.process.join(5)
        self.connection.close()


@dataclass(slots=True)
class Pool:
    """Maps a work function over items in other processes.

    Attributes:
        factory: `module:function` that makes the work function, called once in each worker. The work function takes
            an item, which must pickle, and returns a string.
        settings: keyword arguments of the factory.
        jobs: how many workers at most; no more are started than there is work for.
        allow: the seconds that an item may take.
    """

    factory: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    jobs: int = 1
    allow: Callable[[Any], float] = lambda item: 120.0

    def run(self, items: Iterable[Any]) -> Iterator[str | SaysoError]:
        """The answer for each item, or the error that stands in its place, in the items' order.

        Items that are errors themselves are passed through in their place. An item's `path` and `line`, if it has
        them, name it in errors.

        Raises:
            PipelineError: when workers cannot be started.
        """
        run = _Run(self, iter(items))
        try:
            yield from run.answers()
        finally:
            run.close()


class _Run:
    def __init__(self, pool: Pool, items: Iterator[Any]) -> None:
        self.pool = pool
        self.items: Iterator[Any] | None = items
        self.workers: list[_Worker] = []
        self.waiting: deque[_Task] = deque()
        self.done: dict[int, str | SaysoError] = {}
        self.taken = self.given = self.failed_starts = 0

    def answers(self) -> Iterator[str | SaysoError]:
        while True:
            while self.given in self.done:
                yield self.done.pop(self.given)
                self.given += 1
            self._take_items()
            if self.given == self.taken and self.items is None:
                return
            if self.given not in self.done:
                self._hire()
                self._hand_out()
                self._listen()

    def close(self) -> None:
        for worker in self.workers:
            worker.stop()
        self.workers.clear()

    def _take_items(self) -> None:
        """Take as many items as there are workers to spare, unless too many answers wait for an earlier one."""
        while self.items is not None and self._load() < self.pool.jobs and self.taken - self.given < self._ahead():
            try:
                item = next(self.items)
            except StopIteration:
                self.items = None
                return
            if isinstance(item, SaysoError):
                self.done[self.taken] = item
            else:
                self.waiting.append(_Task(self.taken, item))
            self.taken += 1

    def _load(self) -> int:
        return len(self.waiting) + sum(worker.task is not None for worker in self.workers)

    def _ahead(self) -> int:
        return _AHEAD * self.pool.jobs

    def _hire(self) -> None:
        while len(self.workers) < min(self.pool.jobs, self._load()):
            self.workers.append(_start(self.pool))

    def _hand_out(self) -> None:
        for worker in list(self.workers):
            if worker.ready and worker.task is None and self.waiting:
                worker.task = self.waiting.popleft()
                worker.deadline = monotonic() + self.pool.allow(worker.task.item)
                try:
                    worker.connection.send(worker.task.item)
                except OSError:
                    self._bury(worker)

    def _listen(self) -> None:
        """Wait for answers, deaths and deadlines, and deal with them."""
        active = [worker for worker in self.workers if worker.task or not worker.ready]
        if not active:
            return
        patience = max(0.0, min(worker.deadline for worker in active) - monotonic())
        heard = set(wait([worker.connection for worker in active], patience))
        for worker in active:
            # What a worker has said counts before its deadline: the consumer may have kept us from listening.
            if worker.connection in heard:
                self._hear(worker)
            elif monotonic() >= worker.deadline:
                self._give_up(worker)

    def _hear(self, worker: _Worker) -> None:
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if kind == "ready":
            worker.ready, self.failed_starts = True, 0
            return
        if kind == "warned":
            log.warning("%s", value)
            return
        if kind == "broken":
            raise PipelineError(value)
        task, worker.task = worker.task, None
        if task is None:
            return
        if kind == "failed":
            value = f"the reader failed on this report ({value}); please report this as a bug"
        if kind == "error":
            self.done[task.number] = InputError(value)
        else:
            self.done[task.number] = value if kind == "done" else _blame(task, value)

    def _bury(self, worker: _Worker) -> None:
        """A worker has died: its item goes to the next one, until it has killed too many."""
        self.workers.remove(worker)
        worker.stop()
        task = worker.task
        if task is None:
            self._count_failed_start(worker)
            return
        task.deaths += 1
        code = worker.process.exitcode
        if task.deaths < LIVES:
            log.info("a worker died (exit code %s); its report is read again", code)
            self.waiting.appendleft(task)
        else:
            self.done[task.number] = _blame(
                task, f"{LIVES} workers died on this report (exit code {code}); it may need more memory than there is"
            )

    def _give_up(self, worker: _Worker) -> None:
        """A worker is over its deadline: it is killed, and its item is an error."""
        self.workers.remove(worker)
        worker.stop()
        if worker.task is None:
            self._count_failed_start(worker)
            return
        seconds = self.pool.allow(worker.task.item)
        self.done[worker.task.number] = _blame(
            worker.task, f"took over {seconds:.0f} s to read; split it, or allow more with --timeout"
        )

    def _count_failed_start(self, worker: _Worker) -> None:
        if worker.ready:
            return
        self.failed_starts += 1
        if self.failed_starts >= STARTS:
            raise PipelineError(
                f"{STARTS} workers in a row died or hung while starting (exit code {worker.process.exitcode}); "
                "there may be too little memory for so many: lower --jobs"
            )


def _blame(task: _Task, message: str) -> InputError:
    return InputError(message, path=getattr(task.item, "path", None), line=getattr(task.item, "line", None))


def _start(pool: Pool) -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, pool.factory, dict(pool.settings)), daemon=True)
    with _hold_interrupts():
        process.start()
    theirs.close()  # so that the worker's death is the end of the pipe
    return _Worker(process, ours, monotonic() + START_SECONDS)


@contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Let a process that is started here begin with interrupts blocked: Ctrl-C is the parent's to deal with."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""Reading on many machines: shards of half a minute of work on a Dask cluster (extra `dask`).

Dask delivers a task at least once; answers are files named by content, so what is done twice is kept once. A worker
that is killed costs its shard's work; a shard that keeps killing workers is cut in two until the report that does it
stands alone, as an error. When the scheduler goes away, it is waited for, and what had no answer is sent again.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.errors import InputError, PipelineError
from sayso.scale.shards import CHARACTERS, DRAFTS, Answer, Item, Shard, ShardFolder, answer_shard, cut_shards

log = logging.getLogger("sayso")
# Shards sent ahead for each worker, so that none waits for the next.
_AHEAD = 3
_PAUSE = 1.0


@dataclass(slots=True)
class Cluster:
    """Maps a work function over drafts on a Dask cluster; stands where `sayso.scale.pool.Pool` does.

    Attributes:
        scheduler: its address, such as `tcp://10.0.0.1:8786`.
        folder: for shards and answers; every worker must see it under this path.
        factory: `module:function` that makes the work function, called once in each worker process.
        settings: keyword arguments of the factory.
        patience: seconds to wait for a scheduler that is gone.
        characters, drafts: the most that a shard holds.
    """

    scheduler: str
    folder: Path
    factory: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    patience: float = 600.0
    characters: int = CHARACTERS
    drafts: int = DRAFTS

    def run(self, items: Iterable[Item]) -> Iterator[Answer]:
        """The answer for each item, or the error that stands in its place, in the items' order.

        Raises:
            PipelineError: when Dask is not installed, or no scheduler answers.
        """
        folder = ShardFolder(self.folder.absolute(), repr((self.factory, sorted(self.settings.items()))))
        session = _Session(self, folder)
        try:
            waiting: deque[Shard] = deque()
            for held in cut_shards(items, self.characters, self.drafts):
                waiting.append(folder.write(held))
                session.send(waiting[-1])
                while len(waiting) >= session.most_ahead():
                    yield from session.wait(waiting.popleft())
            while waiting:
                yield from session.wait(waiting.popleft())
        finally:
            session.close()


class _Session:
    """The connection to a scheduler, and what was sent over it."""

    def __init__(self, cluster: Cluster, folder: ShardFolder) -> None:
        try:
            import distributed
        except ImportError as error:
            raise PipelineError('reading on a cluster needs Dask: pip install "sayso[dask]"') from error
        self.dask: Any = distributed
        self.cluster, self.folder = cluster, folder
        self.client: Any = None
        self.futures: dict[str, Any] = {}
        self._connect()

    def close(self) -> None:
        if self.client is not None:
            self.client.close(timeout=5)

    def most_ahead(self) -> int:
        """How many shards may be out at once."""
        try:
            workers = len(self.client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, ValueError, KeyError):
            workers = 1
        return _AHEAD * max(1, workers)

    def send(self, shard: Shard) -> None:
        """Have a shard answered, unless it is."""
        if shard.name in self.futures or self.folder.answers(shard) is not None:
            return
        self.futures[shard.name] = self.client.submit(
            answer_shard, str(self.folder.folder), (shard.name, shard.size), self.cluster.factory,
            dict(self.cluster.settings), key=f"sayso-{shard.name}", retries=2, pure=False,
        )

    def wait(self, shard: Shard) -> list[Answer]:
        """The answers to a shard, however long they take."""
        while (answers := self.folder.answers(shard)) is None:
            try:
                self.send(shard)
                self.futures[shard.name].result()
            except self.dask.KilledWorker:
                answers = self._split(shard)
                break
            except (CancelledError, OSError, TimeoutError) as error:
                log.warning("the scheduler is gone (%s); waiting for it", type(error).__name__)
                self._connect()
            finally:
                self.futures.pop(shard.name, None)
        return answers

    def _split(self, shard: Shard) -> list[Answer]:
        """The answers to the halves of a shard that kills its workers."""
        items = self.folder.items(shard)
        if len(items) == 1:
            answers: list[Answer] = [_died(items[0])]
        else:
            halves = [self.folder.write(part) for part in (items[: len(items) // 2], items[len(items) // 2 :])]
            answers = [answer for half in halves for answer in self.wait(half)]
        self.folder.put_answers(shard, answers)
        return answers

    def _connect(self) -> None:
        """A new connection; what was sent over the old one is forgotten.

        Raises:
            PipelineError: when no scheduler answers in time.
        """
        self.futures.clear()
        deadline = time.monotonic() + (self.cluster.patience if self.client is not None else 0)
        if self.client is not None:
            self.client.close(timeout=1)
        while True:
            try:
                self.client = self.dask.Client(self.cluster.scheduler, timeout=10, set_as_default=False)
                return
            except (OSError, TimeoutError, ValueError) as error:
                if time.monotonic() > deadline:
                    raise PipelineError(
                        f"no Dask scheduler answers at {self.cluster.scheduler} ({error}); start one: dask scheduler"
                    ) from error
                time.sleep(_PAUSE)


def _died(item: Item) -> InputError:
    if isinstance(item, InputError):
        return item
    return InputError("the reader died on this report; it is left out", path=item.path, line=item.line)

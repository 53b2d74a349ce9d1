"""Reading on a Dask cluster: real schedulers and workers in processes of their own, killed while they work."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.errors import InputError, PipelineError
from sayso.intake import Draft, Options
from sayso.intake.draft import Transfer
from sayso.scale.adding import Adding, add_drafts
from sayso.scale.cluster import Cluster
from sayso.scale.shards import Shard, ShardFolder, answer_shard, cut_shards
from sayso.store import Store

NUMBER = 60
TEXT = "Rebels attacked the port of Delta, report {0}."


def make_drafts(number: int = NUMBER) -> list[Draft | InputError]:
    drafts: list[Draft | InputError] = []
    drafts += [Draft("text", "in.jsonl", text=TEXT.format(n), id=f"r{n}") for n in range(number)]
    drafts[3] = InputError("no 'text'", path="in.jsonl", line=4)
    return drafts


class Machines:
    """A scheduler and workers."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self._start_scheduler()
        self.workers = [self._start_worker() for _ in range(workers)]

    def _start_worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--nthreads", "1", "--no-dashboard", "--memory-limit", "0",
                           "--death-timeout", "120")

    def _start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        path = os.pathsep.join((str(Path(__file__).parent), str(Path(sayso.__file__).parents[1])))
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + what, *words], cwd=self.folder,
            env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _start_scheduler(self) -> subprocess.Popen[bytes]:
        found = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard")
        for _ in range(1200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return found
            time.sleep(0.05)
        raise AssertionError("no scheduler")

    def restart_scheduler(self) -> None:
        """A new scheduler, and workers for it: those of Dask end with their scheduler."""
        kill(self.scheduler)
        self.scheduler = self._start_scheduler()
        self.workers += [self._start_worker(), self._start_worker()]

    def stop(self) -> None:
        for each in (*self.workers, self.scheduler):
            kill(each)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    found = Machines(tmp_path, workers=2)
    yield found
    found.stop()


def run(cluster: Cluster) -> list[str]:
    return [str(answer) for answer in cluster.run(make_drafts())]


def expected() -> list[str]:
    return [str(item) if isinstance(item, InputError) else f"{item.id}: {item.text}" for item in make_drafts()]


def test_nothing_is_lost_when_workers_and_scheduler_die(machines: Machines, tmp_path: Path) -> None:
    cluster = Cluster(machines.address, tmp_path / "work", "cluster_work:make_slow", {"seconds": 0.02}, drafts=4)
    answers = tmp_path / "work" / "answers"

    def disturb() -> None:
        while len(list(answers.glob("*.gz")) if answers.exists() else ()) < NUMBER / 4 / 3:
            time.sleep(0.02)
        kill(machines.workers[0])
        machines.restart_scheduler()

    thread = threading.Thread(target=disturb)
    thread.start()
    assert run(cluster) == expected()
    thread.join()
    names = [json.loads(line)["name"] for line in (tmp_path / "work" / "manifest.jsonl").read_text().splitlines()]
    assert len(names) == len(set(names)) == len(list(answers.glob("*.gz")))


def test_a_report_that_kills_workers_stands_alone(machines: Machines, tmp_path: Path) -> None:
    cluster = Cluster(machines.address, tmp_path / "work", "cluster_work:make_deadly", {"word": "report 7."}, drafts=8)
    drafts = make_drafts(40)
    answers = list(cluster.run(drafts))
    assert [isinstance(answer, str) for answer in answers] == [n not in (3, 7) for n in range(40)]
    assert "in.jsonl: the reader died on this report" in str(answers[7])


def test_what_was_answered_is_not_done_again(machines: Machines, tmp_path: Path) -> None:
    cluster = Cluster(machines.address, tmp_path / "work", "cluster_work:make_slow", {"seconds": 0.0}, drafts=10)
    first = run(cluster)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*.gz")}
    assert run(cluster) == first == expected()
    assert times == {path: path.stat().st_mtime_ns for path in (tmp_path / "work").rglob("*.gz")}


def test_a_store_filled_by_a_cluster_is_the_same(machines: Machines, tmp_path: Path) -> None:
    exports = []
    settings = {"model": None, "options": Options()}
    from watch_work import make_plain

    class Here:
        def run(self, items):  # type: ignore[no-untyped-def]
            work = make_plain(**settings)
            return (item if isinstance(item, InputError) else work(item) for item in items)

    for name, engine in (
        ("here", Here()),
        ("cluster", Cluster(machines.address, tmp_path / "work", "watch_work:make_plain", settings, drafts=7)),
    ):
        with Store.open(tmp_path / f"{name}.db") as store:
            outcomes = list(add_drafts(Adding(store, engine, Options()), make_drafts()))
            assert outcomes.count("new") == NUMBER - 1
            exports.append("\n".join(store.export()))
    assert exports[0] == exports[1]


def test_no_scheduler_is_told(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="no Dask scheduler answers"):
        list(Cluster("tcp://127.0.0.1:9", tmp_path, "cluster_work:make_slow", {"seconds": 0.0}).run([]))


texts = st.text(max_size=80)
drafts = st.builds(
    Draft, kind=st.sampled_from(("text", "html", "pdf")), path=texts, text=texts, data=st.binary(max_size=60),
    line=st.none() | st.integers(1, 9), id=st.none() | st.text(min_size=1, max_size=5),
    transfer=st.none() | st.builds(Transfer, texts, st.tuples(texts), st.tuples(st.tuples(texts, texts)), texts),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(drafts | st.builds(InputError, texts), max_size=6))
def test_shards_hold_what_was_put_in(
    tmp_path_factory: pytest.TempPathFactory, items: list[Draft | InputError]
) -> None:
    folder = ShardFolder(tmp_path_factory.getbasetemp() / "shards", "settings")
    shard = folder.write(items)
    back = folder.items(shard)
    assert [each if isinstance(each, Draft) else str(each) for each in back] == [
        each if isinstance(each, Draft) else str(each) for each in items
    ]
    assert folder.write(items) == shard


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), max_size=40), st.integers(1, 60), st.integers(1, 7))
def test_shards_tile_the_work(sizes: list[int], characters: int, most: int) -> None:
    items: list[Draft | InputError] = [Draft("text", "a", text="x" * size) for size in sizes]
    cut = list(cut_shards(items, characters, most))
    assert [item for part in cut for item in part] == items
    for part in cut:
        assert 1 <= len(part) <= most
        assert len(part) == 1 or sum(len(item.text) for item in part if isinstance(item, Draft)) <= characters


@settings(deadline=None)
@given(st.lists(st.integers(1, 3_000), min_size=40, max_size=200), st.integers(2, 9))
def test_workers_end_at_about_the_same_time(sizes: list[int], workers: int) -> None:
    items: list[Draft | InputError] = [Draft("text", "a", text="x" * size) for size in sizes]
    free = [0] * workers
    for part in cut_shards(items, 20_000, 100):
        free[free.index(min(free))] += sum(len(item.text) for item in part if isinstance(item, Draft))
    assert max(free) <= max(sum(sizes) / workers * 1.1 + 3_000, 20_000)


def test_answers_cut_short_do_not_count(tmp_path: Path) -> None:
    folder = ShardFolder(tmp_path, "settings")
    shard = folder.write(make_drafts(5))
    folder.put_answers(shard, ["one"])
    assert folder.answers(shard) is None
    answer_shard(str(tmp_path), (shard.name, shard.size), "cluster_work:make_slow", {"seconds": 0.0})
    answers = folder.answers(Shard(shard.name, 5))
    assert answers is not None
    assert len(answers) == 5

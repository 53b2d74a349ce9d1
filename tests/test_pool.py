"""The supervised pool: order, bytes, killed, hanging and broken workers. Workers are real processes, really killed."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from sayso.errors import InputError, PipelineError, SaysoError
from sayso.scale.pool import Pool
from sayso.scale.worker import serve


def run_hostile(items: list[Any], folder: Path, jobs: int = 2, seconds: float = 30) -> list[str | SaysoError]:
    pool = Pool("pool_work:make_hostile", {"folder": str(folder)}, jobs=jobs, allow=lambda item: seconds)
    return list(pool.run(items))


@pytest.mark.parametrize("jobs", [1, 3])
def test_answers_come_in_the_order_of_the_items(jobs: int) -> None:
    items = [f"item {number}" for number in range(200)]
    pool = Pool("pool_work:make_upper", {"prefix": "> "}, jobs=jobs)
    assert list(pool.run(items)) == [f"> ITEM {number}" for number in range(200)]
    assert not active_children()


def test_slow_items_do_not_change_the_order(tmp_path: Path) -> None:
    items = ["sleep 0.3", "a", "sleep 0.1", "b"]
    assert run_hostile(items, tmp_path) == [item.upper() for item in items]


def test_no_items_start_no_workers(tmp_path: Path) -> None:
    assert run_hostile([], tmp_path) == []


def test_errors_among_the_items_keep_their_place(tmp_path: Path) -> None:
    error = InputError("unreadable")
    assert run_hostile(["a", error, "b", error], tmp_path) == ["A", error, "B", error]


@pytest.mark.parametrize("jobs", [1, 3])
def test_killed_worker_costs_nothing(tmp_path: Path, jobs: int) -> None:
    items = ["a", "die 1", "b", "die 2", "c"]
    assert run_hostile(items, tmp_path, jobs) == [item.upper() for item in items]


def test_item_that_keeps_killing_workers_is_an_error_for_itself(tmp_path: Path) -> None:
    first, killer, last = run_hostile(["a", "die 99", "b"], tmp_path, jobs=1)
    assert (first, last) == ("A", "B")
    assert isinstance(killer, InputError)
    assert "3 workers died" in str(killer)
    assert (tmp_path / "deaths-99").read_text() == "xxx"


@pytest.mark.parametrize("item", ["sleep 60", "stop"])
def test_item_that_takes_too_long_is_an_error_for_itself(tmp_path: Path, item: str) -> None:
    start = time.monotonic()
    first, slow, last = run_hostile(["a", item, "b"], tmp_path, seconds=1.5)
    assert (first, last) == ("A", "B")
    assert "took over 2 s" in str(slow)
    assert time.monotonic() - start < 20


def test_errors_raised_in_a_worker(tmp_path: Path) -> None:
    wrong, bug, exited = run_hostile(["wrong a.txt", "bug", "exit"], tmp_path)
    assert str(wrong) == "a.txt:7: no such thing"
    assert "ZeroDivisionError: oops" in str(bug)
    assert "exit code 3" in str(exited)


def test_big_answers_and_noise_on_standard_output(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_hostile(["big 5000000", "print"], tmp_path) == ["x" * 5_000_000, "PRINT"]
    assert capfd.readouterr().out == ""


def test_warnings_of_workers_reach_the_parent(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert run_hostile(["warn the gap"], tmp_path) == ["WARN THE GAP"]
    assert caplog.messages == ["mind the gap"]


def test_lone_surrogates_pass(tmp_path: Path) -> None:
    assert run_hostile(["\ud800x"], tmp_path) == ["\ud800X"]


@pytest.mark.parametrize(
    ("factory", "said"),
    [
        ("pool_work:make_broken", "the model is not installed"),
        ("pool_work:make_dying", "5 workers in a row died"),
        ("pool_work:no_such_name", "no_such_name"),
        ("no_such_module:make", "no_such_module"),
    ],
)
def test_workers_that_cannot_start_end_the_run(factory: str, said: str) -> None:
    with pytest.raises(PipelineError, match=said):
        list(Pool(factory, jobs=2).run(["a", "b"]))
    assert not active_children()


def test_installation_that_lacks_something_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="a data file is missing"):
        run_hostile(["a", "lack", "b"], tmp_path)


def test_few_items_start_few_workers(tmp_path: Path) -> None:
    pool = Pool("pool_work:make_hostile", {"folder": str(tmp_path)}, jobs=8)
    answers = pool.run(["a", "b"])
    assert next(answers) == "A"
    assert len(active_children()) == 2
    answers.close()  # type: ignore[attr-defined]
    assert not active_children()


def test_items_are_taken_only_as_answers_are_wanted(tmp_path: Path) -> None:
    taken: list[int] = []

    def items() -> Iterator[str]:
        for number in range(100_000):
            taken.append(number)
            yield "a"

    answers = Pool("pool_work:make_hostile", {"folder": str(tmp_path)}, jobs=2).run(items())
    for _ in range(20):
        next(answers)
    assert len(taken) < 200
    answers.close()  # type: ignore[attr-defined]


def test_slow_consumer_kills_no_worker(tmp_path: Path) -> None:
    answers = Pool("pool_work:make_hostile", {"folder": str(tmp_path)}, allow=lambda item: 1.0).run(["a", "b", "c"])
    got = []
    for answer in answers:
        time.sleep(1.2)
        got.append(answer)
    assert got == ["A", "B", "C"]


def test_bytes_are_the_same_while_workers_are_killed_at_random(tmp_path: Path) -> None:
    """A thread kills six workers at work, one every quarter of a second, while the pool runs."""
    items = [f"sleep 0.0{number % 10}" for number in range(150)]
    left = 6

    def kill() -> None:
        nonlocal left
        while left:
            time.sleep(0.25)
            for mark in sorted(tmp_path.glob("worker-*"))[:1]:
                mark.unlink()
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(mark.name.partition("-")[2]), signal.SIGKILL)
                    left -= 1

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    while left:
        assert run_hostile(items, tmp_path, jobs=3) == [item.upper() for item in items]
    killer.join()


class FakePipe:
    """The worker's end of a pipe, with what it will be sent."""

    def __init__(self, *items: Any) -> None:
        self.items = list(items)
        self.sent: list[tuple[str, str | None]] = []

    def recv(self) -> Any:
        if not self.items:
            raise EOFError
        return self.items.pop(0)

    def send(self, answer: tuple[str, str | None]) -> None:
        self.sent.append(answer)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.scale.worker._settle", lambda: None)
    monkeypatch.setattr("sayso.scale.worker.log", logging.getLogger("worker"))


@pytest.mark.usefixtures("settled")
def test_worker_answers_until_none_or_the_end(tmp_path: Path) -> None:
    for items in (["a", "bug", "wrong p", None, "never"], ["a", "bug", "wrong p"]):
        pipe = FakePipe(*items)
        serve(pipe, "pool_work:make_hostile", {"folder": str(tmp_path)})  # type: ignore[arg-type]
        assert pipe.sent == [
            ("ready", None), ("done", "A"), ("failed", "ZeroDivisionError: oops"), ("error", "p:7: no such thing"),
        ]


@pytest.mark.usefixtures("settled")
def test_worker_that_cannot_be_made_says_so() -> None:
    pipe = FakePipe("a")
    serve(pipe, "pool_work:make_broken", {})  # type: ignore[arg-type]
    assert pipe.sent == [("broken", "the model is not installed")]

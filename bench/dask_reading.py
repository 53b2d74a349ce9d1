"""What reading on a Dask cluster gives, beside the local pool on the same cores; and what ten million reports cost.

    python bench/dask_reading.py [--workers N] [--reports N] [--rounds N] [--characters N] [--drafts N]
    python bench/dask_reading.py --cost TOKENS_A_CPU_SECOND

Reports are made of paragraphs of the example reports, the same ones on every run. Each round reads them once with the
pool and once with a scheduler and workers started here, in turn; starting and loading models is left out. Prints for
each the tokens (words and marks) a second and a CPU-second, of all processes together, and the ratio of the two.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.intake import Draft, Options  # noqa: E402
from sayso.intake.examples import load_examples  # noqa: E402
from sayso.scale.cluster import Cluster  # noqa: E402
from sayso.scale.engines import Engine  # noqa: E402
from sayso.scale.pool import Pool  # noqa: E402
from sayso.scale.shards import CHARACTERS, DRAFTS  # noqa: E402

FACTORY = "sayso.scale.adding:make_adder"
SETTINGS = {"model": None, "options": Options()}
PARAGRAPHS = 16
# What is bought, in cores and dollars an hour a core: list prices change, these are round numbers to reckon with.
PRICES = (("a laptop", 8, 0.0), ("one server, rented", 64, 0.04), ("200 jobs of a cluster, rented", 200, 0.04))
MANY, TOKENS = 10_000_000, 600


@dataclass(frozen=True)
class Rate:
    """Tokens a second of the clock, and of the processors."""

    wall: float
    cpu: float


def make_drafts(number: int, seed: int) -> list[Draft]:
    """Reports of paragraphs of the examples, some 600 tokens each."""
    parts = [part for report in load_examples() for part in report.text.split("\n\n")]
    draw = random.Random(seed)
    texts = ("\n\n".join(draw.choices(parts, k=PARAGRAPHS)) for _ in range(number))
    return [Draft("text", "made", text=text, id=f"made-{seed}-{n}") for n, text in enumerate(texts)]


def count_tokens(drafts: list[Draft]) -> int:
    return sum(len(re.findall(r"\w+|[^\w\s]", draft.text)) for draft in drafts)


def measure_pool(workers: int, drafts: list[Draft]) -> Rate:
    answers = Pool(FACTORY, SETTINGS, jobs=workers).run([*make_drafts(workers, 0), *drafts])
    for _ in range(workers):
        next(answers)
    return _measure(answers, drafts)


def measure_cluster(cluster: Cluster, workers: int, drafts: list[Draft]) -> Rate:
    warm = Cluster(cluster.scheduler, cluster.folder / "warm", FACTORY, SETTINGS, drafts=1)
    for _ in warm.run(make_drafts(workers, 0)):
        pass
    engine: Engine = cluster
    return _measure(engine.run(drafts), drafts)


def _measure(answers: Iterator[object], drafts: list[Draft]) -> Rate:
    tokens, wall, cpu = count_tokens(drafts), time.monotonic(), _cpu()
    for _ in drafts:
        answer = next(answers)
        assert isinstance(answer, str), answer
    return Rate(tokens / (time.monotonic() - wall), tokens / (_cpu() - cpu))


def _cpu() -> float:
    """Seconds of the processors so far, of this process and all that it started and that still run."""
    own = psutil.Process()
    total = 0.0
    for each in (own, *own.children(recursive=True)):
        times = each.cpu_times()
        total += times.user + times.system
    return total


@contextmanager
def run_dask(workers: int, folder: Path) -> Iterator[str]:
    """A scheduler and workers of one thread each, as the page tells; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    calls = [["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    calls += [["worker", address, "--nthreads", "1", "--no-dashboard", "--memory-limit", "0"]] * workers
    started = []
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with open(folder / "dask.log", "wb") as log:
        for what, *words in calls:
            command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words]
            started.append(subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=env))
            time.sleep(3)
        try:
            yield address
        finally:
            for each in reversed(started):
                each.terminate()
                each.wait()


def compare(workers: int, reports: int, rounds: int, characters: int, drafts: int) -> None:
    pool, dask = [], []
    with tempfile.TemporaryDirectory() as name, run_dask(workers, Path(name)) as address:
        for number in range(1, rounds + 1):
            work = make_drafts(reports, number)
            pool.append(measure_pool(workers, work))
            folder = Path(name) / f"work{number}"
            cluster = Cluster(address, folder, FACTORY, SETTINGS, characters=characters, drafts=drafts)
            dask.append(measure_cluster(cluster, workers, work))
            print(f"round {number}: pool {pool[-1].wall:,.0f} tokens a second, {pool[-1].cpu:,.0f} a CPU-second; "
                  f"Dask {dask[-1].wall:,.0f}, {dask[-1].cpu:,.0f}", flush=True)  # fmt: skip
    wall = median(ours.wall / theirs.wall for ours, theirs in zip(dask, pool, strict=True))
    cpu = median(ours.cpu / theirs.cpu for ours, theirs in zip(dask, pool, strict=True))
    print(f"{workers} workers, {reports} reports a round: Dask gives {wall:.2f} of the pool's tokens a second, "
          f"{cpu:.2f} of its tokens a CPU-second")  # fmt: skip
    print_cost(median(each.cpu for each in dask))


def print_cost(rate: float) -> None:
    """What ten million reports take at a rate of tokens a CPU-second."""
    hours = MANY * TOKENS / rate / 3600
    print(f"\n{MANY:,} reports of {TOKENS} tokens at {rate:,.0f} tokens a CPU-second: {hours:,.0f} core-hours\n")
    print("| where | cores | days | cost |\n| --- | ---: | ---: | ---: |")
    for where, cores, price in PRICES:
        cost = f"${hours * price:,.0f}" if price else "its electricity"
        print(f"| {where} | {cores} | {hours / cores / 24:,.1f} | {cost} |")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--reports", type=int, default=120)
    words.add_argument("--rounds", type=int, default=1)
    words.add_argument("--characters", type=int, default=CHARACTERS)
    words.add_argument("--drafts", type=int, default=DRAFTS)
    words.add_argument("--cost", type=float)
    given = words.parse_args()
    if given.cost:
        print_cost(given.cost)
    else:
        compare(given.workers, given.reports, given.rounds, given.characters, given.drafts)


if __name__ == "__main__":
    main()

"""Kill adding and linking, and fail their calls, many times, and see whether a store lost or doubled anything.

    python bench/kill.py [--random N] [--enumerate N] [--faults N] [--postgres N] [--seed S]

- `--random`: SIGKILL at random moments, again and again on one store until the command ends before it is killed.
- `--enumerate`: SIGKILL at the n-th `pwrite64`, `fdatasync`, `ftruncate` or `unlink` of a run, each n once (or N of
  them at even distances where there are more), each on a store of its own; by `strace`.
- `--faults`: ENOSPC and EIO at writes and EIO at syncs of a run, at even distances, each on a store of its own.
- `--postgres`: on a PostgreSQL that is started for it: a third of N at random moments, a third at enumerated
  `sendto` calls, and a third by killing the server's process of this connection, from which it must recover.

What a fault leaves must open, verify, hold whole reports only and no row that names what is not there; then the same
command is run again, and all that the store holds and answers must be what an undisturbed run leaves, byte for byte.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import killing  # noqa: E402
from killing import Ended, Fault  # noqa: E402
from store_servers import run_postgres  # noqa: E402
from test_store_faults import write_inbox  # noqa: E402

REPORTS = 12
FAILING = (("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fdatasync", "EIO"))


class Bench:
    """The undisturbed run, and how many faults left something wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.inbox = folder, write_inbox(folder / "in.jsonl", REPORTS)
        killing.warm_up(str(folder / "warm.db"), self.inbox)
        began = time.monotonic()
        self.run(str(folder / "whole.db"))
        self.took = time.monotonic() - began
        self.wanted = killing.describe(str(folder / "whole.db"))
        self.wrong, self.made, self.ended = 0, 0, Counter[str]()

    def run(self, store: str, fault: Fault | None = None) -> Ended:
        return killing.run(store, self.inbox, self.folder, fault)

    def new(self) -> str:
        self.made += 1
        return str(self.folder / f"store{self.made}.db")

    def judge(self, store: str, ended: Ended, *, last: bool = True) -> None:
        """Look at what a fault left, and run the command again to its end where it is the store's last fault."""
        self.ended[ended.how] += 1
        wrong = killing.find_wrong(store, REPORTS)
        if ended.how == "broken":
            wrong.append(ended.words)
        if last and (again := self.run(store)).how != "done":
            wrong.append(f"the command again: {again.how} {again.words}")
        if last and killing.describe(store) != self.wanted:
            wrong.append("it is not as an undisturbed run leaves it")
        if self.ended.total() % 20 == 0:
            print(f"  {self.ended.total()} runs", flush=True)
        self.wrong += bool(wrong)
        for line in wrong:
            print(f"  {store}: {line}", flush=True)

    def tell(self, what: str) -> None:
        said = ", ".join(f"{n} {how}" for how, n in sorted(self.ended.items()))
        print(f"{what}: {self.ended.total()} runs ({said}), {self.wrong} wrong", flush=True)
        self.ended = Counter()


def kill_at_random(bench: Bench, kills: int, chance: random.Random, stores: Iterator[str]) -> None:
    done = 0
    while done < kills:
        store, ended = next(stores), Ended("killed")
        while done < kills and ended.how == "killed":
            ended = killing.run_killed(store, bench.inbox, bench.folder, chance.uniform(0, bench.took))
            done += 1
            bench.judge(store, ended, last=ended.how != "killed" or done == kills)


def fail_at_each(bench: Bench, faults: list[Fault], stores: Iterator[str]) -> None:
    for fault in faults:
        store = next(stores)
        bench.judge(store, bench.run(store, fault))


def list_kills(bench: Bench, store: str, most: int) -> list[Fault]:
    calls = killing.count_writes(store, bench.inbox, bench.folder)
    print(f"an undisturbed run writes with {calls}", flush=True)
    return [Fault(call, n) for call, n in killing.spread(calls, most)]


def list_failures(bench: Bench, most: int) -> list[Fault]:
    calls = killing.count_writes(bench.new(), bench.inbox, bench.folder)
    each = most // len(FAILING)
    return [
        Fault(call, n, f"error={error}")
        for call, error in FAILING for call, n in killing.spread({call: calls[call]}, each)
    ]  # fmt: skip


def on_postgres(bench: Bench, most: int, chance: random.Random) -> None:
    with run_postgres() as address:
        stores = _make_databases(address)
        kill_at_random(bench, most // 3, chance, stores)
        bench.tell("PostgreSQL, killed at random moments")
        fail_at_each(bench, list_kills(bench, next(stores), most // 3), stores)
        bench.tell("PostgreSQL, killed at enumerated calls")
        for _ in range(most // 3):
            store = next(stores)
            started = killing.Run(store, bench.inbox, bench.folder)
            started.go()
            time.sleep(chance.uniform(0, bench.took))
            _kill_server_process(address, store)
            ended = started.wait()
            _wait_for(address)
            bench.judge(store, ended)
        bench.tell("PostgreSQL, the server's process killed at random moments")


def _make_databases(address: str) -> Iterator[str]:
    import psycopg

    number = 0
    while True:
        number += 1
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE store{number}".encode())
        yield address.replace("/postgres", f"/store{number}")


def _kill_server_process(address: str, store: str) -> None:
    import psycopg

    name = store.rpartition("/")[2]
    with psycopg.connect(address) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", (name,)).fetchall()
    for (pid,) in rows:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _wait_for(address: str) -> None:
    """Until the server has recovered."""
    import psycopg

    for _ in range(600):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(address).close()
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL does not recover")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, most in (("random", 200), ("enumerate", 200), ("faults", 60), ("postgres", 0), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=most)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        stores = iter(bench.new, None)
        if given.random:
            kill_at_random(bench, given.random, chance, stores)
            bench.tell("SQLite, killed at random moments")
        if given.enumerate:
            fail_at_each(bench, list_kills(bench, bench.new(), given.enumerate), stores)
            bench.tell("SQLite, killed at enumerated calls")
        if given.faults:
            fail_at_each(bench, list_failures(bench, given.faults), stores)
            bench.tell("SQLite, failing calls")
        if given.postgres:
            on_postgres(bench, given.postgres, chance)
        return bench.wrong


if __name__ == "__main__":
    sys.exit(main() > 0)

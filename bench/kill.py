"""Kill `sayso add` at random, many times, and see whether the store lost, doubled or half-wrote anything.

    python bench/kill.py [KILLS] [SEED]

The same command is started again and again on one store until it is done before it is killed, then on the next one.
Each kill must leave a store that opens, verifies and holds whole reports only, and the command that is let finish
must leave what one that was never killed leaves. Kills come at random moments and, with `strace` on the machine, at
the n-th write, sync or removal too.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from store_work import add_all  # noqa: E402
from test_store_faults import PROGRAM, write_inbox  # noqa: E402

from sayso.store import Store  # noqa: E402

REPORTS = 40
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "write")


def main(kills: int, seed: int) -> int:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        inbox = write_inbox(Path(folder) / "in.jsonl", REPORTS)
        began = time.monotonic()
        wanted = export(Path(folder) / "whole.db", inbox)
        took = time.monotonic() - began
        wrong = done = stores = 0
        while done < kills:
            stores += 1
            store = Path(folder) / f"killed{stores}.db"
            while done < kills and kill_once(store, inbox, chance, took):
                done += 1
                wrong += check(store)
            wrong += export(store, inbox) != wanted
            print(f"{done} kills of {stores} stores, {wrong} wrong", flush=True)
        return wrong


def export(store: Path, inbox: Path) -> list[str]:
    with Store.open(store) as opened:
        add_all(opened, [str(inbox)])
        return list(opened.export())


def kill_once(store: Path, inbox: Path, chance: random.Random, took: float) -> bool:
    """Start it and have it killed; whether it was still at work then."""
    command = [sys.executable, PROGRAM, str(store), str(inbox)]
    if shutil.which("strace") and chance.random() < 0.5:
        call, n = chance.choice(CALLS), chance.randrange(1, 60)
        inject = f"inject={call}:signal=KILL:when={n}"
        done = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", inject, *command], capture_output=True)
        assert done.returncode in (0, 137, -signal.SIGKILL), done.stderr
        return done.returncode != 0
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(1)
    time.sleep(chance.uniform(0, took / 3))
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return running


def check(store: Path) -> bool:
    """Whether anything is wrong with what a killed run left."""
    with Store.open(store) as opened:
        reports = opened.reports(limit=1000)
        whole = all(report.events == report.claims == 1 for report in reports)
        return not whole or list(opened.verify())[-1:] not in ([], [len(reports)])


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:3]]
    sys.exit(main(*(given + [200, 1][len(given) :])) > 0)

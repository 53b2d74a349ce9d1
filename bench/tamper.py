"""Change bytes of a store at random, and see whether `sayso verify` says so.

    python bench/tamper.py [--cells N] [--bytes N] [--spans N] [--seed S]

- `--cells`: one character or byte of a value in a row is changed, in each table in turn.
- `--bytes`: one byte of the file itself is changed. Where no value of any table is another then, nothing was changed
  (pages have unused room), and the flip does not count.
- `--spans`: reports are made up and put until they have so many spans, and every one is compared with its words again.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src"), str(ROOT / "bench")]

from store import make_reading  # noqa: E402
from tampering import TOLD, change, find_damage, list_cells, make_store, read_all  # noqa: E402

from sayso.store import Store  # noqa: E402

REPORTS = 40


def flip_cells(whole: Path, flips: int, chance: random.Random) -> int:
    found, tried = Counter[str](), Counter[str]()
    cells = list_cells(whole)
    for number in range(flips):
        table = TOLD[number % len(TOLD)]
        row, column = chance.choice(cells[table])
        changed = _copy(whole)
        change(changed, table, row, column, chance)
        tried[table] += 1
        if find_damage(changed):
            found[table] += 1
        else:
            print(f"  not found: {table} row {row}, {column}", flush=True)
    for table in TOLD:
        print(f"{table}: {found[table]} of {tried[table]} changes found", flush=True)
    return tried.total() - found.total()


def flip_bytes(whole: Path, flips: int, chance: random.Random) -> int:
    wanted, found, nothing, missed = read_all(whole), 0, 0, Counter[str]()
    for _ in range(flips):
        changed = _copy(whole)
        data = bytearray(changed.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        changed.write_bytes(data)
        held = read_all(changed)
        differing = {name for name in held if held[name] != wanted.get(name)}
        if find_damage(changed):
            found += 1
        elif not differing:
            nothing += 1
        else:
            missed[", ".join(sorted(differing))] += 1
    print(f"the file: {found} of {flips - nothing} changes found, {nothing} flips changed nothing", flush=True)
    for name, n in missed.most_common():
        print(f"  not found: {n} in {name}", flush=True)
    return missed.total()


def quote_again(folder: Path, spans: int) -> None:
    where, number, held = folder / "spans.db", 0, 0
    with Store.open(where) as store:
        while held < spans:
            store.put(reading := make_reading(number))
            number += 1
            held += count_spans(reading)
        began = time.process_time()
        wrong = [line for line in store.verify() if isinstance(line, str)]
    took = time.process_time() - began
    print(f"{held} spans of {number} reports quote their words, {len(wrong)} do not, {took:.0f} s of CPU", flush=True)


def count_spans(reading: Any) -> int:
    from sayso.store.rows import make_rows

    return sum(len(row["quotes"]) for atoms in make_rows(reading, 1).atoms.values() for row in atoms)


def _copy(whole: Path) -> Path:
    changed = whole.with_name("changed.db")
    for end in ("-wal", "-shm"):
        changed.with_name(changed.name + end).unlink(missing_ok=True)
    shutil.copy(whole, changed)
    return changed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, most in (("cells", 200), ("bytes", 200), ("spans", 100_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=most)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch:
        whole = make_store(Path(scratch) / "whole.db", REPORTS)
        with sqlite3.connect(whole) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        missed = flip_cells(whole, given.cells, chance) + flip_bytes(whole, given.bytes, chance)
        if given.spans:
            quote_again(Path(scratch), given.spans)
    return missed


if __name__ == "__main__":
    sys.exit(main() > 0)

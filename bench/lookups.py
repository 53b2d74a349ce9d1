"""How long look-ups in the gazetteer take, beside a bare SQLite query of the same file.

    python bench/lookups.py [NUMBER] [SEED]

NUMBER names (20,000 when left out) are drawn from the gazetteer's own, half of them spoilt by a letter so that nothing
is found. Each is asked once, cold (nothing remembered), then once more. Prints microseconds of CPU time a look-up.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.norm.gazetteer import Gazetteer, open_gazetteer  # noqa: E402

NUMBER = 20_000


def main(arguments: Sequence[str]) -> None:
    number = int(arguments[0]) if arguments else NUMBER
    path = open_gazetteer()._path
    base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    names = draw_names(base, number, random.Random(int(arguments[1]) if len(arguments) > 1 else 0))
    gazetteer = Gazetteer(path)
    query = "SELECT count(*) FROM names n JOIN places p ON p.id = n.place WHERE n.key = ?"
    print(f"{number} names, microseconds a look-up")
    print(f"bare query        {spend(lambda n: base.execute(query, (n,)).fetchone(), names):7.1f}")
    print(f"find, cold        {spend(gazetteer.find, names):7.1f}")
    print(f"find, repeated    {spend(gazetteer.find, names[-1000:]):7.1f}")
    print(f"find_alike, cold  {spend(gazetteer.find_alike, names):7.1f}")


def draw_names(base: sqlite3.Connection, number: int, chance: random.Random) -> list[str]:
    """Names of the gazetteer, half of them with a letter too many, in random order."""
    keys = [row[0] for row in base.execute("SELECT DISTINCT key FROM names ORDER BY key")]
    drawn = [chance.choice(keys) for _ in range(number)]
    return [name if n % 2 else f"{name[:2]}q{name[2:]}" for n, name in enumerate(drawn)]


def spend(ask: Callable[[str], object], names: Sequence[str]) -> float:
    """CPU microseconds of one question, on average."""
    start = time.process_time()
    for name in names:
        ask(name)
    return (time.process_time() - start) / len(names) * 1e6


if __name__ == "__main__":
    main(sys.argv[1:])

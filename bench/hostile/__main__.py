"""The table of all traps: `python -m bench.hostile`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ["PYTHONPATH"] = str(ROOT / "src")  # for the children that read PDF and Parquet

from bench.hostile.all import TRAPS  # noqa: E402
from bench.hostile.measure import Result, measure  # noqa: E402
from bench.hostile.trap import Trap  # noqa: E402
from sayso.intake.page import extract  # noqa: E402
from sayso.reading import Reader  # noqa: E402

EXPONENT, MEMORY = 1.2, 400


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    asked.add_argument("--only", nargs="+", default=[""], metavar="NAME", help="these traps, by a part of their names")
    asked.add_argument("--results", type=Path, metavar="FILE",
                       help="keep the results there as JSON, beside those of others")
    asked.add_argument("--table", type=Path, metavar="FILE", help="write all results kept as a Markdown table")
    given = asked.parse_args()
    kept = json.loads(given.results.read_text("utf-8")) if given.results and given.results.exists() else {}
    reader = _load()
    failed = total = 0
    for trap in TRAPS:
        if not any(part in trap.name for part in given.only):
            continue
        result = _measure(trap, reader)
        bad = _judge(result)
        total, failed = total + 1, failed + bool(bad)
        seconds = ", ".join(f"{s:.2f}" for s in result.seconds)
        print(f"{trap.name:26} {seconds:20} {_grown(result):>5} {result.peak:4} MB  {'; '.join(bad)}", flush=True)
        for said in result.said:
            print(f"    {said[:150]}", flush=True)
        kept[trap.name] = asdict(result) | {"size": trap.size}
        if given.results:
            given.results.write_text(json.dumps(kept, indent=1, ensure_ascii=False), "utf-8")
    if given.table:
        given.table.write_text("\n".join(_table(kept)) + "\n", "utf-8")
    print(f"{total} generators, {failed} with something wrong")
    return 1 if failed else 0


def _load() -> Reader:
    """A reader that has read, in a process that has taken in a page: what a worker holds anyway."""
    reader = Reader()
    reader.read("Police in Nairobi said on Monday that two men had been arrested in Lesk.", published="2021-05-03")
    extract("<html><body><article><p>The mayor of Lesk met two dock workers.</p></article></body></html>")
    return reader


def _measure(trap: Trap, reader: Reader) -> Result:
    result = measure(trap, reader)
    if (result.exponent or 0) > EXPONENT:  # a busy machine makes outliers: the faster of two runs counts
        again = measure(trap, reader)
        result.seconds = [min(pair) for pair in zip(result.seconds, again.seconds, strict=True)]
    return result


def _table(kept: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield _row("input", "what", "n", "kB at 4n", "CPU seconds at n, 2n, 4n", "exponent", "MB")
    yield _row(*["---"] * 2, *["--:"] * 5)
    for trap in TRAPS:
        if trap.name in kept:
            size = kept[trap.name].pop("size")
            result = Result(**kept[trap.name])
            seconds = ", ".join(f"{s:.2f}" for s in result.seconds)
            yield _row(f"`{trap.name}`", trap.what, f"{size:,}", f"{result.bytes[-1] / 1000:,.0f}", seconds,
                       _grown(result), str(result.peak))


def _judge(result: Result) -> list[str]:
    bad = list(result.wrong)
    if (result.exponent or 0) > EXPONENT:
        bad.append(f"EXPONENT {result.exponent:.2f}")
    if result.peak >= MEMORY:
        bad.append(f"MEMORY {result.peak} MB")
    return bad


def _grown(result: Result) -> str:
    return "–" if result.exponent is None else f"{result.exponent:.2f}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())

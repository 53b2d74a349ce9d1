"""Copies: sayso beside datasketch, on the same texts with the same scorer; near-copies found; growth with the set.

    PYTHONPATH=src python bench/copies.py FOLDER            # FOLDER as for `sayso bench`; needs datasketch
    PYTHONPATH=src python bench/copies.py FOLDER --growth   # near-copies, and both searches on 2,000 to 32,000 reports

Speed is CPU time of one process in which texts are in memory; ratios are to `find_copies` in the same run. datasketch
gets runs of three lower-case words, and an exact check of each pair that it finds; pairs are joined to groups.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from random import Random

from copies_hard import make_set, write_set
from datasketch import MinHash, MinHashLSH, MinHashLSHEnsemble

from sayso.bench.corpora import load_lines, load_reports
from sayso.link.copies import find_copies
from sayso.link.near import find_near, find_near_copies
from sayso.types import Report, make_report

Groups = list[list[str]]
SIZES = (2_000, 8_000, 32_000)
VARIANTS = 4


def sketch_all(reports: list[Report]) -> tuple[list[set[bytes]], list[MinHash]]:
    runs = []
    for report in reports:
        words = report.text.lower().split()
        runs.append({" ".join(words[i : i + 3]).encode("utf-8", "replace") for i in range(len(words) - 2)})
    return runs, list(MinHash.generator(runs, num_perm=128))


def by_lsh(reports: list[Report], threshold: float) -> Groups:
    """Pairs with a Jaccard index of `threshold` by datasketch's MinHashLSH."""
    runs, hashes = sketch_all(reports)
    index = MinHashLSH(num_perm=128, params=(32, 4))
    pairs = []
    for i, found in enumerate(hashes):
        near = [j for j in index.query(found) if len(runs[i] & runs[j]) >= threshold * len(runs[i] | runs[j])]
        pairs += [[reports[j].id, reports[i].id] for j in near]
        index.insert(i, found)
    return pairs


def by_ensemble(reports: list[Report], threshold: float) -> Groups:
    """Pairs of which one contains `threshold` of the other by datasketch's MinHashLSHEnsemble."""
    runs, hashes = sketch_all(reports)
    index = MinHashLSHEnsemble(threshold=threshold, num_perm=128, num_part=16)
    index.index((i, found, max(1, len(runs[i]))) for i, found in enumerate(hashes))
    pairs = []
    for i, found in enumerate(hashes):
        others = [j for j in index.query(found, max(1, len(runs[i]))) if j != i]
        held = [j for j in others if len(runs[i] & runs[j]) >= threshold * max(1, min(len(runs[i]), len(runs[j])))]
        pairs += [[reports[i].id, reports[j].id] for j in held]
    return pairs


METHODS: dict[str, Callable[[list[Report]], Groups]] = {
    "sayso copies": lambda reports: [list(group.reports) for group in find_copies(reports)],
    "sayso copies --near": lambda reports: [list(group.reports) for group in find_near_copies(reports)],
    **{f"datasketch MinHashLSH, Jaccard {t}": lambda reports, t=t: by_lsh(reports, t) for t in (0.3, 0.5, 0.7)},
    **{f"datasketch LSHEnsemble, containment {t}": lambda reports, t=t: by_ensemble(reports, t) for t in (0.3, 0.5)},
}  # fmt: skip


def score(folder: Path, gold: Path, groups: Groups, work: Path) -> dict[str, float]:
    answers = work / "groups.jsonl"
    answers.write_text("".join(json.dumps({"reports": group}) + "\n" for group in groups), "utf-8")
    command = [sys.executable, str(folder / "score/copies.py"), str(gold), str(answers), "--json"]
    said: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return said


def compare_methods(folder: Path, work: Path) -> None:
    """A table: pairwise precision, recall and F1 on the development set and on two hard sets, reports a CPU-second."""
    sets = {"dev": folder / "data/copies/dev.jsonl.gz"}
    for seed in (1, 2, 3, 4):
        sets[f"hard {seed}"] = work / f"hard{seed}.jsonl.gz"
        write_set(make_set(folder, seed), sets[f"hard {seed}"])
    print("| set | reports | method | P | R | F1 | reports a CPU-second | of sayso's |\n" + "| --- " * 8 + "|")
    for name, gold in sets.items():
        reports, ours = list(load_reports(gold)), 0.0
        for method, find in METHODS.items():
            began = time.process_time()
            groups = find(reports)
            speed = len(reports) / (time.process_time() - began)
            ours = ours or speed
            said = score(folder, gold, groups, work)
            shares = " | ".join(f"{100 * said[key]:.1f}" for key in ("p", "r", "f"))
            print(f"| {name} | {len(reports)} | {method} | {shares} | {speed:.0f} | {speed / ours:.2f} |", flush=True)


def make_variants(texts: list[str], count: int) -> tuple[list[str], list[int]]:
    """`count` texts and the family of each: words of their own, variants with up to 6 % of the words replaced."""
    out: list[str] = []
    families: list[int] = []
    while len(out) < count:
        family = len(out)
        chance = Random(family)
        round_ = family // (VARIANTS * len(texts))
        words = texts[family // VARIANTS % len(texts)].split()
        if round_:
            words = [f"{chr(97 + round_ % 26)}{word}" if len(word) > 4 else word for word in words]
        for _ in range(VARIANTS):
            rate = chance.uniform(0, 0.06)
            out.append(" ".join(chance.choice(words) if chance.random() < rate else word for word in words))
            families.append(family)
    return out[:count], families[:count]


def measure_growth(folder: Path) -> None:
    """Near-copies found of those there are, and speed, as the set grows."""
    rows = load_lines(folder / "data/gva/dev.jsonl.gz")
    texts = [text for text in (row["text"] for row in rows) if len(text.split()) > 40]
    points: dict[str, list[tuple[int, float]]] = {"near": [], "copies": []}
    for size in SIZES:
        made, families = make_variants(texts, size)
        began = time.process_time()
        found = find_near(made)
        points["near"].append((size, time.process_time() - began))
        there = list(_true_pairs(made, families))
        recall = len({(a, b) for a, b, _ in found} & set(there)) / len(there)
        reports = [make_report(text, id=str(i)) for i, text in enumerate(made)]
        began = time.process_time()
        find_copies(reports)
        points["copies"].append((size, time.process_time() - began))
        speeds = ", ".join(f"{name} {size / taken[-1][1]:.0f}" for name, taken in points.items())
        print(f"{size} reports: {len(there)} pairs at 0.7, recall {recall:.5f}; a CPU-second: {speeds}", flush=True)
    for name, taken in points.items():
        (small, first), (large, last) = taken[0], taken[-1]
        print(f"{name}: time grows with the power {math.log(last / first) / math.log(large / small):.3f}")


def _true_pairs(texts: list[str], families: list[int]) -> Iterable[tuple[int, int]]:
    runs = []
    for text in texts:
        words = text.lower().split()
        runs.append({hash(tuple(words[i : i + 3])) for i in range(len(words) - 2)})
    for start in range(0, len(texts), VARIANTS):
        members = [i for i in range(start, min(start + VARIANTS, len(texts))) if families[i] == start]
        for a, b in combinations(members, 2):
            if len(runs[a] & runs[b]) >= 0.7 * len(runs[a] | runs[b]):
                yield a, b


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        if "--growth" in sys.argv:
            measure_growth(Path(sys.argv[1]))
        else:
            compare_methods(Path(sys.argv[1]), Path(scratch))

"""Count in how many reports each term is: the reference collection behind `sayso.link.story_wording.rarity`.

    python training/count_terms.py REPORTS.jsonl[.gz]... [--skip IDS.txt]

Each file holds one report a line with its "text"; reports whose "id" is in IDS.txt (one a line) are left out, and one
with an id that came before. Writes
src/sayso/data/models/terms.tsv.gz: a line with the number of reports, then terms of three reports or more, sorted.
The same input gives the same bytes. No text, and no term of one or two reports, gets into the table.

Who is known everywhere tells little: words for states and their peoples, capitals, and the names of the knowledge base
count as in one report of a hundred at least, so that two reports are not one story for naming the same president.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src")]

from sayso.link.story_wording import TABLE, list_terms  # noqa: E402
from sayso.norm.countries import list_countries  # noqa: E402
from sayso.norm.kb import list_entities, list_names  # noqa: E402

TARGET = ROOT / "src" / "sayso" / "data" / TABLE
FEWEST = 3
KNOWN = 100  # reports to one that holds a term known everywhere


def count_terms(paths: list[Path], skip: set[str]) -> tuple[Counter[str], int]:
    """In how many reports each term is, and how many reports there are."""
    counts: Counter[str] = Counter()
    reports = 0
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", errors="surrogatepass") as lines:
            for line in lines:
                row = json.loads(line)
                if str(row["id"]) not in skip:
                    skip.add(str(row["id"]))
                    counts.update(set(list_terms(row["text"])))
                    reports += 1
    return counts, reports


def list_known() -> set[str]:
    """The terms of names known everywhere."""
    names = [name for entity in list_entities() for name in list_names(entity)]
    for country in list_countries().values():
        names += [country.name, *country.names, *country.adjectives, *country.people, *country.capitals]
    return {term for name in names for term in list_terms(name)}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--skip", type=Path)
    given = parser.parse_args()
    skip = set(given.skip.read_text("utf-8").split()) if given.skip else set()
    counts, reports = count_terms(given.reports, skip)
    for term in list_known():
        counts[term] = max(counts[term], reports // KNOWN)
    rows = [f"\t{reports}", *(f"{term}\t{n}" for term, n in sorted(counts.items()) if n >= FEWEST)]
    TARGET.write_bytes(gzip.compress("\n".join(rows).encode("utf-8"), 9, mtime=0))
    print(f"{len(rows) - 1} terms of {reports} reports, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()

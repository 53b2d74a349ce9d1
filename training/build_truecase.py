"""Count how English news writes its words, for reading text that is all in capitals.

    python training/build_truecase.py DATA src/sayso/data/truecase.tsv.gz

DATA is a folder of corpora (`*/train.jsonl.gz`, one report a line with a `text`). Only words inside a sentence that is
itself in mixed case are counted. Written: one line a word that stands at least `LEAST` times, the word in lower case
and the way it is written most often, sorted, so that the same data gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

LEAST = 2
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE_END = re.compile(r"[.!?:\"'”’)\]\n]\s*$|^\s*$|[“\"'‘(\[]$")


def main(data: str, out: str) -> None:
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted(Path(data).glob("*/train.jsonl.gz")):
        if path.parent.name in {"muc4", "ngec_synthetic"}:  # in capitals; not written by people
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                count_words(json.loads(line)["text"], seen)
    rows = []
    for word, forms in seen.items():
        form, most = min(forms.items(), key=lambda item: (-item[1], item[0]))
        if sum(forms.values()) >= LEAST and most > 0:
            rows.append(f"{word}\t{form}\n" if form != word else f"{word}\n")
    with open(out, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        packed.write("".join(sorted(rows)).encode("utf-8"))


def count_words(text: str, seen: dict[str, Counter[str]]) -> None:
    for line in text.splitlines():
        letters = [c for c in line if c.isalpha()]
        # A headline in title case or capitals says nothing about how its words are written.
        if len(letters) < 40 or sum(c.isupper() for c in letters) > 0.15 * len(letters):
            continue
        for match in WORD.finditer(line):
            if not SENTENCE_END.search(line[: match.start()]):
                seen[match.group().lower()][match.group()] += 1


if __name__ == "__main__":
    main(*sys.argv[1:3])

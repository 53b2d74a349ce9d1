"""The corpora of whole texts, read into examples. Each function names its source; terms: docs/models/encoder.md."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from encoder.heads import BY_NAME, IGNORE, TYPES
from encoder.windows import Example, Segment, bio_labels
from sayso.norm.truecase import make_legible
from sayso.pipes.encoder_text import Ints, Pieces, span_pieces, split_pieces
from sayso.pipes.encoder_windows import sentences

ROLES = BY_NAME["claims"].labels
GVA, INDIA = 900, 300  # reports that the teacher marks: as many word pieces as PolNeAR has
Row = dict[str, Any]


def read_lines(path: Path) -> Iterator[Row]:
    """The JSON objects of a `.jsonl.gz` file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_polnear(data: Path, part: str, tokenizer: Tokenizer) -> list[Example]:
    """PolNeAR: source, cue and content of the attributions of an article; every piece has at most one."""
    examples = []
    for row in read_lines(data / "polnear" / f"{part}.jsonl.gz"):
        pieces = split_pieces(tokenizer, row["text"])
        spans = [(s, e, i) for claim in row["claims"] for i, role in enumerate(ROLES) for s, e in claim[role]]
        examples.append(Example(row["id"], row["text"], pieces, {"claims": bio_labels(pieces, dict.fromkeys(spans))}))
    return examples


def read_places(data: Path, part: str, tokenizer: Tokenizer) -> list[Example]:
    """LGL, GeoVirus, GeoWebNews: places meant as places; nothing is said of the optional ones."""
    examples = []
    for row in read_lines(data / "places" / f"{part}.jsonl.gz"):
        pieces = split_pieces(tokenizer, row["text"])
        labels = bio_labels(pieces, [(p["start"], p["end"], 0) for p in row["places"] if not p.get("optional")])
        for place in row["places"]:
            if place.get("optional"):
                forget(labels, pieces, place["start"], place["end"])
        examples.append(Example(row["id"], row["text"], pieces, {"places": labels}))
    return examples


def read_times(data: Path, part: str, tokenizer: Tokenizer) -> list[Example]:
    """TimeBank, AQUAINT, WikiWars: time expressions by TIMEX3 type."""
    kinds = BY_NAME["times"].labels
    examples = []
    for row in read_lines(data / "timex" / f"{part}.jsonl.gz"):
        pieces = split_pieces(tokenizer, row["text"])
        labels = bio_labels(pieces, [(t["start"], t["end"], kinds.index(t["type"])) for t in row["times"]])
        examples.append(Example(row["id"], row["text"], pieces, {"times": labels}))
    return examples


def read_wikievents(data: Path, part: str, tokenizer: Tokenizer) -> list[Example]:
    """WikiEvents: every trigger of the KAIROS types with a PLOVER counterpart, and what its sentences hold."""
    examples = []
    for row in read_lines(data / "wikievents" / f"{part}.jsonl.gz"):
        pieces = split_pieces(tokenizer, row["text"])
        coded = [e for e in row["events"] if e["plover_any"]]
        labels = bio_labels(pieces, [(*e["trigger"], TYPES.index(e["plover_any"][0])) for e in coded])
        for event in row["events"]:
            first, last = span_pieces(pieces, *event["trigger"])
            if not event["plover_any"] and not labels[first:last].any():
                labels[first:last] = IGNORE
        segments = tuple(_sentence_segments(row["text"], pieces, coded))
        examples.append(Example(row["id"], row["text"], pieces, {"triggers": labels}, segments))
    return examples


def read_muc(data: Path, part: str, tokenizer: Tokenizer) -> list[Example]:
    """MUC-4: every place in a report with the words of a filler of its templates; reports without any are kept too."""
    roles = BY_NAME["fillers"].labels
    examples = []
    for row in read_lines(data / "muc4" / f"{part}.jsonl.gz"):
        text = make_legible(row["text"])  # the reports are in capitals
        pieces = split_pieces(tokenizer, text)
        spans = {(m.start(), m.end(), i) for template in row["templates"] for i, role in enumerate(roles)
                 for entity in template[role] for words in entity for m in _find_words(words, text)}
        longest = sorted(spans, key=lambda s: (s[0] - s[1], s))
        examples.append(Example(row["id"], text, pieces, {"fillers": bio_labels(pieces, longest)}))
    return examples


def read_plain(data: Path, tokenizer: Tokenizer, random: Random | None = None) -> list[Example]:
    """News without labels of ours, for the teacher's: ECB+, and with `random` some of GVA and of the Indian reports."""
    texts = [(row["id"], row["text"]) for row in read_lines(data / "ecbplus" / "train.jsonl.gz")]
    if random is not None:
        crimes = {row["text"][:80]: (row["id"], row["text"]) for row in read_lines(data / "gva" / "dev.jsonl.gz")}
        texts += random.sample(list(crimes.values()), GVA)
        riots = [(row["id"], make_legible(row["text"]))
                 for row in read_lines(data / "india_police_events" / "dev.jsonl.gz")]
        texts += random.sample(riots, INDIA)
    return [Example(id, text, split_pieces(tokenizer, text)) for id, text in texts]


def _find_words(words: str, text: str) -> Iterator[re.Match[str]]:
    """Where `words` stand in `text` by themselves, in any case."""
    return re.finditer(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text, re.IGNORECASE) if words.strip() else iter(())


def read_factuality(data: Path, part: str, tokenizer: Tokenizer) -> list[Example]:
    """UW factuality: how firmly an event word is put."""
    kinds = BY_NAME["factuality"].labels
    examples = []
    for row in read_lines(data / "factuality-uw" / f"{part}.jsonl.gz"):
        pieces = split_pieces(tokenizer, row["text"])
        labels = np.full(len(pieces), IGNORE)
        for event in row["events"]:
            first, last = span_pieces(pieces, *event["trigger"])
            labels[first : min(last, first + 1)] = kinds.index(event["factuality"])
        examples.append(Example(row["id"], row["text"], pieces, {"factuality": labels}))
    return examples


def forget(labels: Ints, pieces: Pieces, start: int, end: int) -> None:
    """Nothing is known of the code points `start` to `end`."""
    first, last = span_pieces(pieces, start, end)
    labels[first:last] = IGNORE


def _sentence_segments(text: str, pieces: Pieces, coded: list[Row]) -> Iterator[Segment]:
    """The sentences with the types of their triggers; where the scheme knows none, `none` for a small weight."""
    for start, end in sentences(text):
        first, last = span_pieces(pieces, start, end)
        if last - first < 4:
            continue
        inside = [e for e in coded if start <= e["trigger"][0] < end]
        groups = {frozenset(TYPES.index(t) for t in e["plover_any"]) for e in inside}
        if groups:
            yield Segment(first, last, tuple(sorted(groups, key=sorted)), negative=0.3, weight=0.5)
        else:
            yield Segment(first, last, (frozenset({len(TYPES)}),), negative=0.5, weight=0.2)


def add_names(path: Path, examples: list[Example]) -> None:
    """Names of persons, bodies and places as training/silver_names.py marked them, by the ids of the texts."""
    kinds = BY_NAME["names"].labels
    marked = {row["id"]: row["names"] for row in map(json.loads, path.read_text("utf-8").splitlines())}
    for example in examples:
        spans = [(start, end, kinds.index(label)) for start, end, label in marked[example.id]]
        example.labels["names"] = bio_labels(example.pieces, spans)

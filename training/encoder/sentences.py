"""The corpora of single sentences coded with PLOVER types, read into examples."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from encoder.corpora import Row, read_lines
from encoder.heads import IGNORE, TYPES
from encoder.windows import Example, Segment, bio_labels
from sayso.pipes.encoder_text import Ints, Pieces, span_pieces, split_pieces
from sayso.pipes.encoder_windows import sentences

NONE = len(TYPES)
_YIELD = frozenset({TYPES.index("CONCEDE"), TYPES.index("RETREAT")})
_NEVER = re.compile(
    r"\b(?:the|an?|of|and|or|to|in|on|at|by|for|from|with|as|that|this|these|those|his|her|its|their|our|my|your|is|are|"
    r"was|were|be|been|has|have|had|it|he|she|they|we|you|i|who|which|after|before|over|about|into|said|says?|but)\b|"
    r"[^\w\s]+|\d+",
    re.IGNORECASE,
)


def reported(row_id: str) -> bool:
    """Whether a line of a set that has only a dev part is in the fifth kept for figures."""
    return int(hashlib.sha1(row_id.encode()).hexdigest(), 16) % 5 == 0


def read_plv(data: Path, part: str, tokenizer: Tokenizer) -> list[Example]:
    """PLV: one type for a marked pair of sides; other pairs of the sentence may have others."""
    examples = []
    for row in read_lines(data / "plv" / f"{part}.jsonl.gz"):
        groups = [_YIELD if e["type"] == "CONCEDE" else frozenset({TYPES.index(e["type"])}) for e in row["events"]]
        sides = [([tuple(s) for s in e["actor"]], [tuple(s) for s in e["recipient"]]) for e in row["events"]]
        examples.append(_coded(row, groups, sides, tokenizer, exhaustive=False))
    return examples


def read_coded(data: Path, held: bool, tokenizer: Tokenizer) -> list[Example]:
    """Coded sentences but PLV: the fifth kept for figures if `held`, else the rest less what a dev part has too."""
    known = set() if held else _dev_letters(data)
    examples = []
    for row in read_lines(data / "coded_sentences" / "dev.jsonl.gz"):
        if row["origin"] == "plv" or reported(row["id"]) != held or letters(row["text"]) in known:
            continue
        groups = [frozenset(TYPES.index(t) for t in e["plover_any"]) for e in row["events"]]
        sides = [(_marked(e["actors"]), _marked(e["recipients"])) for e in row["events"]]
        examples.append(_coded(row, groups, sides, tokenizer, exhaustive=row["exhaustive"]))
    return examples


def letters(text: str) -> str:
    """The letters and digits of a text: the same sentence stands in several sets with other spacing."""
    return re.sub(r"\W+", "", text.lower())


def _dev_letters(data: Path) -> set[str]:
    """The sentences of PLV's dev part, and of the fifth of the coded ones that is kept for figures."""
    coded = (row for row in read_lines(data / "coded_sentences" / "dev.jsonl.gz") if reported(row["id"]))
    return {letters(row["text"]) for row in (*read_lines(data / "plv" / "dev.jsonl.gz"), *coded)}


def read_synthetic(data: Path, tokenizer: Tokenizer) -> list[Example]:
    """NGEC's generated stories: the first paragraph, for a small weight, since the label is that of the prompt."""
    examples = []
    for row in read_lines(data / "ngec_synthetic" / "train.jsonl.gz"):
        text = row["text"].split("\n")[0][:500]
        pieces = split_pieces(tokenizer, text)
        if len(pieces) > 3 and row["plover_type"] in TYPES:
            group = (frozenset({TYPES.index(row["plover_type"])}),)
            segment = Segment(0, len(pieces), group, negative=0.1, weight=0.3)
            examples.append(Example(row["id"], text, pieces, {}, (segment,)))
    return examples


def read_rams(data: Path, held: bool, tokenizer: Tokenizer) -> list[Example]:
    """RAMS: one marked trigger a snippet; of the other words only those that never are triggers count."""
    examples = []
    for row in read_lines(data / "rams" / "dev.jsonl.gz"):
        if reported(row["id"]) != held:
            continue
        pieces = split_pieces(tokenizer, row["text"])
        labels = _never(row["text"], pieces)
        segments = []
        for event in (e for e in row["events"] if e["plover_any"]):
            wanted = bio_labels(pieces, [(*event["trigger"], TYPES.index(event["plover_any"][0]))])
            labels[wanted > 0] = wanted[wanted > 0]
            for start, end in sentences(row["text"]):
                if start <= event["trigger"][0] < end:
                    group = (frozenset(TYPES.index(t) for t in event["plover_any"]),)
                    segments.append(Segment(*span_pieces(pieces, start, end), group, negative=0.2))
        segments = [s for s in segments if s.last > s.first]
        examples.append(Example(row["id"], row["text"], pieces, {"triggers": labels}, tuple(segments)))
    return examples


def _marked(sides: list[Row]) -> list[tuple[int, int]]:
    return [(s["start"], s["end"]) for s in sides if s.get("start") is not None]


def _never(text: str, pieces: Pieces) -> Ints:
    """(n,) O where a word never is a trigger, else `IGNORE`."""
    labels = np.full(len(pieces), IGNORE)
    for match in _NEVER.finditer(text):
        first, last = span_pieces(pieces, *match.span())
        labels[first:last] = 0
    return labels


def _coded(
    row: Row,
    groups: list[frozenset[int]],
    sides: list[tuple[list[tuple[int, int]], list[tuple[int, int]]]],
    tokenizer: Tokenizer,
    *,
    exhaustive: bool,
) -> Example:
    """A sentence with its types, its sides where they are marked, and a trigger somewhere else in it."""
    pieces = split_pieces(tokenizer, row["text"])
    actors = {span for doers, _ in sides for span in doers}
    targets = {span for _, done in sides for span in done}
    spans = [(s, e, 2 if (s, e) in actors & targets else int((s, e) in targets)) for s, e in sorted(actors | targets)]
    triggers = _never(row["text"], pieces)
    for start, end, _ in spans:
        first, last = span_pieces(pieces, start, end)
        triggers[first:last] = 0
    if not groups and exhaustive:
        triggers[:] = 0
    labels = {"triggers": triggers}
    if spans:
        labels["roles"] = bio_labels(pieces, spans)
    events = tuple(groups) or (frozenset({NONE}),)
    negative = 1.0 if exhaustive else 0.3
    segment = Segment(0, len(pieces), events, negative, hidden=bool(groups))
    return Example(row["id"], row["text"], pieces, labels, (segment,) if len(pieces) else ())

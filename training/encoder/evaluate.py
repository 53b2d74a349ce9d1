"""Figures on the dev parts, by the definitions of the corpora's scorers, for the torch model and the shipped one."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch

from encoder.heads import BY_NAME, HEADS, IGNORE, Head
from encoder.losses import pool
from encoder.model import Encoder
from encoder.windows import Example, Window, make_batch
from sayso.pipes.encoder_decode import Floats, best_path, bio_chain, nearest_path, runs
from sayso.pipes.encoder_model import Model
from sayso.pipes.encoder_text import Ints
from sayso.pipes.encoder_windows import cut, merge

Spans = set[tuple[int, int, int]]


class Reader(Protocol):
    """Something that gives the columns of each head for a whole text."""

    def columns(self, example: Example) -> dict[str, Floats]:
        """Head name -> (n, columns)."""

    def chain(self, head: Head) -> Floats:
        """(K, K) scores between the classes of a head with a chain."""


class TorchReader:
    """The model in training, windows merged as at run time."""

    def __init__(self, model: Encoder, length: int = 256, overlap: int = 64) -> None:
        self.model, self.length, self.overlap = model, length, overlap

    def columns(self, example: Example) -> dict[str, Floats]:
        stretches = cut(len(example.pieces), self.length - 2, self.overlap)
        found: dict[str, list[Floats]] = {head.name: [] for head in HEADS}
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            for at in range(0, len(stretches), 8):
                batch = make_batch([Window(example, s.first, s.last) for s in stretches[at : at + 8]])
                for name, values in self.model(batch.ids, batch.shapes).items():
                    found[name].extend(values[:, 1:-1].numpy())
        return {head.name: merge(stretches, found[head.name], head.columns) for head in HEADS}

    def chain(self, head: Head) -> Floats:
        chain: Floats = bio_chain(len(head.labels)) + self.model.chains[head.name].detach().numpy()
        return chain


class ShippedReader:
    """The model as exported, in onnxruntime."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def columns(self, example: Example) -> dict[str, Floats]:
        found = self.model.columns(example.pieces)
        return {head.name: found[:, head.first : head.last] for head in self.model.heads}

    def chain(self, head: Head) -> Floats:
        chain = next(h.chain for h in self.model.heads if h.name == head.name)
        if chain is None:
            raise ValueError(f"head {head.name!r} of the shipped model has no chain")
        return chain


def canonical(text: str, spans: list[tuple[int, int, int]]) -> Spans:
    """Spans of one label joined where only white space lies between, as the scorer of claims does."""
    out: list[tuple[int, int, int]] = []
    for start, end, label in sorted(spans, key=lambda s: (s[2], s[0])):
        if out and out[-1][2] == label and not text[out[-1][1] : start].strip():
            out[-1] = (out[-1][0], end, label)
        else:
            out.append((start, end, label))
    return set(out)


def char_spans(example: Example, path: Ints) -> list[tuple[int, int, int]]:
    """The code point spans of a path of classes."""
    p = example.pieces
    return [(int(p.starts[a]), int(p.ends[b - 1]), label) for a, b, label in runs(path)]


def span_f1(pairs: list[tuple[Spans, Spans]], labels: tuple[str, ...]) -> dict[str, float]:
    """Exact F1 in percent of each label and of all, from (found, gold) of each text."""
    figures: dict[str, float] = {}
    for i, label in [*enumerate(labels), (-1, "all")]:
        right = given = gold = 0
        for found, true in pairs:
            f = {s for s in found if i in (s[2], -1)}
            g = {s for s in true if i in (s[2], -1)}
            right, given, gold = right + len(f & g), given + len(f), gold + len(g)
        if gold:
            figures[label] = round(200 * right / (given + gold), 2)
    return figures


def span_figures(reader: Reader, head: Head, examples: list[Example]) -> dict[str, float]:
    """Exact span F1 of a `bio` head; `found` is the F1 of spans that overlap, whatever their label."""
    pairs: list[tuple[Spans, Spans]] = []
    meet = total = 0
    for example in examples:
        scores = reader.columns(example)[head.name]
        path = best_path(scores, reader.chain(head)) if head.chain else nearest_path(scores)
        gold = example.labels[head.name]
        path[gold == IGNORE] = 0
        found = char_spans(example, path)
        true = char_spans(example, np.where(gold == IGNORE, 0, gold))
        meet += sum(any(a < e and s < b for s, e, _ in true) for a, b, _ in found)
        meet += sum(any(a < e and s < b for s, e, _ in found) for a, b, _ in true)
        total += len(found) + len(true)
        pairs.append((canonical(example.text, found), canonical(example.text, true)))
    return span_f1(pairs, head.labels) | {"found": round(100 * meet / max(1, total), 2)}


def word_figures(reader: Reader, head: Head, examples: list[Example]) -> dict[str, float]:
    """Accuracy and F1 of each class of a `word` head at the labelled words."""
    pairs: list[tuple[int, int]] = []
    for example in examples:
        best = reader.columns(example)[head.name].argmax(1)
        known = example.labels[head.name] != IGNORE
        pairs += zip(best[known].tolist(), example.labels[head.name][known].tolist(), strict=True)
    figures = {"accuracy": round(100 * sum(a == b for a, b in pairs) / max(1, len(pairs)), 2)}
    for i, label in enumerate(head.labels):
        given, gold = sum(a == i for a, _ in pairs), sum(b == i for _, b in pairs)
        figures[label] = round(200 * sum(a == b == i for a, b in pairs) / max(1, given + gold), 2)
    return figures | {"macro": round(sum(figures[x] for x in head.labels) / len(head.labels), 2)}


def sentence_figures(reader: Reader, head: Head, examples: list[Example]) -> dict[str, float]:
    """`type`: events whose sentence's likeliest type is right; `quiet`: sentences without events found so."""
    right: dict[str, list[bool]] = {"type": [], "quiet": []}
    for example in examples:
        scores = torch.from_numpy(reader.columns(example)[head.name].copy())[None]
        for segment in example.segments:
            pooled = pool(scores, segment, 0)
            none = segment.groups == (frozenset({len(head.labels) - 1}),)
            best = int(pooled.argmax() if none else pooled[:-1].argmax())
            right["quiet" if none else "type"] += [best in group for group in segment.groups]
    return {k: round(100 * sum(v) / max(1, len(v)), 2) for k, v in right.items() if v}


MEASURES = {"bio": span_figures, "word": word_figures, "sentence": sentence_figures}


def figures(reader: Reader, name: str, examples: list[Example]) -> dict[str, float]:
    """The figures of a head on examples with its labels."""
    return MEASURES[BY_NAME[name].kind](reader, BY_NAME[name], examples)


def head_figures(model: Encoder, name: str, examples: list[Example]) -> dict[str, float]:
    """The figures of a head of the model in training."""
    model.eval()
    found = figures(TorchReader(model), name, examples)
    model.train()
    return found

"""Examples to windows: a text's word pieces with the labels of each head, cut to what the encoder reads at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

import numpy as np
import torch
from torch import Tensor

from encoder.heads import IGNORE
from sayso.pipes.encoder_decode import Floats
from sayso.pipes.encoder_text import SHAPES, Ints, Pieces, span_pieces

CLS, SEP, PAD = 101, 102, 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, pieces `first` to `last`, and its types.

    `groups`: an event each, as the label numbers that are right for it. `negative`: how sure it is that no other
    type occurs (0 to 1). `hidden`: the trigger is in there, but nobody marked it. `weight`: of all this.
    """

    first: int
    last: int
    groups: tuple[frozenset[int], ...]
    negative: float = 1.0
    hidden: bool = False
    weight: float = 1.0


@dataclass(slots=True)
class Example:
    """A text in pieces with labels: head name -> (n,) classes (`IGNORE` where nothing is known).

    `taught`: what the teacher thinks, (n, columns), see encoder.teach.
    """

    id: str
    text: str
    pieces: Pieces
    labels: dict[str, Ints] = field(default_factory=dict)
    segments: tuple[Segment, ...] = ()
    taught: Floats | None = None


@dataclass(slots=True)
class Batch:
    """`ids` and `mask` (B, L), `shapes` (B, L, len(SHAPES)), `labels` head -> (B, L), `segments` with their row;
    their pieces count from the row's start mark. `taught` (B, L, columns), zero where the teacher was not asked."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    labels: dict[str, Tensor]
    segments: list[tuple[int, Segment]]
    taught: Tensor | None = None


def bio_labels(pieces: Pieces, spans: Iterable[tuple[int, int, int]]) -> Ints:
    """(n,) classes of `spans` (start, end, label number); a later span does not take what an earlier one has."""
    labels = np.zeros(len(pieces), np.int64)
    for start, end, label in spans:
        first, last = span_pieces(pieces, start, end)
        if first == last or labels[first:last].any():
            continue
        labels[first:last] = 2 + 2 * label
        labels[first] = 1 + 2 * label
    return labels


def join(examples: Sequence[Example]) -> Example:
    """One example of several, each a paragraph; only good for training, its text and spans are empty."""
    parts = [e.pieces for e in examples]
    shapes = np.concatenate([p.shapes for p in parts])
    at = 0
    segments: list[Segment] = []
    for number, example in enumerate(examples):
        end = at + len(example.pieces)
        if number and end > at:
            shapes[at, 2] = 2
        shapes[at:end, 3] = np.minimum(shapes[at:end, 3] + number, 3)
        segments += [Segment(s.first + at, s.last + at, s.groups, s.negative, s.hidden, s.weight)
                     for s in example.segments]
        at = end
    names = sorted({name for e in examples for name in e.labels})
    labels = {name: np.concatenate([e.labels.get(name, np.full(len(e.pieces), IGNORE)) for e in examples])
              for name in names}
    nowhere = np.zeros(at, np.int64)
    pieces = Pieces(np.concatenate([p.ids for p in parts]), nowhere, nowhere, shapes)
    return Example("+".join(e.id for e in examples), "", pieces, labels, tuple(segments))


def pack(examples: list[Example], length: int, random: Random) -> list[Example]:
    """Short examples, some alone and some joined by up to `length` pieces, in random order."""
    examples = examples[:]
    random.shuffle(examples)
    packed: list[Example] = []
    row: list[Example] = []
    room = 0
    for example in examples:
        if row and (len(example.pieces) > room):
            packed.append(join(row))
            row = []
        if not row:
            room = random.choice((0, length // 2, length))
        row.append(example)
        room -= len(example.pieces)
    return [*packed, join(row)] if row else packed


@dataclass(slots=True)
class Window:
    """Pieces `first` to `last` of an example."""

    example: Example
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 2


def cut_windows(examples: list[Example], length: int, random: Random) -> list[Window]:
    """Windows of at most `length` pieces (with both marks) that tile each example from a random first cut."""
    step = length - 2
    windows: list[Window] = []
    for example in examples:
        total = len(example.pieces)
        inner = range(random.randrange(step // 4, step), total, step) if total > step else ()
        cuts = [0, *inner, total]
        windows += [Window(example, a, b) for a, b in pairwise(cuts) if b > a]
    return windows


def group_batches(windows: list[Window], budget: int, random: Random) -> Iterator[list[Window]]:
    """Batches of windows of about the same size, at most `budget` pieces each with padding, in random order."""
    windows = windows[:]
    random.shuffle(windows)
    windows.sort(key=lambda w: w.size // 32)
    batches: list[list[Window]] = [[]]
    for window in windows:
        longest = max([w.size for w in batches[-1]] + [window.size])
        if batches[-1] and longest * (len(batches[-1]) + 1) > budget:
            batches.append([])
        batches[-1].append(window)
    random.shuffle(batches)
    yield from (b for b in batches if b)


def make_batch(windows: list[Window], vary: Random | None = None) -> Batch:
    """Pad `windows` to the longest of them; with `vary`, some lose their case, paragraphs or curly quotes."""
    size, longest = len(windows), max(w.size for w in windows)
    ids = torch.full((size, longest), PAD)
    shapes = torch.zeros((size, longest, len(SHAPES)), dtype=torch.long)
    mask = torch.zeros((size, longest), dtype=torch.bool)
    names = sorted({name for w in windows for name in w.example.labels})
    labels = {name: torch.full((size, longest), IGNORE) for name in names}
    segments: list[tuple[int, Segment]] = []
    width = max((w.example.taught.shape[1] for w in windows if w.example.taught is not None), default=0)
    taught = torch.zeros((size, longest, width)) if width else None
    for i, window in enumerate(windows):
        first, last = window.first, window.last
        n = last - first
        row, row_shapes = window.example.pieces.ids[first:last], window.example.pieces.shapes[first:last]
        if vary:
            row, row_shapes = _vary(row, row_shapes, vary)
        ids[i, 0], ids[i, n + 1] = CLS, SEP
        ids[i, 1 : n + 1] = torch.from_numpy(row)
        shapes[i, 1 : n + 1] = torch.from_numpy(row_shapes)
        mask[i, : n + 2] = True
        for name, values in window.example.labels.items():
            labels[name][i, 1 : n + 1] = torch.from_numpy(values[first:last])
        if taught is not None and window.example.taught is not None:
            taught[i, 1 : n + 1] = torch.from_numpy(window.example.taught[first:last])
        segments += [(i, Segment(s.first - first + 1, s.last - first + 1, s.groups, s.negative, s.hidden, s.weight))
                     for s in window.example.segments if first <= s.first < s.last <= last]
    return Batch(ids, shapes, mask, labels, segments, taught)


def _vary(ids: Ints, shapes: Ints, random: Random) -> tuple[Ints, Ints]:
    """What the same text would be in capitals or lower case (1 in 16), in one paragraph, with straight quotes."""
    draw = random.random()
    if draw < 0.06:
        shapes = shapes.copy()
        words = np.isin(shapes[:, 0], (1, 2, 3, 4, 6))
        shapes[words, 0] = 3 if draw < 0.04 else 1
    if random.random() < 0.08:
        shapes = shapes.copy()
        shapes[:, 2] = np.minimum(shapes[:, 2], 1)
        shapes[:, 3] = 0
    if random.random() < 0.25:
        ids = np.where(np.isin(ids, (1523, 1524)), 1000, ids)  # “ and ” to "
    return ids, shapes

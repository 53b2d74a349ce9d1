"""A text longer than the encoder reads at once: overlapping stretches, and their columns put together again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sayso.pipes.encoder_decode import Floats

# Pieces that are read together, the marks at both ends counted in, and that two stretches share. Attention takes
# quadratic time and what is shared is read twice: longer and wider gave no better marks on the dev parts.
LENGTH = 192
OVERLAP = 24

_SENTENCE_END = re.compile(r"\n\s*|(?<=\w\w[.!?])[\"”’')]*\s+(?=[\"“‘(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces `first` to `last` are read together; the columns of `keep_first` to `keep_last` are kept of them."""

    first: int
    last: int
    keep_first: int
    keep_last: int


def cut(total: int, length: int, overlap: int) -> list[Stretch]:
    """As few stretches of at most `length` pieces over `total` as share at least `overlap`, all equally long.

    Each piece is kept once, where it has most context.
    """
    if total <= length:
        return [Stretch(0, total, 0, total)] if total else []
    count = -(-(total - overlap) // (length - overlap))
    size = -(-(total + (count - 1) * overlap) // count)
    firsts = [i * (total - size) // (count - 1) for i in range(count)]
    bounds = [0, *((b + a + size) // 2 for a, b in pairwise(firsts)), total]
    return [Stretch(f, f + size, bounds[i], bounds[i + 1]) for i, f in enumerate(firsts)]


def merge(stretches: list[Stretch], parts: list[Floats], columns: int) -> Floats:
    """The kept columns of each stretch, (total, columns), from `parts` (last - first, columns)."""
    kept = [p[s.keep_first - s.first : s.keep_last - s.first] for s, p in zip(stretches, parts, strict=True)]
    return np.concatenate(kept) if kept else np.zeros((0, columns), np.float32)


def sentences(text: str) -> list[tuple[int, int]]:
    """Rough sentences of a text that nobody has split: by paragraphs, and at full stops before a capital."""
    bounds = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    trimmed = ((b - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in pairwise(bounds))
    return [(a, b) for a, b in trimmed if a < b]

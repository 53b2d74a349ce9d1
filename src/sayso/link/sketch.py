"""Keys under which copies meet, for an index: two copies share at least one, unrelated reports hardly ever one.

A key is a run of three content words, whatever their order (`copies_candidates.make_keys`). Which runs are kept is
decided by the run alone, one in two of a text's beginning and one in eight of the rest, so what two texts share is
kept in both, and a brief meets the long story it was cut from, which sketches of whole texts (MinHash) miss. After
sampling modulo a number (Manber 1994, Finding similar files in a large file system).
"""

from __future__ import annotations

import numpy as np

from sayso.link.copies_candidates import make_keys
from sayso.link.copies_wording import Wording, read_wording

BEGINNING = 90
IN_BEGINNING, IN_REST = 2, 8
MOST = 400


def sketch(text: str) -> tuple[int, ...]:
    """The keys of a text, in order and without doubles: signed 64-bit numbers, at most 400, about 60 for 400 words.

    A text with fewer than three content words has none.
    """
    return sketch_wording(read_wording(text))


def sketch_wording(wording: Wording) -> tuple[int, ...]:
    """As `sketch`, of a text whose wording is known."""
    keys = make_keys(wording)
    draw = keys // np.uint64(32)
    kept = draw % IN_REST == 0
    kept[:BEGINNING] |= draw[:BEGINNING] % IN_BEGINNING == 0
    chosen = keys[kept][:MOST]
    return tuple(np.unique(chosen.view(np.int64)).tolist())

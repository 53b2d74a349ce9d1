"""The trained encoder at run time: onnxruntime on one thread, a window at a time.

The 8-bit products take one scale for all that is computed together, so a batch of several windows would make the
numbers of one depend on the others. One window at a time costs little and gives a text the same marks anywhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from sayso.errors import ResourceError
from sayso.pipes.encoder_decode import Floats, bio_chain
from sayso.pipes.encoder_text import SHAPES, Pieces, load_tokenizer, split_pieces
from sayso.pipes.encoder_windows import LENGTH, OVERLAP, cut, merge
from sayso.resources import find_file

_FORMAT = "sayso-encoder/1"


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the model: its columns are `first` to `last`; `chain` (K, K) are the scores between classes, if any."""

    name: str
    kind: str
    labels: tuple[str, ...]
    first: int
    last: int
    chain: Floats | None


@dataclass(frozen=True, slots=True)
class Model:
    """The session, its tokenizer and what `model.json` says of it; `length` pieces at most are read together."""

    session: Any
    tokenizer: Tokenizer
    heads: tuple[Head, ...]
    version: str
    length: int
    ends: tuple[int, int]

    def read(self, text: str) -> tuple[Pieces, Floats]:
        """The pieces of `text` and the columns of all heads over them: (n, columns)."""
        pieces = split_pieces(self.tokenizer, text)
        return pieces, self.columns(pieces)

    def columns(self, pieces: Pieces) -> Floats:
        """The columns of all heads over `pieces`: (n, columns)."""
        stretches = cut(len(pieces), self.length - 2, OVERLAP)
        parts = [self._window(pieces, s.first, s.last) for s in stretches]
        return merge(stretches, parts, self.heads[-1].last)

    def _window(self, pieces: Pieces, first: int, last: int) -> Floats:
        """The columns (last - first, columns) of the pieces `first` to `last`."""
        ids = np.concatenate([self.ends[:1], pieces.ids[first:last], self.ends[1:]])
        shapes = np.pad(pieces.shapes[first:last], ((1, 1), (0, 0)))
        found = self.session.run(None, {"ids": ids[None].astype(np.int64), "shapes": shapes[None]})[0]
        columns: Floats = found[0, 1:-1]
        return columns


@cache
def load_model() -> Model:
    """The model of the package, loaded once a process.

    Raises:
        ResourceError: when a file is missing or of another format.
    """
    card = json.loads(find_file("models/model.json").read_text("utf-8"))
    if card.get("format") != _FORMAT or card.get("shapes") != SHAPES:
        raise ResourceError(f"data file 'models/model.json' is not of the format {_FORMAT}; install sayso again")
    return Model(
        session=_session(find_file("models/encoder.onnx")),
        tokenizer=load_tokenizer(find_file("models/tokenizer.json").read_text("utf-8")),
        heads=tuple(_head(h) for h in card["heads"]),
        version=card["version"],
        length=min(card["length"], LENGTH),
        ends=(card["cls"], card["sep"]),
    )


def _session(model: Traversable) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    # The fused form of sum and norm is not vectorised: it takes eight times as long as the two by themselves.
    with as_file(model) as path:  # from bytes it would be held twice
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )


def _head(row: dict[str, Any]) -> Head:
    labels = tuple(row["labels"])
    chain = bio_chain(len(labels)) + np.array(row["chain"], np.float32) if "chain" in row else None
    return Head(row["name"], row["kind"], labels, row["first"], row["last"], chain)

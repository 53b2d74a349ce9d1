"""The trunk with its shape embeddings, and the heads: linear columns over each word piece.

Two builds: a six-layer BERT, which is shipped, and the twelve-layer MPNet (Song et al. 2020) that teaches it. MPNet's
vocabulary is BERT's behind four marks of its own, so both read the same word pieces.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from encoder.heads import HEADS
from encoder.windows import CLS, PAD, SEP
from sayso.pipes.encoder_text import SHAPES


@dataclass(frozen=True, slots=True)
class Build:
    """The sizes of a trunk. `buckets`: of relative distances that attention knows, 0 if none (BERT). `frozen`: how
    many of the lowest layers are not trained; the shapes are added above them."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    buckets: int = 0
    frozen: int = 0


SMALL = Build(384, 6, 12, 1536, 1e-12)
LARGE = Build(768, 12, 12, 3072, 1e-5, buckets=32, frozen=4)

_HALVES = {"up": ("intermediate.dense",), "down": ("output.dense",), "norm2": ("output.LayerNorm",)}
BERT = _HALVES | {
    "qkv": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "out": ("attention.output.dense",), "norm1": ("attention.output.LayerNorm",),
}
MPNET = _HALVES | {
    "qkv": ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
    "out": ("attention.attn.o",), "norm1": ("attention.LayerNorm",),
}


class Dropout(nn.Module):
    """Dropout with masks cut from one long random row: drawing afresh is a sixth of a training step on a CPU."""

    def __init__(self, share: float, size: int = 1 << 24) -> None:
        super().__init__()
        self.size = size
        keep = (torch.rand(size) >= share).to(torch.bfloat16) / (1 - share)
        self.register_buffer("row", keep, persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """Any tensor of fewer than `size` elements."""
        if not self.training:
            return x
        at = int(torch.randint(self.size - x.numel(), ()))
        return x * self.row[at : at + x.numel()].view_as(x)


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(self, build: Build, dropout: Dropout) -> None:
        super().__init__()
        width = build.width
        self.heads = build.heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=build.epsilon)
        self.up = nn.Linear(width, build.inner)
        self.down = nn.Linear(build.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=build.epsilon)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """(B, L, width) to the same; `bias` (B or 1, 1 or heads, 1 or L, L) is added to the attention scores."""
        b, n, width = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q * (width // self.heads) ** -0.5 @ k.transpose(-1, -2)
        mixed = (scores if bias is None else scores + bias).softmax(-1).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(b, n, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and shapes in, the columns of all heads out."""

    def __init__(self, vocabulary: int, build: Build = SMALL, dropout: float = 0.1) -> None:
        super().__init__()
        self.build = build
        width = build.width
        self.dropout = Dropout(dropout)
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(512, width)
        self.shapes = nn.ModuleList(nn.Embedding(size, width) for size in SHAPES.values())
        self.norm = nn.LayerNorm(width, eps=build.epsilon)
        self.layers = nn.ModuleList(Layer(build, self.dropout) for _ in range(build.layers))
        self.heads = nn.ModuleDict({h.name: nn.Linear(width, h.columns) for h in HEADS})
        self.chains = nn.ParameterDict({h.name: torch.zeros(h.columns, h.columns) for h in HEADS if h.chain})
        if build.buckets:
            self.distances = nn.Embedding(build.buckets, build.heads)
        for table in self.shapes:
            nn.init.normal_(table.weight, std=0.02)

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """`ids` (B, L), `shapes` (B, L, len(SHAPES)), `mask` (B, L) true where there is a piece: (B, L, width)."""
        bias = self._bias(ids.shape[1], mask)
        frozen = self.build.frozen
        x = self.words(ids) + self.positions(torch.arange(ids.shape[1], device=ids.device))
        if not frozen:
            x = self._add_shapes(x, shapes)
        x = self.dropout(self.norm(x))
        with torch.set_grad_enabled(torch.is_grad_enabled() and not frozen):
            for layer in self.layers[:frozen]:
                x = layer(x, bias)
        if frozen:
            x = self._add_shapes(x, shapes)
        for layer in self.layers[frozen:]:
            x = layer(x, bias)
        return x

    def _add_shapes(self, x: Tensor, shapes: Tensor) -> Tensor:
        for i, table in enumerate(self.shapes):
            x = x + table(shapes[..., i])
        return x

    def _bias(self, length: int, mask: Tensor | None) -> Tensor | None:
        """What is added to the attention scores: what the distances say, and much less where nothing is."""
        kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32
        bias = None
        if self.build.buckets:
            bias = self.distances(distance_buckets(length, self.build.buckets)).permute(2, 0, 1)[None].to(kind)
        if mask is not None and not bool(mask.all()):
            empty = torch.zeros(mask.shape, dtype=kind).masked_fill(~mask, -1e4)[:, None, None, :]
            bias = empty if bias is None else bias + empty
        return bias

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> dict[str, Tensor]:
        """The columns of each head: name -> (B, L, columns), 32-bit."""
        x = self.dropout(self.encode(ids, shapes, mask)).float()
        with torch.autocast("cpu", enabled=False):
            return {name: head(x) for name, head in self.heads.items()}


@cache
def distance_buckets(length: int, buckets: int, longest: int = 128) -> Tensor:
    """(length, length) the bucket of the way from row to column: each short way its own, long ones by logarithm, as in
    T5 (Raffel et al. 2020) and MPNet."""
    at = torch.arange(length)
    way = at[:, None] - at[None, :]
    half, near = buckets // 2, buckets // 4
    far = near + (way.abs().clamp_min(1).float() / near).log() / math.log(longest / near) * (half - near)
    size = torch.where(way.abs() < near, way.abs(), far.long().clamp_max(half - 1))
    return size + half * (way < 0)


def load_trunk(model: Encoder, path: Path) -> None:
    """Fill the trunk from a checkpoint in safetensors: BERT (all-MiniLM-L6-v2) or MPNet (all-mpnet-base-v2)."""
    raw = load_file(path)
    raw = {k.removeprefix("bert."): v for k, v in raw.items()}
    words, positions = raw["embeddings.word_embeddings.weight"], raw["embeddings.position_embeddings.weight"]
    state = {"norm.weight": raw["embeddings.LayerNorm.weight"], "norm.bias": raw["embeddings.LayerNorm.bias"]}
    if model.build.buckets:
        table = words[4 : 4 + len(model.words.weight)].clone()
        table[[CLS, PAD, SEP]] = words[:3]
        state |= {"words.weight": table, "positions.weight": positions[2:],
                  "distances.weight": raw["encoder.relative_attention_bias.weight"]}
    else:
        kinds = raw["embeddings.token_type_embeddings.weight"]
        state |= {"words.weight": words, "positions.weight": positions + kinds[0]}
    for i in range(model.build.layers):
        for ours, theirs in (MPNET if model.build.buckets else BERT).items():
            for kind in ("weight", "bias"):
                parts = [raw[f"encoder.layer.{i}.{name}.{kind}"] for name in theirs]
                state[f"layers.{i}.{ours}.{kind}"] = torch.cat(parts)
    missing, unexpected = model.load_state_dict(state, strict=False)
    lacking = [m for m in missing if not m.startswith(("heads.", "chains.", "shapes."))]
    if lacking or unexpected:
        raise ValueError(f"not of the build {model.build}: lacks {lacking}, has {unexpected}")

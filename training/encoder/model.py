"""The trunk (a six-layer BERT) with its shape embeddings, and the heads: linear columns over each word piece."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from encoder.heads import HEADS
from sayso.pipes.encoder_text import SHAPES

WIDTH, LAYERS, HEADCOUNT, INNER = 384, 6, 12, 1536


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

    def __init__(self, dropout: Dropout) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """(B, L, WIDTH) to the same; `bias` (B, 1, 1, L) is added to the attention scores."""
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADCOUNT, WIDTH // HEADCOUNT).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q * (WIDTH // HEADCOUNT) ** -0.5 @ k.transpose(-1, -2)
        mixed = (scores if bias is None else scores + bias).softmax(-1).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and shapes in, the columns of all heads out."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = Dropout(dropout)
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.ModuleList(nn.Embedding(size, WIDTH) for size in SHAPES.values())
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        self.heads = nn.ModuleDict({h.name: nn.Linear(WIDTH, h.columns) for h in HEADS})
        self.chains = nn.ParameterDict({h.name: torch.zeros(h.columns, h.columns) for h in HEADS if h.chain})
        for table in self.shapes:
            nn.init.normal_(table.weight, std=0.02)

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """`ids` (B, L), `shapes` (B, L, len(SHAPES)), `mask` (B, L) true where there is a piece: (B, L, WIDTH)."""
        x = self.words(ids) + self.positions(torch.arange(ids.shape[1], device=ids.device))
        for i, table in enumerate(self.shapes):
            x = x + table(shapes[..., i])
        x = self.dropout(self.norm(x))
        bias = None
        if mask is not None and not bool(mask.all()):
            bias = torch.zeros(mask.shape, dtype=torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype)
            bias = bias.masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> dict[str, Tensor]:
        """The columns of each head: name -> (B, L, columns), 32-bit."""
        x = self.dropout(self.encode(ids, shapes, mask)).float()
        with torch.autocast("cpu", enabled=False):
            return {name: head(x) for name, head in self.heads.items()}


def load_trunk(model: Encoder, path: Path) -> None:
    """Fill the trunk from a BERT checkpoint in safetensors (all-MiniLM-L6-v2)."""
    raw = load_file(path)
    raw = {k.removeprefix("bert."): v for k, v in raw.items()}
    state = {
        "words.weight": raw["embeddings.word_embeddings.weight"],
        "positions.weight": raw["embeddings.position_embeddings.weight"]
        + raw["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": raw["embeddings.LayerNorm.weight"],
        "norm.bias": raw["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
        "down": "output.dense", "norm2": "output.LayerNorm",
    }
    for i in range(LAYERS):
        base = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            parts = [raw[f"{base}attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
            state[f"layers.{i}.qkv.{kind}"] = torch.cat(parts)
            for ours, theirs in names.items():
                state[f"layers.{i}.{ours}.{kind}"] = raw[f"{base}{theirs}.{kind}"]
    missing, unexpected = model.load_state_dict(state, strict=False)
    lacking = [m for m in missing if not m.startswith(("heads.", "chains.", "shapes."))]
    if lacking or unexpected:
        raise ValueError(f"not a six-layer BERT of width {WIDTH}: lacks {lacking}, has {unexpected}")

"""The trained model as package data: one ONNX file with 8-bit weights, tokenizer.json, model.json. No pickle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from encoder.heads import HEADS
from encoder.model import Encoder
from encoder.windows import CLS, SEP
from sayso.pipes.encoder_text import SHAPES


class Columns(nn.Module):
    """The columns of the heads side by side: what the ONNX file computes."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """(1, L) and (1, L, len(SHAPES)) to (1, L, columns)."""
        found = self.model(ids, shapes)
        return torch.cat([found[head.name] for head in HEADS], -1)


def export(model: Encoder, base: Path, out: Path, facts: dict[str, Any], length: int = 256, overlap: int = 64) -> None:
    """Write `encoder.onnx`, `tokenizer.json` and `model.json` to `out`; `facts` go into the last."""
    out.mkdir(parents=True, exist_ok=True)
    plain, prepared = out.parent / "encoder-fp32.onnx", out.parent / "encoder-prepared.onnx"
    model.eval()
    _make_eager(model)
    example = torch.full((1, 40), 1000), torch.zeros((1, 40, len(SHAPES)), dtype=torch.long)
    axes = {"ids": {1: "n"}, "shapes": {1: "n"}, "columns": {1: "n"}}
    torch.onnx.export(Columns(model), example, str(plain), input_names=["ids", "shapes"], output_names=["columns"],
                      dynamic_axes=axes, opset_version=17, dynamo=False)
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(out / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True,
                     op_types_to_quantize=["MatMul", "Gather"])
    tokenizer = json.loads((base / "tokenizer.json").read_text("utf-8")) | {"truncation": None, "padding": None}
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")
    card = {"format": "sayso-encoder/1", **facts, "length": length, "overlap": overlap, "cls": CLS, "sep": SEP,
            "shapes": SHAPES, "heads": _heads(model)}
    (out / "model.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _make_eager(model: Encoder) -> None:
    with torch.no_grad():
        for head in HEADS:
            if head.eager:
                model.heads[head.name].bias[0] -= head.eager


def _heads(model: Encoder) -> list[dict[str, Any]]:
    """The table of heads with their columns and transitions."""
    rows, first = [], 0
    for head in HEADS:
        row: dict[str, Any] = {"name": head.name, "kind": head.kind, "labels": list(head.labels), "first": first,
                               "last": first + head.columns}
        if head.chain:
            row["chain"] = np.round(model.chains[head.name].detach().numpy().astype(float), 4).tolist()
        rows.append(row)
        first += head.columns
    return rows

"""The training loop: what is read in each epoch, in which order, at which rates."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import torch

from encoder.evaluate import head_figures
from encoder.losses import total_loss
from encoder.model import Encoder
from encoder.windows import Batch, Example, cut_windows, group_batches, make_batch, pack

Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the encoder is trained. `rate` is the top layer's; each layer below has `decay` of the one above. Of the last
    epoch only the part behind the point is read."""

    epochs: float
    rate: float = 3e-4
    head_rate: float = 1e-3
    decay: float = 0.85
    length: int = 256
    budget: int = 2048
    seed: int = 7


@dataclass(slots=True)
class Corpora:
    """Training examples: whole texts, single sentences to be packed, and noisy ones of which each epoch takes a
    third; `held` are the dev parts by head."""

    texts: list[Example]
    short: list[Example] = field(default_factory=list)
    noisy: list[Example] = field(default_factory=list)
    held: dict[str, list[Example]] = field(default_factory=dict)

    def epoch(self, plan: Plan, random: Random) -> list[list]:
        """The windows of one epoch in batches."""
        noisy = random.sample(self.noisy, len(self.noisy) // 3)
        examples = self.texts + pack(self.short + noisy, plan.length - 2, random)
        return list(group_batches(cut_windows(examples, plan.length, random), plan.budget, random))


def make_optimizer(model: Encoder, plan: Plan) -> torch.optim.Optimizer:
    """AdamW with rates that fall from layer to layer; the word embeddings stay as they are."""
    model.words.weight.requires_grad_(False)
    if model.build.buckets:
        model.distances.weight.requires_grad_(False)
    if model.build.frozen:
        for part in (model.positions, model.norm, *model.layers[: model.build.frozen]):
            part.requires_grad_(False)
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        top, *rest = name.split(".")
        if top in ("heads", "shapes"):
            rate = plan.head_rate
        elif top == "chains":
            rate = 5 * plan.head_rate
        else:
            depth = int(rest[0]) + 1 if top == "layers" else 0
            rate = plan.rate * plan.decay ** (model.build.layers - depth)
        weight_decay = 0.01 if parameter.dim() > 1 and top == "layers" else 0.0
        groups.setdefault((rate, weight_decay), []).append(parameter)
    parameters = [{"params": p, "lr": r, "weight_decay": w} for (r, w), p in groups.items()]
    return torch.optim.AdamW(parameters, fused=True, betas=(0.9, 0.99))


def train(model: Encoder, corpora: Corpora, plan: Plan, out: Path) -> Figures:
    """Train in place, with a checkpoint and figures after each epoch; the last figures are returned."""
    random = Random(plan.seed)
    whole = math.ceil(plan.epochs)
    epochs = [corpora.epoch(plan, random) for _ in range(whole)]
    del epochs[-1][round(len(epochs[-1]) * (plan.epochs - whole + 1)) :]
    steps = sum(map(len, epochs))
    optimizer = make_optimizer(model, plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _slope(steps))
    log = _Log(steps)
    figures: Figures = {}
    for number, batches in enumerate(epochs, 1):
        for windows in batches:
            batch = make_batch(windows, random)
            log.add(batch, _step(model, batch, optimizer))
            schedule.step()
        torch.save(model.state_dict(), out / f"epoch{number}.pt")
        asked = corpora.held if number == whole else ("claims",)
        figures = {name: head_figures(model, name, corpora.held[name]) for name in asked}
        print(f"epoch {number} {json.dumps(figures)}", flush=True)
    return figures


def _slope(steps: int) -> Callable[[int], float]:
    """Up over the first 6 % of the steps, then straight down to zero."""
    warm = max(1, int(0.06 * steps))
    return lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))


def _step(model: Encoder, batch: Batch, optimizer: torch.optim.Optimizer) -> dict[str, float]:
    """One step; the loss of each head."""
    with torch.autocast("cpu", torch.bfloat16):
        outputs = model(batch.ids, batch.shapes, batch.mask)
    losses = total_loss(model, outputs, batch)
    torch.stack(list(losses.values())).sum().backward()
    torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return {name: loss.item() for name, loss in losses.items()}


class _Log:
    """Prints the mean losses every 50 steps."""

    def __init__(self, steps: int) -> None:
        self.steps, self.step, self.pieces, self.began = steps, 0, 0, time.time()
        self.sums: dict[str, list[float]] = {}

    def add(self, batch: Batch, losses: dict[str, float]) -> None:
        self.step += 1
        self.pieces += int(batch.mask.sum())
        for name, loss in losses.items():
            self.sums.setdefault(name, []).append(loss)
        if self.step % 50 == 0:
            shown = " ".join(f"{k} {sum(v) / len(v):.4f}" for k, v in sorted(self.sums.items()))
            speed = self.pieces / (time.time() - self.began)
            print(f"{self.step}/{self.steps} {speed:.0f} pieces/s {shown}", flush=True)
            self.sums = {}

"""The losses of the heads."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from encoder.heads import BY_NAME, HEADS, IGNORE
from encoder.model import Encoder
from encoder.windows import Batch, Segment


def chain_loss(scores: Tensor, chain: Tensor, single: Tensor, double: Tensor) -> Tensor:
    """Mean cross-entropy a piece between what is wanted and a linear-chain CRF.

    `scores` (B, L, K), `chain` (K, K) from row to column. What is wanted is given as the shares of the classes,
    `single` (B, L, K), and of the classes of the piece before with them, `double` (B, L, K, K): those of a path, of a
    teacher's CRF, or a mixture. Known pieces, those with shares, are a run between the marks at both ends.
    """
    known = single.sum(-1) > 0
    rows = known.any(1)
    scores, single, double, known = scores[rows, 1:], single[rows, 1:], double[rows, 2:], known[rows, 1:]
    total = (scores * single).sum() + ((chain * double).sum((-1, -2)) * known[:, 1:]).sum()
    state = scores[:, 0]
    for t in range(1, scores.shape[1]):
        reached = torch.logsumexp(state[:, :, None] + chain, 1) + scores[:, t]
        state = torch.where(known[:, t, None], reached, state)
    return (torch.logsumexp(state, 1).sum() - total) / known.sum()


def chain_targets(labels: Tensor | None, taught: Tensor | None, classes: int) -> tuple[Tensor, Tensor] | None:
    """What is wanted of the claims, as `chain_loss` takes it: the gold labels (B, L), the teacher's shares (see
    `encoder.teach`), half of each where there are both, or None where there is neither."""
    found: list[tuple[Tensor, Tensor]] = []
    if labels is not None and bool((labels != IGNORE).any()):
        single = functional.one_hot(labels.clamp_min(0), classes) * (labels != IGNORE)[..., None]
        before = functional.pad(single, (0, 0, 1, 0))[:, :-1]
        found.append((single.float(), (before[..., :, None] * single[..., None, :]).float()))
    if taught is not None:
        double = taught[..., classes : classes + classes**2].unflatten(-1, (classes, classes))
        found.append((taught[..., :classes], double))
    if len(found) < 2:
        return found[0] if found else None
    share = 1 / sum(single.sum(-1) for single, _ in found).round().clamp_min(1)[..., None]
    return sum(s for s, _ in found) * share, sum(d for _, d in found) * share[..., None]


def pool(scores: Tensor, segment: Segment, row: int) -> Tensor:
    """The label columns of a sentence (labels,), its pieces weighted by the last column; `scores` (B, L, K + 1)."""
    part = scores[row, segment.first : segment.last]
    return part[:, -1].softmax(0) @ part[:, :-1]


def sentence_loss(scores: Tensor, segments: list[tuple[int, Segment]]) -> Tensor:
    """Every event's accepted types by noisy-or, the other types as absent as the corpus lets one believe."""
    pooled = torch.stack([pool(scores, s, row) for row, s in segments])
    absent = functional.logsigmoid(-pooled)
    losses = []
    for (_, segment), row in zip(segments, absent, strict=True):
        right = sorted(set().union(*segment.groups))
        keep = torch.ones(len(row))
        keep[right] = 0
        loss = -(keep * row).sum() * segment.negative
        for group in segment.groups:
            loss = loss - _log_some(row[sorted(group)].sum())
        losses.append(segment.weight * loss)
    return torch.stack(losses).mean()


def hidden_loss(scores: Tensor, labels: Tensor, segments: list[tuple[int, Segment]], types: int) -> Tensor | None:
    """Some piece of a sentence with an event is its trigger, though nobody marked it: noisy-or over the pieces whose
    label is unknown. `scores` (B, L, 1 + 2 * types) of the triggers."""
    losses = []
    for row, segment in segments:
        unknown = labels[row, segment.first : segment.last] == IGNORE
        if not segment.hidden or not bool(unknown.any()):
            continue
        shares = scores[row, segment.first : segment.last][unknown].softmax(-1)
        by_type = shares[:, 1::2] + shares[:, 2::2]
        for group in segment.groups:
            wanted = [g for g in sorted(group) if g < types]
            if wanted:
                some = by_type[:, wanted].sum(-1).clamp(0, 1 - 1e-4)
                losses.append(-segment.weight * _log_some(torch.log1p(-some).sum()))
    return torch.stack(losses).mean() if losses else None


def _log_some(log_none: Tensor) -> Tensor:
    """log(1 - exp(log_none)), safe near both ends."""
    return torch.log(-torch.expm1(log_none.clamp(max=-1e-6)))


def taught_loss(scores: Tensor, taught: Tensor, letters: Tensor) -> Tensor:
    """Mean cross-entropy between the teacher's shares in the last columns and `scores` (B, L, F) at pieces of words,
    `letters` (B, L)."""
    wanted = taught[..., -scores.shape[-1] :]
    known = letters & (wanted.sum(-1) > 0)
    return -(wanted[known] * scores[known].log_softmax(-1)).sum(-1).mean()


def total_loss(model: Encoder, outputs: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """The weighted loss of each head that the batch has labels for."""
    losses: dict[str, Tensor] = {}
    for head in HEADS:
        labels = batch.labels.get(head.name)
        scores = outputs[head.name]
        if head.chain:
            targets = chain_targets(labels, batch.taught, head.columns)
            if targets is None:
                continue
            loss = chain_loss(scores, model.chains[head.name], *targets)
        elif head.kind == "sentence" or labels is None or not bool((labels != IGNORE).any()):
            continue
        else:
            classes = torch.tensor(head.classes) if head.classes else None
            loss = functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), classes, ignore_index=IGNORE)
        losses[head.name] = head.weight * loss
    if batch.taught is not None:
        weight = BY_NAME["factuality"].weight
        losses["taught"] = weight * taught_loss(outputs["factuality"], batch.taught, batch.shapes[..., 0] > 0)
    if batch.segments:
        head = BY_NAME["sentence"]
        losses["sentence"] = head.weight * sentence_loss(outputs["sentence"], batch.segments)
        triggers = batch.labels.get("triggers")
        if triggers is not None:
            types = len(BY_NAME["triggers"].labels)
            hidden = hidden_loss(outputs["triggers"], triggers, batch.segments, types)
            if hidden is not None:
                losses["hidden"] = 0.1 * hidden
    return losses

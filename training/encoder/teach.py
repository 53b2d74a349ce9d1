"""What the large encoder thinks of the claims of a text, and of the factuality of its words: shares of the classes,
which the small one learns from.

Distillation as Hinton, Vinyals and Dean (2015) have it, for a linear-chain CRF: the small one's cross-entropy to the
teacher's distribution over whole paths needs the teacher's shares of each class and of each pair of neighbours only.
"""

from __future__ import annotations

import numpy as np
import torch

from encoder.evaluate import TorchReader
from encoder.heads import BY_NAME
from encoder.model import Encoder
from encoder.windows import Example
from sayso.pipes.encoder_decode import Floats, softmax


def teach(model: Encoder, examples: list[Example]) -> None:
    """Set `taught` of every example: (n, K + K * K + F), the shares of the classes of a piece in `claims`, of pairs
    with the classes of the piece before (rows), and of the classes in `factuality`."""
    model.eval()
    for layer in model.layers:
        for part in (layer.qkv, layer.out, layer.up, layer.down):
            part.to(torch.bfloat16)  # else they are converted for every window
    reader = TorchReader(model)
    head = BY_NAME["claims"]
    for example in examples:
        if len(example.pieces):
            columns = reader.columns(example)
            single, double = path_shares(columns[head.name], reader.chain(head))
            parts = [single, double.reshape(len(single), -1), softmax(columns["factuality"])]
            example.taught = np.concatenate(parts, 1).astype(np.float16)


def path_shares(scores: Floats, chain: Floats) -> tuple[Floats, Floats]:
    """The shares of each class (n, K) and of each pair of neighbours (n, K, K), zero for the first, by the forward and
    backward sums over all paths through `scores` (n, K) with `chain` (K, K)."""
    n, size = scores.shape
    emit = torch.from_numpy(scores.astype(np.float64))
    step = torch.from_numpy(chain.astype(np.float64)).exp().numpy()
    weight = (emit - emit.max(1, keepdim=True).values).exp().numpy()
    forward, backward = np.empty((n, size)), np.ones((n, size))
    forward[0] = weight[0]
    forward[0, 2::2] = 0
    forward[0] /= forward[0].sum()
    for t in range(1, n):
        reached = (forward[t - 1] @ step) * weight[t]
        forward[t] = reached / reached.sum()
    for t in range(n - 2, -1, -1):
        left = step @ (weight[t + 1] * backward[t + 1])
        backward[t] = left / left.sum()
    single = forward * backward
    single /= single.sum(1, keepdims=True)
    double = np.zeros((n, size, size))
    double[1:] = forward[:-1, :, None] * step * (weight * backward)[1:, None, :]
    double[1:] /= double[1:].sum((1, 2), keepdims=True)
    return single.astype(np.float32), double.astype(np.float32)

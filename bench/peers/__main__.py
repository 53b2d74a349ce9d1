"""Run the tools beside sayso: python -m bench.peers DIR [--only NAME] [--out FILE.json]."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import sayso
from bench.peers import tables
from bench.peers.registry import find_peers
from bench.peers.running import Corpus, Row, open_corpus, run_peer
from sayso.bench.corpora import find_measures


def main(arguments: list[str] | None = None) -> None:
    options = _options().parse_args(arguments)
    peers = find_peers(tuple(options.only))
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sayso-peers-")))
        work, environments = options.answers or scratch, options.environments or scratch
        work.mkdir(parents=True, exist_ok=True)
        measures = find_measures(options.folder, tuple(dict.fromkeys(p.measure for p in peers)))
        corpora: dict[str, Corpus] = {m.name: open_corpus(m, options.folder, scratch, options.limit) for m in measures}
        rows: list[Row] = []
        for peer in peers:
            print(f"{peer.measure}: {peer.name} ...", file=sys.stderr, flush=True)
            rows.append(run_peer(peer, corpora[peer.measure], work.resolve(), environments.resolve()))
    table = tables.as_markdown(rows, corpora)
    print(table)
    if options.out:
        found = tables.as_json(rows, corpora, sayso.__version__)
        options.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        options.out.with_suffix(".md").write_text(table, "utf-8")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="corpora in data/CORPUS, scorers in score/")
    parser.add_argument("--only", action="append", default=[], metavar="NAME",
                        help="a tool, by a part of its name, or a measure (may be repeated)")
    parser.add_argument("--limit", type=int, metavar="N", help="N reports of each corpus, to try a change")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="write what was found as JSON, and as .md")
    parser.add_argument("--answers", type=Path, metavar="FOLDER", help="keep the tools' answers here")
    parser.add_argument("--environments", type=Path, metavar="FOLDER", help="keep the tools' environments here")
    return parser


if __name__ == "__main__":
    main()

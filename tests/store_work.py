"""Light reading for the store's tests, importable by the pool's workers; and a program to kill: it adds and links.

    python tests/store_work.py STORE PATH...
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Any

from store_making import make_numbered

from sayso.format import to_json
from sayso.intake import Options, open_drafts
from sayso.link import linker
from sayso.scale.adding import Adding, add_drafts, finish_with_id
from sayso.scale.pool import Pool
from sayso.scale.worker import Work
from sayso.store import Store
from sayso.types import Reading, Report


def make_counter(model: str | None, options: Options) -> Work:
    """Reads a text that ends in a number as `make_numbered` made it."""

    def work(draft: Any) -> str:
        report = finish_with_id(draft, options)
        return to_json(read_numbered(report))

    return work


def make_recounter(model: str | None) -> Work:
    """As `make_counter`, of another version; killed people are one more."""
    return lambda report: to_json(read_numbered(report, "2"))


def read_numbered(report: Report, version: str = "1") -> Reading:
    number = int(report.text.partition("in attack ")[2].partition(",")[0])
    made = make_numbered(number, version=version, told=12 if version == "1" else 13)
    return replace(made, report=report)


class Inline:
    """A pool without processes, so that a test's kills hit the writing."""

    def run(self, items: Any) -> Any:
        work = make_counter(None, Options())
        for item in items:
            yield item if isinstance(item, Exception) else work(item)


def add_all(store: Store, paths: list[str], pool: Any = None) -> list[Any]:
    adding = Adding(store, pool or Inline(), Options())
    drafts = (draft for path in paths for draft in open_drafts(path))
    return list(add_drafts(adding, drafts))


def make_pool(jobs: int = 1) -> Pool:
    return Pool("store_work:make_counter", {"model": None, "options": Options()}, jobs=jobs)


def add_and_link(where: str, paths: list[str]) -> None:
    """What `sayso add` does, with few reports to a transaction of linking."""
    linker.BATCH = 4
    with Store.open(where) as opened:
        add_all(opened, paths)
        linker.link_new(opened)


if __name__ == "__main__":
    print("ready", flush=True)
    add_and_link(sys.argv[1], sys.argv[2:])
    os._exit(0)

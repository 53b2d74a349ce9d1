"""What maps a work function over drafts: a pool on this machine, or a cluster; both give the same answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from sayso.errors import SaysoError
from sayso.scale.cluster import Cluster
from sayso.scale.pool import Pool

NAMES = ("local", "dask")


class Engine(Protocol):
    """Maps a work function over items."""

    def run(self, items: Iterable[Any]) -> Iterator[str | SaysoError]:
        """The answer for each item, or the error that stands in its place, in the items' order."""
        ...


def make_engine(
    factory: str, settings: Mapping[str, Any], given: Mapping[str, Any], *, allow: Callable[[Any], float]
) -> Engine:
    """The engine that options ask for: `engine`, `jobs`, `scheduler`, `work`; `allow` is for a pool."""
    if given.get("engine", "local") == "dask":
        return Cluster(given["scheduler"], Path(given["work"]), factory, settings)
    return Pool(factory, settings, jobs=given["jobs"], allow=allow)

"""sayso itself, the whole reading, called like every other tool; runs in the project's own environment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sayso import Reader
from sayso.format import to_dict
from sayso.types import make_report

REQUIRES = ()


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    reader = Reader()

    def read(row: dict[str, Any]) -> dict[str, Any]:
        known = {key: row.get(key) for key in ("published", "outlet", "title", "url")}
        return to_dict(reader.read(make_report(row["text"], id=row["id"], **known)))

    return read

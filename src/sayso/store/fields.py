"""What of a record a person can correct: its kind, its lasting id, and its fields as they were read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

_APART = ("quotes", "corrections", "reliability", "credibility", "rating")


def tell_record(record: Any) -> tuple[str, str, dict[str, Any]]:
    """Kind (`claim`, `event`, ...), lasting id and fields of a record of the store."""
    kind = type(record).__name__.removesuffix("Record").lower()
    key = record.id if kind in ("claim", "event", "incident") else record.key
    said = asdict(record)
    quotes = {"quotes": said["quotes"]} if "quotes" in said else {}
    return kind, key, {name: value for name, value in said.items() if name not in _APART} | quotes

"""What a model answered, as far as it is the record that was asked for: never more than lists of words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.errors import ResourceError

PARTS = ("claims", "events", "actors")
_MOST, _LONGEST = 500, 400_000


@dataclass(frozen=True, slots=True)
class Item:
    """One claim, event or actor of an answer: its fields with the words given for each, empty ones left out."""

    part: str
    fields: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """The words of a field that has one value; empty where nothing is given."""
        return next(iter(self.fields.get(name, ())), "")


def parse_answer(text: str) -> list[Item] | None:
    """The items of an answer, broken JSON mended as far as it goes; None where it is no record at all.

    Raises:
        ResourceError: when the library that mends JSON is not installed.
    """
    data = _load(text[:_LONGEST])
    if isinstance(data, list):
        data = next((each for each in data if isinstance(each, dict)), None)
    if not isinstance(data, dict) or not any(part in data for part in PARTS):
        return None
    return [Item(part, fields) for part in PARTS for fields in _list_items(data.get(part))]


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        import json_repair
    except ImportError as error:
        raise ResourceError('a second reader needs the library json-repair: pip install "sayso[llm]"') from error
    try:
        return json_repair.loads(text)
    except (ValueError, RecursionError, IndexError):
        return None


def _list_items(value: Any) -> Iterator[dict[str, tuple[str, ...]]]:
    for each in (value if isinstance(value, list) else [])[:_MOST]:
        if isinstance(each, dict):
            yield {str(name): words for name, given in each.items() if (words := _as_words(given))}


def _as_words(value: Any) -> tuple[str, ...]:
    """The words of a field; numbers stand for themselves, anything else for nothing."""
    if isinstance(value, bool):
        return ()
    if isinstance(value, str | int | float):
        return (str(value).strip(),) if str(value).strip() else ()
    if isinstance(value, list):
        return tuple(dict.fromkeys(words for each in value[:_MOST] if not isinstance(each, list)
                                   for words in _as_words(each)))  # fmt: skip
    return ()

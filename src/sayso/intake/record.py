"""One record, as JSONL lines and table rows give it, checked key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.errors import InputError
from sayso.intake.dates import bad_date, is_iso
from sayso.intake.draft import Draft
from sayso.intake.stream import too_big

KEYS = ("text", "id", "published", "outlet", "title", "url", "language")


def make_draft(record: Mapping[str, Any], path: str, line: int, max_bytes: int) -> Draft:
    """The draft of a record; keys other than `KEYS` are passed over, empty ones count as left out.

    Raises:
        InputError: when `text` is missing, no string or too big, or another key is of the wrong kind.
    """
    text = record.get("text")
    if text is None:
        raise InputError(f"no 'text'; the record has {_name(record)}", path=path, line=line)
    if not isinstance(text, str):
        raise InputError(f"'text' must be a string, got {type(text).__name__}", path=path, line=line)
    if len(text) > max_bytes:
        raise InputError(too_big("the text", max_bytes), path=path, line=line)
    given = {key: _string(record.get(key), key, path, line) for key in KEYS[1:]}
    published = given["published"]
    if published is not None and not is_iso(published):
        raise InputError(bad_date(published), path=path, line=line)
    return Draft(
        "text", path, text=text, line=line, id=given["id"], url=given["url"], outlet=given["outlet"],
        title=given["title"], published=published, language=given["language"],
    )


def _string(value: object, key: str, path: str, line: int) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and key == "id":
        return str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        raise InputError(f"{key!r} must be a string, got {type(value).__name__}", path=path, line=line)
    return value.strip()


def _name(record: Mapping[str, Any]) -> str:
    keys = [repr(key)[:40] for key in record][:8]
    return ", ".join(keys) if keys else "no keys at all"

"""What an address asks for: its parameters, called as the command line's options, made into the store's filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sayso.errors import StoreError
from sayso.store import Filters

LIMIT, MOST = 50, 500
FARTHEST = 1_000_000  # answers that can be left out at the beginning
VIEWS = ("list", "map", "timeline")
_NUMBERS = ("km", "lines")
_UPPER = ("type", "country")
_BOOLEAN = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_NAMES = {field.name for field in fields(Filters)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as an address puts it.

    Attributes:
        given: the parameters that were given and are filters or an order, as text.
        filters: the same for the store.
        offset: answers left out at the beginning; `limit` follow.
        view: `list`, `map` or `timeline`.
    """

    given: Mapping[str, str]
    filters: Filters
    sort: str | None
    limit: int
    offset: int
    view: str


def read_question(parameters: Mapping[str, str]) -> Asked:
    """The question of an address; parameters that are empty or unknown ask for nothing.

    Raises:
        StoreError: when a value makes no sense.
    """
    told = {name: value.strip() for name, value in parameters.items() if value.strip()}
    given = {name: value for name, value in told.items() if name in _NAMES or name == "sort"}
    filters = Filters(**{name: _read_value(name, value) for name, value in given.items() if name != "sort"})  # type: ignore[arg-type]
    filters.check()
    view = told.get("view", "list")
    if view not in VIEWS:
        raise StoreError(f"view {view!r}: choose from {', '.join(VIEWS)}")
    return Asked(
        given=given, filters=filters, sort=told.get("sort"), view=view,
        limit=read_count("limit", told.get("limit"), default=LIMIT, most=MOST),
        offset=read_count("offset", told.get("offset"), default=0, most=FARTHEST),
    )


def read_count(name: str, value: str | None, *, default: int, most: int) -> int:
    """A number of answers.

    Raises:
        StoreError: when it is none, or too large.
    """
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 9 or int(value) > most:
        raise StoreError(f"{name} {value!r}: give a whole number up to {most}")
    return int(value) or (1 if name == "limit" else 0)


def _read_value(name: str, value: str) -> object:
    if name in _UPPER:
        return value.upper()
    if name == "near":
        return _read_point(value)
    if name in _NUMBERS:
        return _read_number(name, value)
    if name == "contradicted":
        if value.lower() not in _BOOLEAN:
            raise StoreError(f"contradicted {value!r}: say yes or no")
        return _BOOLEAN[value.lower()]
    return value


def _read_point(value: str) -> tuple[float, float]:
    parts = value.replace(",", " ").split()
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise StoreError(f"near {value!r}: give latitude and longitude in degrees, such as 34.53,69.17") from None
    return lat, lon


def _read_number(name: str, value: str) -> float | int:
    try:
        return int(value) if name == "lines" else float(value)
    except ValueError:
        raise StoreError(f"{name} {value!r} is no number") from None

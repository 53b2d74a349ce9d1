"""The gender that a given name tells, where it tells one."""

from __future__ import annotations

from functools import cache

from sayso.resources import load_yaml


def gender_of(given: str) -> str | None:
    """"f" or "m" for a given name in lower-case ASCII, None when it is unknown or borne by both."""
    return _genders().get(given)


@cache
def _genders() -> dict[str, str]:
    lists: dict[str, str] = load_yaml("lexicons/given_names.yml")
    return {name: gender for gender in ("f", "m") for name in lists[gender].split()}

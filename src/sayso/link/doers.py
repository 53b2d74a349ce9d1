"""Whether two accounts name others as the ones who did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sayso.store.accounts import Material

# Bodies of a state speak for it: one account may name the state, another its army.
_STATE = ("state", "government", "agency", "military", "police")
_PERSON = "person"
# What is no doer of its own: the people of somewhere, or the outlet that tells it.
_NEITHER = ("population", "media", "other")


def set_apart(ours: Mapping[str, bool], theirs: Mapping[str, bool]) -> bool:
    """Whether both name doers of one sort and share none of them."""
    if not ours or not theirs or set(ours) & set(theirs):
        return False
    return all(
        any(person is sort for person in ours.values()) == any(person is sort for person in theirs.values())
        for sort in (True, False)
    )


def name_doers(keys: Iterable[str | None], material: Material) -> dict[str, bool]:
    """Who is named, by key or by state (the bodies of one state are one), and whether it is a person."""
    found: dict[str, bool] = {}
    for key in keys:
        root = material.roots[key] if key else None
        actor = material.actors.get(root or "")
        if root is None or actor is None or actor[1] in _NEITHER:
            continue
        _, kind, country = actor
        found[f"state {country}" if kind in _STATE and country else root] = kind == _PERSON
    return found

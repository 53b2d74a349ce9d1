"""Whether two accounts name others as the ones who did it."""

from __future__ import annotations

from sayso.store import EventRecord
from sayso.store.accounts import Material

# Bodies of a state speak for it: one account may name the state, another its army.
_STATE = ("state", "government", "agency", "military", "police")
_PERSON = "person"
# What is no doer of its own: the people of somewhere, or the outlet that tells it.
_NEITHER = ("population", "media", "other")


def are_apart(left: EventRecord, right: EventRecord, material: Material) -> bool:
    """Whether both name doers of one sort and share none of them; the bodies of one state are one."""
    ours, theirs = _named(left, material), _named(right, material)
    if not ours or not theirs or set(ours) & set(theirs):
        return False
    for is_person in (True, False):
        some = {doer for doer, person in ours.items() if person is is_person}
        others = {doer for doer, person in theirs.items() if person is is_person}
        if bool(some) != bool(others):
            return False
    return True


def _named(event: EventRecord, material: Material) -> dict[str, bool]:
    """Who is named, by key or by state, and whether it is a person."""
    found: dict[str, bool] = {}
    for key in event.actor_keys:
        root = material.roots[key] if key else None
        actor = material.actors.get(root or "")
        if root is None or actor is None or actor[1] in _NEITHER:
            continue
        _, kind, country = actor
        found[f"state {country}" if kind in _STATE and country else root] = kind == _PERSON
    return found

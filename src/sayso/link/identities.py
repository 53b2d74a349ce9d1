"""Which actors of a store are one, kept up to date as reports come: names propose, what is told beside them decides."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from sayso.link.actors import Identity, name_keys, same_actor
from sayso.link.stories import WHO
from sayso.link.trees import Pair
from sayso.store import Decision
from sayso.store.identities import Known
from sayso.store.linking import Linking
from sayso.types import ActorType

KIND = "actor"


def link_actors(session: Linking, keys: Collection[str]) -> set[str]:
    """Decide anew on actors, by key, that reports tell more of; gives back those with other links.

    Two that one report names as two are two.
    """
    new = session.known(set(keys) - session.named(keys))
    session.put_names({key: _name_keys(known) for key, known in new.items()})
    pairs = sorted(_find_pairs(session, keys))
    held = session.known({end for pair in pairs for end in pair})
    decisions = [
        Decision(KIND, left, right, "same", WHO, score=verdict.score, reasons=verdict.reasons)
        for left, right in pairs if left in held and right in held and left not in held[right].beside
        for verdict in [same_actor(to_identity(held[left]), to_identity(held[right]))] if verdict.same
    ]  # fmt: skip
    return session.decide(KIND, decisions, keys)


def to_identity(known: Known) -> Identity:
    """What the comparison reads of an actor."""
    return Identity(
        known.key, known.names[0], known.names[1:], cast(ActorType, known.type), known.country, None, known.kb,
        known.first, known.last, known.neighbours, known.places,
    )


def _find_pairs(session: Linking, keys: Collection[str]) -> set[Pair]:
    """Pairs that share a key of their names, or were linked, with one of `keys` among them; not two known by ids."""
    near = {key: {*session.share_names(key)} for key in keys}
    for edge in session.edges_of(KIND, keys):
        near.setdefault(edge.left, set()).add(edge.right)
    pairs = {(min(key, other), max(key, other)) for key, others in near.items() for other in others if key != other}
    return {(left, right) for left, right in pairs if "|" in left or "|" in right}


def _name_keys(known: Known) -> list[str]:
    return sorted({key for name in known.names for key in name_keys(name, cast(ActorType, known.type))})

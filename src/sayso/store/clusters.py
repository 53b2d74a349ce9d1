"""What links amount to: things that are the same as one thing, derived anew each time and never stored.

A person's decision outranks the machine's on the same two things; between persons, the later one holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from sayso.store.notes import list_decisions
from sayso.store.records import Decision


def find_cluster(connection: Connection, kind: str, members: Iterable[str]) -> list[str]:
    """`members` and everything that links of a kind call the same as one of them, sorted."""
    seen = set(members)
    new = sorted(seen)
    while new:
        linked = {
            end for pair, verdict in resolve(list_decisions(connection, kind, new)).items() if verdict == "same"
            for end in pair
        }  # fmt: skip
        new = sorted(linked - seen)
        seen |= linked
    return sorted(seen)


def resolve(decisions: Iterable[Decision]) -> dict[tuple[str, str], str]:
    """The verdict that holds for each pair."""
    held: dict[tuple[str, str], Decision] = {}
    for decision in sorted(decisions, key=lambda d: d.n):
        pair = (decision.left, decision.right)
        before = held.get(pair)
        if before is None or decision.person or not before.person:
            held[pair] = decision
    return {pair: decision.verdict for pair, decision in held.items()}

"""Lists of names matched with lists of actors, as `sayso names` does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sayso.link.naming_index import Index, Known
from sayso.link.naming_model import THRESHOLD, find_actor
from sayso.norm.kb import find_entity, list_names


def read_known(rows: Iterable[dict[str, Any]], *, more: bool = True) -> list[Known]:
    """The actors of objects with `id`, `name` and perhaps `names`, `type`, `country`.

    Args:
        rows: the objects.
        more: whether to add the other names that the knowledge base has for an actor.
    """
    return [_read(row, more) for row in rows]


def match_names(
    known: Iterable[Known], queries: Iterable[dict[str, Any]], threshold: float | None = None
) -> Iterator[dict[str, Any]]:
    """An answer for each query, in their order: `query`, `actor` (None for nobody) and `score`."""
    index = Index(known)
    least = THRESHOLD if threshold is None else threshold
    for row in queries:
        answer = find_actor(index, str(row["name"]), body=is_body(row.get("type")))
        sure = answer.actor is not None and answer.score >= least
        yield {
            "query": row["query"], "actor": answer.actor if sure else None, "score": round(answer.score, 4),
        }


def is_body(type: str | None) -> bool:
    """Whether an actor of this type is a body; without a type it is taken for a person."""
    return type not in (None, "person")


def _read(row: dict[str, Any], more: bool) -> Known:
    name, type, country = str(row["name"]), row.get("type"), row.get("country")
    body = is_body(type)
    names = [name, *map(str, row.get("names") or ())]
    entity = find_entity(name, country=country) if more else None
    if entity is not None and entity.person != body:
        names += list_names(entity)
    return Known(row["id"], tuple(dict.fromkeys(names)), body, type, country)

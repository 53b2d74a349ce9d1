"""Incidents as they were known on a day: from the reports that had been published by then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sayso.link.summing import sum_up
from sayso.store import Filters, IncidentRecord, Store

_BATCH = 200


def list_known(
    store: Store, filters: Filters, day: str, *, sort: str = "newest", limit: int | None = 50, offset: int = 0
) -> list[IncidentRecord]:
    """As `Store.incidents`, but each incident is what reports published by the ISO day `day` make of it.

    Lines and contradictions are asked of what was known then; the order is that of today.

    Raises:
        StoreError: when `day` is none.
    """
    found: list[IncidentRecord] = []
    for record in _walk(store, filters, day, sort):
        if offset:
            offset -= 1
        elif limit is not None and len(found) == limit:
            break
        else:
            found.append(record)
    return found


def _walk(store: Store, filters: Filters, day: str, sort: str) -> Iterator[IncidentRecord]:
    asked = replace(filters, lines=None, contradicted=None, known=day)
    start = 0
    while batch := store.incidents(asked, sort=sort, limit=_BATCH, offset=start):
        start += len(batch)
        materials = store.materials([record.id for record in batch], until=day)
        for record in batch:
            then = replace(sum_up(materials[record.id]), id=record.id, corrections=record.corrections)
            enough = filters.lines is None or then.lines >= filters.lines
            if enough and filters.contradicted in (None, bool(then.contradicted)):
                yield then

"""What may be one because it shares keys: copies by bands, stories by terms and names, actors by keys of their names.

The statements are made once: making one costs more than running it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, String, Table, bindparam, case, cast, func, select

from sayso.store import derived
from sayso.store.loading import chunk
from sayso.store.schema import metadata

# A key of so many reports tells little: see `share_blocks`.
MOST, NEAR_DAYS = 300, 31
# Of the things with one key each is held against so many.
EACH_AGAINST = 24


def share_bands(connection: Connection, key: str, least: int, share: float) -> list[str]:
    """The keys of other reports that share bands with this one: of each band the first `EACH_AGAINST` by key.

    A text that more reports have is so held against some of them, and chains of copies still join them all.

    Args:
        least: how many bands they share at least.
        share: how many of the bands of the report that has fewer.
    """
    found = connection.execute(_first_holders(derived.bands.name, "band", "report", ","), {"own": key}).scalars().all()
    shared = Counter(other for held in found for other in held.split(","))
    del shared[key]
    some = sorted(other for other, count in shared.items() if count >= least)
    sizes = _count_bands(connection, some)
    return [other for other in some if shared[other] >= share * min(len(found), sizes[other])]


def share_names(connection: Connection, actor: str) -> list[str]:
    """The keys of actors that share a key of their names with this one: of each the first `EACH_AGAINST`."""
    found = connection.execute(_first_holders(derived.name_keys.name, "key", "actor", "\n"), {"own": actor}).scalars()
    return sorted({other for held in found for other in held.split("\n")} - {actor})


def share_blocks(connection: Connection, number: int, least: int) -> list[int]:
    """Numbers of the other reports that share `least` keys with this one.

    A key that more than `MOST` reports have is followed within `NEAR_DAYS` of publication only, and not at all
    where it is as frequent there.
    """
    shared: Counter[str] = Counter()
    for held in connection.execute(_block_holders(), {"own": number}).scalars():
        shared.update(held.split(",") if held else ())
    del shared[str(number)]
    return sorted(int(other) for other, count in shared.items() if count >= least)


def _count_bands(connection: Connection, keys: list[str]) -> dict[str, int]:
    table = derived.bands
    return {
        row[0]: row[1] for part in chunk(keys)
        for row in connection.execute(
            select(table.c.report, func.count()).where(table.c.report.in_(part)).group_by(table.c.report)
        )
    }  # fmt: skip


@cache
def _first_holders(name: str, by: str, what: str, between: str) -> Select[Any]:
    """For each key of a thing, the first things that have it, in one string; the empty key is none."""
    table: Table = metadata.tables[name]
    own = table.alias("own")
    first = (
        select(table.c[what]).where(table.c[by] == own.c[by]).order_by(table.c[what]).limit(EACH_AGAINST)
        .correlate(own).subquery()
    )  # fmt: skip
    holders = select(func.aggregate_strings(first.c[what], between)).scalar_subquery()
    query = select(holders).where(own.c[what] == bindparam("own"))
    return query.where(own.c[by] != "") if isinstance(table.c[by].type, String) else query


@cache
def _block_holders() -> Select[Any]:
    """For each key of a report, the reports that have it, in one string; of one that too many have, those near by."""
    own = derived.blocks.alias("own")
    few = func.coalesce(_count(own, near=False), 0) <= MOST
    near_few = func.coalesce(_count(own, near=True), 0) <= MOST
    held = case((few, _join(own, near=False)), (near_few, _join(own, near=True)))
    return select(held).where(own.c.report == bindparam("own"))


def _holders(own: Any, near: bool) -> Any:
    """The numbers of reports with the key of a row of `own`; one more than `MOST` at most."""
    table = derived.blocks
    query = select(cast(table.c.report, String).label("report")).where(table.c.key == own.c.key)
    if near:
        query = query.where(table.c.day >= own.c.day - NEAR_DAYS, table.c.day <= own.c.day + NEAR_DAYS)
    return query.limit(MOST + 1).correlate(own).subquery()


def _count(own: Any, *, near: bool) -> ScalarSelect[Any]:
    return select(func.count()).select_from(_holders(own, near)).scalar_subquery()


def _join(own: Any, *, near: bool) -> ScalarSelect[Any]:
    return select(func.aggregate_strings(_holders(own, near).c.report, ",")).scalar_subquery()

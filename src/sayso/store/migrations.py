"""From one version of the tables to the next.

A new store is made at `schema.VERSION`. To change the tables: change `schema`, raise `VERSION`, and add to `STEPS` the
function that brings a store of the version before up to it; steps run in one transaction and are never edited later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.schema import CreateColumn

from sayso.errors import StoreError
from sayso.store import derived, pending, schema, watched, writing
from sayso.store.database import Database

_BATCH = 256


def _add_links(connection: Connection) -> None:
    """To version 2: whom sources cite and where else events took place, from the readings; tables of linking."""
    connection.execute(text("ALTER TABLE claims ADD COLUMN relays TEXT NOT NULL DEFAULT '[]'"))
    connection.execute(text("CREATE INDEX decisions_by_person ON decisions (person, kind)"))
    schema.metadata.create_all(connection, tables=[schema.other_places, *derived.TABLES, *watched.TABLES])
    for number in _readings(connection):
        pending.expect(connection, number)
        writing.refresh(connection, number)


def _add_details(connection: Connection) -> None:
    """To version 3: what else events and places tell, from the readings; the tables of linking are made anew."""
    for table, names in _DETAILS.items():
        for name in names:
            column = CreateColumn(table.c[name]).compile(dialect=connection.dialect)
            connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {column}"))
    connection.execute(text("CREATE INDEX events_by_salience ON events (salience, day, id)"))
    schema.metadata.drop_all(connection, tables=[*derived.TABLES])
    schema.metadata.create_all(connection, tables=[*derived.TABLES])
    told = {table: (*names, "quotes") for table, names in _DETAILS.items()}
    for number in _readings(connection):
        pending.expect(connection, number)
        writing.fill(connection, number, told)


def _readings(connection: Connection) -> Iterator[int]:
    """The numbers of all reports that have a reading."""
    table, low = schema.readings, 0
    query = select(table.c.report).order_by(table.c.report).limit(_BATCH)
    while batch := connection.execute(query.where(table.c.report > low)).scalars().all():
        low = batch[-1]
        yield from batch


# What a step adds to tables of atoms, by table.
_DETAILS = {
    schema.events: (*(f"{kind}_{end}" for kind in schema.TOLLS[2:] for end in ("min", "max")), "salience"),
    schema.places: ("radius",),
}
# STEPS[i] brings version i + 1 to i + 2.
STEPS: tuple[Callable[[Connection], None], ...] = (_add_links, _add_details)


def find_version(connection: Connection) -> int | None:
    """The version of the tables; None where there are none of ours."""
    if not inspect(connection).has_table(schema.facts.name):
        return None
    value = connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == "version")).scalar()
    return None if value is None else int(value)


def prepare(
    database: Database, *, create: bool, steps: Sequence[Callable[[Connection], None]] = STEPS,
    version: int = schema.VERSION,
) -> None:
    """Make the tables where there are none, and bring older ones up to date.

    Raises:
        StoreError: when the store is newer than this program, or no store of ours.
    """
    with database.read() as connection:
        found = find_version(connection)
    if found is None and not create:
        raise StoreError(f"{database.name} is no store of sayso; `sayso add` makes one, --store names another")
    if found is None or found < version:
        with database.write() as connection:
            found = find_version(connection)  # another process may have been first
            if found is None:
                _create(database, connection, version)
                return
            for step in steps[found - 1 : version - 1]:
                step(connection)
            _set_version(connection, max(found, version))
    if found > version:
        raise StoreError(
            f"store {database.name} is of version {found}, this program knows {version} at most; update sayso: "
            "pip install -U sayso"
        )


def _create(database: Database, connection: Connection, version: int) -> None:
    others = inspect(connection).get_table_names()
    if others and database.engine.dialect.name == "sqlite":
        raise StoreError(f"{database.name} is a database of another program; --store names another file")
    schema.metadata.create_all(connection)
    database.finding.create(connection)
    connection.execute(schema.facts.insert(), [{"name": "version", "value": str(version)}])


def _set_version(connection: Connection, version: int) -> None:
    connection.execute(update(schema.facts).where(schema.facts.c.name == "version").values(value=str(version)))

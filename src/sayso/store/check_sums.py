"""Do the tables that are kept over all reports add up to what the readings give?

Each side is a sum of hashes, so that nothing need be held in memory, in whatever order the rows come: a row that is
missing, doubled or other than it should be changes the sum (a multiset hash by addition: Clarke et al. 2003,
Incremental multiset hash functions).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, Table, select

from sayso.store import schema
from sayso.store.counts import count_reading
from sayso.store.finding import WORD_TABLES, Finding
from sayso.store.keys import fold
from sayso.store.rows import Rows
from sayso.types import Reading

_MODULUS = 1 << 128
_COUNTED = {
    schema.identities: ("reports", "mentions"), schema.sources: ("total",), schema.pairs: ("total",),
    schema.countries: ("total",),
}  # fmt: skip


class Tally:
    """What the readings that were seen amount to."""

    def __init__(self, finding: Finding) -> None:
        self._finding = finding
        self._counts: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        self._waiting: dict[str, list[tuple[int, str]]] = {name: [] for name in WORD_TABLES}

    def add(self, reading: Reading, number: int, rows: Rows, words: str) -> None:
        """Count in a reading with its rows, and the words of its report."""
        found = count_reading(reading)
        people = {key: dict(zip(("reports", "mentions"), held, strict=True)) for key, held in found.identities.items()}
        self._count(schema.identities, people)
        for table, counter in (
            (schema.sources, found.sources), (schema.pairs, found.pairs), (schema.countries, found.countries),
        ):
            self._count(table, {key: {"total": n} for key, n in counter.items()})
        self._waiting["reports"].append((number, words))
        for name, worded in rows.words.items():
            self._waiting[name] += worded

    def close_batch(self, connection: Connection) -> None:
        """Weigh the words of the readings that were added since."""
        for name, rows in self._waiting.items():
            self._words[name] += self._finding.weigh_rows(connection, rows)
            rows.clear()

    def check(self, connection: Connection) -> Iterator[str]:
        """The tables that do not add up to what was added."""
        held: Counter[str] = Counter()
        for table, columns in _COUNTED.items():
            keys = [column.name for column in table.primary_key]
            for row in connection.execute(select(table)):
                key = _hash(table, [getattr(row, name) for name in keys])
                for column in columns:
                    held[f"{table.name}.{column}"] += key * getattr(row, column)
        names = schema.identities
        if any(fold(row.name) != row.name_key for row in connection.execute(select(names.c.name, names.c.name_key))):
            yield f"{names.name}: a name is found by words that are not its own"
        for name in sorted(held.keys() | self._counts.keys()):
            if (held[name] - self._counts[name]) % _MODULUS:
                yield f"{name.partition('.')[0]}: its counts are not those of the readings"
        for name in WORD_TABLES:
            if self._finding.weigh_words(connection, name) != self._words[name] % (1 << 64):
                yield f"{WORD_TABLES[name]}: the words that {name} are found by are not theirs"

    def _count(self, table: Table, found: Mapping[tuple[str, ...], Mapping[str, int]]) -> None:
        for key, values in found.items():
            weight = _hash(table, key)
            for column, n in values.items():
                self._counts[f"{table.name}.{column}"] += weight * n


def _hash(table: Table, key: Iterable[str]) -> int:
    said = repr((table.name, *key)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=16).digest(), "big")

"""How long pages take on a large store.

    python bench/pages.py REPORTS [STORE]

The first 2,000 reports are those of bench/store.py, put in and linked; the store is then grown to REPORTS by copying
their rows with other keys and ids, so that lists, indexes and counts are as long as they would be. Prints for each page
the median and the longest of some visits in milliseconds of CPU, which other programs on the machine do not change,
answered within one process, plots apart.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]

from starlette.testclient import TestClient  # noqa: E402
from store import make_reading  # noqa: E402

from sayso.link.linker import link_new  # noqa: E402
from sayso.serve import Settings, Tokens, make_app  # noqa: E402
from sayso.store import Store  # noqa: E402
from sayso.store.schema import ATOMS  # noqa: E402

SEED, ROUNDS = 2000, 5
# Columns that number atoms or reports, and those that name something within its report.
_ATOM = ("n", "within", "source_actor", "told_actor", "place", "time", "claim", "event", "actor")
_NAMED = ("id", "unit", "incident")
_TABLES = ("actors", "times", "places", "claims", "events", "other_places", "sides", "happenings")
_COUNTS = {"identities": ("reports", "mentions"), "sources": ("total",), "monthly_pairs": ("total",),
           "monthly_countries": ("total",)}  # fmt: skip


def fill(where: Path, reports: int) -> None:
    with Store.open(where) as store:
        for number in range(SEED):
            store.put(make_reading(number))
        link_new(store)
    grow(where, reports // SEED)


def grow(where: Path, times: int) -> None:
    """Copy the rows of every report until there are `times` as many."""
    connection = sqlite3.connect(where)
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;")
    for n in range(1, times):
        mark, shift = f"-{n}", n * SEED
        copy(connection, "reports", {"n": f"n + {shift}", "id": f"id || '{mark}'",
                                     "key": f"substr(key, 1, 12) || 'g{n:03x}'"}, f"n <= {SEED}")  # fmt: skip
        copy(connection, "readings", {"report": f"report + {shift}"}, f"report <= {SEED}")
        for table in _TABLES:
            atom = "n" if table in ("actors", "times", "places", "claims", "events") else "event"
            columns = names(connection, table)
            made = {c: f"{c} + {shift * ATOMS}" for c in columns if c in _ATOM}
            made |= {c: f"{c} || '{mark}'" for c in columns if c in _NAMED}
            made |= {"report": f"report + {shift}"} if "report" in columns else {}
            copy(connection, table, made, f"{atom} < {(SEED + 1) * ATOMS}")
        copy(connection, "incidents", {"id": f"id || '{mark}'"}, "id NOT LIKE '%-%-%'")
        copy(connection, "incident_facets", {"incident": f"incident || '{mark}'"}, "incident NOT LIKE '%-%-%'")
        first = (shift + 1) * ATOMS
        where_new = f"n >= {first}"
        connection.execute(f"INSERT INTO place_boxes SELECT n, lat, lat, lon, lon FROM places WHERE {where_new}")
        for table, words in {
            "claim": f"n, lower(source || ' ' || content) FROM claims WHERE {where_new}",
            "event": f"event, lower(group_concat(name, ' ')) FROM sides WHERE event >= {first} GROUP BY event",
            "report": f"report, lower(group_concat(content, ' ')) FROM claims WHERE {where_new} GROUP BY report",
        }.items():
            connection.execute(f"INSERT INTO {table}_words(rowid, words) SELECT {words}")
        connection.commit()
    for table, columns in _COUNTS.items():
        connection.execute(f"UPDATE {table} SET " + ", ".join(f"{c} = {c} * {times}" for c in columns))
    connection.commit()
    connection.close()


def names(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def copy(connection: sqlite3.Connection, table: str, made: dict[str, str], where: str) -> None:
    columns = names(connection, table)
    said = ", ".join(made.get(c, f'"{c}"') for c in columns)
    listed = ", ".join(f'"{c}"' for c in columns)
    connection.execute(f"INSERT INTO {table}({listed}) SELECT {said} FROM {table} WHERE {where}")


def list_pages(store: Store) -> dict[str, str]:
    event, incident = store.events(limit=1)[0], store.incidents(sort="lines", limit=1)[0]
    frequent, rare = store.actors("Group1")[0].key, store.actors(offset=500, limit=1)[0].key
    source = store.sources(kind="named", limit=1)[0].key
    return {
        "start": "/", "newest incidents": "/incidents", "incidents of a country": "/incidents?country=C07",
        "an incident": f"/incidents/{incident.id}", "a report": f"/reports/{event.report}",
        "a frequent actor": f"/actors/{quote(frequent, safe='')}", "a rare actor": f"/actors/{quote(rare, safe='')}",
        "a source": f"/sources/{quote(source, safe='')}", "an outlet": "/sources/outlet%203",
        "a relation": "/relations?first=Group1&second=Group2", "newest events": "/events",
        "events of a type in a country": "/events?type=ASSAULT&country=C07", "a map": "/events?view=map&country=C07",
        "a timeline": "/events?view=timeline&actor=Group1", "claims by a word": "/claims?text=town77",
        "reports of an outlet": "/reports?outlet=Outlet+3", "actors": "/actors", "search": "/search?q=group900",
        "suggestions": "/suggest?q=gr",
    }  # fmt: skip


def main(reports: int, where: Path) -> None:
    if not where.exists():
        fill(where, reports)
    with Store.open(where) as store:
        tokens = Tokens(where.with_name("no-tokens.json"))
        client = TestClient(make_app(store, settings=Settings(tokens=tokens)), base_url="http://127.0.0.1")
        medians = []
        print(store.totals())
        for name, address in list_pages(store).items():
            taken = []
            for _ in range(ROUNDS):
                began = time.process_time()
                answer = client.get(address)
                taken.append((time.process_time() - began) * 1000)
                assert answer.status_code == 200, (address, answer.status_code)
            medians.append(median(taken))
            print(f"{median(taken):8.0f} {max(taken):8.0f}  {name}", flush=True)
        print(f"median of the pages {median(medians):.0f} ms, slowest {max(medians):.0f} ms")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        main(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "sayso.db")

"""Killed, full, read-only, newer, damaged: a store loses nothing and says what is wrong."""

from __future__ import annotations

import json
import lzma
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import killing
import pytest
import tampering
from exporting import make_reading
from store_making import make_numbered
from store_servers import find_programs, run_postgres
from store_work import add_all

from sayso.errors import StoreError
from sayso.store import Store
from sayso.store.database import open_database
from sayso.store.migrations import STEPS, find_version, prepare
from sayso.store.schema import VERSION

REPORTS = 40
KILLED_REPORTS, KILLS = 8, 4
PROGRAM = str(Path(__file__).with_name("store_work.py"))


@pytest.fixture
def inbox(tmp_path):
    return write_inbox(tmp_path / "in.jsonl", REPORTS)


def write_inbox(path, count):
    keys = ("text", "id", "outlet", "published", "title")
    lines = [json.dumps({key: getattr(make_numbered(i).report, key) for key in keys}) for i in range(count)]
    path.write_text("\n".join(lines) + "\n")
    return path


def start(store, inbox, **options):
    return subprocess.Popen(
        [sys.executable, PROGRAM, str(store), str(inbox)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


def canonical(path):
    with Store.open(path) as store:
        return list(store.export())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A folder, an inbox, and what a store holds into which it was added and linked without a fault."""
    folder = tmp_path_factory.mktemp("killed")
    inbox = write_inbox(folder / "in.jsonl", KILLED_REPORTS)
    killing.warm_up(str(folder / "whole.db"), inbox)
    wanted = killing.describe(str(folder / "whole.db"))
    assert sum(line.startswith('{"decisions"') for line in wanted) > 2
    assert sum(line.startswith("IncidentRecord") for line in wanted) == 3
    return folder, inbox, wanted


@pytest.fixture(scope="module")
def postgres():
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed; apt install postgresql runs this test on it too")
    with run_postgres() as address:
        yield address


def check_what_is_left(store, undisturbed):
    folder, inbox, wanted = undisturbed
    assert killing.find_wrong(store, KILLED_REPORTS) == []
    assert killing.run(store, inbox, folder).how == "done"
    assert killing.describe(store) == wanted


def test_killed_at_any_point_nothing_is_lost_doubled_or_half_written(tmp_path, undisturbed):
    folder, inbox, _ = undisturbed
    began = time.monotonic()
    killing.run(str(tmp_path / "timed.db"), inbox, folder)
    took = time.monotonic() - began
    store, chance = str(tmp_path / "killed.db"), random.Random(20261122)
    for _ in range(KILLS):
        ended = killing.run_killed(store, inbox, folder, chance.uniform(0, took / 2))
        assert ended.how in ("killed", "done"), ended.words
        assert killing.find_wrong(store, KILLED_REPORTS) == []
    check_what_is_left(store, undisturbed)


FAULTS = [
    killing.Fault("pwrite64", 40), killing.Fault("pwrite64", 700), killing.Fault("pwrite64", 1300),
    killing.Fault("fdatasync", 9), killing.Fault("unlink", 1),
    killing.Fault("pwrite64", 300, "error=ENOSPC"), killing.Fault("pwrite64", 1200, "error=EIO"),
    killing.Fault("fdatasync", 12, "error=EIO"),
]  # fmt: skip


@pytest.mark.skipif(not killing.can_trace(), reason="strace is not installed or may not trace")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.call}-{fault.n}-{fault.what}")
def test_a_call_that_kills_or_fails_leaves_a_whole_store(tmp_path, undisturbed, fault):
    folder, inbox, _ = undisturbed
    store = str(tmp_path / "faulty.db")
    ended = killing.run(store, inbox, folder, fault)
    assert ended.how == ("killed" if "KILL" in fault.what else "refused"), ended.words
    if "ENOSPC" in fault.what:
        assert "the disk is full" in ended.words
    check_what_is_left(store, undisturbed)


@pytest.mark.skipif(not killing.can_trace(), reason="strace is not installed or may not trace")
def test_killed_in_the_middle_of_talking_to_postgres(postgres, undisturbed):
    import psycopg

    folder, inbox, _ = undisturbed
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE killed")
    store = postgres.replace("/postgres", "/killed")
    assert killing.run(store, inbox, folder, killing.Fault("sendto", 700)).how == "killed"
    check_what_is_left(store, undisturbed)


def test_two_programs_may_add_the_same_at_once(tmp_path, inbox):
    store = tmp_path / "both.db"
    both = [start(store, inbox) for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, b"")
    with Store.open(store) as opened:
        assert len(opened.reports(limit=100)) == REPORTS
        assert list(opened.verify()) == [REPORTS]


def test_a_full_disk_is_told_and_the_store_opens_afterwards(tmp_path, inbox):
    store = tmp_path / "sayso.db"
    Store.open(store).close()

    def limit():
        size = 400_000  # of any one file
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    process = start(store, inbox, preexec_fn=limit)
    _, errors = process.communicate(timeout=120)
    assert process.returncode != 0
    assert b"StoreError" in errors
    assert b"disk" in errors
    with Store.open(store) as opened:
        held = len(opened.reports(limit=100))
        assert 0 < held < REPORTS
        assert list(opened.verify()) == [held]
        add_all(opened, [str(inbox)])
        assert len(opened.reports(limit=100)) == REPORTS


def test_a_read_only_store_answers_and_refuses_to_be_written(tmp_path, monkeypatch):
    path = tmp_path / "sayso.db"
    with Store.open(path) as store:
        store.put(make_numbered(0))
    with Store.open(path) as store, store._database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        connection.commit()
        connection.close()
        assert len(store.events()) == 1
        with pytest.raises(StoreError, match="read-only"):
            store.put(make_numbered(1))


def test_what_is_no_store_is_refused(tmp_path):
    with pytest.raises(StoreError, match="there is no store"):
        Store.open(tmp_path / "none.db", create=False)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "no folder" / "none.db")
    (tmp_path / "text.db").write_text("This is no database at all, it is a letter to my aunt." * 20)
    with pytest.raises(StoreError, match="no SQLite file"):
        Store.open(tmp_path / "text.db")
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE songs (name)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(tmp_path / "other.db")
    with pytest.raises(StoreError, match="no store"):
        Store.open("mysql://user:secret@host/db")


def test_a_password_is_never_shown():
    with pytest.raises(StoreError) as caught, Store.open("postgresql://me:secret@127.0.0.1:1/none"):
        pass
    assert "secret" not in str(caught.value)


def test_a_newer_store_is_refused(tmp_path):
    path = tmp_path / "sayso.db"
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE sayso_store SET value = '99'")
    connection.close()
    with pytest.raises(StoreError, match=r"version 99.*update sayso"):
        Store.open(path)


def test_older_stores_are_brought_up_to_date_step_by_step(tmp_path):
    path = tmp_path / "sayso.db"
    Store.open(path).close()
    done = []
    first, last = VERSION, VERSION + 2
    steps = [*STEPS, lambda connection: done.append("one up"), lambda connection: done.append("two up")]
    assert len(STEPS) == first - 1
    database = open_database(path)
    prepare(database, create=False, steps=steps, version=last)
    prepare(database, create=False, steps=steps, version=last)
    assert done == ["one up", "two up"]

    def fail(connection):
        connection.exec_driver_sql("CREATE TABLE half (n)")
        raise StoreError("no")

    with pytest.raises(StoreError):
        prepare(database, create=False, steps=[*steps, fail], version=last + 1)
    with database.read() as connection:
        assert find_version(connection) == last
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'half'").scalar() == 0
    database.close()


def test_a_store_that_version_1_made_is_as_one_made_now(tmp_path):
    path = tmp_path / "old.db"
    path.write_bytes(lzma.decompress((Path(__file__).parent / "cases" / "store-1.db.xz").read_bytes()))
    with Store.open(path) as old, Store.open(tmp_path / "new.db") as new:
        for reading in [*map(make_numbered, range(4)), make_reading()]:
            new.put(reading)
        assert list(old.export()) == list(new.export())
        assert list(old.verify()) == [5]
        assert old.events() == new.events()


DAMAGE = [
    ("UPDATE reports SET record = replace(record, 'Shelling', 'Shelving') WHERE id = 'r1'", "another hash"),
    ("UPDATE readings SET digest = 'x' WHERE report = 2", "reading has another hash"),
    ("""UPDATE events SET quotes = replace(quotes, 'shelled', 'spelled')""", "no longer quotes 'spelled'"),
    ("DELETE FROM events WHERE id = 'e1'", "has 0 events, its reading 1"),
    ("DELETE FROM log WHERE n = 2", "entry 2 is missing"),
    ("UPDATE log SET time = 'x' WHERE n = 2", "entry 2 .* was changed"),
    ("DELETE FROM reports WHERE id = 'r1'", "3 reports were written, 2 are there"),
    ("DELETE FROM readings WHERE report = 1", "has no reading"),
    ("UPDATE originals SET data = (SELECT text FROM reports LIMIT 1)", "its bytes have another hash"),
    ("UPDATE ratings SET value = 'A'", "rating 1: differs"),
]


@pytest.mark.parametrize(("damage", "found"), DAMAGE, ids=[found for _, found in DAMAGE])
def test_verify_finds_every_change(tmp_path, damage, found):
    import re

    from sayso.store import Rating, Retrieval

    path = tmp_path / "sayso.db"
    with Store.open(path) as store:
        for number in range(3):
            store.put(make_numbered(number), Retrieval(original=b"page %d" % number))
        store.rate(Rating("source", "x", "B", "me", "", ""))
        assert list(store.verify()) == [3]
    with sqlite3.connect(path) as connection:
        connection.execute(damage)
    connection.close()
    with Store.open(path) as store:
        wrong = [line for line in store.verify() if isinstance(line, str)]
    assert any(re.search(found, line) for line in wrong), wrong


def test_verify_finds_a_changed_byte_in_any_table(tmp_path):
    whole, changed = tampering.make_store(tmp_path / "whole.db"), tmp_path / "changed.db"
    assert tampering.find_damage(whole) == []
    chance = random.Random(7)
    for table, cells in tampering.list_cells(whole).items():
        shutil.copy(whole, changed)
        row, column = chance.choice(cells)
        tampering.change(changed, table, row, column, chance)
        assert tampering.find_damage(changed), (table, row, column)
    for table in ("decisions", "ratings", "sides", "monthly_pairs"):
        shutil.copy(whole, changed)
        with sqlite3.connect(changed) as connection:
            connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
        connection.close()
        assert tampering.find_damage(changed), table


@pytest.mark.parametrize("table", ["report_words", "claim_words", "event_words", "place_boxes"])
def test_verify_finds_that_words_or_places_are_not_found(tmp_path, table):
    path = tampering.make_store(tmp_path / "whole.db")
    with sqlite3.connect(path) as connection:
        if table == "place_boxes":
            connection.execute("UPDATE place_boxes SET north = north + 1")
        else:
            connection.execute(f"INSERT INTO {table}(rowid, words) VALUES (77, 'planted')")
    connection.close()
    assert any(line.startswith(table) for line in tampering.find_damage(path))

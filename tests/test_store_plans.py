"""No question reads all rows: what SQLite plans to do for each of them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.dialects import sqlite
from store_making import make_numbered

from sayso.link.linker import link_new
from sayso.store import Filters, Store, between, incidents, queries, summaries
from sayso.store.filters import Conditions, find_actor_keys

NARROWED = [
    Filters(text="shelled"), Filters(actor="Orland"), Filters(actor="Orland", side="actor", since="2021-01-01"),
    Filters(place="Kabul"), Filters(country="AFG"), Filters(near=(34.0, 69.0)), Filters(since="2021-02-01"),
    Filters(since="2021-02-01", until="2021-03-01"), Filters(outlet="Lantern Post"), Filters(report="r3"),
]  # fmt: skip
ONLY_ATOMS = [
    Filters(type="ASSAULT"), Filters(mode="x"), Filters(type="ASSAULT", country="AFG", since="2021-01-01"),
    Filters(kind="named"), Filters(factuality="denied"), Filters(id="e3"),
    Filters(actor="Orland", type="ASSAULT", place="Kabul"),
]  # fmt: skip
PAGE = {"limit": 50, "offset": 0}


@pytest.fixture
def rare(monkeypatch):
    """Every actor counts as rare; of a frequent one SQLite may walk the days, as a page is soon full."""
    monkeypatch.setattr("sayso.store.filters.FREQUENT", 1.0)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("plans") / "sayso.db") as opened:
        for number in range(30):
            opened.put(make_numbered(number))
        link_new(opened)
        yield opened


def plan(store, make):
    """The lines of the plan for the statement that `make` gives for a connection."""
    with store._database.read() as connection:
        statement = make(connection).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")]


def scans(lines, filters=None):
    """Lines that go through a table. Only who asks for everything may walk an index, in the order asked for."""
    if filters == Filters() and not any("TEMP B-TREE FOR ORDER BY" in line for line in lines):
        lines = [line for line in lines if not re.match(r"SCAN \w+ USING (COVERING )?INDEX", line)]
    return [line for line in lines if re.match(r"SCAN (?!.*(VIRTUAL TABLE|CONSTANT ROW))", line)]


@pytest.mark.parametrize("rest", ["WHERE trigger = 'x'", "WHERE aspect = 'x' ORDER BY day", "ORDER BY trigger"])
def test_scans_are_seen(store, rest):
    with store._database.read() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN SELECT * FROM events {rest}")
        assert scans([row[3] for row in rows])


@pytest.mark.parametrize("filters", [Filters(), *NARROWED, *ONLY_ATOMS])
@pytest.mark.parametrize("sort", ["newest", "oldest", "killed"])
def test_questions_about_events(store, rare, filters, sort):
    lines = plan(store, lambda c: queries.select_events(
        Conditions(c, store._database.finding, filters), sort=sort, **PAGE))
    assert scans(lines, filters) == [], lines


@pytest.mark.parametrize("filters", [Filters(), *NARROWED, *ONLY_ATOMS])
def test_questions_about_claims(store, filters):
    lines = plan(store, lambda c: queries.select_claims(
        Conditions(c, store._database.finding, filters), sort="newest", **PAGE))
    assert scans(lines, filters) == [], lines


@pytest.mark.parametrize("filters", [Filters(), *NARROWED])
def test_questions_about_reports(store, filters):
    lines = plan(store, lambda c: summaries.select_reports(
        Conditions(c, store._database.finding, filters), sort="newest", **PAGE))
    assert scans(lines, filters) == [], lines


@pytest.mark.parametrize("frequent", [0, 2000])
@pytest.mark.parametrize("filters", [
    Filters(), *NARROWED, *ONLY_ATOMS, Filters(lines=2), Filters(contradicted=True), Filters(incident="e3"),
    Filters(known="2021-05-01", since="2021-01-01"),
])  # fmt: skip
@pytest.mark.parametrize("sort", ["newest", "oldest", "reports", "lines", "killed"])
def test_questions_about_incidents(store, filters, sort, frequent, monkeypatch):
    monkeypatch.setattr("sayso.store.incidents.FREQUENT", frequent)
    lines = plan(store, lambda c: incidents.select_incidents(
        Conditions(c, store._database.finding, filters), sort=sort, **PAGE))
    many = filters in (Filters(lines=2), Filters(since="2021-02-01")) or filters.known
    walked = Filters() if frequent == 0 or many else filters  # what is frequent is met soon on the way
    assert scans(lines, walked) == [], lines


def test_what_stands_between_two_is_looked_up(store):
    lines = plan(store, lambda c: between.select_between(["a"], ["b"], "2021-01-01", None))
    assert scans(lines) == [], lines


def test_a_frequent_actor_is_looked_up_event_by_event(store):
    lines = plan(store, lambda c: queries.select_events(
        Conditions(c, store._database.finding, Filters(actor="Orland")), sort="newest", **PAGE))
    assert any(re.match("SCAN events USING INDEX events_by_day", line) for line in lines), lines
    assert not any("TEMP B-TREE FOR ORDER BY" in line for line in lines), lines
    lines = plan(store, lambda c: queries.select_events(
        Conditions(c, store._database.finding, Filters(actor="Orland", country="AFG")), sort="newest", **PAGE))
    assert scans(lines) == [], lines


@pytest.mark.parametrize(("doers", "targets"), [(["a"], ["b"]), (["a"], None), (None, ["b"])])
def test_questions_about_relations(store, doers, targets):
    lines = plan(store, lambda c: summaries.select_pairs(doers, targets, "2021-01-01", "2021-12-31"))
    assert scans(lines) == [], lines


def test_names_are_looked_up(store):
    with store._database.read() as connection:
        seen = []
        statement = connection.exec_driver_sql
        assert find_actor_keys(connection, "Orland") == ["wikidata:Q0"]
        for name in ("identities", "decisions", "corrections", "ratings"):
            columns = {"identities": "name_key", "decisions": '"left"', "corrections": "target", "ratings": "subject"}
            kind = "AND kind = 'x'" if name in ("decisions", "ratings") else ""
            query = f"EXPLAIN QUERY PLAN SELECT * FROM {name} WHERE {columns[name]} = 'x' {kind}"
            seen += [row[3] for row in statement(query)]
    assert all(line.startswith("SEARCH") for line in seen), seen

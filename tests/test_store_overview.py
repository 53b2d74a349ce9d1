"""What pages ask a store before anything is typed."""

from __future__ import annotations

import pytest
from serving import fill
from sqlalchemy.dialects import sqlite
from store_making import make_numbered

from sayso.store import Filters, Store, overview
from sayso.store.filters import Conditions
from sayso.store.overview import Suggestion, Totals


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("overview") / "sayso.db") as opened:
        for number in range(12):
            opened.put(make_numbered(number))
        yield opened


def test_totals(store):
    assert store.totals() == Totals(12, 12, 12, 3, "2021-01-01", "2021-12-12")


def test_totals_of_nothing(tmp_path):
    with Store.open(tmp_path / "empty.db") as empty:
        assert empty.totals() == Totals(0, 0, 0, 0, None, None)
        assert empty.suggest("a") == []
        assert empty.marks() == []


def test_suggestions_begin_as_typed(store):
    assert store.suggest("REG") == [Suggestion("actor", "regals|armed_group|", "Régals")]
    assert store.suggest("ka") == [Suggestion("place", "Kabul", "Kabul")]
    assert store.suggest("  ") == []
    assert store.suggest("abul") == []


def test_suggestions_are_few(store):
    assert len(store.suggest("o", limit=1)) == 1


def test_marks_are_newest_first(store):
    marks = store.marks(Filters(place="Kabul"))
    assert [mark.day for mark in marks] == sorted((mark.day for mark in marks), reverse=True)
    assert {(mark.place, mark.lat, mark.country) for mark in marks} == {("Kabul", 34.53, "AFG")}


def test_claims_of_a_source(store):
    assert len(store.claims(Filters(source="Ana Ruiz"))) == 12
    assert store.claims(Filters(source="nobody")) == []


def test_how_a_source_stands(tmp_path):
    with fill(tmp_path / "sayso.db") as linked:
        for standing, filters in ((linked.standing("Lantern Post"), Filters(outlet="Lantern Post")),
                                  (linked.standing("Ana Ruiz"), Filters())):  # fmt: skip
            told = linked.incidents(filters)
            assert standing.incidents == len(told) > 1
            assert standing.borne_out == sum(incident.lines > 1 for incident in told)
            assert standing.contradicted == sum(bool(incident.contradicted) for incident in told)
        assert linked.standing("Ana Ruiz", limit=3).is_part
        assert linked.standing("nobody").incidents == 0


def test_marks_walk_an_index(store):
    with store._database.read() as connection:
        asked = Conditions(connection, store._database.finding, Filters(country="AFG"))
        compiled = overview.select_marks(asked, limit=5).compile(
            dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}
        )
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert not any(line.startswith("SCAN") for line in plan), plan


def test_claims_about_an_actor(store):
    assert len(store.claims(Filters(about="Régals"))) == 12
    assert store.claims(Filters(about="Ana Ruiz")) == []


def test_namings_tell_the_words(store):
    namings = store.namings("Ana Ruiz", limit=3)
    assert len(namings) == 3
    assert namings[0].words == ("Mayor Ana Ruiz",)
    assert (namings[0].type, namings[0].sector) == ("person", "GOV")

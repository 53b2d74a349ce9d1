"""What a store promises, on every database it runs on."""

from __future__ import annotations

import dataclasses
import itertools
import random
import threading

import pytest
from exporting import make_reading
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_making import make_numbered
from store_servers import find_programs, run_postgres

from sayso.errors import StoreError
from sayso.link.evidence import find_lines
from sayso.link.explain import explain
from sayso.link.linker import link_new, relink
from sayso.store import Correction, Decision, Filters, Rating, Retrieval, Store, derived, report_key, schema
from sayso.types import Away, Cited, Place, Reading, Toll, make_report

ANY = st.characters(exclude_categories=())  # lone surrogates and NUL too
numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres():
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed; apt install postgresql runs these tests on it too")
    with run_postgres() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
def where(request, tmp_path):
    """The address of a store that does not exist yet."""
    return make_address(request, tmp_path)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def answering(request, tmp_path_factory):
    """A store of twelve reports that no test may change."""
    with Store.open(make_address(request, tmp_path_factory.mktemp("answering"))) as opened:
        for number in range(12):
            opened.put(make_numbered(number))
        yield opened


def make_address(request, folder):
    if request.param == "sqlite":
        return folder / "sayso.db"
    import psycopg

    base = request.getfixturevalue("postgres")
    name = f"store{next(numbers)}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return base.replace("/postgres", f"/{name}")


@pytest.fixture
def store(where):
    with Store.open(where) as opened:
        yield opened


@pytest.fixture
def full(store):
    for number in range(12):
        store.put(make_numbered(number))
    return store


def ids(records):
    return [record.id for record in records]


def test_a_reading_comes_back_as_it_went_in(store):
    reading = make_reading()
    assert store.put(reading)
    assert store.reading(reading.report.id) == reading
    assert store.reading(report_key(reading.report)) == reading
    assert store.report(reading.report.id) == reading.report
    assert list(store.readings()) == [reading]


def test_putting_again_changes_nothing(full):
    before = list(full.export())
    assert [full.put(make_numbered(number)) for number in range(12)] == [False] * 12
    assert list(full.export()) == before
    assert len(list(full.readings())) == 12


def test_the_order_of_adding_does_not_show(store, tmp_path):
    order = list(range(20)) * 2
    random.Random(1).shuffle(order)
    for number in order:
        store.put(make_numbered(number), Retrieval(path=f"{number % 7}.txt"))
    with Store.open(tmp_path / "other.db") as other:
        for number in range(20):
            other.put(make_numbered(number), Retrieval(path=f"{number % 7}.txt"))
        assert list(other.export()) == list(store.export())


def test_one_text_of_two_outlets_is_two_reports(store):
    text = "The mayor resigned."
    for outlet in ("A", "B", "A"):
        store.put(Reading(make_report(text, outlet=outlet)))
    assert {r.outlet for r in store.reports()} == {"A", "B"}
    with pytest.raises(StoreError, match="2 reports have the id"):
        store.report(make_report(text).id)


def test_one_report_in_two_folders_is_one(store):
    report = make_report("The mayor resigned.", path="b.txt")
    store.put(Reading(report))
    store.put(Reading(dataclasses.replace(report, path="a.txt")))
    assert len(store.reports()) == 1
    assert store.report(report.id).path == "a.txt"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(ANY, min_size=1), name=st.text(ANY))
def test_any_text_survives(store, text, name):
    report = make_report(text, outlet=name, title=name + text, id=text[:300])
    store.put(Reading(report))
    key = report_key(report)
    assert store.report(key) == report
    store.reports(Filters(text=text, outlet=name))
    store.claims(Filters(actor=name, place=text))


def test_wrong_spans_are_refused_whole(store):
    reading = make_numbered(1)
    event = dataclasses.replace(reading.events[0], trigger=(5, 10_000))
    with pytest.raises(StoreError, match="outside"):
        store.put(dataclasses.replace(reading, events=(event,)))
    stray = dataclasses.replace(reading.events[0], claim="c-unknown")
    with pytest.raises(StoreError, match="missing atom"):
        store.put(dataclasses.replace(reading, events=(stray,)))
    assert store.reports() == []
    assert list(store.verify()) == []


def test_a_hash_that_is_not_the_texts_is_refused(store):
    with pytest.raises(StoreError, match="sha256"):
        store.put(Reading(dataclasses.replace(make_report("one"), sha256="0" * 64)))


def test_originals_are_kept_once(store):
    page = b"<p>page</p>"
    store.put(make_numbered(1), Retrieval(path="a.html", original=page, headers={"etag": "x"}))
    store.put(make_numbered(2), Retrieval(path="a.html", original=page))
    import hashlib

    assert store.original(hashlib.sha256(page).hexdigest()) == page
    report = make_numbered(1).report
    assert store.original(report.sha256) == report.text.encode()
    with pytest.raises(StoreError, match="no original"):
        store.original("0" * 64)


QUESTIONS = [
    (Filters(), set(range(12))),
    (Filters(text="ORLAND shelled"), set(range(12))),
    (Filters(text='"orland shelled" kabul'), {0, 3, 6, 9}),
    (Filters(text='"shelled orland"'), set()),
    (Filters(text="regals"), set(range(12))),
    (Filters(text="..."), set()),
    (Filters(text='" OR kabul*'), set()),
    (Filters(actor="orland"), set(range(12))),
    (Filters(actor="wikidata:Q0", side="actor"), set(range(12))),
    (Filters(actor="Orland", side="recipient"), set()),
    (Filters(actor="REGALS", side="recipient", type="ACCUSE"), {2, 5, 8, 11}),
    (Filters(actor="nobody"), set()),
    (Filters(type="ASSAULT", factuality="certain"), {3, 9}),
    (Filters(place="beirut"), {1, 4, 7, 10}),
    (Filters(country="FJI"), {2, 5, 8, 11}),
    (Filters(near=(34.5, 69.2), km=10), {0, 3, 6, 9}),
    (Filters(near=(34.5, 69.2), km=3), set()),
    (Filters(near=(-18.0, -179.9), km=200), {2, 5, 8, 11}),
    (Filters(near=(89.0, 0.0), km=1000), set()),
    (Filters(since="2021-03-01", until="2021-04-30"), {2, 3}),
    (Filters(since="2021-04-04", until="2021-04-04"), {3}),
    (Filters(since="0001-01-01"), set(range(12))),
    (Filters(kind="named", outlet="harbour courier"), {0, 2, 4, 6, 8, 10}),
    (Filters(kind="unnamed"), set()),
    (Filters(report="r4"), {4}),
    (Filters(id="e4"), {4}),
]


@pytest.mark.parametrize(("filters", "expected"), QUESTIONS)
def test_questions_about_events(answering, filters, expected, monkeypatch):
    assert {int(i[1:]) for i in ids(answering.events(filters))} == expected
    monkeypatch.setattr("sayso.store.filters.FREQUENT", 1.0)  # actors are looked up in another way
    assert {int(i[1:]) for i in ids(answering.events(filters))} == expected


def test_questions_about_claims(full):
    assert len(full.claims(Filters(actor="ana ruiz"))) == 12
    assert len(full.claims(Filters(actor="ana ruiz", side="recipient"))) == 0
    assert ids(full.claims(Filters(text="number 3"))) == []
    assert ids(full.claims(Filters(text='"attack 3"'))) == ["c3"]
    assert len(full.claims(Filters(place="Suva", type="ACCUSE"))) == 4
    assert full.claims(Filters(kind="unnamed")) == []
    assert full.claims(Filters(id="c3"))[0].source == "Mayor Ana Ruiz"


def test_questions_about_reports(full):
    assert ids(full.reports(Filters(text="number7"))) == ["r7"]
    assert len(full.reports(Filters(outlet="Lantern Post"))) == 6
    assert len(full.reports(Filters(country="AFG", actor="Orland"))) == 4
    first = full.reports(Filters(until="2021-01-31"))[0]
    assert (first.claims, first.events, first.rating) == (1, 1, "F")


def test_order_and_pages(full):
    newest = ids(full.events())
    assert newest == [f"e{number}" for number in reversed(range(12))]
    assert ids(full.events(sort="oldest")) == newest[::-1]
    assert ids(full.events(limit=5, offset=5)) == newest[5:10]
    assert len(full.events(sort="killed")) == 12
    for wrong in ({"sort": "best"}, {"limit": 0}, {"offset": -1}):
        with pytest.raises(StoreError):
            full.events(**wrong)
    for wrong in (Filters(since="May"), Filters(side="left"), Filters(near=(99.0, 0.0)), Filters(km=-1)):
        with pytest.raises(StoreError):
            full.events(wrong)


def test_counts_across_reports(full):
    names = {actor.name: actor for actor in full.actors()}
    assert (names["Orland"].reports, names["Orland"].mentions, names["Orland"].country) == (12, 12, "ORL")
    assert [a.name for a in full.actors(type="armed_group")] == ["Régals"]
    assert {s.name: s.count for s in full.sources(kind="outlet")} == {"Harbour Courier": 6, "Lantern Post": 6}
    assert [(s.name, s.count) for s in full.sources(kind="named")] == [("Ana Ruiz", 12)]
    relations = full.relations("Orland", "Régals", since="2021-03-01", until="2021-03-31")
    assert [(r.actor_name, r.recipient_name, r.month, r.type, r.count) for r in relations] == [
        ("Orland", "Régals", "2021-03", "ACCUSE", 1)
    ]
    assert full.relations("Régals") == full.relations("Orland")
    with pytest.raises(StoreError, match="no report names"):
        full.relations("Nobody")


def test_a_new_reading_takes_the_old_ones_place(full):
    before = list(full.export())
    new = dataclasses.replace(make_numbered(3, version="2"), events=(), claims=())
    old = full.replace(new)
    assert old == make_numbered(3)
    assert full.reading("r3") == new
    assert "e3" not in ids(full.events())
    assert full.claims(Filters(text='"attack 3"')) == []
    assert len(full.events(Filters(place="Kabul"))) == 3
    assert sum(r.count for r in full.relations("Orland")) == 11
    full.replace(make_numbered(3))
    assert list(full.export()) == before
    assert list(full.verify()) == [12]


def test_outdated_readings_are_found(full):
    full.replace(make_numbered(3, version="2"))
    pipeline = {"name": "made", "version": "2"}
    assert len(list(full.outdated(pipeline))) == 11
    assert len(list(full.outdated(None))) == 12


def test_corrections_stand_beside_and_outlast_rereading(full):
    said = {"factuality": "certain"}
    number = full.correct(Correction(0, "event", "e3", "change", {"factuality": "denied"}, said, "me", "why", ""))
    full.replace(make_numbered(3, version="2"))
    (event,) = full.events(Filters(id="e3"))
    assert event.factuality == "certain"
    assert [(c.n, c.value, c.said, c.author) for c in event.corrections] == [
        (number, {"factuality": "denied"}, said, "me")
    ]
    full.withdraw_correction(number, "me")
    assert full.events(Filters(id="e3"))[0].corrections == ()
    assert full.corrections(withdrawn=True)[0].withdrawn is not None
    for wrong in ({"kind": "word"}, {"action": "shout"}, {"author": " "}, {"reason": ""}):
        with pytest.raises(StoreError):
            full.correct(dataclasses.replace(event_correction(), **wrong))
    with pytest.raises(StoreError, match="there is no correction"):
        full.withdraw_correction(99, "me")


def event_correction():
    return Correction(0, "event", "e3", "reject", None, None, "me", "why", "")


def test_ratings(full):
    assert (full.claims()[0].reliability, full.claims()[0].credibility) == ("F", "6")
    for value in ("A", "B"):
        full.rate(Rating("source", "lantern post", value, "me", "", ""))
    full.rate(Rating("claim", "c3", "2", "me", "", ""))
    assert {r.rating for r in full.reports(Filters(outlet="Lantern Post"))} == {"B"}
    assert full.claims(Filters(id="c3"))[0].credibility == "2"
    assert [r.value for r in full.ratings()] == ["A", "B", "2"]
    for kind, value in (("source", "G"), ("claim", "0"), ("claim", "A"), ("word", "A"), ("source", "AB")):
        with pytest.raises(StoreError):
            full.rate(Rating(kind, "x", value, "me", "", ""))


def test_links_are_written_once_and_withdrawn(full):
    same = Decision("actor", "wikidata:Q0", "regals|armed_group|", "same", "sayso 1", score=0.9, reasons={"name": 1})
    assert full.decide([same]) == full.decide([dataclasses.replace(same, left=same.right, right=same.left)])
    assert {a.name for a in full.actors("Orland")} == {"Orland", "Régals"}
    assert len(full.decisions("actor", of=["wikidata:Q0"])) == 1
    person = dataclasses.replace(same, verdict="different", who="me", person=True, score=None)
    full.decide([person])
    assert {a.name for a in full.actors("Orland")} == {"Orland"}
    full.withdraw_decision(full.decisions()[1].n, "me")
    assert {a.name for a in full.actors("Orland")} == {"Orland", "Régals"}
    assert [d.withdrawn_by for d in full.decisions(withdrawn=True)] == [None, "me"]


def test_merged_actors_are_one_until_it_is_withdrawn(full):
    ruiz = full.actors("ana ruiz")[0].key
    number = full.correct(Correction(0, "actor", ruiz, "merge", {"into": "wikidata:Q0"}, None, "me", "why", ""))
    assert {a.name for a in full.actors("Orland")} == {"Orland", "Ana Ruiz"}
    full.withdraw_correction(number, "me")
    assert {a.name for a in full.actors("Orland")} == {"Orland"}
    assert list(full.verify()) == [12]


def test_countries_are_counted(full):
    assert sum(r.count for r in full.countries()) == 12
    records = full.countries("FJI", since="2021-01-01", until="2021-06-30")
    assert [(r.month, r.type, r.count) for r in records] == [("2021-03", "ACCUSE", 1), ("2021-06", "ACCUSE", 1)]


def test_where_a_report_was_found(store):
    how = Retrieval(
        path="a.html", original=b"<p>", time="2022-01-01T00:00:00+00:00", address="http://x/", tools={"t": "1"},
        redirects=("http://y/",), headers={"etag": "e"},
    )
    store.put(make_numbered(1), how)
    store.put(make_numbered(1))
    first, second = store.origins("r1")
    assert (first.path, first.time, first.address) == (how.path, how.time, how.address)
    assert (first.redirects, first.headers, first.tools) == (how.redirects, how.headers, how.tools)
    assert (second.path, second.original) == ("a.jsonl", None)


def test_everything_is_found_by_its_name(full):
    assert [type(r).__name__ for r in full.find("r3")] == ["ReportRecord"]
    assert [type(r).__name__ for r in full.find("c3")] == ["ClaimRecord"]
    assert [type(r).__name__ for r in full.find("e3")] == ["EventRecord"]
    assert [type(r).__name__ for r in full.find("orland")] == ["ActorRecord"]
    assert full.find("zzz") == []


def go_back(connection, version):
    """Make the tables those of an older version."""
    for table in derived.TABLES:
        table.drop(connection)
    connection.exec_driver_sql("DROP INDEX events_by_salience")
    for kind in ("arrested", "missing", "displaced"):
        for end in ("min", "max"):
            connection.exec_driver_sql(f"ALTER TABLE events DROP COLUMN {kind}_{end}")
    connection.exec_driver_sql("ALTER TABLE events DROP COLUMN salience")
    connection.exec_driver_sql("ALTER TABLE places DROP COLUMN radius")
    connection.exec_driver_sql("CREATE TABLE incidents (id VARCHAR PRIMARY KEY)")
    if version == 1:
        connection.exec_driver_sql("DROP TABLE incidents")
        schema.other_places.drop(connection)
        connection.exec_driver_sql("ALTER TABLE claims DROP COLUMN relays")
        connection.exec_driver_sql("DROP INDEX decisions_by_person")
    connection.exec_driver_sql(f"UPDATE sayso_store SET value = '{version}' WHERE name = 'version'")


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_store_is_brought_up_to_date(where, version):
    reading = make_numbered(1)
    town = reading.report.text.index("Monday")
    first = dataclasses.replace(reading.places[0], away=Away(12.0, None, None, None, 3.0))
    places = (first, *reading.places[1:], Place(town, town + 6, "Elsewhere"))
    trigger = reading.events[0].trigger
    event = dataclasses.replace(
        reading.events[0], other_places=(1,), salience="low", arrested=Toll(3, None, trigger),
        missing=Toll(1, 1, trigger),
    )
    ruiz = reading.claims[0].source.spans[0]
    source = dataclasses.replace(reading.claims[0].source, relays=(Cited(ruiz, "a1-0"), Cited((0, 5))))
    claim = dataclasses.replace(reading.claims[0], source=source)
    reading = dataclasses.replace(reading, places=places, events=(event,), claims=(claim,))
    with Store.open(where) as store:
        store.put(reading)
        before = store.events(), store.claims(), list(store.export())
        told = before[0][0]
        assert (told.other_places, told.salience, told.radius) == (("Elsewhere",), "low", 15.0)
        assert (told.arrested_min, told.arrested_max, told.missing_max, told.displaced_max) == (3, None, 1, None)
        assert before[1][0].relays == (("Mayor Ana Ruiz", "ana ruiz|person|"), ("Mayor", None))
        assert store.events(Filters(place="elsewhere", salience="low")) == [told]
        assert not store.events(Filters(salience="high"))
        with store._database.write() as connection:
            go_back(connection, version)
            connection.exec_driver_sql("UPDATE events SET quotes = '[]'")
    with Store.open(where) as store:
        assert (store.events(), store.claims(), list(store.export())) == before
        with store._database.read() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM link_pending").scalar() == 1
        link_new(store)
        assert [i.id for i in store.incidents(Filters(salience="low"))] == [told.id]
        assert not store.incidents(Filters(salience="high"))


def test_linking_and_its_questions(full, tmp_path):
    """What is linked, asked and decided is the same on every database."""
    answers = []
    with Store.open(tmp_path / "reference.db") as reference:
        for number in reversed(range(12)):
            reference.put(make_numbered(number))
        for store in (full, reference):
            link_new(store)
            first = store.incidents(Filters(actor="Orland", country="AFG"), sort="killed")[0]
            answers.append([
                store.incidents(limit=None), list(store.export()), store.incident(first.id),
                store.incident_events(first.id), store.material(first.id), store.tellings([first.id]),
                store.eventless_stories(), store.incidents_between("Orland", "Régals"),
                store.count_incidents_between("Orland", "Régals"),
                store.states_between("Orland", "Régals"), store.known_actors(["wikidata:Q0"]),
                store.incidents(Filters(text="attack", near=(34.5, 69.2), lines=1)),
                find_lines(store, first.id), explain(store, "e3", "e6"), store.cluster("copy", "x"),
            ])  # fmt: skip
            store.decide([Decision("incident", "e3", "e4", "same", "me", person=True)])
            link_new(store)
            assert store.incident("e3") == store.incident("e4")
            link = store.decisions("incident", of=["e3"])[-1]
            store.undo_decision(link.n, "me")
            relink(store)
            answers[-1].append(store.incidents(limit=None))
    assert answers[0] == answers[1]
    assert answers[0][0] == answers[0][-1]
    assert list(full.verify()) == [12]


def test_writers_and_readers_at_once(where):
    errors = []

    def write(start):
        try:
            with Store.open(where) as store:
                for number in range(start, 24, 3):
                    store.put(make_numbered(number))
                    store.put(make_numbered(number // 2))
        except Exception as error:
            errors.append(error)

    def read():
        try:
            with Store.open(where) as store:
                for _ in range(15):
                    for event in store.events():
                        assert event.actors == ("Orland",)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(i,)) for i in range(3)]
    threads += [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with Store.open(where) as store:
        assert len(store.reports()) == 24
        assert list(store.verify()) == [24]

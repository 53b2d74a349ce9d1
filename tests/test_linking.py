"""Linking a store: whatever the order, parts and interruptions, the same links; and what persons decide holds."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from store_making import make_numbered

from sayso.cli.tree import draw_incident
from sayso.errors import StoreError
from sayso.link.contradictions import find_contradictions
from sayso.link.copying import find_copies_of
from sayso.link.evidence import find_lines
from sayso.link.explain import explain
from sayso.link.known import list_known
from sayso.link.linker import link_new, relink
from sayso.link.relations import find_relation
from sayso.store import Correction, Decision, Filters, Store
from sayso.types import Reading


@pytest.fixture(scope="module")
def readings(reader):
    from sayso.intake.examples import load_examples

    return list(reader.read_many(load_examples()))


@pytest.fixture(scope="module")
def linked(readings, tmp_path_factory):
    """A store with the examples, linked, that no test may change."""
    with Store.open(tmp_path_factory.mktemp("linked") / "sayso.db") as opened:
        fill(opened, readings)
        link_new(opened)
        yield opened


@pytest.fixture
def store(readings, tmp_path):
    with Store.open(tmp_path / "sayso.db") as opened:
        fill(opened, readings)
        link_new(opened)
        yield opened


def fill(store, readings):
    for reading in readings:
        store.put(reading)


def told(store):
    """Everything that linking made, without numbers and times."""
    return store.incidents(limit=None), list(store.export())


def find(store, report, word):
    """The id of the event that a report tells with a word."""
    return next(e.id for e in store.events(Filters(report=report), limit=100) if e.trigger == word)


def reports(store, incident):
    return sorted({event.report_id for event in store.incident_events(incident)})


def lines(store, incident, **how):
    return sorted(sorted(report.id for report in line.reports) for line in find_lines(store, incident, **how))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_and_the_parts_of_adding_do_not_show(linked, readings, tmp_path, seed):
    chance = random.Random(seed)
    order = list(readings)
    chance.shuffle(order)
    with Store.open(tmp_path / "other.db") as other:
        for reading in order:
            other.put(reading)
            if chance.random() < 0.4:
                link_new(other)
        link_new(other)
        assert told(other) == told(linked)
        relink(other)
        assert told(other) == told(linked)
        assert list(other.verify()) == [len(readings)]


def test_linking_again_changes_nothing(linked):
    before = told(linked), linked.decisions(withdrawn=True)
    assert link_new(linked).reports == 0
    assert (told(linked), linked.decisions(withdrawn=True)) == before


def test_stopped_at_any_point_it_goes_on(linked, readings, tmp_path, monkeypatch):
    """A fault at each of the writes in turn; what was begun is taken back, and the next run does all of it."""
    from sayso.link import linker
    from sayso.store.linking import Linking

    monkeypatch.setattr(linker, "BATCH", 4)
    names = ("put_told", "put_scores", "put_stories", "decide", "assign", "put_incidents", "settle")
    with Store.open(tmp_path / "other.db") as other:
        fill(other, readings)
        for name in names:
            with monkeypatch.context() as patched:
                patched.setattr(Linking, name, stop)
                with pytest.raises(StopHereError):
                    link_new(other)
            with other.linking() as session:
                assert session.count_pending() == len(readings)
        link_new(other)
        assert told(other) == told(linked)


class StopHereError(Exception):
    pass


def stop(*args, **options):
    raise StopHereError


def test_reading_again_and_back_changes_nothing(store, readings):
    before = told(store)
    kabul = next(reading for reading in readings if reading.report.id == "kabul-3")
    store.replace(Reading(kabul.report, pipeline={"version": "0"}))
    link_new(store)
    assert all("kabul-3" not in reports(store, i.id) for i in store.incidents(limit=None))
    store.replace(kabul)
    link_new(store)
    assert told(store) == before


def test_a_report_that_tells_nothing_of_it_is_apart(store):
    store.put(make_numbered(1))
    link_new(store)
    (incident,) = store.incidents(Filters(report="r1"))
    assert (incident.reports, incident.lines, incident.id) == (1, 1, "e1")
    assert (incident.killed_min, incident.killed_max, incident.first) == (12, 12, "2021-02-02")


def test_a_person_parts_what_the_machine_joined_and_takes_it_back(store):
    before = store.incidents(limit=None)
    left, right = find(store, "kabul-2", "killed"), find(store, "kabul-5", "killed")
    assert store.incident(left) == store.incident(right)
    store.decide([Decision("incident", left, right, "different", "ana", person=True)])
    link_new(store)
    assert store.incident(left) != store.incident(right)
    assert "kabul-5" not in reports(store, left)
    (number,) = [d.n for d in store.decisions("incident") if d.person]
    store.withdraw_decision(number, "ana")
    link_new(store)
    assert store.incidents(limit=None) == before


def test_a_person_joins_what_the_machine_kept_apart(store):
    before = store.incidents(limit=None)
    left, right = find(store, "kabul-2", "killed"), find(store, "peshawar-4", "protested")
    number = store.correct(Correction(0, "event", left, "merge", {"into": right}, None, "ana", "a test", ""))
    link_new(store)
    assert {"kabul-2", "peshawar-4"} <= set(reports(store, left))
    relink(store)
    assert {"kabul-2", "peshawar-4"} <= set(reports(store, left))
    store.withdraw_correction(number, "ana")
    link_new(store)
    assert store.incidents(limit=None) == before


def test_a_link_taken_back_is_not_made_again(store):
    left, right = find(store, "kabul-2", "condemned"), find(store, "kabul-3", "condemned")
    assert store.incident(left) == store.incident(right)
    (link,) = [d for d in store.decisions("incident", of=[left]) if right in (d.left, d.right)]
    store.undo_decision(link.n, "ana")
    link_new(store)
    assert store.incident(left) != store.incident(right)
    relink(store)
    assert store.incident(left) != store.incident(right)
    (undone,) = [d for d in store.decisions("incident") if d.person]
    assert (undone.verdict, undone.reasons, undone.who) == ("different", {"undone": link.n}, "ana")
    store.undo_decision(undone.n, "ana")
    link_new(store)
    assert store.incident(left) == store.incident(right)
    with pytest.raises(StoreError, match="no decision 9999"):
        store.undo_decision(9999, "ana")


def test_a_person_says_what_is_no_copy(store):
    (kabul,) = (i for i in store.incidents(limit=None) if "kabul-3" in reports(store, i.id) and i.reports > 2)
    assert ["kabul-2", "kabul-3"] in lines(store, kabul.id)
    keys = [store.reports(Filters(report=name))[0].key for name in ("kabul-2", "kabul-3")]
    assert [copy.id for copy in find_copies_of(store, "kabul-2")] == ["kabul-3"]
    store.decide([Decision("copy", *keys, "different", "ana", person=True)])
    link_new(store)
    assert find_copies_of(store, "kabul-2") == []


def test_who_cites_whom_is_a_link_that_can_be_taken_back(store):
    (link,) = [d for d in store.decisions("cites") if d.reasons["words"].startswith("With")]
    ends = [store.reports(Filters(report=key))[0].id for key in (link.left, link.right)]
    assert (ends, link.verdict, link.person) == (["peshawar-2", "peshawar-1"], "cites", False)
    (found,) = [e for e in explain(store, "peshawar-2", "peshawar-1") if e.kind == "cites"]
    assert (found.decision, "With input from" in found.words) == (link.n, True)
    links = store.decisions("cites")
    relink(store)
    assert store.decisions("cites") == links
    store.undo_decision(link.n, "me")
    link_new(store)
    assert [d.verdict for d in store.decisions("cites", of=[link.left])] == ["different"]
    bombing = store.incident(find(store, "peshawar-1", "killed"))
    reasons = [reason.kind for line in find_lines(store, bombing.id) for reason in line.reasons]
    assert reasons == ["copy"]


def test_merged_actors_are_one_in_incidents_and_relations(store):
    """Two heads of state by their ids: no machine would join them."""
    biden, usa = store.actors("Joe Biden")[0].key, "wikidata:Q30"
    strike = store.incident(find(store, "kabul-2", "killed"))
    assert strike.actor_keys == (usa,)
    assert strike not in store.incidents(Filters(actor=biden, side="actor"), limit=None)
    number = store.correct(Correction(0, "actor", biden, "merge", {"into": usa}, None, "ana", "a test", ""))
    link_new(store)
    assert strike.id in [i.id for i in store.incidents(Filters(actor=biden, side="actor"), limit=None)]
    assert store.incident(strike.id).actor_keys == (min(biden, usa),)
    assert find_relation(store, biden, "ayman al zawahiri|person|EGY").incidents
    store.withdraw_correction(number, "ana")
    link_new(store)
    assert store.incident(strike.id) == strike


def test_every_link_has_its_reasons(linked):
    decisions = linked.decisions()
    assert decisions
    assert {d.kind for d in decisions} >= {"story", "incident", "copy"}
    assert all(d.reasons and d.score is not None and d.who == "sayso" for d in decisions)
    told = explain(linked, find(linked, "kabul-2", "killed"))
    assert told
    assert all(each.words and each.decision for each in told)
    pair = explain(linked, find(linked, "kabul-2", "killed"), find(linked, "peshawar-1", "killed"))
    assert {each.verdict for each in pair} == {"no"}
    with pytest.raises(StoreError, match="are called 'nobody'"):
        explain(linked, "nobody")
    with pytest.raises(StoreError, match="two of a kind"):
        explain(linked, "kabul-2", find(linked, "kabul-2", "killed"))


def test_incidents_are_found_by_every_filter(linked):
    strike = linked.incident(find(linked, "kabul-2", "killed"))
    filters = (
        Filters(actor="United States"), Filters(actor="United States", side="actor"), Filters(type="ASSAULT"),
        Filters(place="kabul"), Filters(country="AFG"), Filters(outlet="harbour courier"), Filters(report="kabul-3"),
        Filters(text="drone strike"), Filters(near=(34.5, 69.2), km=30), Filters(since="2022-07-31"),
        Filters(until="2022-07-31"), Filters(kind="named"), Filters(factuality="certain"), Filters(lines=2),
        Filters(incident=find(linked, "kabul-3", "killed")), Filters(id=strike.id), Filters(known="2022-08-01"),
    )  # fmt: skip
    for each in filters:
        assert strike in linked.incidents(each, limit=None), each
    for each in (Filters(country="FJI"), Filters(type="AID"), Filters(lines=9), Filters(since="2024-01-01"),
                 Filters(contradicted=not strike.contradicted), Filters(known="2022-07-01")):  # fmt: skip
        assert strike not in linked.incidents(each, limit=None), each
    for sort in ("newest", "oldest", "reports", "lines", "killed"):
        assert linked.incidents(sort=sort, limit=3)
    assert linked.incidents(limit=None)[2:4] == linked.incidents(limit=2, offset=2)


def test_what_was_known_on_a_day(linked):
    strike = linked.incident(find(linked, "kabul-2", "killed"))
    (then,) = [i for i in list_known(linked, Filters(), "2022-08-01") if i.id == strike.id]
    assert then.reports < strike.reports
    assert then.reported_last == "2022-08-01"
    assert lines(linked, strike.id, until="2022-08-01") != lines(linked, strike.id)
    assert find_lines(linked, strike.id, until="2022-01-01") == []
    assert find_contradictions(linked, strike.id, until="2022-01-01") == []
    assert list_known(linked, Filters(lines=strike.lines), "2022-08-01", limit=None) == []


def test_a_relation_over_time(linked):
    relation = find_relation(linked, "Iran", "Saudi Arabia")
    assert relation.cooperative > relation.hostile
    assert relation.score is not None
    assert relation.score > 0
    assert "2023-03" in [month.month for month in relation.months]
    assert relation.lines == sum(month.lines for month in relation.months) == sum(i.lines for i in relation.incidents)
    assert relation.certain == sum(month.certain for month in relation.months)
    with pytest.raises(StoreError, match="no report names"):
        find_relation(linked, "Nobody At All", "Iran")


def test_where_an_incident_is_told(linked):
    strike = linked.incident(find(linked, "kabul-2", "killed"))
    telling = linked.tellings([strike.id])[strike.id]
    assert len(telling.mentions) == strike.events
    for mention in telling.mentions:
        text = linked.report(mention.report).text
        (event,) = linked.events(Filters(id=mention.event))
        assert text[slice(*mention.span)] == event.trigger
    assert {mention.report for mention in telling.mentions} <= telling.reports


def test_links_do_not_depend_on_ids(readings, tmp_path):
    """One report added under two ids is two reports, copies of each other, in one incident and one line."""
    kabul = next(reading for reading in readings if reading.report.id == "kabul-2")
    twin = replace(kabul, report=replace(kabul.report, id="twin", outlet="Twin Post"))
    with Store.open(tmp_path / "twins.db") as store:
        fill(store, [kabul, twin])
        link_new(store)
        strike = store.incident(find(store, "twin", "killed"))
        assert reports(store, strike.id) == ["kabul-2", "twin"]
        assert (strike.reports, strike.lines) == (2, 1)


def test_the_examples_from_end_to_end(linked):
    """What the package promises of its fourteen reports: who is one line with whom, and who contradicts whom."""
    assert len(linked.reports(limit=100)) == 14
    several = {i.title: i for i in linked.incidents(sort="reports", limit=None) if i.reports > 1}
    found = {title: (i.reports, i.lines, i.contradicted) for title, i in several.items()}
    assert found == {
        "United States killed Ayman al-Zawahiri in Kabul, 31 Jul 2022": (5, 4, ()),
        "Suicide bomber killed at least 28 people in Peshawar, 30 Jan 2023": (4, 3, ("injured",)),
        "Shehbaz Sharif condemned, 30 Jan 2023": (2, 1, ()),
        "Iran and Saudi Arabia agreed, 10 Mar 2023": (2, 1, ()),
        "Zabihullah Mujahid condemned Haqqani network, 2020": (2, 1, ()),
        "Ali Shamkhani, Musaad al-Aiban, Iraq and 1 more signed the agreement": (2, 2, ()),
        "Omar Khalid Khorasani died in Peshawar, Aug 2022": (2, 1, ()),
    }
    assert len(linked.incidents(limit=None)) == 37


def test_the_killing_in_kabul(linked):
    strike = linked.incident(find(linked, "kabul-2", "killed"))
    assert (strike.type, strike.first, strike.last, strike.country) == ("ASSAULT", "2022-07-31", "2022-07-31", "AFG")
    assert (strike.actor_keys, strike.killed, strike.killed_max) == (("wikidata:Q30",), 1, 1)
    assert lines(linked, strike.id) == [["kabul-1"], ["kabul-2", "kabul-3"], ["kabul-4"], ["kabul-5"]]
    (both,) = [line for line in find_lines(linked, strike.id) if len(line.reports) == 2]
    assert [reason.kind for reason in both.reasons] == ["copy", "cites", "source"]
    assert lines(linked, strike.id, until="2022-08-02") == [["kabul-1"], ["kabul-2", "kabul-3"]]


def test_the_bombing_in_peshawar(linked):
    bombing = linked.incident(find(linked, "peshawar-1", "killed"))
    assert lines(linked, bombing.id) == [["peshawar-1", "peshawar-2"], ["peshawar-3"], ["peshawar-4"]]
    assert (bombing.place, bombing.country, bombing.first) == ("Peshawar", "PAK", "2023-01-30")
    assert (bombing.killed, bombing.killed_min, bombing.killed_max) == (28, 28, None)
    assert (bombing.injured, bombing.injured_min, bombing.injured_max) == (150, 150, None)
    (found,) = find_contradictions(linked, bombing.id)
    assert (found.field, found.left.report_id, found.right.report_id) == ("injured", "peshawar-1", "peshawar-3")
    assert (found.left.value, found.right.value) == ("150", "220 or more")
    assert found.right.words == "More than 220 people were injured."
    assert [copy.id for copy in find_copies_of(linked, "peshawar-1")] == ["peshawar-2"]


def test_the_deal_of_beijing(linked):
    deal = linked.incident(find(linked, "beijing-1", "agreed"))
    assert set(deal.actors) == {"Iran", "Saudi Arabia"}
    assert lines(linked, deal.id) == [["beijing-1", "beijing-2"]]
    relation = find_relation(linked, "Iran", "Saudi Arabia")
    assert [(m.month, m.cooperative, m.hostile, m.score) for m in relation.months] == [
        ("", 2, 0, 5.0), ("2023-03", 2, 0, 2.5),
    ]  # fmt: skip
    assert (relation.score, relation.lines, relation.certain, relation.uncertain) == (3.75, 2, 4, 0)
    assert deal.id in [incident.id for incident in relation.incidents]
    relation = find_relation(linked, "United States", "Ayman al-Zawahiri")
    assert (relation.score, relation.hostile, relation.lines) == (-9.0, 2, 4)


def test_the_worked_example_is_what_is_printed(linked):
    page = (Path(__file__).parent.parent / "docs" / "evidence.md").read_text("utf-8")
    strike = linked.incident(find(linked, "kabul-2", "killed"))
    assert "```\n" + "\n".join(draw_incident(linked, strike)) + "\n```" in page
    assert "With input from Northgate Wire" in page

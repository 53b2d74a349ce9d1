"""Incidents across reports: stories, happenings, facts, acts; from hand-made readings and through the reader."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.link.acts_groups import group_acts
from sayso.link.facts import find_days, find_facts
from sayso.link.happening import Spot, read_happenings
from sayso.link.happening_likeness import compare_happenings
from sayso.link.incidents import block_keys, group, group_readings, same_incident, same_story
from sayso.link.tellings import Harmed, Telling, read_tellings
from sayso.link.tolls import find_injured, find_killed
from sayso.types import Actor, Days, Event, Participant, Place, Reading, Toll, make_report

TEXT = "Gunmen killed four people in Dover on Monday, police said."


def make_reading(id="r", **changes):
    """One report of one attack; `changes` are of its event."""
    event = Event(
        f"e-{id}", "ASSAULT", (7, 13), actors=(Participant("a1", (0, 6)),), recipients=(Participant("a2", (14, 25)),),
        place=0, date=Days("2024-03-04", "2024-03-04"), killed=Toll(4, 4, (14, 25)), incident=f"i-{id}",
    )  # fmt: skip
    return Reading(
        make_report(TEXT, id=id, published="2024-03-05"),
        actors=(Actor("a1", "Gunmen", False, "armed_group", ((0, 6),)),
                Actor("a2", "four people", False, "population", ((14, 25),))),
        places=(Place(29, 34, "Dover", 39.16, -75.52, "USA", "Delaware", 1, "PPL"),),
        events=(replace(event, **changes),),
    )  # fmt: skip


def make_happening(id="r", **changes):
    return read_happenings(make_reading(id, **changes))[0]


def test_a_happening_has_all_that_its_events_tell():
    reading = make_reading()
    second = replace(
        reading.events[0], id="e-0", trigger=(35, 37), killed=None, injured=Toll(2, None, (0, 1)), date=None
    )
    (found,) = read_happenings(replace(reading, events=(second, *reading.events)))
    assert (found.id, found.events, found.spans) == ("e-0", ("e-r", "e-0"), ((7, 13), (35, 37)))
    assert found.killed == (4, 4)
    assert found.injured == (2, None)
    assert found.spots == (Spot("dover", 39.16, -75.52, "USA", True),)
    assert found.recipients == frozenset(), "'four people' tells nobody from another"
    assert found.actors == {"gunmen"}


@pytest.mark.parametrize(("changes", "feature", "value"), [
    ({}, "same_days", 1.0),
    ({"date": Days("2024-03-05", "2024-03-05")}, "other_days", 0.0),  # a night is told of either day
    ({"date": Days("2024-03-09", "2024-03-09")}, "other_days", pytest.approx(1.79, abs=0.01)),
    ({"date": None}, "same_days", 0.0),
    ({}, "same_spots", 1.0),
    ({"place": None}, "other_spots", 0.0),
    ({}, "same_killed", 2.0),
    ({"killed": Toll(1, 1, (0, 1))}, "other_killed", 1.0),
    ({"killed": Toll(2, None, (0, 1))}, "same_killed", 2.0),
    ({"type": "PROTEST"}, "same_type", 0.0),
    ({"factuality": "future"}, "other_real", 1.0),
])  # fmt: skip
def test_features_of_two_happenings(changes, feature, value):
    found = compare_happenings(make_happening(), make_happening("s", **changes), 1.0)
    assert found[feature] == value
    assert found.keys() == compare_happenings(make_happening("s"), make_happening(), 0.0).keys()


def test_far_towns_speak_against_it_and_unknown_streets_do_not():
    here = make_happening()
    street, town = Spot("mill road", None, None, "USA", True), Spot("reno", 39.5, -119.8, "USA", True)
    for spot, other in ((street, 0.0), (town, 1.0)):
        assert compare_happenings(here, replace(make_happening("s"), spots=(spot,)), 1.0)["other_spots"] == other


def test_a_verdict_names_its_reasons():
    same = same_incident(make_happening(), make_happening("s"), 1.0)
    assert same is not None
    assert same.score > 0.8
    assert {"story", "same_days", "same_spots", "same_killed"} <= same.reasons.keys()
    other = same_incident(
        make_happening(), make_happening("s", date=Days("2023-01-01", "2023-01-01"), killed=Toll(9, 9, (0, 1))), 1.0
    )
    assert other is not None
    assert other.score < 0.3
    assert other.reasons["other_days"] < 0
    assert same_incident(make_happening(), make_happening()) is None, "the reader told apart what one report tells"


def test_copies_are_one_story_and_share_keys():
    left, right = make_happening(), make_happening("s")
    assert same_story(left.story, right.story).score > 0.9
    assert len(set(block_keys(left)) & set(block_keys(right))) >= 2


def test_groups_obey_persons():
    happenings = [make_happening(), make_happening("s")]
    assert group(happenings) == [("e-r", "e-s")]
    assert group(happenings, different=[("e-r", "e-s")]) == [("e-r",), ("e-s",)]


def test_a_report_without_events_is_in_its_storys_incident():
    bare = replace(make_reading("s"), events=())
    (found,) = group_readings([make_reading(), bare])
    assert (found.id, found.type, found.reports) == ("e-r", "ASSAULT", ("r", "s"))
    assert [m.report for m in found.mentions] == ["r"]
    (alone,) = group_readings([bare])
    assert (alone.id, alone.type, alone.mentions) == ("s", None, ())


def test_no_reports_no_incidents():
    assert group_readings([]) == []
    assert group_acts([]) == []


def day(report, first, last=None, **more):
    return Telling(report, first=first, last=last or first, **more)


@pytest.mark.parametrize(("tellings", "days"), [
    ([], (None, None)),
    ([day("a", "2024-03-04"), day("b", "2024-03-04"), day("c", "2024-03-03")], ("2024-03-04", "2024-03-04")),
    # what happened is not later than its first report
    ([day("a", "2024-03-06", published="2024-03-05"), day("b", "2024-03-04", published="2024-03-07")],
     ("2024-03-04", "2024-03-04")),
    # a day before a month, a month before nothing
    ([day("a", "2024-03-01", "2024-03-31"), day("b", "2024-03-04")], ("2024-03-04", "2024-03-04")),
    ([day("a", "2024-03-01", "2024-03-31")], ("2024-03-01", "2024-03-31")),
    # each report has one vote, however often it says so
    ([day("a", "2024-03-01"), day("a", "2024-03-01"), day("b", "2024-03-02"), day("c", "2024-03-02")],
     ("2024-03-02", "2024-03-02")),
    ([day("a", "2024-03-04", inferred=True), day("a", "2024-03-02")], ("2024-03-02", "2024-03-02")),
    # news is told soon
    ([day("a", "2023-03-04", published="2024-03-05"), day("b", "2024-03-04")], ("2024-03-04", "2024-03-04")),
])  # fmt: skip
def test_days_that_most_reports_tell(tellings, days):
    assert find_days(tellings) == days


def told(report, at, killed=None, injured=None, who=(), by=(), day=None):
    harmed = [None if h is None else Harmed(*(h if isinstance(h, tuple) else (h, h)), who) for h in (killed, injured)]
    return Telling(report, at=at, first=day, last=day, killed=harmed[0], injured=harmed[1], doers=by)


@pytest.mark.parametrize(("tellings", "killed"), [
    ([told("a", 0.0, 4)], (4, 4, 4)),
    ([told("a", 0.0, 4), told("a", 0.3, 1), told("a", 0.4, 1)], (4, 4, 4)),  # of the four, one each
    ([told("a", 0.1, 1), told("a", 0.9, 49)], (1, 1, 1)),  # told in passing
    ([told("a", 0.9, 49)], (None, None, None)),
    ([told("a", 0.1, (3, None))], (3, 3, None)),
    ([told("a", 0.1, (None, 5))], (5, 0, 5)),
    ([told("a", 0.1, 0)], (0, 0, 0)),
    ([told("a", 0.1, 0), told("a", 0.2, 1)], (1, 1, 1)),
    ([told("a", 0.1, 3), told("b", 0.1, 3), told("c", 0.1, 5)], (3, 3, 5)),
    ([told("a", 0.1, 3), told("b", 0.1, (20, None))], (20, 3, None)),
    ([told("a", 0.0, 2), told("b", 0.0, 5), told("b", 0.4, 5)], (5, 2, 5)),  # told twice before told once
    ([told("a", 0.0, 2), told("a", 0.1, 2), told("b", 0.4, 5), told("b", 0.45, 5)], (2, 2, 5)),  # early before late
    # the one who killed them died too, and not with them
    ([told("a", 0.0, 7, by=("ray moss",)), told("a", 0.1, 1, who=("ray moss",))], (8, 8, 8)),
    ([told("a", 0.0, 7, by=("ray moss",)), told("a", 0.1, 1, who=("ann lee",))], (7, 7, 7)),
    ([told("a", 0.0, 1, who=("ann lee",), by=("ray moss",)), told("a", 0.1, 1, who=("ray moss",))], (1, 1, 1)),
    # another day's dead
    ([told("a", 0.0, 2, day="2024-03-04"), told("a", 0.1, 9, day="2023-03-04")], (2, 2, 2)),
    ([told("a", 0.1, 2, day="2024-03-04"), told("a", 0.0, 3, day="2024-03-09")], (3, 3, 3)),
])  # fmt: skip
def test_the_killed_that_most_reports_tell(tellings, killed):
    found = find_killed(tellings, "2024-03-04")
    assert (found.number, found.low, found.high) == killed


@pytest.mark.parametrize(("tellings", "injured"), [
    ([told("a", 0.1, injured=6)], 6),
    # hurt on the day, dead on the next
    ([told("a", 0.1, injured=1, who=("ann lee",)), told("b", 0.1, 1, who=("ann lee",))], None),
    ([told("a", 0.1, injured=1, who=("ann lee",)), told("b", 0.1, 1, who=("kim roe",))], 1),
    ([told("a", 0.1, injured=3, who=("ann lee",)), told("b", 0.1, 1, who=("ann lee",))], 3),
])  # fmt: skip
def test_the_dead_are_not_injured(tellings, injured):
    assert find_injured(tellings).number == injured


def test_people_without_a_name_are_known_by_more_than_a_word():
    found = read_tellings(make_reading("r"), "r")["e-r"]
    assert (found.killed, found.doers) == (Harmed(4, 4, ("r four people",)), ())


def test_places_of_the_event_come_before_those_named_beside_it():
    dover = [Telling("a", places=(("Dover", 39.2, -75.5),))]
    named = {"a": (("Reno", 39.5, -119.8),), "b": (("Reno", 39.5, -119.8), ("Dover", 39.2, -75.5))}
    assert find_facts(dover, named, "ASSAULT").place == ("Dover", 39.2, -75.5)
    assert find_facts([], {"a": ()}, "ASSAULT").place is None
    # an attack is where its report is about; talks are told from anywhere
    assert find_facts([Telling("a")], named, "ASSAULT").place == ("Reno", 39.5, -119.8)
    assert find_facts([Telling("a")], named, "CONSULT").place is None


STORIES = {
    "mill-1": (
        "2024-03-05", "Four shot dead at Dayton mill",
        "A gunman shot dead four workers at the Brightwater paper mill in Dayton, Ohio, on Monday, police said. "
        "The suspect, Peter Karwoski, 41, was arrested at his home on Quarry Road. Two others were wounded.",
    ),
    "mill-2": (
        "2024-03-06", "Dayton mourns mill workers",
        "Hundreds gathered in Dayton on Tuesday to mourn the four workers killed at the Brightwater mill on Monday. "
        "Peter Karwoski, who had lost his job there, was arrested after the shooting, the sheriff said.",
    ),
    "mill-3": (
        "2025-01-20", "Karwoski pleads guilty",
        "Peter Karwoski pleaded guilty on Monday to killing four people at the Brightwater mill in Dayton in March.",
    ),
    "bar": (
        "2024-03-05", "Shots at Tulsa bar wound two",
        "Two men were wounded when a gunman opened fire outside the Lucky Spur bar in Tulsa early on Monday. "
        "Police arrested nobody. Denise Okafor, who keeps the bar, said she heard nine shots.",
    ),
    "deal": (
        "2024-03-05", "Norway and Chile sign fishing deal",
        "Norway and Chile signed an agreement on fishing in Santiago on Monday after two years of talks.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def readings(reader):
    return [
        reader.read(text, id=id, title=title, published=published) for id, (published, title, text) in STORIES.items()
    ]


def test_reports_of_one_shooting_are_one_incident(readings):
    groups = group_readings(readings)
    shooting = max(groups, key=lambda g: len(g.reports))
    assert shooting.reports == ("mill-1", "mill-2", "mill-3")
    assert shooting.type == "ASSAULT"
    assert (shooting.facts.first, shooting.facts.killed.number) == ("2024-03-04", 4)
    assert shooting.facts.place is not None
    assert shooting.facts.place[0] == "Dayton"
    assert all("bar" not in g.reports or g.reports == ("bar",) for g in groups)
    assert {report for g in groups for report in g.reports} == set(STORIES)


def test_groups_do_not_hang_on_the_order(readings):
    assert group_readings(readings) == group_readings(readings[::-1])
    assert group_acts(readings) == group_acts(readings[::-1])


def test_acts_are_one_by_whatever_words(readings):
    text = {r.report.id: r.report.text for r in readings}
    tellings = [{text[m.report][slice(*m.span)] for m in g.mentions} for g in group_acts(readings)]
    assert any({"arrested"} <= words for words in tellings)
    assert any(len(g.reports) > 1 and g.mentions for g in group_acts(readings))
    spans = [(m.report, m.span) for g in group_acts(readings) for m in g.mentions]
    assert len(spans) == len(set(spans))

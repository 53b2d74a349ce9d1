"""Lines of evidence and contradictions, from accounts made for the purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso.link.contradictions import find_contradictions, list_fields
from sayso.link.credits import find_credits
from sayso.link.evidence import make_lines
from sayso.link.linker import link_new
from sayso.link.summing import sum_up
from sayso.link.titles import make_title
from sayso.link.tolls import Tolls
from sayso.resources import load_yaml
from sayso.store import ClaimRecord, EventRecord, Filters, Store
from sayso.store.accounts import Account, Credit, Material
from sayso.store.clusters import Edge
from sayso.store.spots import Spot
from sayso.types import Actor, Claim, Days, Event, Participant, Place, Reading, Source, Toll, make_report

ACTORS = {
    "ana": ("Ana Ruiz", "person", ""), "bo": ("Bo Lind", "person", ""), "orl": ("Orland", "state", "ORL"),
    "army": ("Orland's army", "military", "ORL"), "reg": ("Régals", "armed_group", ""),
    "wire": ("Far Wire", "media", ""),
}  # fmt: skip


def event(id, **given):
    base = EventRecord(
        id, "", "", None, None, "ASSAULT", None, "event", (), "certain", None, None, False, None, None, None, None,
        (), (), (), (), None, None, None, None, None, None, "struck", (("trigger", 10, 16, "struck"),),
    )  # fmt: skip
    return replace(base, **given)


def claim(source="", key=None, kind="named", relays=()):
    return ClaimRecord(
        f"c{source}", "", "", None, None, source, key, kind, "it was so", "indirect", "certain", "F", "6", (), (), None,
        relays,
    )  # fmt: skip


def account(key, outlet, *claims, day="2022-01-01", events=(), credits=()):
    return Account(key, key, outlet, day, None, tuple(events) or (event(f"e{key}"),), claims, tuple(credits), 1000)


def material(*accounts, copies=(), cites=()):
    said = [c.source_key for a in accounts for c in a.claims] + [key for a in accounts for c in a.claims
                                                                  for _, key in c.relays]  # fmt: skip
    roots = {key: key for key in (*ACTORS, *filter(None, said))}
    found = {a.key: min([a.key, *(x for group in copies if a.key in group for x in group)]) for a in accounts}
    return Material(tuple(accounts), found, tuple(cites), roots, ACTORS)


def keys(lines):
    return [[report.key for report in line.reports] for line in lines]


def test_reports_that_share_nothing_are_lines_of_their_own():
    lines = make_lines(material(account("a", "One"), account("b", "Two"), account("c", None), account("d", None)))
    assert keys(lines) == [["a"], ["b"], ["c"], ["d"]]
    assert all(line.reasons == () for line in lines)


@pytest.mark.parametrize(("one", "other", "kind"), [
    (account("a", "One", claim("Ana Ruiz", "ana")), account("b", "Two", claim("Mayor Ruiz", "ana")), "source"),
    (account("a", "Far Wire"), account("b", "Two", claim("the agency Far Wire", "far wire")), "cites"),
    (account("a", "Far Wire"), account("b", "Two", claim("police", None, "described", (("Far Wire", "wire"),))),
     "cites"),
    (account("a", "Far Wire"), account("b", "Two", credits=[Credit("far wire", "With files from Far Wire", 0, 99)]),
     "cites"),
    (account("a", "Star", claim("a source", "x", "unnamed")), account("b", "Star", claim("an aide", "y", "described")),
     "unnamed"),
    (account("a", "Star"), account("b", "Star"), "unnamed"),
    (account("a", "One", claim("AFP", "afp")),
     account("b", "Two", credits=[Credit("agence france presse", "(AFP)", 0, 99)]), "cites"),
])  # fmt: skip
def test_what_makes_two_reports_one_line(one, other, kind):
    (line,) = make_lines(material(one, other))
    assert [report.key for report in line.reports] == ["a", "b"]
    assert {reason.kind for reason in line.reasons} == {kind}
    assert all({reason.left, reason.right} == {"a", "b"} for reason in line.reasons)


@pytest.mark.parametrize(("one", "other"), [
    (account("a", "One", claim("Ana Ruiz", "ana")), account("b", "Two", claim("Bo Lind", "bo"))),
    (account("a", "One", claim("police", "x", "described")), account("b", "Two", claim("police", "x", "described"))),
    (account("a", "One", claim("a source", "x", "unnamed")), account("b", "Two", claim("a source", "x", "unnamed"))),
    (account("a", "Star", claim("Ana Ruiz", "ana")), account("b", "Star")),
    (account("a", "Far Wire"), account("b", "Two", credits=[Credit("far wire", "as quoted by Far Wire", 50, 99)])),
    (account("a", "Dawn"), account("b", "Two", claim("two men at dawn", "x", "described"))),
])  # fmt: skip
def test_what_does_not(one, other):
    assert len(make_lines(material(one, other))) == 2


def test_ten_outlets_one_line():
    accounts = [account(f"r{n}", f"Outlet {n}", day=f"2022-01-{n + 1:02d}") for n in range(10)]
    (line,) = make_lines(material(*accounts, copies=[[a.key for a in accounts]]))
    assert len(line.reports) == 10
    assert len(line.reasons) == 9
    assert sum_up(material(*accounts, copies=[[a.key for a in accounts]])).lines == 1


def test_lines_are_chains_and_a_person_can_cut_them():
    accounts = (
        account("a", "Far Wire", claim("Ana Ruiz", "ana")),
        account("b", "Two", claim("Far Wire", "wire")),
        account("c", "Three", claim("Ana Ruiz", "ana"), claim("Bo Lind", "bo")),
    )
    assert keys(make_lines(material(*accounts))) == [["a", "b", "c"]]
    cut = material(*accounts, cites=[Edge("b", "a", "different", person=True)])
    assert keys(make_lines(cut)) == [["a", "c"], ["b"]]
    tied = material(*accounts[1:], cites=[Edge("b", "c", "cites", person=True)])
    assert keys(make_lines(tied)) == [["b", "c"]]


def held(*events, **more):
    accounts = [account(f"r{n}", f"Outlet {n}", events=[e]) for n, e in enumerate(events)]
    return list_fields(material(*accounts, **more))


DAY = {"first": "2022-01-01", "last": "2022-01-01"}
TRIGGER = (("trigger", 10, 16, "struck"),)
NOBODY = {"killed_min": 0, "killed_max": 0, "factuality": "denied"}
VICTIM = {"killed_min": 1, "killed_max": 1}
HURT = {"injured_min": 1, "injured_max": 1}


@pytest.mark.parametrize(("one", "other", "fields"), [
    (DAY, DAY, ()),
    (DAY, {"first": "2022-01-02", "last": "2022-01-02"}, ("date",)),
    (DAY, {"first": "2021-12-30", "last": "2022-01-02"}, ()),
    (DAY, {"first": "2022-01-02", "last": "2022-01-02", "inferred": True}, ()),
    (DAY, {"first": "2022-01-02", "last": "2022-01-02", "aspect": "state"}, ()),
    ({"killed_min": 28}, {"killed_min": 100, "killed_max": 100}, ()),
    ({"killed_min": 28, "killed_max": 28}, {"killed_min": 100}, ("killed",)),
    ({"killed_min": 28, "killed_max": 30}, {"killed_min": 30, "killed_max": 40}, ()),
    ({"injured_max": 5}, {"injured_min": 6}, ("injured",)),
    (NOBODY, {"killed_min": 3, "killed_max": 3}, ("killed",)),
    (NOBODY, {"killed_min": 3}, ("killed",)),
    (NOBODY, {"killed_max": 3}, ()),
    (NOBODY, NOBODY, ()),
    (NOBODY | {"factuality": "uncertain"}, {"killed_min": 3, "killed_max": 3}, ()),
    (NOBODY | {"quotes": ((*TRIGGER, ("killed", 0, 11, "No one else")))}, {"killed_min": 3, "killed_max": 3}, ()),
    (NOBODY, {"injured_min": 3, "injured_max": 3}, ()),
    ({"injured_min": 0, "injured_max": 0, "factuality": "denied"}, {"injured_min": 3, "injured_max": 3}, ("injured",)),
    ({"killed_min": 25}, {"killed_min": 27, "killed_max": 27}, ()),
    ({"killed_max": 30}, {"killed_min": 27, "killed_max": 27}, ()),
    ({"first": "2022-01-01", "last": "2022-01-31"}, {"first": "2022-01-22", "last": "2022-01-22"}, ()),
    ({"first": "2022-02-01", "last": "2022-02-28"}, {"first": "2022-01-22", "last": "2022-01-22"}, ("date",)),
    (VICTIM | {"recipients": ("Ana Ruiz",), "recipient_keys": ("ana",)},
     VICTIM | {"recipients": ("Bo Lind",), "recipient_keys": ("bo",)}, ("victim",)),
    (VICTIM | {"recipients": ("Ana Ruiz",), "recipient_keys": ("ana",)},
     VICTIM | {"recipients": ("mayor",), "recipient_keys": (None,)}, ()),
    (VICTIM | {"recipients": ("Ana Ruiz",), "recipient_keys": ("ana",), "killed_max": 2, "killed_min": 2},
     VICTIM | {"recipients": ("Bo Lind",), "recipient_keys": ("bo",), "killed_max": 2, "killed_min": 2}, ()),
    # that somebody was not hurt denies that harm to him alone
    (HURT | {"factuality": "denied", "recipients": ("Ana",), "recipient_keys": ("ana",)}, {}, ()),
    (HURT | {"factuality": "denied", "recipients": ("Ana",), "recipient_keys": ("ana",)},
     HURT | {"recipients": ("Bo",), "recipient_keys": ("bo",)}, ()),
    (HURT | {"factuality": "denied", "recipients": ("Ana",), "recipient_keys": ("ana",)},
     HURT | {"recipients": ("Ana",), "recipient_keys": ("ana",)}, ("denied",)),
    ({"factuality": "denied", "recipients": ("Ana",), "recipient_keys": ("ana",)},
     {"recipients": ("Bo",), "recipient_keys": ("bo",)}, ()),
    ({"factuality": "denied", "recipients": ("Ana",), "recipient_keys": ("ana",)}, {}, ("denied",)),
    ({"actors": ("Ana",), "actor_keys": ("ana",)}, {"actors": ("Bo",), "actor_keys": ("bo",)}, ("doer",)),
    ({"actors": ("Ana",), "actor_keys": ("ana",)}, {"actors": ("Régals",), "actor_keys": ("reg",)}, ()),
    ({"actors": ("Orland",), "actor_keys": ("orl",)}, {"actors": ("army",), "actor_keys": ("army",)}, ()),
    ({"actors": ("Orland",), "actor_keys": ("orl",)}, {"actors": ("Régals",), "actor_keys": ("reg",)}, ("doer",)),
    ({"actors": ("gunmen",), "actor_keys": (None,)}, {"actors": ("Régals",), "actor_keys": ("reg",)}, ()),
    ({"actor_keys": ("orl",), "recipient_keys": ("orl",)}, {"actor_keys": ("reg",), "recipient_keys": ("orl",)}, ()),
    ({"factuality": "denied"}, {}, ("denied",)),
    ({"factuality": "denied", "actor_keys": ("reg",)}, {"actor_keys": ("orl",)}, ()),
    ({"factuality": "denied", "type": "AID"}, {}, ()),
    ({"factuality": "uncertain"}, {}, ()),
])  # fmt: skip
def test_what_contradicts(one, other, fields):
    assert held(event("e1", **one), event("e2", **other)) == fields
    assert held(event("e2", **other), event("e1", **one)) == fields


def test_an_incident_is_the_union_of_what_is_told():
    told = sum_up(material(
        account("a", "One", events=[
            event("e3", **DAY, killed_min=28, place="Kabul", actor_keys=("orl",), actors=("Orland",)),
            event("e4", killed_min=5, killed_max=5),
        ]),
        account("b", "Two", day="2022-01-03",
                events=[event("e1", **DAY, killed_min=100, killed_max=100, place="Kabul")]),
        account("c", "Two", day="2022-01-02",
                events=[event("e2", type="ACCUSE", first="2022-01-02", last="2022-01-02", factuality="uncertain")]),
    ))  # fmt: skip
    assert (told.id, told.type, told.types) == ("e1", "ASSAULT", ("ACCUSE", "ASSAULT"))
    assert (told.killed_min, told.killed_max, told.first, told.last) == (28, 100, "2022-01-01", "2022-01-01")
    assert (told.events, told.reports, told.outlets, told.factuality) == (4, 3, 2, "certain")
    assert (told.reported_first, told.reported_last, told.place) == ("2022-01-01", "2022-01-03", "Kabul")
    assert told.title == "Orland struck 28 to 100 people in Kabul, 1 Jan 2022"


@pytest.mark.parametrize(("word", "doers", "targets", "more", "title"), [
    ("killed", ("gunmen",), ("four guards",), {"place": "Herat", "days": ("2020-10-22", "2020-10-22")},
     "Gunmen killed four guards in Herat, 22 Oct 2020"),
    ("killed", (), ("four guards",), {"place": "Herat"}, "Four guards killed in Herat"),
    ("killed", ("gunmen",), (), {"killed": Tolls(4, 4, 4)}, "Gunmen killed 4 people"),
    ("killed", (), (), {"killed": Tolls(1, 1, 1)}, "1 person killed"),
    ("killed", (), (), {"killed": Tolls(28, 28, None), "place": "Herat"}, "At least 28 people killed in Herat"),
    ("agreed", ("Iran", "Saudi Arabia"), ("Saudi Arabia", "Iran"), {"days": ("2023-03-01", "2023-03-31")},
     "Iran and Saudi Arabia agreed, Mar 2023"),
    ("met", ("A", "B", "C", "D", "E"), (), {}, "A, B, C and 2 more met"),
    ("talks", ("Saudi Arabia",), (), {"days": ("2023-01-01", "2023-12-31")}, "Saudi Arabia: talks, 2023"),
    ("rift", (), (), {"place": "Kandahar"}, "Rift in Kandahar"),
    ("discussed", ("Two",), (), {"days": ("2023-01-03", "2023-01-05")}, "Discussed, 3 to 5 Jan 2023"),
    ("leave the capital", ("fighters",), ("capital",), {"place": "Kabul"}, "Fighters: leave the capital in Kabul"),
    ("stormed its embassy in Tehran", ("protesters",), (), {"place": "Tehran"},
     "Protesters stormed its embassy in Tehran"),
    ("died", ("rebels",), ("four guards",), {}, "Four guards died"),
    ("struck", ("",), ("x" * 90,), {"days": ("2022-12-30", "2023-01-02")}, "Struck, 30 Dec 2022 to 2 Jan 2023"),
])  # fmt: skip
def test_titles(word, doers, targets, more, title):
    given = {"killed": Tolls(), "place": None, "days": (None, None)} | more
    told = [event("e1", trigger=word, killed_min=1 if given["killed"].number else None)]
    assert make_title(told, doers, targets, **given) == title


@pytest.mark.parametrize(("group", "doers", "targets"), [("past", ("rebels",), ("two guards",)),
                                                         ("undergone", ("rebels",), ("two guards",))])  # fmt: skip
def test_past_forms_make_their_example(group, doers, targets):
    entry = load_yaml("lexicons/pasts.yml")[group]
    (word,) = {*entry["example"].split()} & {*entry["words"].split()}
    told = [event("e1", trigger=word)]
    assert make_title(told, doers, targets, killed=Tolls(), place=None, days=(None, None)) == entry["example"]


HERAT, KABUL = Spot("Herat", 34.34, 62.2, "PPLA"), Spot("Kabul", 34.53, 69.17, "PPLC")
INJIL, PROVINCE = Spot("Injil", 34.3, 62.25, "ADM2"), Spot("Herat Province", 34.5, 62.0, "ADM1")


@pytest.mark.parametrize(("one", "other", "fields"), [
    ((HERAT,), (KABUL,), ("place",)),
    ((HERAT,), (HERAT,), ()),
    ((HERAT,), (INJIL,), ()),
    ((KABUL,), (PROVINCE,), ()),
    ((HERAT, KABUL), (KABUL,), ()),
    ((), (KABUL,), ()),
])  # fmt: skip
def test_places_contradict_where_they_are_far_apart(one, other, fields):
    accounts = [
        replace(account(key, key, events=[event(key)]), spots={key: spots}) for key, spots in (("a", one), ("b", other))
    ]
    assert list_fields(material(*accounts)) == fields


@pytest.mark.parametrize("scope", ["whole", "inline"])
def test_every_way_of_crediting_finds_its_example(scope):
    for entry in load_yaml("lexicons/credits.yml")[scope]:
        assert "harbour star" in {credit.cited for credit in find_credits(entry["example"])}, entry


def test_a_credit_holds_for_its_paragraph_or_for_all():
    text = "The two signed, as quoted by Far Wire.\nNobody came.\nWith input from Lake Post."
    found = {credit.cited: text[credit.start : credit.end] for credit in find_credits(text)}
    assert found == {"far wire": "The two signed, as quoted by Far Wire.", "lake post": text}


TEXT = (
    "Shells fired by Orland hit the Quellin grain market of Tersk on 4 May, killing 31 traders, mayor Ana Ruiz said.\n"
    "The depot of the brothers Havel burned for nine hours while cooper's carts blocked Linden Lane, and the mayor's "
    "deputy counted sacks of barley that nobody could save from the flames."
)


def make_copy(number, outlet, *, source="Ana Ruiz", killed=31, text=TEXT):
    text = text.replace("Ana Ruiz", source).replace("31", str(killed))

    def span(words):
        return text.index(words), text.index(words) + len(words)

    shelled = Event(
        f"e{number}", "ASSAULT", span("fired"), actors=(Participant(f"a{number}", span("Orland")),), place=0,
        date=Days("2021-05-04", "2021-05-04"), killed=Toll(killed, killed, span(str(killed))), claim=f"c{number}",
    )  # fmt: skip
    return Reading(
        make_report(text, id=f"r{number}", outlet=outlet, published=f"2021-05-{5 + number:02d}"),
        actors=(Actor(f"a{number}", "Orland", True, "state", (span("Orland"),), country="ORL"),
                Actor(f"b{number}", source, True, "person", (span(source),))),
        places=(Place(*span("Tersk"), "Tersk", 50.0, 40.0, "ORL", feature="PPL"),),
        claims=(Claim(f"c{number}", Source((span(source),), "named", f"b{number}"), (span("said"),),
                      ((0, span(",")[0]),), "indirect"),),
        events=(shelled,),
    )  # fmt: skip


def test_ten_outlets_that_print_one_text_are_one_line_in_a_store(tmp_path):
    with Store.open(tmp_path / "sayso.db") as store:
        for number in range(10):
            store.put(make_copy(number, f"Outlet {number}"))
        link_new(store)
        (incident,) = store.incidents(limit=None)
        assert (incident.reports, incident.outlets, incident.lines, incident.contradicted) == (10, 10, 1, ())
        assert store.incidents(Filters(lines=2)) == []


def test_an_account_of_its_own_is_a_second_line_and_contradicts(tmp_path):
    other = (
        "On 4 May Orland fired on Tersk, where 12 traders of the Quellin grain market died, said Bo Lind, who saw "
        "the depot of the brothers Havel burn."
    )
    with Store.open(tmp_path / "sayso.db") as store:
        for number in range(3):
            store.put(make_copy(number, f"Outlet {number}"))
        store.put(make_copy(3, "Lake Post", source="Bo Lind", killed=12, text=other))
        link_new(store)
        (incident,) = store.incidents(limit=None)
        assert (incident.reports, incident.lines, incident.contradicted) == (4, 2, ("killed",))
        assert (incident.killed_min, incident.killed_max) == (12, 31)
        (found,) = find_contradictions(store, incident.id)
        assert (found.left.value, found.right.value) == ("31", "12")
        assert "31 traders" in found.left.words
        assert "12 traders" in found.right.words
        assert store.incidents(Filters(contradicted=True)) == [incident]

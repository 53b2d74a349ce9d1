from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.pipes import board
from sayso.pipes.events import Events
from sayso.pipes.events_contexts import load_contexts
from sayso.pipes.events_marks import find_silent
from sayso.resources import load_yaml
from sayso.types import Actor, Claim, Place, Source, Time


def read(nlp, text: str, **on_board):
    """The events of a text, with what other stages would have put on the board."""
    doc = nlp(text)
    for name, items in on_board.items():
        getattr(board, f"set_{name}")(doc, items)
    return doc, board.get_events(Events()(doc))


def sides(doc, event) -> tuple[list[str], list[str]]:
    return tuple([doc.text[slice(*p.span)] for p in side] for side in (event.actors, event.recipients))


def only(events, kind: str):
    found = [e for e in events if e.type == kind]
    assert len(found) == 1, [(e.type, e.trigger) for e in events]
    return found[0]


SIDES = [
    ("Rebels attacked the soldiers.", "ASSAULT", ["Rebels"], ["the soldiers"]),
    ("The soldiers were attacked by rebels.", "ASSAULT", ["rebels"], ["The soldiers"]),
    ("The soldiers were attacked at dawn.", "ASSAULT", [], ["The soldiers"]),
    ("Rebels carried out an attack on soldiers.", "ASSAULT", ["Rebels"], ["soldiers"]),
    ("The killing of the judge by gunmen caused alarm.", "ASSAULT", ["gunmen"], ["the judge"]),
    ("Police detained two editors who had mocked the king.", "COERCE", ["Police"], ["two editors"]),
    ("The militants who kidnapped the priest fled.", "ASSAULT", ["The militants"], ["the priest"]),
    ("Gunmen tried to kill the judge.", "ASSAULT", ["Gunmen"], ["the judge"]),
    ("US sanctions on Iran bite.", "SANCTION", ["US"], ["Iran"]),
    ("Peru rejected the Chilean offer.", "REJECT", ["Peru"], ["Chilean"]),
    ("Chad and Niger clashed.", "ASSAULT", ["Chad", "Niger"], ["Chad", "Niger"]),
    ("The king met the envoy in Oslo.", "CONSULT", ["The king", "the envoy"], ["The king", "the envoy"]),
    ("Norway gave Malawi food aid.", "AID", ["Norway"], ["Malawi"]),
    ("The court found the mayor guilty of fraud.", "SANCTION", ["The court"], ["the mayor"]),
    ("France will send aid to Benin.", "AGREE", ["France"], ["Benin"]),
    ("France will not send aid to Benin.", "REJECT", ["France"], ["Benin"]),
    ("The militia vowed to attack the port.", "THREATEN", ["The militia"], []),
    ("Rebels abducted and killed a priest.", "ASSAULT", ["Rebels"], ["a priest"]),
    ("The union put out a report accusing the army.", "ACCUSE", ["The union"], ["the army"]),
    ("The senate's letter accusing the army was read.", "ACCUSE", ["The senate"], ["the army"]),
    ("The king drew up a plan to attack the rebels.", "ASSAULT", ["The king"], ["the rebels"]),
    ("Spain refused to allow a Libyan envoy to land.", "REJECT", ["Spain"], ["a Libyan envoy"]),
    ("The guards will not end the strike until the ministry pays them.", "REJECT", ["The guards"], ["the ministry"]),
    ("Three people were killed in police firing.", "ASSAULT", ["police"], ["Three people"]),
    ("Soldiers stormed the hall, killing ten students.", "ASSAULT", ["Soldiers"], ["ten students"]),
    ("Police arrested ten members of a ring.", "COERCE", ["Police"], ["ten members of a ring"]),
    ("The bank gave information on rebels to the ministry.", "COOPERATE", ["The bank"], ["the ministry"]),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), SIDES, ids=[s[0][:30] for s in SIDES])
def test_sides(nlp, text, kind, actors, recipients):
    doc, events = read(nlp, text)
    found = [sides(doc, e) for e in events if e.type == kind]
    assert (actors, recipients) in [tuple(f) for f in found]


def test_every_participant_is_an_actor_of_the_document(nlp):
    doc, events = read(nlp, "Gunmen killed a judge in Lima and the army condemned the attack.")
    known = {a.id for a in board.get_actors(doc)}
    used = {p.actor for e in events for p in (*e.actors, *e.recipients)}
    assert used
    assert used <= known


def test_known_actor_is_used(nlp):
    text = "Gunmen killed a judge."
    _, events = read(nlp, text, actors=[Actor("a7", "gunmen", False, "armed_group", ((0, 6),))])
    assert only(events, "ASSAULT").actors[0].actor == "a7"


def test_place_time_and_claim(nlp):
    text = "Police said gunmen killed a judge in Lima on Monday."
    place, time = text.index("Lima"), text.index("Monday")
    claim = Claim("c0", Source(((0, 6),), "described"), ((7, 11),), ((12, len(text) - 1),), "indirect")
    _, events = read(
        nlp, text, places=[Place(place, place + 4, "Lima", country="PER")],
        times=[Time(time, time + 6, "DATE", "2020-03-02", "2020-03-02", "2020-03-02")], claims=[claim],
    )
    event = only(events, "ASSAULT")
    assert (event.place, event.time, event.claim) == (0, 0, "c0")
    assert (event.date.first, event.date.last, event.date.inferred) == ("2020-03-02", "2020-03-02", False)


TOLLS = [
    ("Rebels killed at least 25 people.", 25, None),
    ("Four militants, including two commanders, were killed.", 4, 4),
    ("Two soldiers and three nuns were killed.", 5, 5),
    ("Gunmen killed dozens of villagers.", 24, None),
    ("The bomb killed a 12-year-old boy.", 1, 1),
    ("Gunmen killed him.", 1, 1),
    ("Gunmen killed villagers.", None, None),
]


@pytest.mark.parametrize(("text", "low", "high"), TOLLS, ids=[t[0][:25] for t in TOLLS])
def test_killed(nlp, text, low, high):
    _, events = read(nlp, text)
    toll = next(e for e in events if e.type == "ASSAULT" and text[slice(*e.trigger)].startswith("killed")).killed
    assert (None if toll is None else (toll.min, toll.max)) == (None if low is None else (low, high))


def test_injured_apart_from_killed(nlp):
    text = "A bomb killed four people and injured six."
    _, events = read(nlp, text)
    by_word = {text[slice(*e.trigger)]: e for e in events}
    assert by_word["killed"].killed.min == 4
    assert by_word["injured"].injured.min == 6
    assert by_word["killed"].injured == by_word["injured"].injured


def test_targets_and_instruments(nlp):
    text = "Rebels blew up the bridge with dynamite."
    _, events = read(nlp, text)
    event = only(events, "ASSAULT")
    assert [text[slice(*s)] for s in event.targets] == ["bridge"]
    assert [text[slice(*s)] for s in event.instruments] == ["dynamite"]


def test_one_incident_and_its_day(nlp):
    text = "Gunmen killed a judge in Lima on Monday. The attack shocked the court."
    time = text.index("Monday")
    _, events = read(
        nlp, text, times=[Time(time, time + 6, "DATE", "2020-03-02", "2020-03-02", "2020-03-02")],
    )
    killed, attack = (next(e for e in events if text[slice(*e.trigger)] == w) for w in ("killed", "attack"))
    assert killed.incident == attack.incident
    assert attack.date.first == "2020-03-02"
    assert attack.date.inferred


def test_other_day_is_another_incident(nlp):
    text = "Gunmen killed a judge on Monday. Gunmen killed a nun on Friday."
    days = [("Monday", "2020-03-02"), ("Friday", "2020-03-06")]
    times = [Time(text.index(w), text.index(w) + 6, "DATE", d, d, d) for w, d in days]
    _, events = read(nlp, text, times=times)
    assert len({e.incident for e in events}) == 2


@pytest.mark.parametrize(
    ("text", "aspect"),
    [("The rift between the two clans has grown.", "state"), ("Oman has good relations with Iran.", "state"),
     ("Rebels attacked the town.", "event")],
)
def test_aspect(nlp, text, aspect):
    _, events = read(nlp, text)
    assert [e.aspect for e in events] == [aspect]


CONTEXTS = load_yaml("lexicons/contexts.yml")["contexts"]


@pytest.mark.parametrize("context", CONTEXTS)
def test_context_holds_on_its_example(nlp, context):
    from sayso.pipes.events_contexts import _count

    found = _count(next(iter(nlp(CONTEXTS[context]["example"]).sents)))
    assert found[context]


def test_contexts_of_words_are_those_of_the_file():
    assert {c for found in load_contexts().values() for c in found} == set(CONTEXTS)


@pytest.mark.parametrize("kind", load_yaml("lexicons/contexts.yml")["quiet"])
def test_quiet_example_is_hushed(nlp, kind):
    from sayso.pipes.events_contexts import find_hushed

    assert find_hushed(nlp(load_yaml("lexicons/contexts.yml")["quiet"][kind]["example"]))


@pytest.mark.parametrize("name", ["agents", "instruments", "targets"])
def test_word_classes_hold_their_examples(nlp, name):
    from sayso.pipes.events_nouns import lemma_of

    for kind, entry in load_yaml(f"lexicons/{name}.yml").items():
        words = set(entry["words"].split())
        lemmas = [lemma_of(t) for t in nlp(entry["example"])]
        assert {*lemmas, *(f"{a}_{b}" for a, b in pairwise(lemmas))} & words, kind


def test_weak_words_go_where_the_tagger_sees_nothing(nlp):
    doc = nlp("Kenya supports the union.")
    board.set_marks(doc, {"sentence": [board.Mark(0, len(doc.text), "none", 0.99)]})
    assert board.get_events(Events()(doc)) == []


SILENT = [
    ("looks empty and stands alone", [0.5], {0}),
    ("looks full", [0.1], set()),
    ("nobody said", [], set()),
    ("both look empty", [0.5, 0.6], {0, 1}),
    ("the other one tells something", [0.5, 0.0], set()),
    ("the teller itself is left alone", [0.99, 0.1], set()),
    ("one of very many tells something", [0.6, *[0.9] * 60, 0.0], set(range(61))),
    ("a sentence of a report that looks full enough", [0.4, *[0.9] * 60, 0.0], set(range(1, 61))),
    ("a report that tells of events", [0.9, 0.0, 0.9, 0.0, 0.9], set()),
]


@pytest.mark.parametrize(("empty", "silent"), [s[1:] for s in SILENT], ids=[s[0] for s in SILENT])
def test_silent_sentences(empty, silent):
    assert find_silent(range(len(empty)), dict(enumerate(empty))) == silent


def test_deed_goes_with_a_silent_sentence(nlp):
    doc = nlp("Rebels attacked the soldiers.")
    board.set_marks(doc, {"sentence": [board.Mark(0, len(doc.text), "none", 0.4)]})
    assert board.get_events(Events()(doc)) == []


def test_deed_stays_in_a_report_of_deeds(nlp):
    doc = nlp("Rebels attacked the soldiers. Police detained two editors.")
    first = next(doc.sents)
    board.set_marks(doc, {"sentence": [board.Mark(0, first.end_char, "none", 0.99)]})
    assert [e.type for e in board.get_events(Events()(doc))] == ["ASSAULT", "COERCE"]


def test_marked_people_are_no_events_and_auxiliaries_stand_for_their_verbs(nlp):
    text = "Guards will zap the rebels."
    doc = nlp(text)
    marks = [board.Mark(0, 6, "PROTEST", 0.99), board.Mark(7, 11, "AGREE", 0.99)]
    board.set_marks(doc, {"triggers": marks})
    assert [e.type for e in board.get_events(Events()(doc))] == ["AGREE"]


def test_sure_mark_changes_the_type_of_an_everyday_word(nlp):
    doc = nlp("Kenya supports the union.")
    board.set_marks(doc, {"triggers": [board.Mark(6, 14, "AID", 0.99)]})
    assert [e.type for e in board.get_events(Events()(doc))] == ["AID"]


def test_mark_where_no_rule_fires(nlp):
    text = "Soldiers zapped the rebels."
    doc = nlp(text)
    board.set_marks(doc, {"triggers": [board.Mark(9, 15, "ASSAULT", 0.95)]})
    event = only(board.get_events(Events()(doc)), "ASSAULT")
    assert text[slice(*event.trigger)] == "zapped"
    assert sides(doc, event) == (["Soldiers"], ["the rebels"])


ODD = ["", " ", "\n", "\x00", "🙂", "مرحبا بالعالم", "a", ".", "killed", "killed killed killed", "“”", "-" * 300]


def test_runs_too_long_for_a_sentence_are_passed_over(nlp):
    from sayso.pipes.events_scene import LONGEST

    doc = nlp("killed " * (2 * LONGEST))
    long = [s for s in doc.sents if len(s) > LONGEST]
    events = board.get_events(Events()(doc))
    assert not [e for e in events for s in long if s.start_char <= e.trigger[0] < s.end_char]


@pytest.mark.parametrize("text", ODD)
def test_never_raises_on_odd_texts(nlp, text):
    read(nlp, text)


WORDS = [
    "rebels", "killed", "the", "army", "in", "Lima", "on", "Monday", "said", "will", "not", "attack", "talks", "with",
    "who", "and", "by", "of", "a", "bomb", "agreed", "to", "send", "aid", "sanctions", ".", ",", "-", "'s", "was", "25",
    "dozens", "at", "least",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=24).map(" ".join))
def test_spans_are_exact_and_reading_is_stable(nlp, text):
    _, events = read(nlp, text)
    _, again = read(nlp, text)
    assert events == again
    for event in events:
        for start, end in [event.trigger, *event.targets, *event.instruments, *(p.span for p in event.actors)]:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
    assert len({e.id for e in events}) == len(events)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "salience"),
    [
        ("The mayor spoke of years of attacks.", "low"),
        ("The army killed four rebels in Tripoli on Monday.", "high"),
        ("The attack on the port on Monday killed three people.", "high"),
        ("The talks between Iran and Iraq began in Baghdad.", "high"),
    ],
)
def test_what_is_only_named_in_passing_has_low_salience(reader, text, salience):
    events = reader.read(text, published="2021-05-04").events
    assert events
    assert {event.salience for event in events} == {salience}

"""Sides and things that the encoder's head gives to acts of force."""

from __future__ import annotations

import pytest

from sayso.pipes import board
from sayso.pipes.actors_index import ActorIndex
from sayso.pipes.board import Mark
from sayso.pipes.events_fillers import LABELS, fill_in, is_forceful
from sayso.types import Actor, Event, Participant

TEXT = (
    "A blast tore through a market in Puerto Lindo. The Red Dawn Front said it was behind it. "
    "Among the dead was Elena Prado. The mayor opened a school. Nothing else happened."
)
REST = " The sun shone on the valley." * 6


@pytest.fixture
def doc(nlp):
    return nlp(TEXT + REST)


def mark(words, label, score=0.9):
    start = (TEXT + REST).index(words)
    return Mark(start, start + len(words), label, score)


def event(words, kind="ASSAULT", **fields):
    start = TEXT.index(words)
    return Event(id="e0", type=kind, trigger=(start, start + len(words)), **fields)


def fill(doc, events, *marks, actors=()):
    board.set_marks(doc, {"fillers": list(marks)})
    index = ActorIndex(list(actors), doc)
    found = fill_in(doc, events, index)
    names = {a.id: doc.text[slice(*a.mentions[0])] for a in index.actors}
    return found, names


def words_of(doc, spans):
    return [doc.text[s:e] for s, e in spans]


def test_without_marks_nothing_changes(doc):
    events = [event("blast", targets=((23, 31),))]
    assert fill(doc, events)[0] == events


@pytest.mark.parametrize(
    ("words", "label", "side"),
    [("The Red Dawn Front", "PerpOrg", "actors"), ("Elena Prado", "Victim", "recipients")],
)
def test_side_told_in_another_sentence(doc, words, label, side):
    (found,), names = fill(doc, [event("blast")], mark(words, label))
    assert [names[p.actor] for p in getattr(found, side)] == [words]
    assert words_of(doc, [p.span for p in getattr(found, side)]) == [words]


@pytest.mark.parametrize(("label", "field"), [("Target", "targets"), ("Weapon", "instruments")])
def test_things(doc, label, field):
    (found,), _ = fill(doc, [event("blast")], mark("market", label))
    assert words_of(doc, getattr(found, field)) == ["market"]


def test_weapon_by_rule_needs_the_head(doc):
    start = TEXT.index("market")
    span = (start, start + 6)
    (found,), _ = fill(doc, [event("blast", targets=(span,), instruments=(span,))], mark("school", "Target", 0.1))
    assert (found.targets, found.instruments) == ((span,), ())
    (found,), _ = fill(doc, [event("blast", instruments=(span,))], mark("market", "Weapon", 0.3))
    assert found.instruments == (span,)


def test_a_known_thing_is_not_given_twice(doc):
    start = TEXT.index("a market")
    (found,), _ = fill(doc, [event("blast", targets=((start, start + 8),))], mark("market", "Target"))
    assert words_of(doc, found.targets) == ["a market"]


def test_doubtful_marks_and_far_ones_give_nothing(doc):
    events = [event("blast")]
    assert fill(doc, events, mark("The Red Dawn Front", "PerpOrg", 0.4))[0] == events
    assert fill(doc, events, mark("valley", "Target", 0.99))[0] == events


def test_acts_of_force_only(doc):
    events = [event("opened", "AID")]
    assert fill(doc, events, mark("The Red Dawn Front", "PerpOrg"))[0] == events
    assert not is_forceful(events[0])
    assert is_forceful(event("blast", "COERCE", mode="seize"))
    assert is_forceful(event("blast", "THREATEN", mode="violence"))


def test_an_actor_of_the_other_side_is_not_added(doc):
    start = TEXT.index("The Red Dawn Front")
    front = Actor(id="a0", name="Red Dawn Front", named=True, type="armed_group", mentions=((start, start + 18),))
    hit = event("blast", recipients=(Participant("a0", (start, start + 18)),))
    (found,), _ = fill(doc, [hit], mark("The Red Dawn Front", "PerpOrg"), actors=[front])
    assert found.actors == ()


def test_a_side_that_has_somebody_needs_a_sure_mark(doc):
    start = TEXT.index("The mayor")
    mayor = Actor(id="a0", name="mayor", named=False, type="government", mentions=((start, start + 9),))
    hit = event("blast", recipients=(Participant("a0", (start, start + 9)),))
    (sure,), names = fill(doc, [hit], mark("Elena Prado", "Victim", 0.9), actors=[mayor])
    assert [names[p.actor] for p in sure.recipients] == ["The mayor", "Elena Prado"]
    (unsure,), _ = fill(doc, [hit], mark("Elena Prado", "Victim", 0.7), actors=[mayor])
    assert unsure.recipients == hit.recipients


def test_every_label_has_a_use():
    assert set(LABELS) == {"PerpInd", "PerpOrg", "Victim", "VictimDesc", "Target", "Weapon"}

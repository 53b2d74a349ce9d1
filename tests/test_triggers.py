from __future__ import annotations

import pytest

from sayso.errors import ResourceError
from sayso.pipes.events_lexicon import FILE, NEEDS, load_lexicon, make_frames
from sayso.pipes.events_triggers import find_triggers
from sayso.resources import load_yaml

ENTRIES = [(kind, entry) for kind, entries in load_yaml(FILE)["triggers"].items() for entry in entries]
PARTS = ("verb", "noun", "adj")


@pytest.fixture(scope="module")
def parsed(nlp):
    """The example of every entry, parsed in one go."""
    return dict(zip([e["ex"] for _, e in ENTRIES], nlp.pipe([e["ex"] for _, e in ENTRIES]), strict=True))


@pytest.mark.parametrize(("kind", "entry"), ENTRIES, ids=[f"{k}-{n}" for n, (k, _) in enumerate(ENTRIES)])
def test_entry_fires_on_its_example(parsed, kind, entry):
    words = {word for part in PARTS for word in entry.get(part, "").split()}
    found = find_triggers(parsed[entry["ex"]])
    assert any(
        t.frame.word in words and t.frame.type == kind and t.frame.mode == entry.get("mode")
        and t.frame.aspect == entry.get("aspect", "event")
        for t in found
    ), [(t.frame.type, t.frame.word, t.frame.mode) for t in found]


def test_examples_differ():
    examples = [e["ex"] for _, e in ENTRIES]
    assert sorted({x for x in examples if examples.count(x) > 1}) == []


def test_classes_asked_for_exist():
    built_in = {"agent", "political", "person", "place", "thing", "weapon", "plural", "country"}
    known = built_in | set(load_lexicon().classes)
    for frames in load_lexicon().frames.values():
        for frame in frames:
            asked = {*frame.obj, *frame.subj, *frame.no_obj, *frame.no_subj, *(w for p in frame.pp.values() for w in p)}
            assert {w[1:] for w in asked if w.startswith("@")} <= known, frame.word
            assert frame.need in NEEDS


def test_unknown_key_is_refused():
    slots = load_yaml(FILE)["slots"]
    with pytest.raises(ResourceError):
        make_frames("AID", {"verb": "help", "colour": "red", "ex": "x"}, slots)
    with pytest.raises(ResourceError):
        make_frames("STATEMENT", {"verb": "say", "ex": "x"}, slots)


QUIET = [
    "The striker attacked from the left and beat two defenders before the goal of the season.",
    "Shares hit a record high as the index rallied on profit hopes.",
    "The storm struck the coast and the flood killed two fishermen.",
    "The truck driver was killed when his car hit a lane barrier on the highway.",
    "The film meets its audience and the song was a hit with critics.",
    "The ministry declined to comment on the report.",
]


@pytest.mark.parametrize("text", QUIET)
def test_everyday_news_is_quiet(nlp, text):
    from sayso.pipes.events_contexts import find_hushed

    doc = nlp(text)
    assert [t.token.text for t in find_triggers(doc, find_hushed(doc))] == []

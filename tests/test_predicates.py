"""Event words: the lexicon of nouns entry by entry, and which words of a sentence count."""

from __future__ import annotations

import re

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.factuality import Factualities
from sayso.pipes.predicates import LEXICON, find_predicates, load_event_nouns
from sayso.resources import load_yaml

DATA = load_yaml(LEXICON)
ENTRIES = [
    (word, DATA[part]["example"].format(noun=word))
    for part in ("acts", "events")
    for word in DATA[part]["words"].split()
]


@pytest.fixture(scope="module")
def parsed(nlp: Language) -> dict[str, Doc]:
    """The sentence of every noun, parsed once."""
    return dict(zip([s for _, s in ENTRIES], nlp.pipe(s for _, s in ENTRIES), strict=True))


@pytest.mark.parametrize(("word", "sentence"), ENTRIES, ids=[w for w, _ in ENTRIES])
def test_noun_counts_in_its_example(word: str, sentence: str, parsed: dict[str, Doc]) -> None:
    at = sentence.index(word)
    assert any(token.idx <= at < token.idx + len(token) for token in find_predicates(parsed[sentence]))


@pytest.mark.parametrize("ending", DATA["endings"])
def test_ending(ending: str) -> None:
    nouns = load_event_nouns()
    entry = DATA["endings"][ending]
    starred = re.search(r"\*(\w+)\*", entry["example"])
    assert starred is not None
    assert starred[1].endswith(ending)
    assert nouns.has(starred[1])
    for word in re.findall(r"\w+", entry.get("not", "")):
        assert not nouns.has(word)


def test_lists_do_not_overlap() -> None:
    nouns = load_event_nouns()
    assert not nouns.things & nouns.listed
    assert all(thing.endswith(nouns.endings) for thing in nouns.things)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Rebels attacked the station.", ["attacked"]),
        ("The mayor is ill and has refused to resign.", ["ill", "refused", "resign"]),
        ("The invasion of the island was planned.", ["invasion", "planned"]),
        ("They have been in the building.", []),
        ("Burning trucks were pushed into the river.", ["Burning", "pushed"]),
    ],
)
def test_which_words_count(nlp: Language, text: str, wanted: list[str]) -> None:
    assert [token.text for token in find_predicates(nlp(text))] == wanted


@pytest.mark.parametrize(
    ("text", "word", "factuality", "evidence"),
    [
        ("The rebels did not attack the town.", "attack", "denied", ["not"]),
        ("The rebels may attack the town.", "attack", "uncertain", ["may"]),
        ("The rebels failed to attack the town.", "attack", "denied", ["failed"]),
        ("The mayor denied that the bridge had not fallen.", "fallen", "certain", ["denied", "not"]),
        ("Rebels attacked the town.", "attacked", "certain", []),
        ("Did the rebels attack the town?", "attack", "uncertain", ["?"]),
    ],
)
def test_evidence(nlp: Language, text: str, word: str, factuality: str, evidence: list[str]) -> None:
    doc = Factualities()(nlp(text))
    found = next(p for p in board.get_predicates(doc) if text[slice(*p.trigger)] == word)
    assert (found.factuality, [text[s:e] for s, e in found.evidence]) == (factuality, evidence)

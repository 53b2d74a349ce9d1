"""Factuality: the hedge lexicon entry by entry, how effects combine, and what the stage writes."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.board import Mark
from sayso.pipes.claims import Claims
from sayso.pipes.claims_draft import Grid
from sayso.pipes.factuality import Factualities
from sayso.pipes.factuality_climb import judge, judge_span
from sayso.pipes.factuality_marks import fuse
from sayso.pipes.hedges import iter_examples
from sayso.types import Event, Factuality

EXAMPLES = list(iter_examples())


def split_stars(sentence: str) -> tuple[str, tuple[int, int]]:
    """The sentence without its stars, and the span that they held."""
    start = sentence.index("*")
    end = sentence.index("*", start + 1) - 1
    return sentence.replace("*", ""), (start, end)


@pytest.fixture(scope="session")
def parsed(nlp: Language) -> dict[str, Doc]:
    """Every example of the lexicon, parsed once."""
    texts = sorted({split_stars(e[3])[0] for e in EXAMPLES})
    return dict(zip(texts, nlp.pipe(texts), strict=True))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e[0]}-{e[1]}".replace(" ", "_"))
def test_lexicon_example(example: tuple[str, str, Factuality, str], parsed: dict[str, Doc]) -> None:
    text, span = split_stars(example[3])
    assert judge_span(Grid(parsed[text]), span).factuality == example[2]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The rebels *attacked* the town.", "certain"),
        ("Officials said that the rebels *attacked* the town.", "certain"),
        ("The rebels did not *attack* the town.", "denied"),
        ("No rebels *attacked* the town.", "denied"),
        ("Officials denied that the rebels *attacked* the town.", "denied"),
        ("Officials denied that the rebels had not *attacked* the town.", "certain"),
        ("Officials did not deny that the rebels *attacked* the town.", "certain"),
        ("The rebels failed to *attack* the town.", "denied"),
        ("The rebels did not refuse to *leave*.", "certain"),
        ("The rebels plan to *attack* the town.", "future"),
        ("The rebels will *attack* the town.", "future"),
        ("If the rebels *attack* the town, everyone will leave.", "future"),
        ("They bought weapons to *attack* the town.", "future"),
        ("They may have *attacked* the town.", "uncertain"),
        ("Prosecutors accused him of *attacking* the town.", "uncertain"),
        ("Did the rebels *attack* the town?", "uncertain"),
        ("Officials feared that the rebels had *attacked* the town.", "uncertain"),
        ("The rebels left without *attacking* the town.", "denied"),
        ("He was killed after he *attacked* the town.", "certain"),
        ("The rebels, who *attacked* the town, may leave.", "certain"),
        ("The rebels tried to *attack* the town.", "certain"),
        ("Residents called for a *ceasefire*.", "future"),
        ("Residents called the *attack* a crime.", "certain"),
        ("The rebels carried out an *attack*.", "certain"),
        ("The *attack* was called off.", "denied"),
        ("The president did not know that the rebels *attacked* the town.", "certain"),
    ],
)
def test_combinations(nlp: Language, sentence: str, wanted: Factuality) -> None:
    text, span = split_stars(sentence)
    assert judge_span(Grid(nlp(text)), span).factuality == wanted


def test_judge_stops_where_told(nlp: Language) -> None:
    doc = nlp("Officials may say that the rebels attacked the town.")
    attacked = next(t for t in doc if t.text == "attacked")
    assert judge(attacked, stop=attacked) == "certain"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The mayor said that the bridge fell.", "certain"),
        ("The mayor denied that the bridge fell.", "denied"),
        ("The mayor promised to build a bridge.", "future"),
        ("The mayor said that the bridge may fall.", "uncertain"),
        ("The mayor fears that the bridge fell.", "uncertain"),
    ],
)
def test_claims_are_put_as_their_source_puts_them(nlp: Language, text: str, wanted: Factuality) -> None:
    doc = Factualities()(Claims()(nlp(text)))
    assert board.get_claims(doc)[0].factuality == wanted


def test_events_are_judged_by_their_trigger(nlp: Language) -> None:
    doc = nlp("The rebels did not attack the town.")
    board.set_events(doc, [Event("e0", "ASSAULT", (19, 25))])
    assert board.get_events(Factualities()(doc))[0].factuality == "denied"


@pytest.mark.parametrize("text", ["", "\x00", "If", "not " * 50, "To be or not to be?"])
def test_odd_texts(nlp: Language, text: str) -> None:
    doc = nlp(text)
    for token in doc:
        assert judge(token) in ("certain", "denied", "uncertain", "future")
    Factualities()(doc)


@pytest.mark.parametrize(
    ("sentence", "label", "wanted"),
    [
        ("The rebels *attacked* the town.", None, "certain"),
        ("The rebels *attacked* the town.", "open", "uncertain"),
        ("They bought weapons to *attack* the town.", None, "certain"),
        ("They bought weapons to *attack* the town.", "open", "future"),
        ("The rebels will *attack* the town.", None, "future"),
        ("The rebels did not *attack* the town.", "open", "denied"),
        ("The rebels left without *attacking* the town.", "open", "uncertain"),
        ("The rebels left without *attacking* the town.", "denied", "denied"),
    ],
)
def test_rules_and_tagger_together(nlp: Language, sentence: str, label: str | None, wanted: str) -> None:
    text, span = split_stars(sentence)
    mark = Mark(*span, label, 0.9) if label else None
    assert fuse(judge_span(Grid(nlp(text)), span), mark).factuality == wanted


def test_the_stage_hears_the_tagger(nlp: Language) -> None:
    doc = nlp("The rebels attacked the town.")
    board.set_marks(doc, {"factuality": [Mark(11, 19, "open", 0.9)]})
    assert [p.factuality for p in board.get_predicates(Factualities()(doc))] == ["uncertain"]


def test_words_of_an_event_are_put_as_the_event(nlp: Language) -> None:
    doc = nlp("The rebels attacked the town.")
    board.set_marks(doc, {"factuality": [Mark(11, 19, "open", 0.9)]})
    board.set_events(doc, [Event("e0", "ASSAULT", (11, 19))])
    Factualities()(doc)
    assert [board.get_predicates(doc)[0].factuality, board.get_events(doc)[0].factuality] == ["certain", "certain"]

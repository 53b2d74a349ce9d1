"""What is told of a source: the lexicon of details entry by entry, and whole sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.claims import Claims
from sayso.pipes.claims_anonymity import find_anonymity
from sayso.pipes.claims_detail import LEXICON
from sayso.resources import load_yaml
from sayso.types import Actor, Place, Source

DATA = load_yaml(LEXICON)


def iter_examples() -> Iterator[tuple[str, str]]:
    """The key of `source` and the sentence with stars, for each entry that needs a parse."""
    for word in DATA["institutions"]["words"].split():
        yield "institution", DATA["institutions"]["example"].format(w=word)
    for entry in DATA["access"]:
        yield "access", entry["example"]
    for word in DATA["via"]["nouns"]["words"].split():
        yield "via", DATA["via"]["nouns"]["example"].format(w=word)
    for word in DATA["via"]["names"]["words"].split():
        yield "via", DATA["via"]["names"]["example"].format(w=word).replace(f"on {word}", f"*on {word}*")
    for word in DATA["cites"]["words"].split():
        yield "relays", DATA["cites"]["example"].format(w=word).replace("police", "*police*")


EXAMPLES = list(iter_examples())


@pytest.fixture(scope="module")
def parsed(nlp: Language) -> dict[str, Doc]:
    texts = [sentence.replace("*", "") for _, sentence in EXAMPLES]
    return dict(zip(texts, nlp.pipe(texts), strict=True))


def words_of(text: str, value: Any) -> str | None:
    """The words of a span, of a number or of the first of those cited."""
    if isinstance(value, tuple) and value and hasattr(value[0], "span"):
        value = value[0]
    span = getattr(value, "span", value)
    return text[slice(*span)] if span else None


def sources_of(doc: Doc) -> list[Source]:
    return [claim.source for claim in board.get_claims(Claims()(doc))]


@pytest.mark.parametrize(("key", "sentence"), EXAMPLES, ids=[f"{k}-{n}" for n, (k, _) in enumerate(EXAMPLES)])
def test_entry_is_found_in_its_example(key: str, sentence: str, parsed: dict[str, Doc]) -> None:
    text = sentence.replace("*", "")
    found = [words_of(text, getattr(source, key)) for source in sources_of(parsed[text])]
    assert sentence.split("*")[1] in found


@pytest.mark.parametrize(
    "example",
    [entry["example"] for entry in DATA["anonymity"]]
    + [DATA["reasons"]["example"].format(w=word) for word in DATA["reasons"]["words"]],
)
def test_anonymity_is_found_in_its_example(example: str) -> None:
    text = example.replace("*", "")
    assert [text[s:e] for s, e in find_anonymity(text)] == [example.split("*")[1]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Three officials said that the bridge fell.", {"number": "Three"}),
        ("At least two witnesses said that the bridge fell.", {"number": "At least two"}),
        ("A Pentagon official said that the bridge fell.", {"number": "A", "institution": "Pentagon"}),
        ("Ann Lee, a spokeswoman for the interior ministry, said it fell.", {"institution": "interior ministry"}),
        (
            "Two people briefed on the talks, who asked not to be named because they feared arrest, said it fell.",
            {"number": "Two", "access": "briefed on the talks",
             "anonymity": "asked not to be named because they feared arrest"},
        ),
        ("The mayor said in a statement on Telegram that the bridge fell.", {"via": "in a statement on Telegram"}),
        ("The agency reported, citing two officials, that the bridge fell.", {"relays": "two officials"}),
        ("The State Department said that the bridge fell.", {}),
        ("A court in Lima said that the bridge fell.", {}),
        (
            "Officials briefed on the talks who weren’t authorised to speak said that it fell.",
            {"access": "briefed on the talks", "anonymity": "weren’t authorised to speak"},
        ),
        ("She said that the bridge fell.", {}),
    ],
)
def test_what_is_told_of_a_source(nlp: Language, text: str, wanted: dict[str, str]) -> None:
    said = [c.source for c in board.get_claims(Claims()(nlp(text))) if text[slice(*c.cue[0])] in ("said", "reported")]
    source = said[0]
    keys = ("number", "institution", "access", "anonymity", "via", "relays")
    found = {key: words_of(text, getattr(source, key)) for key in keys}
    assert {key: words for key, words in found.items() if words is not None} == wanted


@pytest.mark.parametrize("preposition", DATA["at"]["words"].split())
def test_the_place_of_a_source_is_an_index(nlp: Language, preposition: str) -> None:
    doc = nlp("Lima is far. " + DATA["at"]["example"].format(w=preposition).replace("*", ""))
    start = doc.text.index("Kabul")
    board.set_places(doc, [Place(0, 4, "Lima"), Place(start, start + 5, "Kabul")])
    assert sources_of(doc)[0].place == 1


def test_anonymity_told_later_holds_for_all_claims_of_the_actor(nlp: Language) -> None:
    doc = nlp(
        "An official said that the bridge fell. The official added that nobody was hurt. "
        "The official spoke on condition of anonymity."
    )
    board.set_actors(doc, [Actor("a0", "official", False, "person", ((0, 11), (39, 51), (80, 92)))])
    found = [words_of(doc.text, source.anonymity) for source in sources_of(doc)]
    assert found[:2] == ["on condition of anonymity"] * 2


@pytest.mark.parametrize("text", ["", "on condition of anonymity", "a " * 300 + "asked not to be named because " * 40])
def test_odd_texts(nlp: Language, text: str) -> None:
    sources_of(nlp(text))

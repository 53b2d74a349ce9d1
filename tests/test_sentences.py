"""Layout, quotations and certain sentence starts."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English

from sayso.pipes import board
from sayso.pipes.layout import LEXICON, find_paragraphs, find_segments, is_furniture, load_layout
from sayso.pipes.quotes import find_quotes
from sayso.pipes.sentences import Sentences
from sayso.resources import load_yaml

BLANK = English()
FURNITURE = load_yaml(LEXICON)["furniture"]
NEWSY = st.text(alphabet="aB.,\"'“”‘’«»`„?!\n —-(:A1\t\r", max_size=120)


def quotes_of(text: str) -> list[str]:
    return [text[s:e] for s, e in find_quotes(text, find_paragraphs(text))]


def kinds_of(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in find_segments(text, title)]


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_example_fires(name: str) -> None:
    entry = FURNITURE[name]
    _, _, most = load_layout()
    assert is_furniture(entry["example"], ((name, re.compile(entry["pattern"])),), most)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"We left," she said. "It rained."', ['"We left,"', '"It rained."']),
        ("“We left,” she said. “It rained.”", ["“We left,”", "“It rained.”"]),
        ("''We left,'' she said.", ["''We left,''"]),
        ("``We left,'' she said.", ["``We left,''"]),
        ("«Nous partons», he said, and «rien».", ["«Nous partons»", "«rien»"]),
        ("„Wir gehen“, he said.", ["„Wir gehen“"]),
        ("He said ”we left” and went.", ["”we left”"]),
        ("The mayor's 'tough line' on voters' rights", ["'tough line'"]),
        ("‘They’re gone,’ the farmers’ leader said.", ["‘They’re gone,’"]),
        ("Get 'em out in the '90s, the dogs' owner said.", []),
        ("It's the boys' turn and the girls' turn.", []),
        ("“He told me ‘go’ and I went,” she said.", ["“He told me ‘go’ and I went,”"]),
        ('A 6" gun and a 12" one.', []),
        ('She said: "We left.\n\n"It rained.\n\n"We came back."\n\nHe left.',
         ['"We left.\n\n"It rained.\n\n"We came back."']),
        ("“We left. She came.\n\nNothing else happened.", ["“We left."]),
        ('He called it ("a farce") and left.', ['"a farce"']),
        ("", []),
    ],
)
def test_quotes(text: str, wanted: list[str]) -> None:
    assert quotes_of(text) == wanted


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("LIMA, Peru (AP) — The bridge fell.", "LIMA, Peru (AP) —"),
        ("LIMA, Aug. 10 (UPI) -- The bridge fell.", "LIMA, Aug. 10 (UPI) --"),
        ("Lima (Peru), 4 Nov 88 (Radio Uno) -- [Text] The bridge fell.", "Lima (Peru), 4 Nov 88 (Radio Uno) -- [Text]"),
        ("LIMA—The bridge fell.", "LIMA—"),
        ("(CNN) — The bridge fell.", "(CNN) —"),
        ("Buenos Aires: The bridge fell.", "Buenos Aires:"),
        ("date 2023-04-26 The bridge fell.", "date 2023-04-26"),
        ("LIMA (RNS) The bridge fell.", "LIMA (RNS)"),
    ],
)
def test_dateline(text: str, dateline: str) -> None:
    segments = kinds_of(text)
    assert segments == [("dateline", dateline), ("body", "The bridge fell.")]


@pytest.mark.parametrize("text", ["Analysis: The bridge fell.", "The bridge - all of it - fell.", "IBM said it left."])
def test_no_dateline(text: str) -> None:
    assert kinds_of(text) == [("body", text)]


def test_headline_by_shape_and_by_title() -> None:
    text = "Bridge falls in Lima\n\nThe bridge fell on Monday.\n\nNobody was hurt."
    assert [k for k, _ in kinds_of(text)] == ["headline", "body", "body"]
    text = "Bridge falls;\nNobody hurt.\n\nThe bridge fell on Monday."
    assert [k for k, _ in kinds_of(text, "Bridge falls; Nobody hurt")] == ["headline", "headline", "body"]
    assert [k for k, _ in kinds_of("The bridge fell on Monday.\n\nNobody was hurt.")] == ["body", "body"]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "The old bridge over the river\nfell on Monday morning. Nobody\nwas hurt when it\nfell.\n\nThe mayor came."
    assert len(find_paragraphs(text)) == 2
    assert len(find_paragraphs("The bridge fell.\nThe mayor came.\nNobody was hurt.")) == 3


def starts_of(text: str) -> dict[str, bool | None]:
    doc = Sentences()(BLANK(text))
    return {t.text: t.is_sent_start for t in doc if not t.is_space}


def test_sentence_starts() -> None:
    starts = starts_of("Bridge falls in Lima\n\nLIMA, Peru (AP) - Everyone left. “Why?” asked Bob.\n\nnobody knew")
    assert [starts[w] for w in ("LIMA", "Everyone", "nobody", "asked", "Peru")] == [True, True, True, False, False]


def test_stage_writes_to_the_board() -> None:
    doc = Sentences()(BLANK('"We left," she said.'))
    assert board.get_quotes(doc) == [(0, 10)]
    assert [s.kind for s in board.get_segments(doc)] == ["body"]


@given(NEWSY | st.text(max_size=60))
def test_any_text_is_tiled(text: str) -> None:
    segments = find_segments(text)
    rest = list(text)
    last = 0
    for s in segments:
        assert last <= s.start < s.end <= len(text)
        assert text[s.start : s.end].strip() == text[s.start : s.end]
        rest[s.start : s.end] = " " * (s.end - s.start)
        last = s.end
    assert not "".join(rest).strip()
    quotes = find_quotes(text, find_paragraphs(text))
    assert all(0 <= s < e <= len(text) for s, e in quotes)
    assert all(a[1] <= b[0] for a, b in pairwise(quotes))
    assert Sentences()(BLANK(text)).text == text


@pytest.mark.parametrize("text", ["", "\x00", "“", "'", "שלום \"אמר\" הוא", "🙂" * 50, '"' * 3000, "\n" * 2000])
def test_odd_texts(text: str) -> None:
    Sentences()(BLANK(text))

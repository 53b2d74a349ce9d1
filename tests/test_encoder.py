"""The shared encoder: spans that are exact on any text, and the same marks whatever else is read beside it."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.pipes.board import EXTENSIONS, get_marks
from sayso.pipes.encoder import Encoder, mark_text
from sayso.pipes.encoder_decode import best_path, bio_chain, nearest_path, runs, word_path
from sayso.pipes.encoder_model import load_model
from sayso.pipes.encoder_text import SHAPES, split_pieces
from sayso.pipes.encoder_windows import cut, merge, sentences

REPORT = (
    "Minister says bridge will reopen\n\n"
    "NORTHAM, Farland (Wire) - The bridge over the Ember will reopen on Monday, Transport Minister Ada Quill said.\n\n"
    "“We have lost a year,” Quill told reporters. Police arrested three men who had attacked the works in May, "
    "according to a spokesman. The union denied that its members took part."
)
WORDS = st.sampled_from(
    ["said", "Police", "“", "”", '"', "\n\n", ".", ",", "the", "told", "KABUL", "2023", "😀", "e\u0301", "ﬁ", "İ",
     "\x00",
     "؀", "東京", "according to", "it", "x" * 300, "\u00a0", "\u200b", "‘", "-", "Monday", "killed"]
)
ANY_TEXT = st.one_of(st.text(st.characters()), st.lists(WORDS, max_size=400).map(" ".join))
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BLANK = spacy.blank("en")


def test_claims_of_a_plain_report() -> None:
    marks = mark_text(REPORT)["claims"]
    found = {(m.label, REPORT[m.start : m.end]) for m in marks}
    assert ("source", "Transport Minister Ada Quill") in found
    assert ("cue", "said") in found
    assert ("content", "“We have lost a year,”") in found
    assert ("cue", "according to") in found


@FEW
@given(ANY_TEXT)
def test_marks_lie_in_order_within_any_text(text: str) -> None:
    for head, marks in mark_text(text).items():
        spans = [(m.start, m.end) for m in marks]
        assert spans == sorted(spans), head
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(0 <= m.score <= 1 for m in marks)
        if head != "sentence":
            assert all(a[1] <= b[0] for a, b in pairwise(spans)), head


@FEW
@given(ANY_TEXT)
def test_pieces_have_classes_and_never_overlap(text: str) -> None:
    pieces = split_pieces(load_model().tokenizer, text)
    assert (pieces.starts < pieces.ends).all()
    assert (pieces.ends[:-1] <= pieces.starts[1:]).all()
    assert pieces.shapes.shape == (len(pieces), len(SHAPES))
    assert (pieces.shapes < list(SHAPES.values())).all()


@pytest.mark.parametrize("text", ["", " ", "\n", "\x00", "a", "\ud800", "😀", "“", "x" * 100_000, "\ufeff", "\u0301"])
def test_odd_texts_are_read(text: str) -> None:
    assert set(mark_text(text)) == {head.name for head in load_model().heads}


def test_offsets_count_code_points_after_astral_and_decomposed_letters() -> None:
    plain, odd = mark_text(REPORT)["claims"], mark_text("😀 e\u0301 𝔘\n\n" + REPORT)["claims"]
    shift = len("😀 e\u0301 𝔘\n\n")
    quoted = {(m.start + shift, m.end + shift) for m in plain if REPORT[m.start] == "“"}
    assert quoted
    assert quoted <= {(m.start, m.end) for m in odd}


def test_same_marks_alone_in_a_batch_and_again() -> None:
    encoder = Encoder()
    texts = [REPORT, "Short.", REPORT * 6, "", REPORT.upper()]
    alone = [encoder(BLANK(text))._.sayso_marks for text in texts]
    batch = [doc._.sayso_marks for doc in encoder.pipe(map(BLANK, texts * 2), batch_size=3)]
    assert batch == alone * 2


def test_marks_on_the_board_survive_bytes() -> None:
    doc = Encoder()(BLANK(REPORT))
    again = spacy.tokens.Doc(BLANK.vocab).from_bytes(doc.to_bytes())
    assert "sayso_marks" in EXTENSIONS
    assert get_marks(again, "claims") == get_marks(doc, "claims") != []
    json.dumps(doc._.sayso_marks)


def test_capitals_do_not_silence_the_claims() -> None:
    text = "THE MINISTER SAID THAT THE BRIDGE WOULD REOPEN ON MONDAY."
    assert {m.label for m in mark_text(text)["claims"]} == {"source", "cue", "content"}


@given(st.integers(0, 3000), st.integers(80, 254), st.integers(0, 64))
def test_stretches_keep_every_piece_once(total: int, length: int, overlap: int) -> None:
    stretches = cut(total, length, overlap)
    kept = [i for s in stretches for i in range(s.keep_first, s.keep_last)]
    assert kept == list(range(total))
    for s in stretches:
        assert s.first <= s.keep_first < s.keep_last <= s.last <= total
        assert s.last - s.first <= length
    assert all(a.last - b.first >= overlap for a, b in pairwise(stretches))
    parts = [np.arange(s.first, s.last, dtype=np.float32)[:, None] for s in stretches]
    assert merge(stretches, parts, 1)[:, 0].tolist() == list(range(total))


def test_best_path_opens_every_span_and_weighs_the_whole() -> None:
    scores = np.array([[0, -9, 2, -9, -9], [0, -9, 3, -9, -9], [0, -9, -9, -9, 1]], np.float32)
    path = best_path(scores, bio_chain(2))
    assert path.tolist() == [0, 0, 0]
    scores[0, 1] = 0
    assert best_path(scores, bio_chain(2)).tolist() == [1, 2, 0]
    assert nearest_path(scores).tolist() == [1, 2, 0]
    assert runs(np.array([0, 1, 2, 1, 0, 3, 4, 4])) == [(1, 3, 0), (3, 4, 0), (5, 8, 1)]


def test_no_span_begins_or_ends_within_a_word() -> None:
    scores = np.array([[0, 2, -9, 1, -9], [0, -9, -9, 3, 2.5], [1, -9, -9, -9, -9], [0, -9, -9, -9, 4]], np.float32)
    assert nearest_path(scores).tolist() == [1, 3, 0, 0]
    assert word_path(scores, np.array([False, True, False, False])).tolist() == [3, 4, 0, 0]
    assert word_path(scores, np.array([False, True, True, True])).tolist() == [0, 0, 0, 0]


def test_a_name_is_marked_in_one_piece(reader) -> None:
    doc = reader.nlp("Ferries from Port Havelock to Karlsborg were late, the Ember Islands Shipping Company said.")
    names = {ent.text for ent in doc.ents}
    assert not any(doc.text[e.start_char - 1 : e.start_char].isalnum() for e in doc.ents if e.start_char)
    assert "Karlsborg" in names


def test_nothing_to_decode() -> None:
    empty = np.zeros((0, 3), np.float32)
    assert best_path(empty, bio_chain(1)).tolist() == nearest_path(empty).tolist() == []
    assert word_path(empty, np.zeros(0, np.bool_)).tolist() == []
    assert runs(np.zeros(0, np.int64)) == []


def test_rough_sentences_tile_the_words() -> None:
    text = "Ada came. “Bob left,” she said.\n\nU.S. troops stayed! Then what? "
    found = [text[start:end] for start, end in sentences(text)]
    assert found == ["Ada came.", "“Bob left,” she said.", "U.S. troops stayed!", "Then what?"]
    assert sentences(" \n ") == sentences("") == []

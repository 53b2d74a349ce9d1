"""The shared encoder as a stage: it reads a text once and puts what each of its heads marks on the board.

Heads and their labels (`docs/models/encoder.md` has the figures):
- `claims`: source, cue, content of attributions; a word is in one of them at most;
- `places`, `times` (TIMEX3 type), `triggers` (PLOVER type), `roles` (actor, recipient, both), `names` (spaCy's labels);
- `fillers`: who did an attack, what was hit, with what (PerpInd, PerpOrg, Victim, VictimDesc, Target, Weapon);
- `sentence`: the PLOVER types that a sentence tells of, and `none`, from a score of 0.1 up;
- `factuality`: words that would be `open` or `denied` if they stood for an event; all others are certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc

from sayso.pipes.board import Mark, register_extensions, set_marks
from sayso.pipes.encoder_decode import Bools, Floats, best_path, runs, softmax, word_path
from sayso.pipes.encoder_model import Head, load_model
from sayso.pipes.encoder_text import Pieces, span_pieces
from sayso.pipes.encoder_windows import sentences
from sayso.types import Span

_LEAST = 0.1  # a sentence type below this is noise


class Encoder:
    """Sets the marks of every head of the trained model; the same text always gets the same marks."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        bounds = [(s.start_char, s.end_char) for s in doc.sents] if doc.has_annotation("SENT_START") else None
        set_marks(doc, mark_text(doc.text, bounds))
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Each Doc of `stream` in turn: windows are read one by one (see `encoder_model`), so batches gain nothing."""
        for doc in stream:
            yield self(doc)


def mark_text(text: str, bounds: list[Span] | None = None) -> dict[str, list[Mark]]:
    """What each head marks in `text`; `bounds` are its sentences, if they are known."""
    model = load_model()
    pieces, columns = model.read(text)
    found = sentences(text) if bounds is None else bounds
    return {h.name: _MARKS[h.kind](pieces, columns[:, h.first : h.last], h, found) for h in model.heads}


def _span_marks(pieces: Pieces, columns: Floats, head: Head, bounds: list[Span]) -> list[Mark]:
    """The spans of a `bio` head, in the order of the text; the score is the mean probability of the label."""
    path = word_path(columns, _goes_on(pieces)) if head.chain is None else best_path(columns, head.chain)
    shares = softmax(columns)
    marks = []
    for first, last, label in runs(path):
        share = shares[first:last, 1 + 2 * label : 3 + 2 * label].sum(1).mean()
        marks.append(_mark(pieces, first, last, head.labels[label], share))
    return marks


def _word_marks(pieces: Pieces, columns: Floats, head: Head, bounds: list[Span]) -> list[Mark]:
    """The words of which the first piece gets another class than the head's first one."""
    starts = np.flatnonzero((pieces.shapes[:, 0] > 0) & _word_starts(pieces))
    bounded = [*starts.tolist(), len(pieces)]
    shares = softmax(columns)
    marks = []
    for first, after in pairwise(bounded):
        label = int(columns[first].argmax())
        if label:
            last = first + 1
            while last < after and pieces.starts[last] == pieces.ends[last - 1] and pieces.shapes[last, 0] > 0:
                last += 1
            marks.append(_mark(pieces, first, last, head.labels[label], shares[first, label]))
    return marks


def _goes_on(pieces: Pieces) -> Bools:
    """(n,) whether a piece goes on with the word of the one before."""
    goes_on = np.zeros(len(pieces), np.bool_)
    letters = pieces.shapes[:, 0] > 0
    goes_on[1:] = (pieces.starts[1:] == pieces.ends[:-1]) & letters[1:] & letters[:-1]
    return goes_on


def _word_starts(pieces: Pieces) -> Bools:
    """(n,) whether no letter or digit stands directly before a piece."""
    before = np.concatenate([[-1], pieces.ends[:-1]])
    letter = np.concatenate([[0], pieces.shapes[:-1, 0]])
    starts: Bools = (before < pieces.starts) | (letter == 0)
    return starts


def _sentence_marks(pieces: Pieces, columns: Floats, head: Head, bounds: list[Span]) -> list[Mark]:
    """The types of each sentence: its pieces' columns, weighted by the last one."""
    marks = []
    for start, end in bounds:
        first, last = span_pieces(pieces, start, end)
        if first < last:
            weights = softmax(columns[None, first:last, -1])[0]
            shares = 1 / (1 + np.exp(-(weights @ columns[first:last, :-1])))
            order = [i for i in np.argsort(-shares, kind="stable") if shares[i] >= _LEAST]
            marks += [Mark(start, end, head.labels[i], round(float(shares[i]), 4)) for i in order]
    return marks


def _mark(pieces: Pieces, first: int, last: int, label: str, score: float) -> Mark:
    return Mark(int(pieces.starts[first]), int(pieces.ends[last - 1]), label, min(1.0, round(float(score), 4)))


_MARKS: dict[str, Callable[[Pieces, Floats, Head, list[Span]], list[Mark]]] = {
    "bio": _span_marks,
    "word": _word_marks,
    "sentence": _sentence_marks,
}

"""What kind of sentence words stand in: about public affairs, or telling of violence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token

from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_nouns import is_political, lemma_of
from sayso.pipes.events_types import Trigger
from sayso.pipes.per_doc import sentences

MOSTLY = 0.4
LONGEST = 200


def readable_tokens(doc: Doc) -> Iterator[Token]:
    """The tokens of sentences up to `LONGEST` tokens; longer runs are none, and walking their parse costs too much."""
    for sentence in sentences(doc):
        if len(sentence) <= LONGEST:
            yield from sentence


def find_public(doc: Doc) -> frozenset[int]:
    """The starts of sentences about public affairs: those that name its bodies, and all of a text that mostly does."""
    starts = [s.start for s in sentences(doc)]
    found = {
        s.start for s in sentences(doc)
        if len(s) <= LONGEST and any(is_political(t) for t in s if t.pos_ in ("NOUN", "PROPN", "ADJ"))
    }
    return frozenset(starts if len(found) >= MOSTLY * len(starts) else found)


def is_mishap(sentence: Span) -> bool:
    """Whether a sentence tells of an accident or a disaster and names no weapon."""
    arms = load_lexicon().words["arms"]
    return _tells_accident(sentence) and not any(lemma_of(t) in arms for t in sentence if t.pos_ in ("NOUN", "PROPN"))


def _tells_accident(sentence: Span) -> bool:
    """Whether a sentence has a word for an accident: a "fire", but not what soldiers do who fire and storm."""
    words = load_lexicon().words
    return any(t.lemma_.lower() in words["mishap" if t.pos_ == "VERB" else "accident"] for t in sentence)


def find_violent(doc: Doc, firm: Iterable[Trigger]) -> dict[int, bool]:
    """By sentence start: whether violence is told of in or near it and no accident is."""
    hot = {t.token.sent.start for t in firm if t.type == "ASSAULT"}
    arms = load_lexicon().words["arms"]
    starts = [s.start for s in sentences(doc)]
    share = len(hot) / max(len(starts), 1)
    out: dict[int, bool] = {}
    for n, sentence in enumerate(sentences(doc)):
        near = sentence.start in hot or any(starts[m] in hot for m in (n - 1, n + 1, n - 2) if 0 <= m < len(starts))
        armed = any(lemma_of(t) in arms for t in sentence if t.pos_ in ("NOUN", "PROPN"))
        mishap = _tells_accident(sentence)
        out[sentence.start] = (near or armed or share > 0.3) and not (mishap and sentence.start not in hot)
    return out

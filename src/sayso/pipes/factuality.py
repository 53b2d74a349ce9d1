"""The stage of factuality: how firmly each claim, each event and each other event word is put."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.claims_draft import Grid
from sayso.pipes.factuality_climb import Verdict, judge_claim, judge_span, weigh
from sayso.pipes.factuality_marks import MarkMap, fuse
from sayso.pipes.predicates import find_predicates
from sayso.types import Event, Predicate, Span


class Factualities:
    """Sets the factuality of every claim and event on the board, and the predicates."""

    def __init__(self) -> None:
        board.register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        grid = Grid(doc)
        claims = []
        for claim in board.get_claims(doc):
            verdict = judge_claim(grid, claim)
            claims.append(replace(claim, factuality=verdict.factuality, evidence=find_words(grid, verdict)))
        board.set_claims(doc, claims)
        events = []
        for event in board.get_events(doc):
            verdict = judge_span(grid, event.trigger)
            events.append(replace(event, factuality=verdict.factuality, evidence=find_words(grid, verdict)))
        board.set_events(doc, events)
        board.set_predicates(doc, make_predicates(grid, find_marks(doc), events))
        return doc


def find_marks(doc: Doc) -> MarkMap | None:
    """What the tagger says of factuality; None when no tagger with that head ran."""
    return MarkMap(board.get_marks(doc, "factuality")) if "factuality" in doc._.sayso_marks else None


def make_predicates(grid: Grid, marks: MarkMap | None, events: list[Event]) -> list[Predicate]:
    """Every event word of the Doc with its factuality, in the order of the text.

    Coded events are judged by the rules alone, which are right more often there; a word of their trigger is put as
    they are. Of the others the tagger has its say.
    """
    coded = {grid.token_at[p]: e for e in reversed(events) for p in range(*e.trigger)}
    found = []
    for token in find_predicates(grid.doc):
        span = grid.span((token.i, token.i + 1))
        event = coded.get(token.i)
        if event is not None:
            found.append(Predicate(span, event.factuality, event.evidence))
            continue
        verdict = weigh(token, own=(token.i, token.i + 1))
        if marks is not None:
            verdict = fuse(verdict, marks.find(span))
        found.append(Predicate(span, verdict.factuality, find_words(grid, verdict)))
    return found


def find_words(grid: Grid, verdict: Verdict) -> tuple[Span, ...]:
    """The evidence of a verdict as spans, one for tokens that follow each other."""
    out: list[tuple[int, int]] = []
    for i in verdict.evidence:
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return tuple(grid.span(words) for words in out)

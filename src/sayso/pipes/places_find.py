"""Which stretches of a text are places: the candidates that the model rates best, none overlapping another."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc

from sayso.pipes.places_features import describe, read_story
from sayso.pipes.places_model import load_model
from sayso.pipes.places_spans import Candidate, find_candidates, name_site


def find_mentions(doc: Doc) -> list[Candidate]:
    """The places named in `doc`, literally or not, in the order of the text."""
    model = load_model()
    candidates = find_candidates(doc)
    story = read_story(doc, candidates)
    rated = [(c, model.rate(describe(doc, c, story)) - model.least) for c in candidates]
    return [name_site(doc, c) for c in select(rated)]


def select(rated: list[tuple[Candidate, float]]) -> list[Candidate]:
    """The candidates without overlap whose ratings have the greatest sum; those rated 0 or less are out."""
    wanted = sorted((r for r in rated if r[1] > 0), key=lambda r: (r[0].last, r[0].first))
    sums = [0.0]
    lasts: list[int] = []
    chosen: list[tuple[int, Candidate | None]] = [(0, None)]  # the state to go back to, and what is taken
    for candidate, rating in wanted:
        before = bisect_right(lasts, candidate.first)
        lasts.append(candidate.last)
        taken = sums[before] + rating
        if taken > sums[-1]:
            chosen.append((before, candidate))
            sums.append(taken)
        else:
            chosen.append((len(sums) - 1, None))
            sums.append(sums[-1])
    found = []
    at = len(chosen) - 1
    while at > 0:
        at, candidate_taken = chosen[at]
        if candidate_taken is not None:
            found.append(candidate_taken)
    return found[::-1]

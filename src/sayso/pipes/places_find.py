"""Which stretches of a text are places: the candidates that the model rates best, none overlapping another.

Where the shared encoder ran, what it marked counts as well: much for a candidate that it marked, much against one that
it did not. Where it did not run, or marked no place at all, the candidates' own features decide.
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc

from sayso.pipes.board import Mark, get_marks
from sayso.pipes.places_features import describe, read_story
from sayso.pipes.places_model import load_model
from sayso.pipes.places_spans import Candidate, find_candidates, make_candidate, name_site

HEAD = "places"


def find_mentions(doc: Doc) -> list[Candidate]:
    """The places named in `doc`, literally or not, in the order of the text."""
    marks = get_marks(doc, HEAD)
    candidates = _add_marked(doc, find_candidates(doc), marks)
    story = read_story(doc, candidates)
    model = load_model()
    own = [model.rate(describe(doc, c, story)) - model.least for c in candidates]
    heard = rate_marks(candidates, marks, model.marks)
    return name_sites(doc, select([(c, a + b) for c, a, b in zip(candidates, own, heard, strict=True)]))


def name_sites(doc: Doc, mentions: list[Candidate]) -> list[Candidate]:
    """The mentions, those of sites with their common noun, unless another mention begins in it."""
    starts = [*(m.first for m in mentions[1:]), len(doc)][: len(mentions)]
    sites = [name_site(doc, m) for m in mentions]
    return [s if s.last <= start else m for m, s, start in zip(mentions, sites, starts, strict=True)]


def _add_marked(doc: Doc, candidates: list[Candidate], marks: list[Mark]) -> list[Candidate]:
    """The candidates, and one for each mark on whole tokens that is none yet."""
    known = {(c.start, c.end) for c in candidates}
    spans = [doc.char_span(m.start, m.end) for m in marks if (m.start, m.end) not in known]
    added = [c for span in spans if span is not None and (c := make_candidate(doc, span.start, span.end))]
    return sorted([*candidates, *added], key=lambda c: (c.first, -c.last)) if added else candidates


def rate_marks(candidates: list[Candidate], marks: list[Mark], weights: dict[str, float]) -> list[float]:
    """What the marks say of each candidate, in log odds; nothing when there are none. Both in the order of the text."""
    if not marks:
        return [0.0] * len(candidates)
    exact = {(m.start, m.end): m.score for m in marks}
    starts = [m.start for m in marks]
    found = []
    for c in candidates:
        before = bisect_right(starts, c.end - 1) - 1  # marks do not overlap: the last one begun within or before
        if (c.start, c.end) in exact:
            found.append(weights["exact"] * exact[c.start, c.end])
        elif before >= 0 and marks[before].end > c.start:
            found.append(weights["part"])
        else:
            found.append(weights["none"])
    return found


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

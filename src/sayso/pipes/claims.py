"""Attributions: who says, thinks or wants what, in which words, to whom.

Two ways give the same drafts. Where the encoder tagged sources, cues and contents, the linker joins them and the rules
add what the tags leave out: claims within contents, and quotations nobody claims. Without tags the rules stand alone.
"""

from __future__ import annotations

from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.claims_anonymity import add_anonymity
from sayso.pipes.claims_detail import add_details
from sayso.pipes.claims_draft import Draft, Grid
from sayso.pipes.claims_find import add_told, find_by_rules
from sayso.pipes.claims_link import link_marks
from sayso.pipes.claims_merge import add_missing, clear_cites
from sayso.pipes.claims_nest import nest
from sayso.pipes.claims_source import ActorMap, make_source
from sayso.types import Claim, Place, Quote, Span

DIRECT = 0.9


class Claims:
    """Sets `doc._.sayso_claims`; reads segments, quotations, the encoder's marks and the actors."""

    def __init__(self) -> None:
        board.register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        grid = Grid(doc, board.get_quotes(doc))
        actors = ActorMap(board.get_actors(doc), len(grid.text))
        claims = make_claims(grid, find_drafts(doc, grid), actors, board.get_places(doc))
        board.set_claims(doc, add_anonymity(grid, claims))
        return doc


def find_drafts(doc: Doc, grid: Grid) -> list[Draft]:
    """The drafts of a Doc, by the linker where the encoder left marks, else by the rules."""
    by_rule = find_by_rules(grid, board.get_segments(doc))
    aside = bytearray(len(grid.text) + 1)
    for s in board.get_segments(doc):
        if s.kind in ("dateline", "furniture"):
            aside[s.start : s.end] = b"\1" * (s.end - s.start)
    marks = [m for m in board.get_marks(doc, "claims") if not aside[m.start]]
    drafts = add_missing(grid, link_marks(grid, clear_cites(grid, marks)), by_rule) if marks else by_rule
    add_told(grid, drafts)
    return drafts


def make_claims(grid: Grid, drafts: list[Draft], actors: ActorMap, places: list[Place]) -> list[Claim]:
    """Claims with ids in the order of the drafts."""
    within = nest(drafts)
    return [
        Claim(
            id=f"c{i}", cue=tuple(draft.cue), content=tuple(draft.content),
            source=add_details(grid, draft, make_source(grid, draft, actors), places, actors),
            quote=judge_quote(grid, draft.content), within=None if within[i] is None else f"c{within[i]}",
        )
        for i, draft in enumerate(drafts)
    ]


def judge_quote(grid: Grid, content: list[Span]) -> Quote:
    """`direct` when 90 % of the content's letters stand in quotation marks, `indirect` when none does, else `mixed`."""
    letters = inside = 0
    for start, end in content:
        for p in range(start, end):
            if grid.text[p].isalpha():
                letters += 1
                inside += grid.quoted[p]
    if inside and inside >= DIRECT * letters:
        return "direct"
    return "mixed" if inside else "indirect"

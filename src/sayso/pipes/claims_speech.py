"""Which claims vouch for what they contain: those by which somebody says that it is so.

Claims are attitudes of any kind ("approved a plan to sell arms", "wants a ceasefire"); such a one is not the source of
what its content tells, the claim around it or the reporter is. Events look for their source among the others only.
"""

from __future__ import annotations

from spacy.tokens import Doc

from sayso.pipes import board
from sayso.pipes.claims_cues import load_cues
from sayso.pipes.claims_draft import Grid
from sayso.pipes.factuality_climb import judge
from sayso.types import Claim

_SIGNS = frozenset(":—–―-")


def vouching_claims(doc: Doc) -> list[Claim]:
    """The claims of `doc` that vouch for their content, in their order."""
    grid = Grid(doc, board.get_quotes(doc))
    return [claim for claim in board.get_claims(doc) if vouches(grid, claim)]


def vouches(grid: Grid, claim: Claim) -> bool:
    """Whether a claim puts its content forward as so: by a cue of speech that itself is told as having happened."""
    if claim.source.kind == "reporter":
        return False
    start, end = claim.cue[0] if claim.cue else (0, 0)
    if start == end or grid.text[end - 1] in _SIGNS:
        return True
    cues = load_cues()
    lemmas = {cues.lemma(token): token for token in grid.tokens((start, end))}
    speech = cues.speech | cues.thinks if claim.within is None and claim.source.spans else cues.speech
    said = next((token for lemma, token in lemmas.items() if lemma in speech), None)
    if said is None:
        is_document = claim.source.kind == "document" and any(lemma in cues.shows for lemma in lemmas)
        return is_document or (claim.quote == "direct" and not grid.quoted[start])
    return said.pos_ != "VERB" or judge(said) in ("certain", "uncertain")

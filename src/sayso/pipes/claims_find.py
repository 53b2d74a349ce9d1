"""All claims of a Doc by rule, in order, and which lies within which."""

from __future__ import annotations

from sayso.pipes.board import Segment
from sayso.pipes.claims_cues import load_cues
from sayso.pipes.claims_draft import Draft, Grid
from sayso.pipes.claims_nominal import (
    read_adjective, read_adverb, read_noun, read_phrase, read_poll, read_speakers,
)
from sayso.pipes.claims_quotes import claim_quotes, widen
from sayso.pipes.claims_rules import read_verb

_READERS = {
    "VERB": (read_verb,), "NOUN": (read_noun,), "PROPN": (read_noun,), "ADJ": (read_adjective,),
    "ADV": (read_adverb,), "ADP": (read_poll,),
}


def find_by_rules(grid: Grid, segments: list[Segment]) -> list[Draft]:
    """Every claim that the rules find, inner ones too, in the order of their cues."""
    cues = load_cues()
    starts = {words[0] for words in cues.phrases}
    drafts: list[Draft] = []
    for token in grid.doc:
        readers = _READERS.get(token.pos_, ())
        draft = read_phrase(grid, token, cues) if token.lower_ in starts else None
        for reader in readers:
            draft = draft or reader(grid, token, cues)
        if draft is not None:
            widen(grid, draft)
            if draft.content:
                drafts.append(draft)
    drafts += claim_quotes(grid, drafts, segments, cues)
    drafts += read_speakers(grid, segments)
    return settle(drafts)


def settle(drafts: list[Draft]) -> list[Draft]:
    """The drafts in order of their cues, without one whose cue another one has too."""
    out: list[Draft] = []
    seen: set[tuple[int, int]] = set()
    for draft in sorted(drafts, key=lambda d: (d.cue[0], -sum(e - s for s, e in d.content))):
        if not any(a < draft.cue[0][1] and draft.cue[0][0] < b for a, b in seen):
            seen = {span for span in seen if span[1] > draft.cue[0][0]} | {draft.cue[0]}
            out.append(draft)
    return out


def nest(drafts: list[Draft]) -> list[int | None]:
    """For each draft the index of the innermost other one whose content holds its cue, or None."""
    size = [sum(e - s for s, e in d.content) for d in drafts]
    out: list[int | None] = []
    for i, inner in enumerate(drafts):
        start, end = inner.cue[0]
        holders = [
            k for k, outer in enumerate(drafts)
            if k != i and size[k] > size[i] and any(s <= start and end <= e for s, e in outer.content)
        ]
        out.append(min(holders, key=lambda k: (size[k], k)) if holders else None)
    return out

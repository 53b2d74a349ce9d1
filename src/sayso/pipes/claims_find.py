"""All claims of a Doc by rule, in order, and who was told."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.pipes import claims_tree as tree
from sayso.pipes.board import Segment
from sayso.pipes.claims_cues import Cues, load_cues
from sayso.pipes.claims_draft import Draft, Grid
from sayso.pipes.claims_nominal import (
    read_adjective,
    read_adverb,
    read_noun,
    read_phrase,
    read_poll,
    read_signed,
    read_speakers,
)
from sayso.pipes.claims_quotes import claim_quotes, claim_statements, widen
from sayso.pipes.claims_rules import read_verb

_READERS = {
    "VERB": (read_adjective, read_verb), "NOUN": (read_noun,), "PROPN": (read_noun,), "ADJ": (read_adjective,),
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
            draft.why = draft.why or ("phrase" if token.lower_ in starts else token.pos_)
            widen(grid, draft)
            if draft.content:
                drafts.append(draft)
    drafts += claim_quotes(grid, drafts, cues)
    drafts += claim_statements(grid, segments, cues)
    drafts += read_speakers(grid, segments)
    drafts += read_signed(grid)
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


def add_told(grid: Grid, drafts: list[Draft]) -> None:
    """Note in each draft who was told: "told X that", "said to X", "X was told that"."""
    cues = load_cues()
    for draft in drafts:
        verb = grid.doc[draft.head] if draft.head >= 0 else None
        told = _find_told(verb, cues) if verb is not None and verb.pos_ == "VERB" else None
        span = grid.trim(tree.phrase(told)) if told is not None else None
        taken = [*draft.source, *draft.cue]
        if span is not None and not any(s < span[1] and span[0] < e for s, e in taken):
            draft.to = span


def _find_told(verb: Token, cues: Cues) -> Token | None:
    frames = cues.verbs.get(cues.lemma(verb), frozenset())
    if cues.lemma(verb) in cues.told:
        passive = tree.child(verb, "nsubjpass") if tree.is_passive(verb) else None
        told = passive or tree.child(verb, "dative", "dobj")
        return told if told is None or told.lower_ != "it" else None
    if "clause" not in frames or "prep:to" in frames:
        return None
    to = next((c for c in verb.children if c.dep_ in ("prep", "dative") and c.lower_ == "to"), None)
    return tree.child(to, "pobj") if to is not None else None

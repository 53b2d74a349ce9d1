"""All claims of a Doc by rule, in order, and which lies within which."""

from __future__ import annotations

from dataclasses import replace

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
from sayso.types import Span

_SURE = ("quote", "signed", "clause", "phrase")
_SHARING = ("conj", "advcl", "xcomp", "relcl")
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


def understood_source(grid: Grid, draft: Draft) -> list[Span]:
    """The source of a draft whose cue is an active verb that shares another one's subject, else nothing."""
    verb = grid.doc[draft.head] if draft.head >= 0 else None
    if verb is None or verb.pos_ != "VERB" or tree.is_passive(verb) or verb.dep_ not in _SHARING:
        return []
    subject = tree.subject(verb)
    if subject is None or subject.lower_ in ("it", "there", "that", "which"):
        return []
    span = grid.trim(tree.phrase(subject))
    taken = [*draft.cue, *draft.content]
    return [span] if span is not None and not any(s < span[1] and span[0] < e for s, e in taken) else []


def nest(drafts: list[Draft]) -> list[int | None]:
    """For each draft the index of the innermost other one whose content holds its cue, or None.

    Of two that hold each other's cues the one with more content is the outer one.
    """
    pieces = sorted((s, -e, k) for k, d in enumerate(drafts) for s, e in d.content)
    size = [sum(e - s for s, e in d.content) for d in drafts]
    out: list[int | None] = [None] * len(drafts)
    open_pieces: list[tuple[int, int]] = []
    at = 0
    for i in sorted(range(len(drafts)), key=lambda k: drafts[k].cue[0]):
        start, end = drafts[i].cue[0]
        while at < len(pieces) and pieces[at][0] <= start:
            open_pieces.append((-pieces[at][1], pieces[at][2]))
            at += 1
        open_pieces = [p for p in open_pieces if p[0] > start]
        holders = [
            k for e, k in open_pieces
            if e >= end and k != i and (size[k] > size[i] or not _holds(drafts[i], drafts[k].cue[0]))
        ]
        out[i] = min(holders, key=lambda k: (size[k], k)) if holders else None
    return _without_rounds(out)


def _holds(draft: Draft, span: Span) -> bool:
    return any(s <= span[0] and span[1] <= e for s, e in draft.content)


def _without_rounds(within: list[int | None]) -> list[int | None]:
    """The same, cut where a claim would lie within itself."""
    done: set[int] = set()
    for i in range(len(within)):
        path: list[int] = []
        at: int | None = i
        while at is not None and at not in done:
            done.add(at)
            path.append(at)
            at = within[at]
        if at is not None and at in path:
            within[at] = None
    return within


def add_missing(grid: Grid, linked: list[Draft], by_rule: list[Draft]) -> list[Draft]:
    """The linked drafts, and of those by rule the ones inside a linked content or on quotations nobody has claimed."""
    inside = bytearray(len(grid.text) + 1)
    parts = bytearray(len(grid.text) + 1)
    for draft in linked:
        for s, e in draft.content:
            inside[s:e] = b"\1" * (e - s)
        for s, e in [*draft.cue, *draft.source]:
            parts[s:e] = b"\1" * (e - s)
    kept = [_mended(grid, draft) for draft in linked]
    for draft in by_rule:
        start, end = draft.cue[0]
        if draft.why == "ADV" and _give_up(kept, draft.cue[0]):
            kept.append(draft)
        if any(parts[start:end]):
            continue
        nested = inside[start] and all(inside[(s + e) // 2] for s, e in draft.content)
        free = draft.why in _SURE and not any(inside[(s + e) // 2] for s, e in draft.content)
        if nested or free:
            kept.append(draft)
    return settle(kept)


def _mended(grid: Grid, draft: Draft) -> Draft:
    """A linked draft with the source that is understood; "the men are said to ..." says nothing of who says so."""
    verb = grid.doc[draft.head] if draft.head >= 0 else None
    subject = tree.child(verb, "nsubjpass") if verb is not None else None
    if verb is None or subject is None or not tree.has(verb, "xcomp"):
        return replace(draft, source=draft.source or understood_source(grid, draft))
    cues = load_cues()
    span = grid.trim(tree.phrase(subject))
    told = cues.lemma(verb) in cues.told or "expect" not in cues.verbs.get(cues.lemma(verb), ())
    if told or span is None or not any(s <= subject.idx < e for s, e in draft.source):
        return draft
    return replace(draft, source=[], content=sorted([span, *draft.content]))


def _give_up(drafts: list[Draft], adverb: Span) -> bool:
    """Take `adverb` out of the cue that has it among other words; whether there was one."""
    for draft in drafts:
        start, end = draft.cue[0]
        if start <= adverb[0] and adverb[1] <= end and (start, end) != adverb:
            left, right = (start, adverb[0]), (adverb[1], end)
            draft.cue = [right if right[1] - right[0] > 1 else left]
            return True
    return False

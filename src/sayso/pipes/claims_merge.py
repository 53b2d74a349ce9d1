"""Claims that the linker made and claims by rule, together.

The linked ones come first; what they leave out the rules add: claims within contents, quotations nobody claimed, and
sentences without any claim whose cue is sure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sayso.pipes import claims_tree as tree
from sayso.pipes.board import Mark
from sayso.pipes.claims_cues import load_cues
from sayso.pipes.claims_detail import load_details
from sayso.pipes.claims_draft import Draft, Grid
from sayso.pipes.claims_find import settle
from sayso.types import Span

# Kinds of rules trusted where no linked claim is: those that on held-out articles gain more than they cost.
_SURE = (
    "quote", "signed", "speaker", "clause", "as", "phrase", "ADV", "passive", "raise", "prepositions", "NOUN", "PROPN",
)
_THAT = re.compile(r"[^\n]{2,80}?, that\b")
_SHARING = ("conj", "advcl", "xcomp", "relcl")


def add_missing(grid: Grid, linked: list[Draft], by_rule: list[Draft]) -> list[Draft]:
    """The linked drafts, and of those by rule the ones inside a linked content or on quotations nobody has claimed."""
    inside = bytearray(len(grid.text) + 1)
    parts = bytearray(len(grid.text) + 1)
    signed = {p for draft in by_rule if draft.why == "signed" for s, e in draft.source for p in range(s, e)}
    linked = [d for d in linked if d.cue[0][0] not in signed and not _only_cites(grid, d, by_rule)]
    for draft in linked:
        for s, e in draft.content:
            inside[s:e] = b"\1" * (e - s)
        for s, e in [*draft.cue, *draft.source]:
            parts[s:e] = b"\1" * (e - s)
    kept = [_mended(grid, draft) for draft in linked]
    for draft in by_rule:
        start, end = draft.cue[0]
        if draft.why == "ADV" and _give_up(grid, kept, draft.cue[0]):
            kept.append(draft)
        if any(parts[start:end]):
            continue
        nested = inside[start] and all(inside[(s + e) // 2] for s, e in draft.content)
        free = draft.why in _SURE and not any(inside[(s + e) // 2] for s, e in draft.content)
        if nested or free:
            kept.append(draft)
    return settle(kept)


def clear_cites(grid: Grid, marks: list[Mark]) -> list[Mark]:
    """The tagger's marks with "reported, citing police, that ..." put right where it took "citing" for the cue.

    The content then begins with "that"; the cue before it is the one that it belongs to.
    """
    out = list(marks)
    for i in range(1, len(out) - 1):
        before, cite, content = out[i - 1 : i + 2]
        if (before.label, cite.label, content.label) != ("cue", "cue", "content"):
            continue
        that = _THAT.match(grid.text, content.start, content.end)
        if that is None or grid.text[cite.start : cite.end].lower() not in load_details().cites:
            continue
        out[i] = replace(cite, end=cite.start)
        out[i + 1] = replace(content, start=that.end() - len("that"))
    return [m for m in out if m.start < m.end]


def _only_cites(grid: Grid, draft: Draft, by_rule: list[Draft]) -> bool:
    """Whether a linked cue is the "citing" of "the agency reported, citing police, that ...": no claim of its own."""
    start, end = draft.cue[0]
    if not draft.source or grid.text[start:end].lower() not in load_details().cites:
        return False
    first, last = draft.content[0][0], draft.content[-1][1]
    return any(
        d.source and d.source[0] == draft.source[0] and d.cue[0][1] <= start and first < d.content[-1][1] <= last
        for d in by_rule
    )


def _mended(grid: Grid, draft: Draft) -> Draft:
    """A linked draft with the source that is understood; "the men are said to ..." says nothing of who says so.

    What follows "“...,” she said, and the lights went out" is the writer's, not hers.
    """
    draft = replace(draft, content=_without_sequel(grid, draft))
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


def _without_sequel(grid: Grid, draft: Draft) -> list[Span]:
    """The content without a second piece outside quotation marks after a cue that closes a quotation."""
    if len(draft.content) != 2:
        return draft.content
    first, second = sorted(draft.content)
    around = first[1] <= draft.cue[0][0] < second[0]
    if around and grid.quoted[first[0]] and grid.quoted[first[1] - 1] and not any(grid.quoted[slice(*second)]):
        return [first]
    return draft.content


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


def _give_up(grid: Grid, drafts: list[Draft], adverb: Span) -> bool:
    """Take `adverb` out of the cue that has it among other words; whether there was one."""
    for draft in drafts:
        start, end = draft.cue[0]
        if start <= adverb[0] and adverb[1] <= end and (start, end) != adverb:
            rest = [_stripped(grid, (start, adverb[0])), _stripped(grid, (adverb[1], end))]
            draft.cue = [span for span in rest if span[0] < span[1]] or draft.cue
            return True
    return False


def _stripped(grid: Grid, span: Span) -> Span:
    """The span without white space at its ends."""
    words = grid.text[span[0] : span[1]]
    start = span[0] + len(words) - len(words.lstrip())
    return start, start + len(words.strip())

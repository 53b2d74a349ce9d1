"""Corrections of claims: who says it, by which words, how firmly; and claims that are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sayso.export.corrected_draft import CHOICES, Draft
from sayso.export.verdicts import Verdict
from sayso.types import Claim, Source, Span

_START: Span = (0, 0)


def change_claims(draft: Draft, verdicts: Mapping[str, Verdict]) -> None:
    """Put the verdicts on claims, by their ids, into a reading; what stood in a rejected or merged one moves out."""
    gone = {
        claim.id: verdict.into or claim.within for claim in draft.claims
        if (verdict := verdicts.get(claim.id)) is not None and (verdict.rejected or verdict.into)
    }  # fmt: skip
    kept = [claim for claim in draft.claims if claim.id not in gone]
    draft.claims[:] = [
        _change(draft, claim, verdicts[claim.id]) if claim.id in verdicts else claim for claim in kept
    ]
    if gone:
        draft.claims[:] = [replace(claim, within=_move(claim.within, gone)) for claim in draft.claims]
        draft.events[:] = [replace(event, claim=_move(event.claim, gone)) for event in draft.events]


def _move(id: str | None, gone: Mapping[str, str | None]) -> str | None:
    seen: set[str] = set()
    while id is not None and id in gone and id not in seen:
        seen.add(id)
        id = gone[id]
    return None if id in gone else id


def _change(draft: Draft, claim: Claim, verdict: Verdict) -> Claim:
    put_in: list[str] = []
    for name, value in verdict.fields.items():
        changed = _put_in(draft, claim, name, value)
        if changed is None:
            draft.miss(claim.id, f"a claim's {name}")
        else:
            claim = changed
            put_in.append(name)
    draft.mark(claim.id, verdict.list_fields(put_in))
    return claim


def _put_in(draft: Draft, claim: Claim, name: str, value: Any) -> Claim | None:
    """The claim with one field changed; None where the value does not fit."""
    if name in CHOICES:
        if value not in CHOICES[name]:
            return None
        return replace(claim, source=replace(claim.source, kind=value)) if name == "kind" else replace(
            claim, **{name: value})  # fmt: skip
    if name == "within":
        known = {each.id for each in draft.claims} - {claim.id}
        return replace(claim, within=value) if value is None or (isinstance(value, str) and value in known) else None
    near = next(iter((*claim.cue, *claim.content)), _START)
    if name == "source":
        return _change_source(draft, claim, str(value or ""), near)
    if name == "content" and (spans := draft.quotable.find_parts(str(value or ""), near)):
        return replace(claim, content=spans)
    return None


def _change_source(draft: Draft, claim: Claim, words: str, near: Span) -> Claim | None:
    """Another source by its words; what was told of the one before does not hold of it."""
    kept = Source((), claim.source.kind, to=claim.source.to)
    if not words:
        return replace(claim, source=kept)
    spans = draft.quotable.find_parts(words, near)
    if not spans:
        return None
    actor = next((a for a in draft.actors if set(spans) & set(a.mentions) or a.name == words), None)
    if actor is None and claim.source.kind == "named":
        actor = draft.find_actor(words, near)
    return replace(claim, source=replace(kept, spans=spans, actor=actor.id if actor else None))

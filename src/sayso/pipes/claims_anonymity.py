"""Why a source is not named: "on condition of anonymity because ...", and which claims it is told of."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache

from sayso.pipes.claims_detail import LEXICON
from sayso.pipes.claims_draft import Grid
from sayso.resources import load_yaml
from sayso.types import Claim, Span

NEAR = 2
_REST = re.compile(r"[^,.;!?\n\"“”—–]{0,200}")
_STOP = re.compile(r"\s+(?:said|says|told|added|claimed|confirmed|explained|and|but)\b")


@cache
def load_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words that keep a name back, and those that lead on to the reason."""
    data = load_yaml(LEXICON)
    keeps = "|".join(f"(?:{entry['match']})" for entry in data["anonymity"])
    reasons = "|".join(re.escape(word) for word in data["reasons"]["words"])
    return re.compile(rf"\b(?:{keeps})", re.IGNORECASE), re.compile(rf",?\s+(?:{reasons})\b", re.IGNORECASE)


def find_anonymity(text: str) -> list[Span]:
    """The stretches of `text` that tell that a source keeps its name back, with the reason, in order."""
    keeps, reasons = load_patterns()
    out: list[Span] = []
    for match in keeps.finditer(text):
        if out and match.start() < out[-1][1]:
            continue
        end = _end_of_clause(text, match.end())
        reason = reasons.match(text, end)
        if reason is not None:
            end = _end_of_clause(text, reason.end())
        out.append((match.start(), end))
    return out


def _end_of_clause(text: str, start: int) -> int:
    rest = _REST.match(text, start)
    end = rest.end() if rest else start
    stop = _STOP.search(text, start, end)
    end = stop.start() if stop else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def add_anonymity(grid: Grid, claims: list[Claim]) -> list[Claim]:
    """The claims, each one of an unnamed or described source with the words that tell why its name is kept back.

    They belong to the last such source before them, or to the first after them in the same sentence; and to every
    claim of the same actor.
    """
    spans = find_anonymity(grid.text)
    if not spans:
        return claims
    candidates = sorted(
        (c.source.spans[0][0], n) for n, c in enumerate(claims)
        if c.source.spans and c.source.kind in ("unnamed", "described")
        and not any(s <= c.cue[0][0] < e for s, e in spans)
    )
    starts = [start for start, _ in candidates]
    told: dict[int, Span] = {}
    for span in spans:
        n = _owner(grid, span, candidates, starts)
        if n is None:
            continue
        told.setdefault(n, span)
        actor = claims[n].source.actor
        if actor is not None:
            for m in (m for _, m in candidates if claims[m].source.actor == actor):
                told.setdefault(m, span)
    return [
        replace(c, source=replace(c.source, anonymity=told[n])) if n in told else c for n, c in enumerate(claims)
    ]


def _owner(grid: Grid, span: Span, candidates: list[tuple[int, int]], starts: list[int]) -> int | None:
    """The index of the claim whose source the words of `span` are about."""
    at = bisect_right(starts, span[0])
    here = _sentence(grid, span[0])
    if at > 0 and here - _sentence(grid, starts[at - 1]) < NEAR:
        return candidates[at - 1][1]
    if at < len(starts) and _sentence(grid, starts[at]) == here:
        return candidates[at][1]
    return None


def _sentence(grid: Grid, at: int) -> int:
    token = grid.token_at[at]
    return grid.sentence[token] if token >= 0 else -NEAR

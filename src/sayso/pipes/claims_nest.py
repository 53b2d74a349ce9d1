"""Which claim lies within which."""

from __future__ import annotations

from sayso.pipes.claims_draft import Draft
from sayso.types import Span


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

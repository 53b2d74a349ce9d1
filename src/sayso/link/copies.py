"""Copies: reports that are one text, cut, rewritten, reordered, misread or added to.

    groups = find_copies(reports)

Two reports are copies when enough of the shorter one is in the longer (containment, not likeness: a brief is a copy of
the story it was cut from), unless what they share is quoted by one of them or carried among other stories. What
outlets repeat in unrelated reports does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from sayso.link.copies_alignment import Alignment, align, find_passages
from sayso.link.copies_candidates import drop_boilerplate, find_candidates
from sayso.link.copies_direction import Direction, find_direction
from sayso.link.copies_groups import Tie, find_names, find_roundups, group_ties, holds_roundup
from sayso.link.copies_wording import Mask, Wording, is_among, read_wording, spans_of
from sayso.types import Report, Span

RELATED = 0.12
SAME = 0.29
COVERED = 0.65
QUOTED = 0.35
MOSTLY = 0.75
CARRIED = 0.09
CARRIED_WORDS = 30
NO_NAMES = 0.4


@dataclass(frozen=True, slots=True)
class CopyVerdict:
    """Whether two texts are copies.

    Attributes:
        same: whether they are.
        score: share of the shorter text's pairs of near words that the longer has in the same places, 0 to 1.
        reasons: `shorter`, `longer`: the share of the words of each that stands in shared passages; `quoted`: how much
            more of the shared words is quoted in one of them; `carried`: how much of the rest of the longer text
            speaks of the same words and names (None where there is hardly a rest).
        why: "copy", "shares too little", "quotes the other" or "carries the other".
    """

    same: bool
    score: float
    reasons: dict[str, float | None] = field(default_factory=dict)
    why: str = "shares too little"


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two copies with their proof: passages, as spans of characters in the left and in the right text, if asked for."""

    left: str
    right: str
    verdict: CopyVerdict
    passages: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Reports that are copies of one text, by their ids; `pairs` are those that tie them together, one fewer."""

    reports: tuple[str, ...]
    pairs: tuple[CopyPair, ...]
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Bond:
    """A tie, judged by itself, and whether it still makes copies where round-ups are known."""

    tie: Tie
    verdict: CopyVerdict
    strong: bool


def compare(left: str, right: str) -> CopyVerdict:
    """Whether two texts are copies, by themselves; `find_copies` knows what else a report is made of."""
    return compare_wordings(read_wording(left), read_wording(right))


def compare_wordings(left: Wording, right: Wording) -> CopyVerdict:
    """As `compare`, for texts whose wordings are known."""
    tie = _tie(0, 1, (left, right))
    return CopyVerdict(False, 0.0) if tie is None else judge(tie, (left, right))


def find_copies(reports: Iterable[Report], *, passages: bool = False) -> list[CopyGroup]:
    """The groups of copies among reports, in their order; with `passages`, each pair has its proof.

    Reports are told apart by their place, so an id may come twice. Near-linear in the number of words.
    """
    given = list(reports)
    candidates = find_candidates([read_wording(report.text) for report in given])
    bonds = _bind(candidates.pairs.tolist(), candidates.wordings)
    groups, used = _group(bonds, candidates.wordings)
    verdicts = {(bond.tie.left, bond.tie.right): bond.verdict for bond in bonds}
    at = {number: index for index, members in enumerate(groups) for number in members}
    pairs: list[list[CopyPair]] = [[] for _ in groups]
    for tie in used:
        verdict = verdicts[tie.left, tie.right]
        pairs[at[tie.left]].append(_make_pair(tie, verdict, given, candidates.wordings if passages else None))
    return [
        CopyGroup(tuple(given[n].id for n in members), tuple(found), find_direction([given[n] for n in members]))
        for members, found in zip(groups, pairs, strict=True)
    ]


def find_copies_of(report: Report, others: Sequence[Report]) -> list[CopyPair]:
    """Which of `others` are copies of `report`, with proof: for a store, with what shares a key of `sketch` with it.

    The others are weighed against one another too: a report is held for a round-up, or kept out of a family that one
    pair alone would tie it to, as in `find_copies`.
    """
    given = [report, *others]
    wordings = drop_boilerplate([read_wording(each.text) for each in given])
    bonds = _bind([(i, j) for j in range(len(given)) for i in range(j)], wordings)
    groups, _ = _group(bonds, wordings)
    mine = {number for group in groups if 0 in group for number in group}
    return [
        _make_pair(bond.tie, bond.verdict, given, wordings)
        for bond in bonds if bond.strong and 0 in (bond.tie.left, bond.tie.right) and bond.tie.left in mine
    ]  # fmt: skip


def judge(tie: Tie, wordings: Sequence[Wording]) -> CopyVerdict:
    """Whether the shared passages of two reports make them copies."""
    left, right, alignment = wordings[tie.left], wordings[tie.right], tie.alignment
    shorter, longer = float(alignment.left.mean()), float(alignment.right.mean())
    if tie.score < SAME or shorter < COVERED:
        return CopyVerdict(False, round(tie.score, 3), {"shorter": round(shorter, 3), "longer": round(longer, 3)})
    quoted = _share_quoted(right, alignment.right) - _share_quoted(left, alignment.left)
    carried = _find_carried(right, alignment)
    why = "copy"
    if (quoted > QUOTED and longer < MOSTLY) or (quoted < -QUOTED and shorter < MOSTLY):
        why = "quotes the other"
    elif carried is not None and carried < CARRIED:
        why = "carries the other"
    shares = {"shorter": shorter, "longer": longer, "quoted": abs(quoted), "carried": carried}
    reasons = {name: None if share is None else round(share, 3) for name, share in shares.items()}
    return CopyVerdict(why == "copy", round(tie.score, 3), reasons, why)


def _tie(first: int, second: int, wordings: Sequence[Wording]) -> Tie | None:
    left, right = (first, second) if wordings[first].n <= wordings[second].n else (second, first)
    alignment = align(wordings[left], wordings[right], least=RELATED)
    return None if alignment is None else Tie(left, right, alignment)


def _bind(pairs: Iterable[Sequence[int]], wordings: Sequence[Wording]) -> list[_Bond]:
    """The ties among `pairs`, judged."""
    ties = [tie for first, second in pairs if (tie := _tie(first, second, wordings)) is not None]
    roundups = find_roundups(ties, wordings)
    verdicts = [judge(tie, wordings) for tie in ties]
    return [
        _Bond(tie, verdict, verdict.same and not holds_roundup(tie, roundups))
        for tie, verdict in zip(ties, verdicts, strict=True)
    ]


def _group(bonds: Sequence[_Bond], wordings: Sequence[Wording]) -> tuple[list[list[int]], list[Tie]]:
    """The groups that bonds make, and the ties that made them."""
    probed: dict[tuple[int, int], bool] = {}

    def probe(first: int, second: int) -> bool:
        if (first, second) not in probed:
            probed[first, second] = _tie(first, second, wordings) is not None
        return probed[first, second]

    return group_ties([bond.tie for bond in bonds if bond.strong], [bond.tie for bond in bonds], probe)


def _make_pair(tie: Tie, verdict: CopyVerdict, given: Sequence[Report], wordings: Sequence[Wording] | None) -> CopyPair:
    """The pair of a tie; with its passages where there are wordings to find them by."""
    left, right = given[tie.left], given[tie.right]
    if wordings is None:
        return CopyPair(left.id, right.id, verdict)
    tokens = find_passages(tie.alignment, wordings[tie.left], wordings[tie.right])
    mine = spans_of(left.text, [passage[0] for passage in tokens])
    theirs = spans_of(right.text, [passage[1] for passage in tokens])
    return CopyPair(left.id, right.id, verdict, tuple(zip(mine, theirs, strict=True)))


def _share_quoted(wording: Wording, shared: Mask) -> float:
    return float(wording.quoted[shared].mean()) if shared.any() else 0.0


def _find_carried(longer: Wording, alignment: Alignment) -> float | None:
    """How much the rest of the longer text is about what the shared passages are about."""
    rest = longer.ids[~alignment.right]
    if len(rest) < CARRIED_WORDS:
        return None
    shared = np.unique(longer.ids[alignment.right])
    names = find_names(longer)
    names = names[is_among(names, shared)]
    again = float(is_among(names, np.sort(rest)).mean()) if len(names) else NO_NAMES
    return float(is_among(rest, shared).mean()) + again / 2

"""The learned tagger's say in how an event word is put.

The rules read what stands in the lexicon, the tagger (head `factuality`: `open` and `denied` words) also what does not.
Where the rules find nothing, a word marked open is uncertain; where the rules decide by a form alone, the tagger must
bear them out. What the text says outright ("will", "did not", "plans to") stands.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.pipes.board import Mark
from sayso.pipes.factuality_climb import Verdict
from sayso.types import Span

SURE = 0.7


class MarkMap:
    """The marks of the head `factuality`, found by the characters they lie on."""

    def __init__(self, marks: list[Mark]) -> None:
        self.at = {p: m for m in reversed(marks) for p in range(m.start, m.end)}

    def find(self, span: Span) -> Mark | None:
        """The first mark on the words of `span`."""
        return next((m for p in range(*span) if (m := self.at.get(p)) is not None), None)


def fuse(verdict: Verdict, mark: Mark | None) -> Verdict:
    """What the rules say, seen together with the tagger's mark on the same word, or with its silence."""
    value = verdict.factuality
    if value == "certain":
        is_open = mark is not None and mark.label == "open" and mark.score >= SURE
        return replace(verdict, factuality="uncertain") if is_open else verdict
    if mark is None and not verdict.firm:
        return Verdict("certain")
    if value == "denied" and not verdict.firm and mark is not None and mark.label == "open":
        return replace(verdict, factuality="uncertain")
    return verdict

"""Acts: every word of a report that tells that something is done or happens, coded as an event or not.

An incident has many acts (the shooting, the arrest for it, the trial). To say that two reports tell the same act, their
words must mean the same kind of act and what stands around them must agree.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sayso.link.story import Story
from sayso.link.story_wording import Vector, fold_term, list_terms, rarity, weigh
from sayso.resources import load_yaml
from sayso.types import Event, Reading, Span

LEXICON = "lexicons/acts.yml"
# Sentences that tell first what is told: the headline and two more.
EARLY = 3
LETTERS = 4
# Characters beside an act that are looked at: a list may run on for pages without a full stop.
CONTEXT = 400
# Letters that words end in twice in all their forms ("kill", "pass").
_DOUBLE = "lsfzeo"

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Act:
    """One telling of an act.

    Attributes:
        id: the event's id, or the report and where its words begin.
        event: the id of the event that it is, None for one that is coded as none.
        terms: the stems of the words, `rarities` how much each tells.
        families: those of `lexicons/acts.yml` that they are in.
        near: the other terms of the sentence with their weights; `names` and `numbers` among them.
        before, after: the terms beside it.
        early: whether it stands in the first sentences.
        sides: folded words of those who act and suffer, for an event.
    """

    id: str
    report: str
    span: Span
    event: str | None
    terms: tuple[str, ...]
    rarities: tuple[float, ...]
    families: frozenset[str]
    type: str | None
    mode: str | None
    near: Vector
    names: frozenset[str]
    numbers: frozenset[str]
    before: str
    after: str
    early: bool
    sides: frozenset[str]


def read_acts(reading: Reading, story: Story) -> list[Act]:
    """The acts of a reading in the order of the text; of two that overlap the event, else the first, stands."""
    events = {e.trigger: e for e in reversed(reading.events)}
    spans: list[Span] = []
    for span in sorted({*events, *(p.trigger for p in reading.predicates)}, key=lambda s: (s not in events, s)):
        if not any(s < span[1] and span[0] < e for s, e in spans):
            spans.append(span)
    sentences = _split(reading.report.text)
    starts = [s for s, _ in sentences]
    sides = {a.id: a.name for a in reading.actors}
    found = []
    for span in sorted(spans):
        number = bisect_right(starts, span[0]) - 1
        found.append(_make(reading, story, span, (sentences[number], number < EARLY), (events.get(span), sides)))
    return found


def _make(
    reading: Reading,
    story: Story,
    span: Span,
    placed: tuple[Span, bool],
    coded: tuple[Event | None, dict[str, str]],
) -> Act:
    text = reading.report.text
    (start, end), early = placed
    event, names = coded
    start, end = max(start, span[0] - CONTEXT), min(max(end, span[1]), span[1] + CONTEXT)
    words = list_terms(text[slice(*span)])
    terms = tuple(map(stem, words))
    left, right = list_terms(text[start : span[0]]), list_terms(text[span[1] : end])
    near = {*left, *right} - {*words}
    return Act(
        id=event.id if event is not None else f"{story.report}:{span[0]}",
        report=story.report,
        span=span,
        event=event.id if event is not None else None,
        terms=terms,
        rarities=tuple(map(rarity, words)),
        families=frozenset(f for term in terms for f in families_of(term)),
        type=event.type if event is not None else None,
        mode=event.mode if event is not None else None,
        near=weigh(sorted(near)),
        names=frozenset(near & story.wording.names.keys()),
        numbers=frozenset(t for t in near if t.isdigit()),
        before=left[-1] if left else "",
        after=right[0] if right else "",
        early=early,
        sides=_sides(event, names),
    )


def _sides(event: Event | None, names: dict[str, str]) -> frozenset[str]:
    if event is None:
        return frozenset()
    actors = [p.actor for p in (*event.actors, *event.recipients)]
    return frozenset(fold_term(w) for a in actors if a in names for w in names[a].split()) - vague_words()


def _split(text: str) -> Sequence[Span]:
    """Spans of the sentences, by their ends and by lines; at least one."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def stem(term: str) -> str:
    """What a folded term has in common with the other forms of its word: "arrive" and "arriv(ed)", "ban", "bann(ed)".

    Only for holding words of acts against each other, where most forms are of verbs.
    """
    if len(term) == LETTERS + 1 and term.endswith("ed"):
        return term[:-2]  # too short for `fold_term` to have taken the ending off
    if len(term) >= LETTERS and term[-1] == term[-2] and term[-1] not in _DOUBLE:
        return term[:-1]
    return term[:-1] if len(term) > LETTERS - 1 and term[-1] in "eiy" else term


def families_of(term: str) -> tuple[str, ...]:
    """The families that the stem of a term is in."""
    return _families().get(term, ())


@cache
def vague_words() -> frozenset[str]:
    """Words of actors that tell nobody from another."""
    return frozenset(load_yaml(LEXICON)["vague"].split())


@cache
def _families() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, entry in load_yaml(LEXICON)["families"].items():
        for term in sorted({stem(fold_term(word)) for word in entry["words"].split()}):
            found[term] = (*found.get(term, ()), name)
    return found

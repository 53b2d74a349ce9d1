"""Which reports of a store are copies of one text, kept up to date as reports come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.link.copies import compare, find_copies
from sayso.link.sketch import sketch
from sayso.link.stories import WHO
from sayso.link.trees import Pair, span
from sayso.store import Decision, Filters, Store, report_key
from sayso.store.linking import Linking
from sayso.types import make_report

KIND = "copy"
# Larger families are judged pair by pair alone: weighing all of them against one another would take too long.
LARGEST = 60


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that is a copy, by key and id, and the links that say so; `direct` when one is with the report asked."""

    key: str
    id: str
    outlet: str | None
    published: str | None
    title: str | None
    direct: bool
    reasons: Mapping[str, Any]


def compare_new(session: Linking, texts: Mapping[str, str]) -> None:
    """Note how much new reports, by key, share with those that they have a key of `sketch` with."""
    for key, text in texts.items():
        session.put_bands(key, sketch(text))
    session.drop_scores(KIND, texts)
    scores: dict[Pair, float] = {}
    for key in texts:
        pairs = {(min(key, other), max(key, other)) for other in session.share_bands(key)} - scores.keys()
        held = {**session.texts({end for pair in pairs for end in pair} - texts.keys()), **texts}
        for left, right in sorted(pairs):
            verdict = compare(held[left], held[right])
            scores[left, right] = verdict.score if verdict.same else -verdict.score
    session.put_scores(KIND, {pair: score for pair, score in scores.items() if score})


def regroup(session: Linking, keys: Collection[str]) -> set[str]:
    """Decide anew on these reports and all that share passages with them; gives back those with other links."""
    changed: set[str] = set()
    for family, scores in _families(session, keys):
        changed |= session.decide(KIND, _judge(session, family, scores), family)
    return changed


def find_copies_of(store: Store, name: str) -> list[Copy]:
    """The copies of the report of this key or id, by publication, with why they are.

    Raises:
        StoreError: when there is no such report.
    """
    key = report_key(store.report(name))
    decisions = store.decisions(KIND, [key])
    direct = {end: d.reasons for d in decisions if d.verdict == "same" for end in (d.left, d.right)}
    found = [store.reports(Filters(report=other))[0] for other in store.cluster(KIND, key) if other != key]
    return [
        Copy(each.key, each.id, each.outlet, each.published, each.title, each.key in direct, direct.get(each.key, {}))
        for each in sorted(found, key=lambda record: (record.published or "", record.key))
    ]


def _families(session: Linking, keys: Collection[str]) -> Iterator[tuple[list[str], dict[Pair, float]]]:
    """The reports that chains of shared passages lead to, with what each pair shares (below 0: but is no copy)."""
    seen: set[str] = set()
    for start in sorted(keys):
        if start in seen:
            continue
        family, new = {start}, {start}
        scores: dict[Pair, float] = {}
        while new:
            pairs = session.scores(KIND, new, -1.0)
            scores |= pairs
            new = {end for pair in pairs for end in pair} - family
            family |= new
        seen |= family
        yield sorted(family), scores


def _judge(session: Linking, family: Collection[str], scores: Mapping[Pair, float]) -> list[Decision]:
    if len(family) < 2:
        return []
    if len(family) > LARGEST:
        same = {pair: score for pair, score in scores.items() if score > 0}
        return [_decide(pair, same[pair], {}) for pair in span(family, same)]
    reports = [make_report(text, id=key) for key, text in sorted(session.texts(family).items())]
    return [
        _decide((pair.left, pair.right), pair.verdict.score, pair.verdict.reasons)
        for group in find_copies(reports) for pair in group.pairs
    ]  # fmt: skip


def _decide(pair: Pair, score: float, reasons: Mapping[str, Any]) -> Decision:
    return Decision(KIND, pair[0], pair[1], "same", WHO, score=round(score, 4), reasons=dict(reasons))

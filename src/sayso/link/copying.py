"""Which reports of a store are copies of one text, kept up to date as reports come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.link.copies import CopyGroup, CopyPair, CopyVerdict, compare_wordings, find_copies
from sayso.link.copies_candidates import FEW_SHARED, SHARED
from sayso.link.copies_direction import find_direction
from sayso.link.copies_wording import read_wording
from sayso.link.sketch import sketch_wording
from sayso.link.stories import WHO
from sayso.link.trees import Pair, span
from sayso.store import Decision, Filters, Store, report_key
from sayso.store.clusters import Edge, partition
from sayso.store.linking import Linking
from sayso.types import Report, make_report

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
    """Note how much new reports, by key, share with those that they have keys of `sketch` with."""
    held = {key: read_wording(text) for key, text in texts.items()}
    session.put_bands({key: sketch_wording(wording) for key, wording in held.items()})
    session.drop_scores(KIND, texts)
    pairs = sorted({
        (min(key, other), max(key, other)) for key in texts for other in session.share_bands(key, FEW_SHARED, SHARED)
    })  # fmt: skip
    others = session.texts({end for pair in pairs for end in pair} - texts.keys())
    held |= {key: read_wording(text) for key, text in others.items()}
    scores: dict[Pair, float] = {}
    for left, right in pairs:
        verdict = compare_wordings(held[left], held[right])
        scores[left, right] = verdict.score if verdict.same else -verdict.score
    session.put_scores(KIND, {pair: score for pair, score in scores.items() if score})


def regroup(session: Linking, keys: Collection[str]) -> set[str]:
    """Decide anew on these reports and all that share passages with them; gives back those with other links."""
    scores = _reach(session, keys)
    decisions = [decision for family in _families(scores) for decision in _judge(session, family, scores)]
    return session.decide(KIND, decisions, {*keys, *(end for pair in scores for end in pair)})


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


def list_groups(store: Store) -> list[CopyGroup]:
    """The groups of copies in a store, with the links that make them, in the order of their first ids."""
    decisions = [d for d in store.decisions(KIND) if d.verdict == "same"]
    members: dict[str, list[str]] = defaultdict(list)
    for key in sorted({end for d in decisions for end in (d.left, d.right)}):
        members[store.cluster(KIND, key)[0]].append(key)
    groups = [
        [(key, store.report(key)) for key in keys] for keys in members.values() if len(keys) > 1
    ]  # fmt: skip
    return sorted((_make_group(group, decisions) for group in groups), key=lambda group: group.reports)


def _make_group(group: list[tuple[str, Report]], decisions: list[Decision]) -> CopyGroup:
    ids = {key: report.id for key, report in group}
    pairs = tuple(
        CopyPair(ids[d.left], ids[d.right], CopyVerdict(True, d.score or 1.0, dict(d.reasons), "copy"))
        for d in decisions if d.left in ids and d.right in ids
    )  # fmt: skip
    return CopyGroup(tuple(sorted(ids.values())), pairs, find_direction([report for _, report in group]))


def _reach(session: Linking, keys: Collection[str]) -> dict[Pair, float]:
    """What chains of shared passages lead to from the keys: what pairs share (below 0: but it is no copy)."""
    scores: dict[Pair, float] = {}
    seen = new = set(keys)
    while new:
        pairs = session.scores(KIND, new, -1.0)
        scores |= pairs
        new = {end for pair in pairs for end in pair} - seen
        seen = seen | new
    return scores


def _families(scores: Collection[Pair]) -> list[list[str]]:
    """The reports that chains of pairs hold together, those alone left out."""
    edges = (Edge(left, right, "same") for left, right in scores)
    families: dict[str, list[str]] = defaultdict(list)
    for key, root in sorted(partition(edges).items()):
        families[root].append(key)
    return [families[root] for root in sorted(families)]


def _judge(session: Linking, family: Collection[str], scores: Mapping[Pair, float]) -> list[Decision]:
    if len(family) > LARGEST:
        inside = set(family)
        same = {pair: score for pair, score in scores.items() if score > 0 and pair[0] in inside}
        return [_decide(pair, same[pair], {}) for pair in span(family, same)]
    reports = [make_report(text, id=key) for key, text in sorted(session.texts(family).items())]
    return [
        _decide((pair.left, pair.right), pair.verdict.score, pair.verdict.reasons)
        for group in find_copies(reports) for pair in group.pairs
    ]  # fmt: skip


def _decide(pair: Pair, score: float, reasons: Mapping[str, Any]) -> Decision:
    return Decision(KIND, pair[0], pair[1], "same", WHO, score=round(score, 4), reasons=dict(reasons))

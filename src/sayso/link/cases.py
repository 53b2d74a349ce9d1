"""Which happenings in the reports of a story are one incident, kept up to date as stories change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso.link.averaging import cluster
from sayso.link.happening import Happening
from sayso.link.incidents import FAINT, same_incident
from sayso.link.incidents_model import load_model
from sayso.link.settled import Settled, find_settled
from sayso.link.shelf import Shelf, Shelved
from sayso.link.stories import WHO, Grouping, within
from sayso.link.trees import Pair, span
from sayso.store import Decision
from sayso.store.linking import Linking, Told

KIND = "incident"
SCORED = "happening"


@dataclass(frozen=True, slots=True)
class Changes:
    """Which incidents are as they were not before, and which are no more, by id."""

    changed: frozenset[str]
    gone: frozenset[str]


def compare_new(session: Linking, shelf: Shelf, grouping: Grouping) -> None:
    """Note how alike the happenings of two reports of a story are, for those that were not of one story before."""
    for story in sorted(grouping.changed):
        pairs = [pair for pair in combinations(grouping.members[story], 2) if grouping.is_new(*pair)]
        held = shelf.get_all(session, {key for pair in pairs for key in pair})
        for a, b in pairs:
            session.put_scores(SCORED, dict(_score(held[a], held[b])))


def regroup(session: Linking, shelf: Shelf, stories: Collection[str]) -> Changes:
    """Group anew the happenings of some stories, and of those that a person linked with them; it is written down."""
    settled = _settle_units(session)
    group_of = {story: number for number, group in enumerate(_join(session, stories, settled)) for story in group}
    told = session.told_of(group_of)
    now = _cluster(session, shelf, told, settled, group_of)
    moved = [event for event in told if now[event.event] != event.incident]
    session.assign({event.event: now[event.event] for event in moved})
    doubtful = {event.incident for event in moved} - {""}
    left = {event.incident for event in session.units(doubtful, by="incident")}
    return Changes(frozenset({now[event.event] for event in moved} | left), frozenset(doubtful - left))


def _cluster(
    session: Linking, shelf: Shelf, told: Sequence[Told], settled: Settled, group_of: Mapping[str, int]
) -> dict[int, str]:
    """The incident of each event, by its number; only events of one group of stories are ever one incident."""
    by_unit: dict[str, list[Told]] = defaultdict(list)
    for event in told:
        by_unit[event.unit].append(event)
    group = {unit: group_of[events[0].story] for unit, events in by_unit.items()}
    scores = {
        pair: score for pair, score in session.scores(SCORED, by_unit).items()
        if pair[0] in group and pair[1] in group and group[pair[0]] == group[pair[1]]
    }  # fmt: skip
    clusters = cluster(
        by_unit, scores, least=load_model().happening.least,
        kin={unit: str(events[0].report) for unit, events in by_unit.items()},
        same=settled.same_in(by_unit), different=settled.different_in(by_unit),
    )  # fmt: skip
    trees = [pair for found in clusters for pair in span(found, within(found, scores))]
    session.decide(KIND, _decisions(session, shelf, scores, trees, by_unit), by_unit)
    return {
        event.event: min(e.id for unit in found for e in by_unit[unit])
        for found in clusters for unit in found for event in by_unit[unit]
    }  # fmt: skip


def _join(session: Linking, stories: Collection[str], settled: Settled) -> Iterator[list[str]]:
    """Groups of stories that a person's links hold together."""
    ends = {end for pair in settled.same for end in pair}
    story_of = session.stories_of_units(ends)
    near: dict[str, set[str]] = defaultdict(set)
    for left, right in settled.same:
        if left in story_of and right in story_of:
            near[story_of[left]].add(story_of[right])
            near[story_of[right]].add(story_of[left])
    seen: set[str] = set()
    for start in sorted(stories):
        if start in seen:
            continue
        group, new = {start}, {start}
        while new:
            new = {other for story in new for other in near[story]} - group
            group |= new
        seen |= group
        yield sorted(group)


def _settle_units(session: Linking) -> Settled:
    """What persons decided, by the units of the events that they named."""
    settled = find_settled(session, KIND)
    ids = {end for pair in settled.same | settled.different for end in pair}
    unit = {event.id: event.unit for event in session.units(ids)}

    def name(pairs: Iterable[Pair]) -> frozenset[Pair]:
        named = ((unit[a], unit[b]) for a, b in pairs if a in unit and b in unit)
        return frozenset((min(pair), max(pair)) for pair in named if pair[0] != pair[1])

    return Settled(name(settled.same), name(settled.different))


def _score(left: Shelved, right: Shelved) -> Iterator[tuple[Pair, float]]:
    for a in left.happenings:
        for b in right.happenings:
            same = same_incident(a, b, 1.0) if a.type == b.type and a.id != b.id else None
            if same is not None and same.score >= FAINT:
                yield (min(a.id, b.id), max(a.id, b.id)), same.score


def _decisions(
    session: Linking, shelf: Shelf, scores: Mapping[Pair, float], pairs: Collection[Pair],
    by_unit: Mapping[str, Sequence[Told]],
) -> Iterator[Decision]:  # fmt: skip
    standing = {(edge.left, edge.right) for edge in session.edges_among(KIND, {end for pair in pairs for end in pair})}

    def find(unit: str) -> Happening:
        happenings = shelf.get(session, by_unit[unit][0].report).happenings
        return next(happening for happening in happenings if happening.id == unit)

    for left, right in pairs:
        same = None if (left, right) in standing else same_incident(find(left), find(right), 1.0)
        reasons = dict(same.reasons) if same is not None else {}
        yield Decision(KIND, left, right, "same", WHO, score=round(scores[left, right], 4), reasons=reasons)

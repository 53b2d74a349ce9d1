"""Which reports of a store tell one story, kept up to date as reports come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from sayso.link.averaging import cluster
from sayso.link.candidates import SHARED, story_keys
from sayso.link.incidents import FAINT, same_story
from sayso.link.incidents_model import load_model
from sayso.link.settled import Settled, find_settled
from sayso.link.shelf import Shelf
from sayso.link.trees import Pair, span
from sayso.store import Decision
from sayso.store.linking import Linking

KIND = "story"
WHO = "sayso"
_LIKELY = 0.5


def compare_new(session: Linking, shelf: Shelf, numbers: Collection[int]) -> None:
    """Note the keys of new reports and how like they are to those that share some."""
    new = [shelf.get(session, number) for number in numbers]
    session.drop_scores(KIND, [held.key for held in new])
    session.put_blocks({held.number: (held.story.published or 0, story_keys(held.story)) for held in new})
    scores: dict[Pair, float] = {}
    seen: set[tuple[int, int]] = set()
    for number in numbers:
        for other in session.share_blocks(number, SHARED):
            pair = (min(number, other), max(number, other))
            if pair not in seen:
                seen.add(pair)
                scores |= _score(session, shelf, pair)
    session.put_scores(KIND, {pair: score for pair, score in scores.items() if score >= FAINT})


@dataclass(frozen=True, slots=True)
class Grouping:
    """The stories of some reports.

    Attributes:
        members: keys of the reports of each story, sorted.
        before: the story of each report as it was, by key; a report whose reading is new has none.
        changed: the stories that have other members than they had.
    """

    members: Mapping[str, tuple[str, ...]]
    before: Mapping[str, str]
    changed: frozenset[str]

    def is_new(self, left: str, right: str) -> bool:
        """Whether two reports were not of one story before."""
        return left not in self.before or self.before.get(left) != self.before.get(right)


def regroup(session: Linking, shelf: Shelf, keys: Collection[str], new: Collection[str]) -> Grouping:
    """Group anew all that may tell a story with the reports `keys`, of which `new` have a new reading."""
    settled = find_settled(session, KIND)
    was = session.stories(keys)
    mates = session.stories(set(was.values()), by="story")
    inside = _reach(session, {*keys, *mates}, settled)
    scores = _complete(session, shelf, inside)
    groups = cluster(
        inside, scores, least=load_model().story.least, same=settled.same_in(inside),
        different=settled.different_in(inside),
    )  # fmt: skip
    trees = [pair for group in groups for pair in span(group, within(group, scores))]
    session.decide(KIND, _decisions(session, shelf, scores, trees), inside)
    return _write(session, groups, new)


def _write(session: Linking, groups: Collection[tuple[str, ...]], new: Collection[str]) -> Grouping:
    members = {group[0]: group for group in groups}
    before = session.stories([key for group in groups for key in group])
    old: dict[str, set[str]] = defaultdict(set)
    for key, story in before.items():
        old[story].add(key)
    changed = frozenset(
        story for story, group in members.items() if set(group) != old[story] or set(group) & set(new)
    )
    session.put_stories({key: story for story in changed for key in members[story]})
    return Grouping(members, {key: story for key, story in before.items() if key not in new}, changed)


def _reach(session: Linking, keys: Collection[str], settled: Settled) -> list[str]:
    """What chains of likely pairs, and of a person's links, lead to from the keys: what may be grouped with them.

    Two groups without a pair of at least `least` between them never join, so what lies beyond does not matter.
    """
    least = load_model().story.least
    near: dict[str, set[str]] = defaultdict(set)
    for left, right in settled.same:
        near[left].add(right)
        near[right].add(left)
    seen = new = set(keys)
    while new:
        pairs = session.scores(KIND, new, least)
        new = ({end for pair in pairs for end in pair} | {end for key in new for end in near[key]}) - seen
        seen = seen | new
    return sorted(seen)


def _complete(session: Linking, shelf: Shelf, component: Collection[str]) -> dict[Pair, float]:
    """The scores of pairs in a component, with those of reports that have a likely neighbour in common."""
    inside = set(component)
    scores = {p: s for p, s in session.scores(KIND, component).items() if p[0] in inside and p[1] in inside}
    near: dict[str, set[str]] = defaultdict(set)
    for (left, right), score in scores.items():
        if score >= _LIKELY:
            near[left].add(right)
            near[right].add(left)
    beyond = {pair for around in near.values() for pair in combinations(sorted(around), 2)} - scores.keys()
    held = shelf.get_all(session, {key for pair in beyond for key in pair})
    new = {(a, b): same_story(held[a].story, held[b].story).score for a, b in sorted(beyond)}
    session.put_scores(KIND, new)
    return scores | new


def within(group: Collection[str], scores: Mapping[Pair, float]) -> dict[Pair, float]:
    """The scores of pairs of members of a group."""
    return {pair: scores[pair] for pair in combinations(sorted(group), 2) if pair in scores}


def _score(session: Linking, shelf: Shelf, pair: tuple[int, int]) -> dict[Pair, float]:
    left, right = sorted((shelf.get(session, n) for n in pair), key=lambda held: held.key)
    return {(left.key, right.key): same_story(left.story, right.story).score}


def _decisions(
    session: Linking, shelf: Shelf, scores: Mapping[Pair, float], pairs: Iterable[Pair]
) -> Iterator[Decision]:
    pairs = list(pairs)
    standing = {(edge.left, edge.right) for edge in session.edges_among(KIND, {end for pair in pairs for end in pair})}
    held = shelf.get_all(session, {end for pair in pairs if pair not in standing for end in pair})
    for left, right in pairs:
        reasons = {} if (left, right) in standing else dict(same_story(held[left].story, held[right].story).reasons)
        yield Decision(KIND, left, right, "same", WHO, score=round(scores[left, right], 4), reasons=reasons)

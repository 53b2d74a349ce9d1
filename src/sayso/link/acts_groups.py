"""Which acts told in the reports of a story are one: the finer grain below incidents.

An incident ("the shooting at the mill") takes in all events of a kind; an act is one deed of it, by whatever words,
coded as an event or not. Reports are grouped by story first; only acts of one story are ever one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from sayso.link.acts import LETTERS, Act, read_acts
from sayso.link.acts_likeness import are_comparable, compare_acts
from sayso.link.averaging import Pair, cluster
from sayso.link.incidents import IncidentGroup, Mention, group_stories
from sayso.link.incidents_model import load_model
from sayso.link.story import Story, read_story
from sayso.types import Reading


def group_acts(readings: Iterable[Reading]) -> list[IncidentGroup]:
    """The acts that readings tell, story by story, each with all its tellings; a story without acts is a group too.

    Beside its acts every story told by two reports or more is one group without mentions, which has all its reports.
    """
    stories: dict[str, Story] = {}
    told: dict[str, list[Act]] = {}
    for reading in readings:
        story = read_story(reading)
        stories[story.report] = story
        told[story.report] = read_acts(reading, story)
    found: list[IncidentGroup] = []
    for reports in group_stories([*stories.values()]):
        acts = [act for report in reports for act in told[report]]
        if len(reports) > 1 or not acts:
            found.append(IncidentGroup(f"story:{reports[0]}", None, reports, ()))
        found.extend(_group(acts))
    return found


def score_acts(acts: Sequence[Act]) -> dict[Pair, float]:
    """How likely pairs of acts of one story are one, of those that can be."""
    scorer = load_model().act
    known = {act.id: act for act in acts}
    return {
        pair: scorer.score(compare_acts(known[pair[0]], known[pair[1]]))
        for pair in sorted(set(_find_pairs(known)))
        if are_comparable(known[pair[0]], known[pair[1]])
    }


def _find_pairs(acts: Mapping[str, Act]) -> Iterator[Pair]:
    """Pairs that share a family or the beginning of a word."""
    holders: dict[str, list[str]] = defaultdict(list)
    for act in acts.values():
        for key in {*(f"family {f}" for f in act.families), *(term[:LETTERS] for term in act.terms)}:
            holders[key].append(act.id)
    for names in holders.values():
        yield from combinations(sorted(names), 2)


def _group(acts: Sequence[Act]) -> Iterator[IncidentGroup]:
    known = {act.id: act for act in acts}
    for names in cluster(known, score_acts(acts), least=load_model().act.least, density=0.0):
        found = sorted((known[name] for name in names), key=lambda a: (a.report, a.span))
        types = [act.type for act in found if act.type is not None]
        yield IncidentGroup(
            id=names[0],
            type=max(sorted(set(types)), key=types.count) if types else None,
            reports=tuple(sorted({act.report for act in found})),
            mentions=tuple(Mention(act.report, act.span, act.event) for act in found),
        )

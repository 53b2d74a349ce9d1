"""Which happenings of different reports are one real-world incident.

First reports are grouped by the story they tell, then the happenings that reports of one story tell are linked where
type, day, place, sides and tolls do not speak against it. Every score depends on the pair alone, so what is linked
does not depend on the order in which reports came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from sayso.link.averaging import Pair, cluster
from sayso.link.candidates import find_pairs, story_keys
from sayso.link.facts import Facts, find_facts
from sayso.link.happening import Happening, read_happenings
from sayso.link.happening_likeness import compare_happenings
from sayso.link.incidents_model import load_model
from sayso.link.story import Story, read_story
from sayso.link.story_likeness import compare_stories
from sayso.link.tellings import Telling, Where, list_places, read_tellings
from sayso.types import Reading, Span

# Pairs of reports below this are not worth remembering.
FAINT = 0.02


@dataclass(frozen=True, slots=True)
class SameIncident:
    """How likely two happenings, or two reports' stories, are one (0 to 1), and by what, strongest first."""

    score: float
    reasons: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a report tells an event."""

    report: str
    span: Span
    event: str | None = None


@dataclass(frozen=True, slots=True)
class IncidentGroup:
    """One incident as a number of reports tell it.

    Attributes:
        id: the smallest id of its events; for a story without events that of its first report.
        type: the PLOVER type of most of its happenings, None without events.
        reports: all reports of it, those of its story included that tell no event of it, sorted.
        mentions: its events, by report and place in the text.
        happenings: ids of its happenings.
        facts: when and where it was and its toll, as most of its reports tell.
    """

    id: str
    type: str | None
    reports: tuple[str, ...]
    mentions: tuple[Mention, ...]
    happenings: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)


def block_keys(happening: Happening) -> tuple[str, ...]:
    """The keys of a happening's report; only reports that share `candidates.SHARED` of them are worth comparing."""
    return story_keys(happening.story)


def same_story(left: Story, right: Story) -> SameIncident:
    """How likely two reports tell the same story."""
    scorer = load_model().story
    features = compare_stories(left, right)
    return SameIncident(scorer.score(features), scorer.explain(features))


def same_incident(left: Happening, right: Happening, story: float | None = None) -> SameIncident | None:
    """How likely two happenings are one incident; None for two of one report, which the reader has told apart.

    Args:
        story: the chance that their reports tell one story, where it is known.
    """
    if left.report == right.report:
        return None
    if story is None:
        story = same_story(left.story, right.story).score
    scorer = load_model().happening
    features = compare_happenings(left, right, story)
    return SameIncident(scorer.score(features), scorer.explain(features))


def group_stories(
    stories: Sequence[Story], same: Iterable[Pair] = (), different: Iterable[Pair] = ()
) -> list[tuple[str, ...]]:
    """Reports by story: the reports' keys, each group sorted."""
    known = {s.report: s for s in stories}
    scores = score_pairs(known, find_pairs((s.report, story_keys(s)) for s in known.values()))
    return cluster(known, scores, least=load_model().story.least, same=same, different=different)


def score_pairs(stories: Mapping[str, Story], pairs: Iterable[Pair]) -> dict[Pair, float]:
    """The scores of `pairs`, and of the reports that have a likely neighbour in common, where not faint."""
    scores = {pair: same_story(stories[pair[0]], stories[pair[1]]).score for pair in pairs}
    near: dict[str, set[str]] = defaultdict(set)
    for (a, b), score in scores.items():
        if score >= 0.5:
            near[a].add(b)
            near[b].add(a)
    beyond = {pair for around in near.values() for pair in combinations(sorted(around), 2)} - scores.keys()
    scores |= {pair: same_story(stories[pair[0]], stories[pair[1]]).score for pair in sorted(beyond)}
    return {pair: score for pair, score in scores.items() if score >= FAINT}


def group(
    happenings: Sequence[Happening], same: Iterable[Pair] = (), different: Iterable[Pair] = ()
) -> list[tuple[str, ...]]:
    """Happenings by incident: their ids, each group sorted.

    Args:
        same, different: pairs of happening ids that a person decided.
    """
    stories = {h.report: h.story for h in happenings}
    told: dict[str, list[Happening]] = defaultdict(list)
    for happening in happenings:
        told[happening.report].append(happening)
    scores: dict[Pair, float] = {}
    for reports in group_stories([*stories.values()]):
        for a, b in combinations(reports, 2):
            scores |= _score_happenings(told[a], told[b])
    least = load_model().happening.least
    kin = {h.id: h.report for h in happenings}
    return cluster(kin, scores, least=least, kin=kin, same=same, different=different)


def _score_happenings(ours: Sequence[Happening], theirs: Sequence[Happening]) -> dict[Pair, float]:
    """Pairs of two reports of one story."""
    found = {}
    for a in ours:
        for b in theirs:
            if a.type == b.type and (same := same_incident(a, b, 1.0)) is not None:
                found[min(a.id, b.id), max(a.id, b.id)] = same.score
    return found


def group_readings(readings: Iterable[Reading]) -> list[IncidentGroup]:
    """The incidents that readings tell, in the order of their ids; every report is in one of them at least."""
    stories: dict[str, Story] = {}
    happenings: dict[str, Happening] = {}
    tellings: dict[str, Telling] = {}
    places: dict[str, tuple[Where, ...]] = {}
    for reading in readings:
        story = read_story(reading)
        stories[story.report] = story
        happenings |= {h.id: h for h in read_happenings(reading, story)}
        tellings |= read_tellings(reading, story.report)
        places[story.report] = list_places(reading)
    groups = [_make_group([happenings[n] for n in names]) for names in group([*happenings.values()])]
    by_report: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(groups):
        for report in found.reports:
            by_report[report].append(number)
    for reports in group_stories([*stories.values()]):
        numbers = sorted({n for report in reports for n in by_report[report]})
        groups = _tell_story(groups, numbers, reports)
    return sorted((_tell_facts(g, tellings, places) for g in groups), key=lambda g: g.id)


def as_line(group: IncidentGroup) -> dict[str, Any]:
    """A group as one object of JSON: `incident`, `type`, `reports`, `mentions` (`report`, `span`) and its facts."""
    facts = group.facts
    return {
        "incident": group.id,
        "type": group.type,
        "reports": group.reports,
        "mentions": [{"report": mention.report, "span": mention.span} for mention in group.mentions],
        "first": facts.first,
        "last": facts.last,
        "place": facts.place,
        "killed": facts.killed.number,
        "injured": facts.injured.number,
    }


def _make_group(happenings: Sequence[Happening]) -> IncidentGroup:
    mentions = {
        Mention(h.report, span, event): None for h in happenings for span, event in zip(h.spans, h.events, strict=True)
    }
    return IncidentGroup(
        id=min(h.id for h in happenings),
        type=happenings[0].type,
        reports=tuple(sorted({h.report for h in happenings})),
        mentions=tuple(sorted(mentions, key=lambda m: (m.report, m.span))),
        happenings=tuple(sorted(h.id for h in happenings)),
    )


def _tell_story(groups: list[IncidentGroup], numbers: Sequence[int], reports: tuple[str, ...]) -> list[IncidentGroup]:
    """The story's main incident, told by most of its reports, has all of them."""
    if not numbers:
        return [*groups, IncidentGroup(reports[0], None, reports, ())]
    main = max(numbers, key=lambda n: (len(groups[n].reports), len(groups[n].mentions), -n))
    groups[main] = replace(groups[main], reports=tuple(sorted({*groups[main].reports, *reports})))
    return groups


def _tell_facts(
    group: IncidentGroup, tellings: Mapping[str, Telling], places: Mapping[str, tuple[Where, ...]]
) -> IncidentGroup:
    told = [tellings[m.event] for m in group.mentions if m.event is not None and m.event in tellings]
    return replace(group, facts=find_facts(told, {report: places[report] for report in group.reports}, group.type))

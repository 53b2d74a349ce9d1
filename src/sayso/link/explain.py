"""Why two things were linked, or were not: the decisions that stand, and what a comparison finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.errors import StoreError
from sayso.link.actors import same_actor
from sayso.link.happening import Happening
from sayso.link.identities import to_identity
from sayso.link.incidents import same_incident, same_story
from sayso.link.incidents_model import load_model
from sayso.link.shelf import Shelved, prepare
from sayso.store import ActorRecord, EventRecord, ReportRecord, Store
from sayso.store.records import Decision

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """One link, or one comparison.

    Attributes:
        kind: `copy`, `story`, `incident`, `actor` or `cites`.
        verdict: as decided; of a comparison that no decision was made of, what it comes to.
        decision: the number of the decision, by which it can be undone; None of a comparison.
        score: 0 to 1, None where a person decided.
        reasons: what it rests on, by name; `words` are the weightiest of them.
    """

    kind: str
    left: str
    right: str
    verdict: str
    who: str
    words: str
    reasons: Mapping[str, Any]
    score: float | None = None
    decision: int | None = None


def explain(store: Store, name: str, other: str | None = None) -> list[Explanation]:
    """The links of a thing, given by id, key or name; or what there is between two.

    Raises:
        StoreError: when nothing is called so, or the two cannot be linked.
    """
    own = _find(store, name)
    if other is None:
        return [_tell(d) for d in store.decisions(of=_names(store, own))]
    theirs = _find(store, other)
    mine, yours = set(_names(store, own)), set(_names(store, theirs))
    held = [d for d in store.decisions(of=mine) if {d.left, d.right} & mine and {d.left, d.right} & yours]
    return [*map(_tell, held), *_compare(store, own, theirs)]


def _find(store: Store, name: str) -> EventRecord | ReportRecord | ActorRecord:
    found = [r for r in store.find(name) if isinstance(r, EventRecord | ReportRecord | ActorRecord)]
    if len(found) != 1:
        number = len(found) or "no"
        raise StoreError(f"{number} events, reports or actors are called {name!r}; give the id or key of one")
    return found[0]


def _names(store: Store, record: EventRecord | ReportRecord | ActorRecord) -> list[str]:
    """What links call it: an event goes by any event that its report tells as one with it."""
    if isinstance(record, EventRecord):
        held = _shelve(store, record.report)
        return sorted({record.id, _unit(held, record.id).id})
    return [record.key]


def _tell(decision: Decision) -> Explanation:
    words = "a person decided" if decision.person else _weightiest(decision.reasons)
    return Explanation(
        decision.kind, decision.left, decision.right, decision.verdict, decision.who, words, decision.reasons,
        decision.score, decision.n,
    )


def _compare(
    store: Store, left: EventRecord | ReportRecord | ActorRecord, right: EventRecord | ReportRecord | ActorRecord
) -> list[Explanation]:
    """What the machine finds now, whether or not it made a link of it."""
    if isinstance(left, EventRecord) and isinstance(right, EventRecord):
        one, two = _shelve(store, left.report), _shelve(store, right.report)
        found = [_compare_stories(one, two)] if one.key != two.key else []
        return [*found, _compare_happenings(_unit(one, left.id), _unit(two, right.id))]
    if isinstance(left, ReportRecord) and isinstance(right, ReportRecord):
        return [_compare_stories(_shelve(store, left.key), _shelve(store, right.key))]
    if isinstance(left, ActorRecord) and isinstance(right, ActorRecord):
        return [_compare_actors(store, left.key, right.key)]
    raise StoreError("only two of a kind can be one: two reports, two events or two actors")


def _compare_stories(left: Shelved, right: Shelved) -> Explanation:
    same, least = same_story(left.story, right.story), load_model().story.least
    verdict = "may be one" if same.score >= least else "no"
    return Explanation("story", left.key, right.key, verdict, "", _weightiest(same.reasons), same.reasons, same.score)


def _compare_happenings(left: Happening, right: Happening) -> Explanation:
    same = same_incident(left, right, 1.0)
    if left.id == right.id or same is None:
        verdict = "same" if left.id == right.id else "no"
        words = "one report tells both, as one" if left.id == right.id else "one report tells both, as two"
        return Explanation("incident", left.id, right.id, verdict, "", words, {})
    if left.type != right.type:
        words = f"{left.type} is not {right.type}; " + _weightiest(same.reasons)
        return Explanation("incident", left.id, right.id, "no", "", words, same.reasons, 0.0)
    verdict = "may be one" if same.score >= load_model().happening.least else "no"
    return Explanation("incident", left.id, right.id, verdict, "", _weightiest(same.reasons), same.reasons, same.score)


def _compare_actors(store: Store, left: str, right: str) -> Explanation:
    known = store.known_actors([left, right])
    if left in known[right].beside:
        return Explanation("actor", left, right, "no", "", "one report names both, as two", {})
    found = same_actor(to_identity(known[left]), to_identity(known[right]))
    verdict = "same" if found.same else "no" if found.same is False else "cannot be told"
    return Explanation("actor", left, right, verdict, "", _weightiest(found.reasons), found.reasons, found.score)


def _shelve(store: Store, key: str) -> Shelved:
    return prepare(key, 0, store.reading(key))


def _unit(held: Shelved, event: str) -> Happening:
    return next(happening for happening in held.happenings if event in happening.events)


def _weightiest(reasons: Mapping[str, Any]) -> str:
    """The reasons that weigh most, with what they weigh for it (+) or against it (-)."""
    numbers = {name: value for name, value in reasons.items() if isinstance(value, int | float)}
    ranked = sorted(numbers, key=lambda name: (-abs(numbers[name]), name))[:_SHOWN]
    told = [f"{name} {numbers[name]:+.2f}" for name in ranked]
    return ", ".join(told or (f"{name}: {value}" for name, value in reasons.items()))

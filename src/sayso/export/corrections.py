"""Persons' corrections, put into readings before they are handed on: what was changed, rejected, added and merged.

What the machine said stays in the store. In a corrected reading `Reading.corrected` names what persons had a hand in.
Words that a correction gives are looked for in the report; the span of words that are not there is empty, at the
event's trigger. A correction that cannot be put in (a day that is none, a trigger that is not in the text) is counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.export.corrected_actors import Names, change_actors
from sayso.export.corrected_claims import change_claims
from sayso.export.corrected_draft import Draft
from sayso.export.corrected_events import add_event, change_event
from sayso.export.verdicts import Verdict, judge
from sayso.store import Correction, Store, report_key
from sayso.types import Reading

_REPORT_FIELDS = ("outlet", "published", "title", "url", "language")


@dataclass(frozen=True, slots=True)
class Corrections:
    """Every correction of a store that holds.

    Attributes:
        verdicts: what they amount to, by kind of what is corrected, then by its id.
        added: what was added to reports, by their keys, in order.
        names: name, type and country of the actors that others were merged into, by key.
        unfit: what could not be put in, by the id of what it was a correction of; filled as readings are corrected.
    """

    verdicts: Mapping[str, Mapping[str, Verdict]]
    added: Mapping[str, tuple[Correction, ...]]
    names: Names
    unfit: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def load(cls, store: Store) -> Corrections:
        """Those of a store."""
        by_target: dict[str, dict[str, list[Correction]]] = defaultdict(lambda: defaultdict(list))
        added: dict[str, list[Correction]] = defaultdict(list)
        for each in store.corrections():
            if each.action == "add":
                added[each.target].append(each)
            else:
                by_target[each.kind][each.target].append(each)
        verdicts = {kind: {id: judge(made) for id, made in found.items()} for kind, found in by_target.items()}
        names = _load_names(store, verdicts.get("actor", {}))
        return cls(verdicts, {key: tuple(found) for key, found in added.items()}, names)

    @classmethod
    def none(cls) -> Corrections:
        """No corrections, so that readings stay what was read."""
        return cls({}, {}, {})

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to put in."""
        return not self.verdicts and not self.added

    def of(self, kind: str) -> Mapping[str, Verdict]:
        """The verdicts on things of a kind, by id."""
        return self.verdicts.get(kind, {})

    def mend(self, reading: Reading) -> Reading | None:
        """The reading with its corrections put in; None where a person rejected the report."""
        key = report_key(reading.report)
        whole = self.of("report").get(key, Verdict())
        if whole.rejected:
            return None
        if not self.verdicts and key not in self.added:
            return reading
        draft = Draft.of(reading, self.unfit)
        self._change_report(draft, key, whole)
        change_actors(draft, self.of("actor"), self.names)
        change_claims(draft, self.of("claim"))
        self._change_events(draft)
        for each in self.added.get(key, ()):
            self._add(draft, each)
        return draft.finish(reading)

    def list_unfit(self) -> list[str]:
        """A line for each kind of thing that could not be put in."""
        counted = Counter(what for _, what in self.unfit)
        return [f"{what} could not be put in, in {n} corrections" for what, n in sorted(counted.items())]

    def _change_report(self, draft: Draft, key: str, verdict: Verdict) -> None:
        fields = {name: value for name, value in verdict.fields.items() if name in _REPORT_FIELDS}
        draft.change_report(fields)
        self.unfit.update((key, f"a report's {name}") for name in set(verdict.fields) - set(fields))
        draft.mark("report", verdict.list_fields(fields))

    def _change_events(self, draft: Draft) -> None:
        verdicts = self.of("event")
        for event in list(draft.events):
            verdict = verdicts.get(event.id)
            if verdict is not None and verdict.rejected:
                draft.events.remove(event)
            elif verdict is not None:
                change_event(draft, event, verdict)

    def _add(self, draft: Draft, correction: Correction) -> None:
        """Added events and incidents are events; claims and actors are added by the words that stand for them."""
        if correction.kind in ("event", "incident"):
            add_event(draft, correction)
        else:
            draft.add(correction)


def _load_names(store: Store, actors: Mapping[str, Verdict]) -> dict[str, tuple[str, Any, str | None]]:
    into = {verdict.into for verdict in actors.values() if verdict.into}
    found: Iterable[Any] = (record for key in sorted(into) for record in store.actors(key) if record.key == key)
    return {record.key: (record.name, record.type, record.country) for record in found}

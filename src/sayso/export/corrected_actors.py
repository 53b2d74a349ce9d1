"""Corrections of actors, which hold in every report that names them: renamed, rejected, merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from sayso.export.corrected_draft import Draft
from sayso.export.verdicts import Verdict
from sayso.store import actor_key
from sayso.types import Actor, ActorType, Claim, Event, Participant

# Name, type and country of an actor, by key.
Names = Mapping[str, tuple[str, Any, str | None]]
_FIELDS = ("name", "type", "country")
_NOTHING = Verdict()


def change_actors(draft: Draft, verdicts: Mapping[str, Verdict], names: Names) -> None:
    """Put the verdicts on actors, by their keys, into a reading; two that persons merged become one."""
    if not verdicts:
        return
    kept: dict[str, Actor] = {}
    held: dict[str, tuple[str, str]] = {}
    moved: dict[str, str] = {}
    for actor in draft.actors:
        key = actor_key(actor) or ""
        verdict = verdicts.get(key, _NOTHING)
        if verdict.rejected:
            continue
        final = _follow(key, verdicts)
        id, first = held.setdefault(final, (actor.id, key)) if final else (actor.id, key)
        if first != key:
            kept[id] = replace(kept[id], mentions=tuple(sorted({*kept[id].mentions, *actor.mentions})))
            moved[actor.id] = id
        else:
            kept[actor.id] = _change(draft, actor, verdicts.get(final, _NOTHING), names.get(final))
        draft.mark(moved.get(actor.id, actor.id), verdict.list_fields(n for n in verdict.fields if n in _FIELDS))
    draft.actors[:] = kept.values()
    if moved:
        draft.claims[:] = [_move_claim(claim, moved) for claim in draft.claims]
        draft.events[:] = [_move_event(event, moved) for event in draft.events]


def _follow(key: str, verdicts: Mapping[str, Verdict]) -> str:
    """The key that a chain of merges ends at; of a ring the one where it closes."""
    seen = {key}
    while (into := verdicts.get(key, _NOTHING).into) and into not in seen:
        seen.add(into)
        key = into
    return key


def _change(draft: Draft, actor: Actor, verdict: Verdict, known: tuple[str, Any, str | None] | None) -> Actor:
    """The actor as what it was merged into is known, with the fields that persons gave that one."""
    given: dict[str, Any] = {}
    if known is not None:
        given = dict(zip(_FIELDS, known, strict=True))
    for name, value in verdict.fields.items():
        if name in _FIELDS and _fits(name, value):
            given[name] = value
        else:
            draft.miss(actor.id, f"an actor's {name}")
    return replace(actor, **given, named=actor.named or "name" in given)


def _fits(name: str, value: Any) -> bool:
    if name == "type":
        return value in get_args(ActorType)
    return isinstance(value, str) or (name == "country" and value is None)


def _move_claim(claim: Claim, moved: Mapping[str, str]) -> Claim:
    source = claim.source
    return replace(claim, source=replace(
        source, actor=_move(source.actor, moved), to=_move(source.to, moved),
        relays=tuple(replace(each, actor=_move(each.actor, moved)) for each in source.relays),
    ))  # fmt: skip


def _move_event(event: Event, moved: Mapping[str, str]) -> Event:
    return replace(event, actors=_move_side(event.actors, moved), recipients=_move_side(event.recipients, moved))


def _move_side(side: tuple[Participant, ...], moved: Mapping[str, str]) -> tuple[Participant, ...]:
    found: dict[str, Participant] = {}
    for each in side:
        id = moved.get(each.actor, each.actor)
        found.setdefault(id, replace(each, actor=id))
    return tuple(found.values())


def _move(actor: str | None, moved: Mapping[str, str]) -> str | None:
    return None if actor is None else moved.get(actor, actor)

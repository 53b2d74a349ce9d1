"""What was hit and what with: the targets and instruments of an event, which are nobody."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.pipes.events_nouns import HYPHENS, counted, is_agent, is_bare_target, is_target, is_weapon
from sayso.pipes.events_syntax import children, conjuncts, noun_phrase, prepositions
from sayso.pipes.events_types import Trigger
from sayso.types import Span

TARGET_SLOTS = ("obj", "on", "against", "at", "into", "outside", "to")
NOUN_TARGET_SLOTS = ("on", "against", "at", "of", "outside")
WEAPON_SLOTS = ("subj", "with", "by", "using")
FORCEFUL = frozenset({"ASSAULT"})
WIELDED = frozenset({"@weapon", "bomb"})


def find_targets(trigger: Trigger) -> tuple[Span, ...]:
    """Buildings, vehicles, lines and the like that an act of force, a seizure or a closure is turned on."""
    if trigger.type not in ("ASSAULT", "COERCE") or (
        trigger.type == "COERCE" and trigger.mode not in ("seize", "censor", "restrict")
    ):
        return ()
    names = TARGET_SLOTS if trigger.frame.part == "verb" else NOUN_TARGET_SLOTS
    sides = {t.i for t in (*trigger.actors, *trigger.recipients)}
    for name in names:
        found = [
            t
            for token in trigger.slots.get(name)
            for t in conjuncts(token)
            if t.i not in sides
            and is_target(t)
            and not (is_weapon(t) and name != "obj")
            and (is_bare_target(t) or not is_agent(t))
        ]
        if found:
            return tuple(_target_span(t) for t in found)
    return ()


def find_instruments(trigger: Trigger) -> tuple[Span, ...]:
    """Weapons and means: what exploded or was fired, what stands after "with", what qualifies the trigger noun."""
    if trigger.type not in FORCEFUL:
        return ()
    token = trigger.token
    slots: tuple[str, ...] = WEAPON_SLOTS
    if trigger.frame.obj & WIELDED:
        slots = (*slots, "obj")
    elif trigger.frame.part == "noun" and trigger.mode == "explosives":
        slots = (*slots, "of")
    found = [t for name in slots for s in trigger.slots.get(name) for t in conjuncts(s) if is_weapon(t)]
    found += [c for c in children(token, "compound", "nmod") if is_weapon(c)]
    for clause in children(token, "advcl", "acl", "xcomp"):
        if clause.lemma_ in ("use", "throw", "fire", "detonate", "hurl", "plant", "carry", "arm"):
            found += [o for o in children(clause, "dobj") if is_weapon(o)]
            found += [p for name, p in prepositions(clause) if name == "with" and is_weapon(p)]
    out: list[Span] = []
    for weapon in sorted(found, key=lambda t: t.i):
        span = _weapon_span(weapon)
        if span not in out:
            out.append(span)
    return tuple(out)


def _weapon_span(weapon: Token) -> Span:
    """The weapon's name without what praises or counts it: "car bomb" of "two powerful car bombs"."""
    weapon = counted(weapon)
    first = weapon
    while first.i > 0:
        before = first.nbor(-1)
        if before.text in HYPHENS and before.i > 0:
            before = before.nbor(-1)
        if before.dep_ not in ("compound", "nmod") or before.head.i != weapon.i:
            break
        first = before
    return first.idx, weapon.idx + len(weapon)


def _target_span(target: Token) -> Span:
    """The thing hit, without article and number: "oil pipelines" of "the two oil pipelines"."""
    start, end = noun_phrase(target)
    for token in target.subtree:
        if start <= token.idx < target.idx:
            if token.dep_ not in ("det", "nummod", "predet") and not (token.dep_ == "poss" and token.pos_ == "PRON"):
                return token.idx, end
            if token.i + 1 < len(target.doc):
                start = token.nbor(1).idx
    return start, end

"""How the events of a sentence bear on each other: shared doers and victims, threats, acts that fill in others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from spacy.tokens import Token

from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_nouns import is_agent, lemma_of
from sayso.pipes.events_syntax import children, is_passive, logical_subject, prepositions, surface_subjects
from sayso.pipes.events_types import Trigger

FRIENDLY = frozenset({"AGREE", "COOPERATE", "AID", "CONCEDE", "RETREAT", "MOBILIZE"})
HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION"})


def inherit(trigger: Trigger, firm: Mapping[int, Trigger]) -> Trigger:
    """The doers that a killing has from the attack it happened in: "killed in a raid by the army"."""
    if trigger.type != "ASSAULT":
        return trigger
    if trigger.frame.part == "noun":
        return trigger if trigger.recipients else _victims_of(trigger, firm)
    if trigger.actors:
        return trigger
    if is_passive(trigger.token):
        agents = _operators(trigger.token)
        if agents:
            return replace(trigger, actors=tuple(agents))
    causes = [s for s in surface_subjects(trigger.token) if not is_passive(trigger.token)]
    causes += [n for name, n in prepositions(trigger.token) if name in ("in", "during", "by", "from")]
    for token in causes:
        cause = firm.get(token.i)
        if cause is not None and cause.type == "ASSAULT" and cause.actors and not cause.frame.mutual:
            return replace(trigger, actors=cause.actors)
    return trigger


def _operators(verb: Token) -> list[Token]:
    """Who carried out what it happened in: the army of "killed in an operation carried out by the army"."""
    for name, noun in prepositions(verb):
        if name in ("in", "during"):
            for clause in children(noun, "acl"):
                agents = [a for a in logical_subject(clause) if is_agent(a)] if clause.tag_ == "VBN" else []
                if agents:
                    return agents
    return []


def _victims_of(trigger: Trigger, firm: Mapping[int, Trigger]) -> Trigger:
    """Those whom an attack hit by what is said of it: "an air strike that killed nine nuns"."""
    token = trigger.token
    verbs = children(token, "relcl", "acl")
    if token.dep_ in ("nsubj", "nsubjpass"):
        verbs = [*verbs, token.head]
    for verb in verbs:
        effect = firm.get(verb.i)
        if effect is not None and effect.type == "ASSAULT" and effect.recipients and not is_passive(verb):
            return replace(trigger, recipients=effect.recipients)
    return trigger


def harden(trigger: Trigger, firm: Mapping[int, Trigger]) -> Trigger:
    """A vow to do something hostile, and being ready to, is a threat."""
    if trigger.type != "AGREE" or trigger.frame.part == "noun" or trigger.frame.word == "agree":
        return trigger
    for clause in children(trigger.token, "xcomp"):
        inner = firm.get(clause.i)
        if inner is not None and inner.frame.type in HOSTILE:
            return replace(trigger, type="THREATEN", mode="violence" if inner.frame.type == "ASSAULT" else None)
    return trigger


def is_embedded(trigger: Trigger, firm: Mapping[int, Trigger]) -> bool:
    """Whether the event only fills in another: what is threatened, promised or refused to do, or just weighed."""
    here = trigger.token
    kind = trigger.frame.type
    for _ in range(6):
        if here.head.i == here.i:
            return False
        if kind in FRIENDLY and here.head.i not in firm and lemma_of(here.head) in load_lexicon().words["tentative"]:
            return True
        if here.dep_ == "xcomp" or (here.dep_ == "acl" and here.tag_ == "VB"):
            above = firm.get(here.head.i)
            if above is not None and above.frame.type in ("AGREE", "REJECT", "THREATEN"):
                return True
        elif here.dep_ not in ("dobj", "pobj", "prep", "conj", "pcomp", "dative"):
            return False
        here = here.head
    return False

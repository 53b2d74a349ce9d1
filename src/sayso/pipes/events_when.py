"""The time of an event among those that its sentence names, and the days that it makes.

A time belongs to the event noun it qualifies ("Monday's raid"), else to the verb it hangs on, by way of whatever stands
between: people and things have no dates ("the mayor on Tuesday rejected"). Clauses share it where they tell of one
time; what came before or after, or is only asked, planned or accused, does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from sayso.pipes.events_attach import DIRECT, SHARED, ancestors, is_verbal, tells
from sayso.pipes.events_nouns import is_agent, lemma_of
from sayso.pipes.events_syntax import children
from sayso.pipes.events_types import Trigger
from sayso.pipes.events_words import list_circumstances
from sayso.types import Days, Time

QUALIFIES = frozenset({"compound", "nmod", "amod", "poss"})
HELD = frozenset({"nsubj", "nsubjpass", "dobj"})
TOLD_OF = frozenset({"xcomp", "ccomp", "pcomp"})


def choose_time(
    trigger: Trigger, named: Sequence[tuple[int, Token]], times: Sequence[Time], triggers: Mapping[int, Trigger]
) -> int | None:
    """The index of the event's time; durations, sets and vague references are none.

    Args:
        trigger: the event's.
        named: the times of its sentence: index and head word.
        times: the report's, by index.
        triggers: all of the document's, by token.
    """
    ranked = []
    for n, head in named:
        nearness = _tie(trigger, head, triggers) if times[n].first is not None else 0
        if nearness:
            ranked.append((-nearness, head.i < trigger.token.i, abs(head.i - trigger.token.i), n))
    return min(ranked)[-1] if ranked else None


def _tie(trigger: Trigger, head: Token, triggers: Mapping[int, Trigger]) -> int:
    """How closely a time is tied to the trigger: DIRECT, SHARED or 0."""
    own = {trigger.token.i, *(w.i for w in trigger.words)}
    path = ancestors(head)
    owner = next((t for t in path if t.i in own or t.i in triggers or is_verbal(t)), None)
    if owner is None or _only_names(head, triggers):
        return 0
    owner = _judged(owner, head, triggers) or _told_of(owner, triggers) or owner
    if owner.i in own:
        return DIRECT
    other = triggers.get(owner.i)
    if other is not None and not is_verbal(owner):
        return SHARED if _shares_with_noun(trigger, owner, other) else 0
    if any(t.i in own for t in path):
        return SHARED if _reaches_down(owner, own) else 0
    return _from_above(trigger, owner, other)


def _judged(verb: Token, head: Token, triggers: Mapping[int, Trigger]) -> Token | None:
    """The deed that a standing verdict is on, where a time follows it: "condemns the attack today"."""
    verdict = triggers.get(verb.i)
    if verdict is None or verb.tag_ not in ("VBZ", "VBP") or verdict.type not in list_circumstances("verbal"):
        return None
    return next((n for n in children(verb, "dobj") if n.i in triggers and n.i < head.i), None)


def _told_of(verb: Token, triggers: Mapping[int, Trigger]) -> Token | None:
    """The event noun that a clause tells about: "the blast that ripped through the hall on Monday"."""
    about = verb.dep_ in ("relcl", "acl") and verb.i not in triggers and verb.head.i in triggers
    return verb.head if about and not is_verbal(verb.head) else None


def _shares_with_noun(trigger: Trigger, noun: Token, other: Trigger) -> bool:
    """Whether the time of an event noun is the trigger's too: "met during Monday's summit"."""
    if noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.i == trigger.token.i:
        return noun.head.lower_ in list_circumstances("during") or noun.head.lower_ in list_circumstances("since")
    return other.type == trigger.type and _is_one_clause(trigger.token, noun)


def _only_names(head: Token, triggers: Mapping[int, Trigger]) -> bool:
    """Whether a time is part of a name or a kind of thing: "a Christmas market"."""
    noun = head.head
    other = noun.i not in triggers and noun.ent_type_ not in ("DATE", "TIME") and not is_agent(noun)
    return head.dep_ in ("compound", "nmod") and noun.pos_ in ("NOUN", "PROPN") and other


def _is_one_clause(token: Token, noun: Token) -> bool:
    """Whether two words of one happening stand in one clause: "Monday's attack killed ten"."""
    around = {t.i for t in ancestors(noun)}
    return token.i in around or any(t.i == noun.i for t in ancestors(token))


def _reaches_down(verb: Token, own: set[int]) -> bool:
    """Whether the time of a verb below the trigger is the trigger's too, as in "tried to kill him on Monday".

    A clause of its own has its own time, but for one about the deed: "the raid that took place on Monday".
    """
    here = verb
    while here.i not in own and here.head.i != here.i:
        finite = here.dep_ in ("advcl", "ccomp", "relcl", "acl") and here.tag_ not in ("VB", "VBG")
        about = here.dep_ in ("relcl", "acl") and not is_agent(here.head)
        marked = _has_mark(here, "since") or (here.dep_ == "advcl" and _has_mark(here, "together"))
        if is_verbal(here) and finite and not about and not marked:
            return False
        here = here.head
    return True


def _from_above(trigger: Trigger, verb: Token, other: Trigger | None) -> int:
    """How closely the trigger shares the time of a verb above it or beside it."""
    token = trigger.token
    steps = _steps(token, verb)
    if tells(verb) or not steps or any(_has_mark(s, "earlier") for s in steps):
        return 0
    if any(is_verbal(s) and s.i != token.i and tells(s) for s in steps):
        return 0
    last = steps[-1]
    if other is not None:
        if last.dep_ in TOLD_OF and other.type in list_circumstances("verbal"):
            return 0
        beside = last.dep_ in ("conj", "advcl") or last.lower_ in list_circumstances("during")
        if other.type != trigger.type and not beside:
            return 0
    held = trigger.frame.part == "noun" and token.dep_ in HELD and token.head.i == verb.i
    return DIRECT if held else SHARED


def _steps(token: Token, verb: Token) -> list[Token]:
    """The words from the trigger's own clause up to just below a verb; none when other clauses stand between."""
    here = token
    while not is_verbal(here) and here.head.i not in (here.i, verb.i):
        here = here.head
    steps = [here]
    for _ in range(8):
        if here.head.i == verb.i:
            return steps
        if here.head.i == here.i or not _joins(here):
            return []
        here = here.head
        steps.append(here)
    return []


def _joins(token: Token) -> bool:
    return token.dep_ in ("conj", "xcomp", "acl", "relcl", "pcomp", "prep")


def _has_mark(clause: Token, group: str) -> bool:
    return any(m.lower_ in list_circumstances(group) for m in children(clause, "mark", "prep", "advmod"))


def make_days(trigger: Trigger, head: Token, time: Time) -> Days | None:
    """The days of an event by its time: "since May" has an open end, for what was in May it is May."""
    if time.first is None and time.last is None:
        return None
    first, last = time.first, time.last
    own = {trigger.token.i}
    here = head
    for _ in range(10):
        if here.i in own or here.head.i == here.i:
            break
        if here.dep_ in ("prep", "mark") and here.lower_ in list_circumstances("until"):
            first = None
        if (here.dep_ == "prep" and here.lower_ in list_circumstances("since")) or _opens(here):
            last = None
        if is_verbal(here) and _has_mark(here, "since") and trigger.token.i != here.i:
            last = None
        here = here.head
    return Days(first, last)


def _opens(preposition: Token) -> bool:
    """Whether something went on from a time: "beginning on May 3"."""
    if preposition.dep_ != "prep" or lemma_of(preposition.head) not in list_circumstances("opening"):
        return preposition.lower_ in list_circumstances("opening") and preposition.dep_ == "prep"
    return preposition.head.tag_ == "VBG"

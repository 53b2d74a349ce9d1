"""The place of an event among those that its sentence names.

The closest tie that any place has with the trigger decides; between places so tied the one nearest to it. From close
to loose: words below the trigger; its host ("Chad suffered attacks"); the seat of its subject ("officials in Cairo
arrested"); the place of the clause it hangs on ("the mosque in Daquq was full when it was hit"); a visit it happened
on. What is said (accusing, asking, ...) has only the first of these: a topic's place is not the speaker's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Token

from sayso.pipes.events_attach import DIRECT, attachment, is_area, is_verbal
from sayso.pipes.events_nouns import is_person, lemma_of
from sayso.pipes.events_syntax import children
from sayso.pipes.events_types import Trigger
from sayso.pipes.events_words import list_circumstances
from sayso.resources import load_yaml
from sayso.types import Place

NAMING = frozenset({"compound", "amod", "nmod", "poss"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def choose_place(
    trigger: Trigger, named: Sequence[tuple[int, Token]], places: Sequence[Place], triggers: Mapping[int, Trigger]
) -> int | None:
    """The index of the event's place.

    Args:
        trigger: the event's.
        named: the places of its sentence: index and head word.
        places: the report's, by index.
        triggers: all of the document's, by token.
    """
    ranked = []
    for n, head in named:
        rank = _tie(trigger, head, places[n], triggers)
        if rank:
            ranked.append((rank, _depth(head), head.i < trigger.token.i, abs(head.i - trigger.token.i), n))
    return min(ranked)[-1] if ranked else None


def _depth(head: Token) -> int:
    """How deep a name stands in other places' words: "in Lima in the south of Peru"."""
    return sum(t.dep_ in ("pobj", "poss", "appos") for t in (head, *_above(head, 12)))


def _tie(trigger: Trigger, head: Token, place: Place, triggers: Mapping[int, Trigger]) -> int:
    """How closely a place is tied to the trigger: 1 the closest, 0 not at all."""
    seat = seat_of(head)
    if _is_speech(trigger):
        own = seat is not None and _is_own(seat.head, trigger) and _judged(trigger, head, triggers) is None
        return 1 if own else 2 * _hosts(trigger, head)
    others = frozenset(i for i, t in triggers.items() if t.type != trigger.type)
    tells = not _is_side(trigger, head, place) and not _is_origin(head) and is_locative(head, trigger.token)
    if tells and attachment(trigger, head, others) >= DIRECT:
        return 1
    if _hosts(trigger, head):
        return 2
    if seat is not None and (rank := _shares(trigger, head, seat, triggers)):
        return rank
    if _is_struck(trigger, head):
        return 3
    return 5 if _is_beside(trigger, head) or _is_goal(trigger, head) else 0


def _shares(trigger: Trigger, head: Token, seat: Token, triggers: Mapping[int, Trigger]) -> int:
    """The rank of a place that something else about the event is at."""
    holder = _holder(seat)
    above = triggers.get(holder.i)
    if above is not None and _is_speech(above) and _judged(above, head, triggers) is trigger:
        return 1
    if _is_beside_in_clause(holder, trigger.token):
        return 3
    return 4 * _governs(holder, trigger.token)


def _is_struck(trigger: Trigger, head: Token) -> bool:
    """Whether a deed hits a place by the verb it is the subject of: "blasts rocked Lima"."""
    while head.dep_ in ("appos", "conj") or (head.dep_ in NAMING and is_area_word(head.head)):
        head = head.head
    return trigger.type == "ASSAULT" and head.dep_ == "dobj" and _is_beside_in_clause(head, trigger.token)


def _judged(speech: Trigger, head: Token, triggers: Mapping[int, Trigger]) -> Trigger | None:
    """The deed that a verb of judging has for its object, where a place follows it: "condemned the attack in Lima"."""
    for noun in children(speech.token, "dobj"):
        deed = triggers.get(noun.i)
        if deed is not None and deed is not speech and noun.i < head.i and not _is_speech(deed):
            return deed
    return None


def _is_goal(trigger: Trigger, head: Token) -> bool:
    """Whether one goes to a place to do it: "he flew to Cairo to meet her"."""
    verb = trigger.token.head
    if trigger.token.dep_ not in ("advcl", "xcomp") or lemma_of(verb) not in list_circumstances("motion"):
        return False
    return head.dep_ == "pobj" and head.head.lower_ in ("to", "in") and head.head.head.i == verb.i


def _is_speech(trigger: Trigger) -> bool:
    lasting = trigger.frame.aspect == "state" or trigger.mode == "investigate"
    return trigger.type in list_circumstances("verbal") and not lasting


def _is_own(token: Token, trigger: Trigger) -> bool:
    return token.i == trigger.token.i or any(token.i == w.i for w in trigger.words)


def _is_origin(head: Token) -> bool:
    """Whether a name tells where somebody comes from: "a teacher from Rome"."""
    return head.dep_ == "pobj" and head.head.lower_ == "from" and is_person(head.head.head)


def _is_beside(trigger: Trigger, head: Token) -> bool:
    """Whether a clause for what happened together tells the place: "shot when rebels passed through Lima"."""
    clauses = [c for c in children(trigger.token, "advcl") if _is_together(c)]
    if not clauses:
        return False
    seat = seat_of(head)
    above = {t.i for t in (_above(head, 5) if seat is None else [_holder(seat)])}
    return any(c.i in above for c in clauses)


def _is_side(trigger: Trigger, head: Token, place: Place) -> bool:
    """Whether a name stands for somebody here, so that it is no place: a side that no locative words make one."""
    if trigger.mode == "visit" or head.i not in {t.i for t in (*trigger.actors, *trigger.recipients)}:
        return False
    state = (place.feature or "")[:3] == "PCL"
    doer = any(head.i == t.i for t in trigger.actors)
    if trigger.type == "ASSAULT" and not doer and not state and place.country is not None:
        return False
    if head.dep_ == "pobj":
        if _is_measured(head.head):
            return False
        return head.head.lower_ not in list_circumstances("stay") and (state or head.head.lower_ not in ("on", "to"))
    return not (head.dep_ == "compound" and head.head.i == trigger.token.i and not (state and doer))


def _hosts(trigger: Trigger, head: Token) -> bool:
    """Whether a name is the subject of a verb for what befalls a place: "Chad suffered attacks"."""
    if head.dep_ != "nsubj" or trigger.frame.part != "noun":
        return False
    return lemma_of(head.head) in list_circumstances("host") and head.head.i in {t.i for t in _above(trigger.token, 3)}


def seat_of(head: Token) -> Token | None:
    """The preposition by which a name, with the nouns for areas that it belongs to, tells where something is."""
    here = head
    for _ in range(8):
        if here.dep_ == "pobj":
            if here.head.lower_ in list_circumstances("stay") or _is_measured(here.head):
                return here.head
            here = here.head.head
            if not is_area_word(here) or is_verbal(here):
                return None
        elif here.dep_ in ("conj", "appos") or (here.dep_ in NAMING and is_area_word(here.head)):
            here = here.head
        else:
            return None
    return None


def _is_measured(preposition: Token) -> bool:
    """Whether a distance stands before: "6 km from", "30 miles north of"."""
    before = preposition.nbor(-1) if preposition.i else preposition
    if preposition.lower_ == "of" and before.i and before.lower_ in list_circumstances("place"):
        before = before.nbor(-1)
    return before.lower_ in list_circumstances("measure")


def _holder(seat: Token) -> Token:
    """What a place's preposition hangs on in the end: "a bench in a mosque in Daquq" by "in"."""
    here = seat.head
    for _ in range(4):
        if here.dep_ != "pobj" or is_verbal(here):
            return here
        here = here.head.head
    return here


def _is_beside_in_clause(noun: Token, token: Token) -> bool:
    """Whether a noun is the subject of the verb that a trigger is, or goes with a trigger that is a noun in one clause.

    "Officials in Cairo arrested ten", "the hall in Lima was shattered by a blast", "blasts hit Lima".
    """
    while noun.dep_ == "conj" and noun.head.i < noun.i:
        noun = noun.head
    verb = noun.head
    if noun.dep_ in SUBJECTS:
        return verb.i == token.i or any(t.i == verb.i for t in _verbs_of(token))
    return noun.dep_ == "dobj" and token.dep_ == "nsubj" and token.head.i == verb.i


def _verbs_of(noun: Token) -> list[Token]:
    """The verb that a noun is the predicate or the agent of."""
    if noun.dep_ == "attr":
        return [noun.head]
    return [noun.head.head] if noun.dep_ == "pobj" and noun.head.dep_ == "agent" else []


def _governs(holder: Token, token: Token) -> bool:
    """Whether a place tells where the clause happens that the trigger's clause is a circumstance of."""
    clause = next((t for t in (token, *_above(token, 3)) if t.dep_ in ("advcl", "relcl")), None)
    if clause is None or not is_verbal(clause) or not _is_together(clause):
        return False
    main = clause.head
    return holder.i == main.i or _is_beside_in_clause(holder, main)


def _is_together(clause: Token) -> bool:
    marks = children(clause, "mark", "advmod")
    return any(m.lower_ in list_circumstances("together") for m in marks)


def _above(token: Token, depth: int) -> list[Token]:
    out = []
    here = token
    for _ in range(depth):
        if here.head.i == here.i:
            break
        here = here.head
        out.append(here)
    return out


def is_locative(head: Token, trigger: Token) -> bool:
    """Whether the place stands after a preposition of place, before the trigger, or where nothing speaks against it."""
    here = head
    for _ in range(4):
        if here.dep_ == "pobj":
            return here.head.lower_ in list_circumstances("place")
        if here.dep_ == "poss" and is_area_word(here.head):
            here = here.head
            continue
        if here.dep_ in ("nsubj", "poss"):
            return False
        if here.dep_ in ("compound", "nmod") and here.head.i == trigger.i:
            return True
        if here.dep_ in ("compound", "amod", "nmod") and not is_area_word(here.head):
            return False
        if here.head.i == here.i:
            return True
        here = here.head
    return True


def is_area_word(token: Token) -> bool:
    """Whether a noun is a place or a part of one: "waters", "tehsil", "hotel"."""
    heads = load_yaml("lexicons/places.yml")["heads"]["after"]
    return is_area(token) or lemma_of(token) in list_circumstances("area") or lemma_of(token) in heads

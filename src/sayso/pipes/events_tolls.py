"""How many were killed, injured, arrested or displaced, from the words that name those it was done to."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.norm.counts import NOBODY, Count, parse_count
from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_nouns import PLURALS, is_plural, lemma_of, load_words
from sayso.pipes.events_syntax import (
    children,
    conjuncts,
    is_passive,
    logical_object,
    noun_phrase,
    surface_subjects,
)
from sayso.pipes.events_types import Trigger
from sayso.pipes.events_words import list_circumstances
from sayso.types import Toll

MORE_KINDS = ("arrested", "missing", "displaced")
ONE_PERSON = frozenset({"he", "she", "him", "her", "his", "himself", "herself", "i", "me"})


def kind_of_toll(trigger: Trigger) -> str | None:
    """What the number of a trigger's targets counts: `killed`, `injured`, `arrested`, `missing` or `displaced`.

    A trigger that only the tagger found counts what the lexicon's entries for its word do. Whoever is "fatally
    wounded", "shot to death" or the target of a "fatal shooting" is killed, not injured; of what was only tried nobody
    is counted.
    """
    if _is_tried(trigger.token):
        return None
    if trigger.type == "ASSAULT" and _is_deadly(trigger.token):
        return "killed"
    if trigger.frame.toll is not None:
        return trigger.frame.toll
    lemma = lemma_of(trigger.token)
    if trigger.frame.word == "*":
        known = load_lexicon().frames.get((trigger.frame.part, lemma), ())
        found = next((f.toll for f in known if f.toll is not None and f.word == lemma), None)
        if found is not None:
            return found
    counted = (kind for kind in MORE_KINDS if lemma in list_circumstances(kind))
    return next(counted, None) if trigger.type in ("COERCE", "ASSAULT") else None


def _is_deadly(token: Token) -> bool:
    """Of nouns only those with "of": not all die whom a "deadly attack on" somebody aims at."""
    has_of = any(c.lower_ == "of" for c in children(token, "prep"))
    said = {c.lower_ for c in children(token, "advmod", *(["amod"] if has_of else []))}
    to = (p for c in children(token, "prep") if c.lower_ == "to" for p in children(c, "pobj"))
    return bool(said & list_circumstances("deadly")) or any(t.lower_ == "death" and t.n_lefts == 0 for t in to)


def _is_tried(token: Token) -> bool:
    """Whether it is what somebody tried to do: "tried to kill", "attempted murder"."""
    words = [lemma_of(c) for c in children(token, "amod")]
    if token.dep_ in ("xcomp", "acl") and any(c.lower_ == "to" for c in children(token, "aux")):
        words.append(lemma_of(token.head))
    return bool({*words} & list_circumstances("tried"))


def find_toll(trigger: Trigger) -> Toll | None:
    """The toll that the trigger tells, by the numbers of its targets; None when they are not counted.

    Several groups are added up: "two soldiers and a child" are three. Parts named after "including" are not. A number
    for dead and injured together is neither's.
    """
    if kind_of_toll(trigger) is None or _is_of_both(trigger):
        return None
    heads = _victims(trigger)
    counts = [c for h in heads if (c := count_of(h)) is not None]
    if not counts or len(counts) < len(heads):
        return _deaths(trigger) if trigger.frame.toll is not None else None
    low = _add([c.min for c in counts])
    high = _add([c.max for c in counts])
    return Toll(low, high, (counts[0].span[0], counts[-1].span[1]))


def find_more(trigger: Trigger) -> dict[str, Toll]:
    """The missing and displaced that a sentence counts besides: "the raid left nine missing"."""
    found: dict[str, Toll] = {}
    for token in trigger.token.sent:
        words = {token.lower_, lemma_of(token)}
        kind = next((k for k in ("missing", "displaced") if words & list_circumstances(k)), None)
        if kind is None or token.pos_ not in ("ADJ", "VERB") or kind in found:
            continue
        counts = [c for h in _said_of(token) if (c := count_of(h)) is not None and (c.max is None or c.max > 1)]
        if counts:
            found[kind] = Toll(counts[0].min, counts[0].max, counts[0].span)
    return found


def _said_of(word: Token) -> list[Token]:
    """Whom a predicate is said of: "nine were missing", "left nine missing", "displaced nine"."""
    if word.pos_ == "VERB" and word.dep_ not in ("oprd", "acomp"):
        heads = logical_object(word) if is_passive(word) else children(word, "dobj")
    else:
        heads = children(word, "nsubj") or (surface_subjects(word.head) if word.dep_ == "acomp" else [])
        heads = heads or (children(word.head, "dobj") if word.dep_ == "oprd" else [])
    return [t for t in heads if t.pos_ in ("NOUN", "NUM")]


def _is_of_both(trigger: Trigger) -> bool:
    """Whether dead and injured have one number: "60 people were killed and injured"."""
    token = trigger.token
    if trigger.frame.part != "verb":
        return False
    joined = [token.head] if token.dep_ == "conj" else children(token, "conj")
    for other in joined:
        one_subject = not children(other if other.i > token.i else token, "nsubj", "nsubjpass", "dobj")
        if one_subject and {_harm_of(token), _harm_of(other)} == {"killed", "injured"}:
            return any(m.lower_ in ("and", "or") for m in children(min(other, token, key=lambda t: t.i), "cc"))
    return False


def _harm_of(token: Token) -> str | None:
    frames = load_lexicon().frames.get(("verb", lemma_of(token)), ())
    return next((f.toll for f in frames if f.toll is not None and f.word == lemma_of(token)), None)


def _victims(trigger: Trigger) -> list[Token]:
    heads = list(trigger.recipients)
    if heads:
        return heads
    found: list[Token] = []
    for name in trigger.frame.recipient:
        for token in trigger.slots.get(name):
            if token.pos_ in ("NUM", "NOUN", "PRON", "DET"):
                found += [t for t in conjuncts(token) if t.pos_ in ("NUM", "NOUN", "PRON")]
        if found:
            return found
    return found


def count_of(head: Token) -> Count | None:
    """How many a noun phrase stands for: its number, one for a single person, None when it does not say."""
    start, _ = noun_phrase(head)
    end = head.idx + len(head)
    words = head.doc.text[start:end]
    if head.lower_ in NOBODY or any(c.lower_ == "no" for c in children(head, "det")):
        return Count(0, 0, (start, max([end, *(c.idx + len(c) for c in children(head, "advmod", "amod"))])))
    number = parse_count(words)
    if number is not None and (is_plural(head) or head.pos_ in ("NUM", "PRON") or number.max == 1 or _counts(head)):
        return Count(number.min, number.max, (start + number.span[0], start + number.span[1]))
    if _is_single(head):
        return Count(1, 1, (start, end))
    return None


def _counts(head: Token) -> bool:
    return lemma_of(head) in load_words("agents")["crowd"] or bool(children(head, "nummod"))


def _is_single(head: Token) -> bool:
    if head.lower_ in ONE_PERSON:
        return True
    if head.lower_ in PLURALS or head.tag_ in ("NNS", "NNPS"):  # of those joined with it each is counted by itself
        return False
    if head.ent_type_ == "PERSON" or (head.pos_ == "PROPN" and head.ent_type_ == ""):
        return head.pos_ == "PROPN"
    agents = load_words("agents")
    lemma = lemma_of(head)
    return lemma in (agents["people"] | agents["political"]) - agents["collective"]


def _deaths(trigger: Trigger) -> Toll | None:
    """The number before a noun for dying itself: "12 deaths"."""
    token = trigger.token
    if trigger.frame.part != "noun" or not children(token, "nummod"):
        return None
    number = parse_count(token.doc.text[noun_phrase(token)[0] : token.idx])
    if number is None:
        return None
    start = noun_phrase(token)[0]
    return Toll(number.min, number.max, (start + number.span[0], start + number.span[1]))


def _add(values: list[int | None]) -> int | None:
    """The sum; unknown as soon as one is."""
    return None if any(v is None for v in values) else sum(v for v in values if v is not None)

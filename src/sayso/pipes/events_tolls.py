"""How many were killed or injured, from the words that name those it was done to."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.norm.counts import NOBODY, Count, parse_count
from sayso.pipes.events_nouns import is_plural, lemma_of, load_words
from sayso.pipes.events_syntax import children, conjuncts, noun_phrase
from sayso.pipes.events_types import Trigger
from sayso.types import Toll

ONE_PERSON = frozenset({"he", "she", "him", "her", "his", "himself", "herself", "i", "me"})


def find_toll(trigger: Trigger) -> Toll | None:
    """The toll that the trigger tells, by the numbers of its targets; None when they are not counted.

    Several groups are added up: "two soldiers and a child" are three. Parts named after "including" are not.
    """
    if trigger.frame.toll is None:
        return None
    heads = _victims(trigger)
    counts = [c for h in heads if (c := count_of(h)) is not None]
    if not counts or len(counts) < len(heads):
        return _deaths(trigger)
    low = _add([c.min for c in counts])
    high = _add([c.max for c in counts])
    return Toll(low, high, (counts[0].span[0], counts[-1].span[1]))


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
        return Count(0, 0, (start, end))
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
    if (is_plural(head) and head.tag_ != "NNP") or head.tag_ in ("NNS", "NNPS"):
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

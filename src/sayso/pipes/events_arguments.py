"""Who does it and to whom: the slots of a trigger, filled from the parse."""

from __future__ import annotations

from spacy.tokens import Token

from sayso.norm.countries import find_country
from sayso.norm.roles import get_role
from sayso.pipes.events_lexicon import Frame
from sayso.pipes.events_nouns import is_agent, is_bare_target, is_place, is_plural, is_weapon, lemma_of
from sayso.pipes.events_slots import Slots, qualifiers, told
from sayso.pipes.events_syntax import children, conjuncts, noun_phrase, prepositions

DIG_FIRST = (
    "by", "from", "of", "against", "with", "on", "to", "at", "for", "between", "in", "into", "over", "about", "toward",
    "towards",
)
DEPTH = 4
VERBAL = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "CONCEDE", "AID", "AGREE"})
WITHIN = ("in", "into", "over", "about", "toward", "towards")
CLAUSES = frozenset({"comp", "compsubj"})
ONE_SIDED = frozenset({"comp", "compsubj", "to", "for", "dative"})
OWN = frozenset({"its", "our", "my", "their", "own"})


def fill(slots: Slots, names: tuple[str, ...], *, dig: str = "", hits: bool = False) -> tuple[list[Token], str]:
    """The heads in the first of the slots `names` that holds somebody, and the name of that slot.

    With `dig`, a slot that holds a thing gives who stands inside its noun phrase: of "the Chilean offer" Chile;
    "near" looks only at what stands before the thing, "deep" also at phrases after it, but first in all slots for who
    stands there outright, "within" at where it is too. With `hits`, buildings that bodies are named for ("the church")
    are things.
    """
    if dig == "deep":
        found, name = fill(slots, tuple(n for n in names if n not in CLAUSES), hits=hits)
        if found:
            return found, name
    for name in names:
        for token in slots.get(name):
            found = [a for a in agents_of(token) if not (hits and is_bare_target(a))]
            if not found and dig:
                found = _before(token) if dig == "near" else inner_agents(token, within=dig == "within")
            if found:
                return found, name
        if name in CLAUSES:
            found = _complement_agents(slots.trigger, name, within=dig == "within")
            if found:
                return found, name
    return [], ""


def _before(thing: Token) -> list[Token]:
    """Who owns or qualifies a thing: the army of "the army's base", "an army base", "a base of the army"."""
    owners = [a for child in children(thing, "poss") if child.lower_ not in OWN for a in agents_of(child)]
    found = owners or qualifiers(thing)
    if not found:
        found = [a for name, noun in prepositions(thing) if name == "of" for a in agents_of(noun)]
    return found


def agents_of(token: Token) -> list[Token]:
    """`token` and what is joined to it by "and", as far as they are somebody."""
    if not is_agent(token):
        return []
    return [_speaker(t) for t in conjuncts(token) if is_agent(t) or t.pos_ == "PROPN"]


def _speaker(token: Token) -> Token:
    """Of "Mali said it had closed the border" Mali for "it": the pronoun that stands for the one who tells."""
    if token.lower_ not in ("it", "he", "she", "they") or token.dep_ not in ("nsubj", "nsubjpass"):
        return token
    verb = token.head
    if verb.dep_ != "ccomp" or verb.head.i >= token.i:
        return token
    said = children(verb.head, "nsubj")
    if said and said[0].pos_ != "PRON" and _agrees(token, said[0]) and is_agent(said[0]):
        return said[0]
    return token


def _agrees(pronoun: Token, noun: Token) -> bool:
    word = pronoun.lower_
    if word == "they" or is_plural(noun):
        return word == "they" and is_plural(noun)
    role = get_role(lemma_of(noun))
    human = noun.ent_type_ == "PERSON" or (role is not None and role.human)
    return not human if word == "it" else noun.ent_type_ not in ("GPE", "ORG")


def inner_agents(token: Token, depth: int = 0, *, within: bool = False) -> list[Token]:
    """Who stands inside the phrase of a thing: its possessor, its qualifier ("Iranian"), or a phrase after it."""
    if depth > DEPTH:
        return []
    for child in children(token, "poss"):
        if child.lower_ in OWN:
            continue
        found = agents_of(child) or inner_agents(child, depth + 1, within=within)
        if found:
            return found
    by_preposition: dict[str, list[Token]] = {}
    for name, noun in prepositions(token):
        by_preposition.setdefault(name, []).append(noun)
    for name in DIG_FIRST:
        if name != "by" and qualifiers(token):
            return qualifiers(token)
        if name in WITHIN and not within:
            break
        for noun in by_preposition.get(name, []):
            found = agents_of(noun) if noun.pos_ != "VERB" else []
            found = found or (
                _verb_agents(noun) if noun.pos_ == "VERB" else inner_agents(noun, depth + 1, within=within)
            )
            if found:
                return found
    for clause in children(token, "acl", "relcl"):
        found = _verb_agents(clause, depth + 1)
        if found:
            return found
    for other in children(token, "conj"):
        found = inner_agents(other, depth + 1)
        if found:
            return found
    return []


def _complement_agents(trigger: Token, name: str, *, within: bool) -> list[Token]:
    """Who stands in the clause that follows: its subject (`compsubj`), else whom it is done to."""
    clauses = (
        children(trigger, "ccomp", "xcomp", "advcl")
        if trigger.pos_ != "NOUN"
        else children(trigger, "acl", "xcomp", "ccomp")
    )
    for prep in children(trigger, "prep"):
        clauses += children(prep, "pcomp")
    for noun in children(trigger, "dobj", "attr", "acomp"):
        clauses += children(noun, "acl", "xcomp")
    for clause in clauses:
        if clause.i < trigger.i:
            continue
        if name == "compsubj":
            found = [a for s in children(clause, "nsubj", "nsubjpass") for a in agents_of(s) or inner_agents(s)]
        else:
            found = _verb_agents(clause, within=within)
        if found:
            return found
    return []


def _verb_agents(verb: Token, depth: int = 0, *, within: bool = False) -> list[Token]:
    """Whom the clause headed by `verb` is about: its object's people, or those after its prepositions."""
    if depth > DEPTH:
        return []
    for thing in (*children(verb, "dative"), *children(verb, "dobj", "attr"), *told(verb)):
        inner = children(thing, "pobj") if thing.pos_ == "ADP" else [thing]
        for token in inner:
            own = any(c.lower_ in OWN for c in children(token, "poss"))
            found = (agents_of(token) if not own else []) or inner_agents(token, depth + 1, within=within)
            if found:
                return found
    for name, noun in prepositions(verb):
        if name not in ("as", "like", "after", "before", "during", "since", "until", "because", "despite"):
            found = agents_of(noun) if noun.pos_ != "VERB" else _verb_agents(noun, depth + 1, within=within)
            found = found or (inner_agents(noun, depth + 1, within=within) if noun.pos_ != "VERB" else [])
            if found:
                return found
    for clause in children(verb, "xcomp", "ccomp"):
        found = _verb_agents(clause, depth + 1, within=within)
        if found:
            return found
    return []


def sides_of(slots: Slots, frame: Frame) -> tuple[list[Token], list[Token]]:
    """The heads of the doers and of those it is done to; both sides of a mutual act stand in both."""
    hits = frame.type == "ASSAULT" or frame.mode == "seize"
    dig = (
        "near"
        if frame.type == "ASSAULT" or (frame.part == "noun" and frame.type == "COERCE")
        else "within"
        if frame.type in VERBAL
        else "deep"
    )
    actors, _ = fill(slots, frame.actor)
    if not actors and frame.type in ("ASSAULT", "MOBILIZE") and frame.part == "verb":
        actors = [a for token in slots.get("subj") if is_weapon(token) for a in _before(token)]
    recipients, slot = fill(slots, frame.recipient, dig=dig, hits=hits)
    if slot == "of" and not actors and frame.part == "noun":
        actors, _ = fill(slots, ("poss",))
    taken = {t.i for t in actors}
    if actors and any(t.i in taken for t in recipients):
        rest = tuple(n for n in frame.recipient if n not in (slot, *frame.actor))
        recipients, slot = fill(slots, rest, dig=dig, hits=hits)
    recipients = [t for t in recipients if t.i not in taken]
    if frame.mode == "visit":
        recipients = [t for t in recipients if t.ent_type_ != "GPE" or _is_country(t)]
    if frame.mutual and slot not in ONE_SIDED:
        return _both(actors, recipients)
    if frame.mutual and len(actors) > 1:
        return actors, [*actors, *recipients]
    return actors, recipients


def _is_country(token: Token) -> bool:
    start, end = noun_phrase(token)
    return find_country(token.doc.text[start:end].removeprefix("the ")) is not None


def _both(actors: list[Token], recipients: list[Token]) -> tuple[list[Token], list[Token]]:
    together = sorted([*actors, *recipients], key=lambda t: t.i)
    if len(together) == 1 and not is_plural(together[0]):
        return actors, recipients
    return together, together


def place_recipient(slots: Slots) -> list[Token]:
    """The country after "in", as the one an act of force is turned on when no other is named."""
    return [t for t in slots.get("in") if t.ent_type_ == "GPE" and is_place(t)]

"""What stands around a trigger in the parse, by grammatical slot."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from sayso.pipes.events_lexicon import load_lexicon
from sayso.pipes.events_nouns import is_agent, is_nation, lemma_of
from sayso.pipes.events_syntax import (
    OBJECTS,
    children,
    is_passive,
    logical_object,
    logical_subject,
    prepositions,
    surface_subjects,
)


@dataclass(slots=True)
class Slots:
    """What stands around one trigger: heads of noun phrases by slot name."""

    trigger: Token
    part: str
    found: dict[str, list[Token]] = field(default_factory=dict)

    def get(self, name: str) -> list[Token]:
        return self.found.get(name, [])

    def add(self, name: str, tokens: list[Token]) -> None:
        have = self.found.setdefault(name, [])
        have += [t for t in tokens if all(t.i != h.i for h in have)]


def read_slots(trigger: Token, part: str) -> Slots:
    """The slots of a verb, noun or adjective; a "rescue mission" has those of the mission."""
    slots = Slots(trigger, part)
    if part == "noun" and trigger.dep_ == "compound":
        trigger = trigger.head
    if part == "verb" and trigger.dep_ == "aux":
        _read_modal(slots, trigger.head)
    elif part == "verb":
        _read_verb(slots, trigger)
    elif part == "noun":
        _read_noun(slots, trigger)
    else:
        _read_adjective(slots, trigger)
    return slots


def _read_modal(slots: Slots, verb: Token) -> None:
    """Of "the bishop said the army must leave": the speaker as subject, those who must as object."""
    if verb.dep_ == "ccomp" and verb.head.i != verb.i and lemma_of(verb.head) in load_lexicon().words["speech"]:
        slots.add("subj", children(verb.head, "nsubj"))
        slots.add("obj", children(verb, "nsubj"))


def qualifiers(token: Token) -> list[Token]:
    """Names and adjectives before a noun that stand for somebody: "US", "Taliban", "Chilean", "police".

    Of a name of several words only the last stands for it; of "Afghan army base" the army.
    """
    found = [
        c
        for c in token.children
        if c.dep_ in ("compound", "amod", "nmod")
        and c.i < token.i
        and (
            (c.ent_type_ in ("GPE", "NORP", "ORG", "PERSON") and c.text[:1].isupper())
            or is_nation(c.text)
            or _is_group(c)
        )
    ]
    return [c for c, after in zip(found, [*found[1:], None], strict=False) if after is None or not _runs_into(c, after)]


def _runs_into(token: Token, after: Token) -> bool:
    """Whether `after` goes on with the name or noun phrase that `token` begins."""
    if after.i != token.i + 1:
        return False
    return (token.ent_type_ != "" and token.ent_type_ == after.ent_type_ and after.ent_iob_ == "I") or (
        after.dep_ == "compound" and _is_group(after)
    )


def _is_group(token: Token) -> bool:
    return (
        token.dep_ == "compound"
        and token.pos_ in ("NOUN", "PROPN")
        and is_agent(token)
        and token.ent_type_ != "FAC"
        and (lemma_of(token) not in ("car", "state", "house", "press", "front", "home"))
    )


def _read_verb(slots: Slots, verb: Token) -> None:
    slots.add("subj", logical_subject(verb))
    if verb.dep_ == "acl" and not is_passive(verb):
        slots.add("subj", _authors(verb))
    slots.add("obj", logical_object(verb))
    slots.add(
        "obj", [o for o in children(verb, *OBJECTS) if o.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and o.dep_ != "dobj"]
    )
    for child in children(verb, "dative"):
        if child.pos_ == "ADP":
            slots.add("to", children(child, "pobj"))
        else:
            slots.add("dative", [child])
    for name, noun in prepositions(verb):
        slots.add(name, [noun])
    for particle in children(verb, "prt"):
        for name, noun in prepositions(particle):
            slots.add(name, [noun])
    slots.add("obj", told(verb))
    for thing in children(verb, "dobj", "attr", "nsubjpass"):
        if not is_agent(thing):
            _read_phrases(slots, thing)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.i > verb.head.i:
        _share_object(slots, verb)
    else:
        _take_object(slots, verb)


def _authors(clause: Token) -> list[Token]:
    """Who speaks in what they say or plan: Oxfam of "Oxfam's report accusing ..." and "Oxfam put out a plan to ..."."""
    noun = clause.head
    said = lemma_of(noun) in load_lexicon().words["utterance"]
    if is_agent(noun) or not (said or any(c.tag_ == "TO" for c in clause.children)):
        return []
    owners = children(noun, "poss") + [n for name, n in prepositions(noun) if name in ("by", "from") and said]
    above = noun.head
    if not owners and noun.dep_ in ("dobj", "pobj", "nsubjpass"):
        owners = logical_subject(above if above.pos_ == "VERB" else above.head)
    return owners


def _read_phrases(slots: Slots, noun: Token, depth: int = 0) -> None:
    """The prepositions after a noun, and after the thing in its "of" phrase, where the parser often hangs them."""
    for name, found in prepositions(noun):
        slots.add(name, [found] if found.dep_ != "pcomp" else [])
        if name == "of" and depth < 2 and found.pos_ in ("NOUN", "PROPN"):
            inner = Slots(slots.trigger, slots.part)
            _read_phrases(inner, found, depth + 1)
            for other in ("by", "to", "against", "on", "with"):
                slots.add(other, inner.get(other))


def told(verb: Token) -> list[Token]:
    """Who is told or allowed to do something: the subject of an infinitive ("urged the rebels to surrender")."""
    return [
        subject
        for clause in children(verb, "ccomp", "xcomp")
        if any(c.tag_ == "TO" for c in clause.children) or clause.tag_ == "VB"
        for subject in children(clause, "nsubj", "nsubjpass")
        if clause.i > verb.i and not any(c.dep_ == "mark" or c.tag_ == "MD" for c in clause.children)
    ]


def _share_object(slots: Slots, verb: Token) -> None:
    """In "abducted and killed a priest" the parser gives the object to one verb; both have it when adjacent."""
    if not slots.get("obj") and not any(c.dep_ in ("prep", "ccomp", "xcomp", "prt") for c in verb.children):
        slots.add("obj", [o for o in children(verb.head, "dobj", "nsubjpass") if o.i > verb.i])


def _take_object(slots: Slots, verb: Token) -> None:
    if (
        slots.get("obj")
        or verb.dep_ == "relcl"
        or any(c.dep_ in ("prep", "ccomp", "xcomp", "advmod") for c in verb.children)
    ):
        return
    for other in children(verb, "conj"):
        if (
            other.pos_ == "VERB"
            and not any(c.dep_ in ("nsubj", "nsubjpass") for c in other.children)
            and other.i - verb.i < 4
        ):
            slots.add("obj", children(other, "dobj"))


def _read_noun(slots: Slots, noun: Token) -> None:
    slots.add("poss", children(noun, "poss"))
    slots.add("mod", qualifiers(noun))
    _read_phrases(slots, noun)
    if noun.dep_ == "attr":
        slots.add("subj", surface_subjects(noun.head))
    for clause in children(noun, "acl"):
        if clause.tag_ == "VBN":
            slots.add("by", logical_subject(clause))
            for name, found in prepositions(clause):
                if name != "by":
                    slots.add(name, [found])
        elif clause.tag_ == "VBG":
            for thing in children(clause, "dobj"):
                slots.add("of", [thing])
    if noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        _share_noun(slots, noun)


def _share_noun(slots: Slots, noun: Token) -> None:
    """A noun joined to another shares what stands before that one: "the US invasion and occupation"."""
    if not slots.get("poss") and not slots.get("mod"):
        slots.add("poss", children(noun.head, "poss"))
        slots.add("mod", qualifiers(noun.head))


def _read_adjective(slots: Slots, adjective: Token) -> None:
    if adjective.dep_ == "amod":
        slots.add("subj", [adjective.head])
    elif adjective.head.pos_ in ("AUX", "VERB"):
        objects = (
            children(adjective.head, "dobj") if adjective.dep_ in ("oprd", "xcomp") else children(adjective, "nsubj")
        )
        slots.add("subj", objects or surface_subjects(adjective.head))
        if objects:
            slots.add("by", logical_subject(adjective.head))
        if adjective.dep_ == "ccomp":
            slots.add("subj", children(adjective, "nsubj"))
        for name, found in prepositions(adjective.head):
            slots.add(name, [found])
    slots.add("subj", children(adjective, "nsubj"))
    for name, found in prepositions(adjective):
        slots.add(name, [found])

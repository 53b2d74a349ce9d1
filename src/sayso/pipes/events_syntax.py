"""Walks over the dependency parse (ClearNLP labels, as en_core_web_* give them) that the event modules share."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from sayso.types import Span

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj", "oprd", "attr"})
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
RELATIVE = frozenset({"who", "which", "that", "whom"})
_LEFT_OUT = CLAUSES | {"conj", "cc", "punct", "preconj", "appos", "case", "advcl", "dep", "npadvmod"}
_KEPT_PREPOSITIONS = frozenset({"of"})
DEPTH = 12


def children(token: Token, *deps: str) -> list[Token]:
    """The children of `token` with one of these labels, in the order of the text."""
    return [c for c in token.children if c.dep_ in deps]


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject undergoes it: a passive, or a bare participle after its noun."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "csubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ in ("acl", "amod", "oprd") or any(c.dep_ == "agent" for c in verb.children):
        return True
    has_aux = any(c.dep_ == "aux" for c in verb.children)
    if verb.dep_ == "conj" and not has_aux and any(c.dep_ in SUBJECTS for c in verb.children):
        return not any(c.dep_ in OBJECTS for c in verb.children)  # "four were killed and six wounded"
    if verb.dep_ == "conj" and not has_aux and verb.head.pos_ == "VERB" and verb.head.tag_ == "VBN":
        return is_passive(verb.head) and not any(c.dep_ in SUBJECTS for c in verb.children)
    return (
        verb.dep_ in ("advcl", "ROOT", "ccomp", "xcomp")
        and not has_aux
        and not any(c.dep_ in OBJECTS for c in verb.children)
    )


def surface_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who the verb is said of: its own subject, or the one it takes over from the clause above.

    Relative pronouns are replaced by what they stand for. Empty when the clause has no subject.
    """
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        return [_antecedent(verb, s) for s in own]
    if depth > DEPTH:
        return []
    head = verb.head
    if head.i == verb.i:
        return []
    if verb.dep_ in ("acl", "relcl", "amod"):
        return [head]
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX", "ADJ"):
        return surface_subjects(head, depth + 1)
    if verb.dep_ in ("xcomp", "ccomp"):
        return _controller(head, depth + 1)
    if verb.dep_ == "advcl":
        return surface_subjects(head, depth + 1) if head.pos_ in ("VERB", "AUX", "ADJ") else [head]
    if verb.dep_ == "pcomp":
        return _controller(head.head, depth + 1)
    return []


def logical_object(verb: Token) -> list[Token]:
    """What undergoes the verb: the subject of a passive, else the object; the noun of a relative clause with a gap."""
    if is_passive(verb):
        found = surface_subjects(verb)
        return found or children(verb, "dobj", "obj")
    found = [_antecedent(verb, o) for o in children(verb, "dobj", "obj")]
    if not found and verb.dep_ == "relcl" and children(verb, "nsubj") and not _has_relative_subject(verb):
        return [verb.head]
    return found


def logical_subject(verb: Token) -> list[Token]:
    """Who does it: the by-phrase of a passive, else the subject."""
    if is_passive(verb):
        return [p for agent in children(verb, "agent") for p in children(agent, "pobj")]
    return surface_subjects(verb)


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Each preposition that hangs on `token` and its object; "out of" and "because of" count as "of"."""
    for prep in token.children:
        if prep.dep_ not in ("prep", "dative", "agent") or prep.pos_ in ("NOUN", "PROPN", "PRON"):
            continue
        name = prep.lower_
        for child in prep.children:
            if child.dep_ in ("pobj", "pcomp"):
                yield name, child
            elif child.dep_ == "prep":
                for inner in children(child, "pobj"):
                    yield child.lower_, inner


def conjuncts(token: Token) -> list[Token]:
    """`token` and the nouns joined to it by "and", in the order of the text."""
    out = [token]
    queue = [token]
    while queue and len(out) < 24:
        here = queue.pop(0)
        for child in here.children:
            if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                out.append(child)
                queue.append(child)
    return out


def noun_phrase(token: Token) -> Span:
    """The words of the noun phrase that `token` heads, without clauses, appositions and further conjuncts.

    Only an "of" phrase is kept to the right: "the agencies of the two countries", but "gunmen" of "gunmen in Gao".
    """
    first = last = token
    queue = [token]
    while queue:
        here = queue.pop()
        for child in here.children:
            if child.dep_ in _LEFT_OUT and not _holds_together(child, inner=here.i != token.i):
                continue
            if child.dep_ in ("prep", "agent") and not _is_kept(child):
                continue
            if child.i < first.i:
                first = child
            if child.i > last.i:
                last = child
            queue.append(child)
    return first.idx, last.idx + len(last)


def _is_kept(preposition: Token) -> bool:
    """Whether a phrase stays in the noun's: "the army of Chad", but not what the army is accused of doing."""
    done = any(c.dep_ == "pcomp" or c.pos_ == "VERB" for c in preposition.children)
    return preposition.lower_ in _KEPT_PREPOSITIONS and not done


def _holds_together(child: Token, *, inner: bool) -> bool:
    """Whether a part that noun phrases mostly leave out belongs to this one: "pro-Iran", "the army's"."""
    if child.dep_ == "punct":
        return child.text in "-–/"
    return inner and child.dep_ in ("case", "conj", "cc", "npadvmod")


def is_negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above `token`."""
    here = token
    for _ in range(DEPTH):
        if here.head.i == here.i:
            return None
        here = here.head
        if here.pos_ in ("VERB", "AUX"):
            return here
    return None


def _antecedent(verb: Token, word: Token) -> Token:
    """What a relative pronoun stands for; any other word is returned as it is."""
    if word.lower_ not in RELATIVE or word.pos_ == "NOUN":
        return word
    here = verb
    for _ in range(DEPTH):
        if here.dep_ == "relcl":
            return here.head
        if here.dep_ not in ("conj", "xcomp", "ccomp") or here.head.i == here.i:
            return word
        here = here.head
    return word


def _has_relative_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS and c.lower_ in RELATIVE for c in verb.children)


def _controller(head: Token, depth: int) -> list[Token]:
    """The understood subject of a bare complement of `head`: its object if it has one, else its subject."""
    if head.pos_ in ("VERB", "AUX"):
        objects = children(head, "dobj", "obj", "dative")
        if objects and head.lemma_ not in ("promise", "pledge", "vow", "use", "have", "take", "make", "issue", "hold"):
            return [o for o in objects if o.pos_ != "ADP"] or surface_subjects(head, depth)
        return surface_subjects(head, depth)
    if head.pos_ == "ADJ":
        return surface_subjects(head, depth)
    if head.pos_ in ("NOUN", "PROPN"):
        above = governing_verb(head)
        return surface_subjects(above, depth) if above is not None and depth <= DEPTH else []
    return []

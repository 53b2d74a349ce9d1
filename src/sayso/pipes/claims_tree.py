"""What the claim rules ask of the dependency parse: whole phrases, subjects that are understood, cue groups."""

from __future__ import annotations

from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_CUE_LEFT = ("aux", "auxpass", "neg", "advmod")
MAX_CLIMB = 8


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of the labels."""
    return next((c for c in token.children if c.dep_ in deps), None)


def has(token: Token, *deps: str) -> bool:
    return child(token, *deps) is not None


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: an auxiliary says so, or it is a bare past participle with its agent."""
    if has(verb, "auxpass", "nsubjpass"):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "advcl", "oprd", "amod") and not has(verb, "aux")


def agent(verb: Token) -> Token | None:
    """The noun after "by" of a passive verb."""
    by = child(verb, "agent") or next(
        (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "by"), None)
    return child(by, "pobj") if by is not None else None


def subject(verb: Token) -> Token | None:
    """The subject of `verb`, expressed or understood from the clause it depends on; never an empty "it" or "there"."""
    for _ in range(MAX_CLIMB):
        own = child(verb, *SUBJECTS)
        if own is not None:
            return own
        if has(verb, "expl"):
            return None
        head = verb.head
        if head.i == verb.i:
            return None
        if verb.dep_ == "acl":
            return head if verb.tag_ in ("VBG", "VBN", "VB") else None
        if verb.dep_ == "relcl":
            return head
        if verb.dep_ == "xcomp":
            told = child(head, "dobj", "dative")
            if told is not None and told.i < verb.i and head.lemma_ in ("urge", "ask", "tell", "want", "allow", "let"):
                return told
        if verb.dep_ == "pcomp":
            head = head.head
        if head.pos_ not in ("VERB", "AUX"):
            return _possessor(head)
        verb = head
    return None


def _possessor(noun: Token) -> Token | None:
    return child(noun, "poss") if noun.pos_ in ("NOUN", "PROPN") else None


def phrase(head: Token) -> tuple[int, int]:
    """First token and the one past the last of a noun phrase, without a relative clause set off by a comma."""
    first, last = head.left_edge.i, head.right_edge.i + 1
    for c in head.children:
        if c.dep_ == "relcl" and c.i > head.i:
            edge = c.left_edge.i
            if edge > first and head.doc[edge - 1].text == ",":
                last = min(last, edge - 1)
        elif c.dep_ in ("acl", "advcl", "cc") and c.i > head.i and head.doc[c.left_edge.i - 1].text == ",":
            last = min(last, c.left_edge.i - 1)
        elif c.dep_ in ("ccomp", "parataxis"):
            last = min(last, max(head.i + 1, c.left_edge.i))
    return first, max(last, head.i + 1)


def cue_group(verb: Token) -> tuple[int, int]:
    """The unbroken stretch of a verb with its auxiliaries, negation, adverbs and particle."""
    doc = verb.doc
    first = last = verb.i
    near = {c.i: c for c in verb.children}
    while first - 1 in near and near[first - 1].dep_ in _CUE_LEFT and not near[first - 1].is_punct:
        if near[first - 1].dep_ == "advmod" and near[first - 1].tag_ in ("WRB", "IN"):
            break
        first -= 1
    while last + 1 < len(doc) and last + 1 in near and near[last + 1].dep_ == "prt":
        last += 1
    if verb.dep_ == "xcomp" and first > 0:
        first = _climb_cue(verb, first)
    return first, last + 1


def _climb_cue(verb: Token, first: int) -> int:
    """A verb before "to say" that is no cue itself belongs to the cue: "went on to say"."""
    head = verb.head
    if head.pos_ in ("VERB", "AUX") and head.i < first and first - head.i <= 3:
        between = verb.doc[head.i + 1 : first]
        if all(t.dep_ in ("prt", "aux", "advmod", "prep", "neg") for t in between):
            return cue_group(head)[0]
    return first


def clause_root(token: Token) -> Token:
    """The verb of the smallest finite clause that holds `token`."""
    for _ in range(MAX_CLIMB):
        if token.dep_ in ("ROOT", "ccomp", "relcl", "parataxis") or token.head.i == token.i:
            return token
        if token.dep_ in ("advcl", "conj") and has(token, *SUBJECTS):
            return token
        token = token.head
    return token

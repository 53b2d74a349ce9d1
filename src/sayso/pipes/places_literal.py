"""Names of states and capitals that stand for a government: "Moscow's offer", "Washington said".

By the name's place in the sentence (lexicons/metonymy.yml); the kinds follow Markert and Nissim, "SemEval-2007 Task 08:
Metonymy Resolution". A city that is no capital, a region or a river is always taken for a place.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from sayso.norm.gazetteer import Entry, find_capital, find_country
from sayso.pipes.places_spans import Candidate
from sayso.resources import load_yaml

_ROLES = {
    "nsubj": "subject", "dobj": "object", "dative": "object", "poss": "owner", "compound": "owner", "nmod": "owner",
}


def is_literal(doc: Doc, mention: Candidate, entry: Entry | None) -> bool:
    """Whether `mention` is meant as a place."""
    if _is_in_a_name(doc, mention):
        return False
    if find_country(mention.text) is None and find_capital(mention.text) is None:
        return True
    governs = entry is None or entry.feature[:3] == "PCL" or entry.feature == "PPLC"
    if not governs and not _may_act(doc, mention, entry):
        return True
    name = doc[mention.first : mention.last].root
    while name.dep_ == "conj" and name.head is not name:  # "Paris and Berlin said"
        name = name.head
    return not any(word.lemma_.lower() in _words(role, by) for role, by, word in _places_of(name))


def _may_act(doc: Doc, mention: Candidate, entry: Entry | None) -> bool:
    """Whether a capital's name that seems to be a division's may be the government: not in "Olympia, Washington"."""
    return entry is not None and entry.feature == "ADM1" and not (mention.first and doc[mention.first - 1].text == ",")


def _is_in_a_name(doc: Doc, mention: Candidate) -> bool:
    """Whether it belongs to the name of a body: "University of Texas"; it places the others, but is no place itself."""
    first = doc[mention.first]
    if mention.first == 0 or first.ent_type_ != "ORG" or first.ent_iob_ != "I":
        return False
    return doc[mention.first - 1].lower_ == "of"


def _places_of(name: Token) -> list[tuple[str, str, Token]]:
    """How `name` hangs in its sentence: the role, its preposition or "", and the word it hangs on."""
    head = name.head
    if name.dep_ in _ROLES:
        return [(_ROLES[name.dep_], "", head), *_open_clauses(name, head)]
    if name.dep_ == "pobj":
        role = "agent" if head.dep_ == "agent" else "beside"
        return [(role, "" if role == "agent" else head.lower_, head.head)]
    return []


def _open_clauses(name: Token, verb: Token) -> list[tuple[str, str, Token]]:
    """A subject is also that of verbs joined to its verb: "Moscow met and rejected"."""
    if name.dep_ != "nsubj":
        return []
    joined = [t for t in verb.conjuncts if t.pos_ == "VERB" and not any(c.dep_ == "nsubj" for c in t.children)]
    return [("subject", "", t) for t in joined]


@cache
def _words(role: str, by: str) -> frozenset[str]:
    entries = [e for e in load_yaml("lexicons/metonymy.yml") if e["role"] == role]
    return frozenset(word for e in entries if not by or by in e["prepositions"] for word in e["words"])

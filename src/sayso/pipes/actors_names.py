"""Proper names in a parsed report: where they are and what kind of actor they name."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from sayso.norm.countries import find_country, find_nationality
from sayso.norm.kb import Entity, find_entity, longest_name
from sayso.norm.names import is_acronym, strip_article
from sayso.norm.roles import find_role
from sayso.pipes.actors_lexicon import words_of

LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
NEVER = frozenset({
    "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "LANGUAGE", "LAW", "WORK_OF_ART", "EVENT",
})
_DOUBTFUL = frozenset({"CARDINAL", "LOC", "FAC", "PRODUCT"})
_ACTING = frozenset({"nsubj", "nsubjpass", "poss", "agent", "appos"})


def find_names(doc: Doc, near: str | None = None) -> list[Span]:
    """The names of the report: those of the knowledge base, then the recogniser's, then proper nouns that act.

    Args:
        doc: the parsed report.
        near: the alpha-3 code of the country that the report is about, when that is clear.
    """
    taken: set[int] = set()
    names: list[Span] = []
    known, recognised = _known(doc, near), _recognised(doc)
    for span in (*known, *recognised, *_surnames(doc, find_surnames(recognised)), *_unrecognised(doc)):
        if not any(i in taken for i in range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            names.append(span)
    return names


def label_name(name: Span, entity: Entity | None) -> str | None:
    """PERSON, ORG, GPE or NORP: by the knowledge base, titles and roles before the recogniser; None for no actor."""
    if entity is not None:
        if entity.person:
            return "PERSON"
        return "GPE" if entity.terms[0].type == "state" else "ORG"
    if name.start and name.doc[name.start - 1].lower_ in words_of("name_titles"):
        return "PERSON"
    text = strip_article(name.text)
    if find_country(text):
        return "GPE"
    if find_nationality(text):
        return "NORP"
    role = find_role([t.lower_ for t in name])
    if role is not None and len(name) > 1 and not role[0].human:
        return "ORG"
    label = name.root.ent_type_
    if label in _DOUBTFUL:
        return None if role is None else "ORG"
    if not label:
        return "ORG" if is_acronym(text) else "PERSON"
    return label if label in LABELS else None


def is_role_only(name: Span) -> bool:
    """Whether the "name" is nothing but a role noun with a capital: "the Army", "Parliament"."""
    found = find_role([t.lower_ for t in name if not t.is_space])
    return found is not None and found[1] == 0


def _known(doc: Doc, near: str | None) -> list[Span]:
    """Names that the knowledge base holds, the longest at each word, not cutting a recognised name in two."""
    found: list[Span] = []
    at = 0
    while at < len(doc):
        longest = longest_name(doc[at].text) if _may_begin_name(doc[at]) else 0
        spans = _spans_from(doc, at, longest) if longest else []
        name = next((s for s in spans if find_entity(s.text, country=near) and _stands_alone(s)), None)
        if name is not None:
            found.append(name)
        at = name.end if name is not None else at + 1
    return found


def _spans_from(doc: Doc, at: int, longest: int) -> list[Span]:
    ends = range(min(len(doc), at + longest), at, -1)
    lasts = ((end, doc[end - 1]) for end in ends)
    return [doc[at:end] for end, last in lasts if not (last.is_punct or last.is_space or last.tag_ == "POS")]


def _may_begin_name(token: Token) -> bool:
    """Whether the token has a capital, or is an article tied to one: "al-Qaeda"."""
    if token.text[:1].isupper():
        return True
    after = token.i + 2
    return after < len(token.doc) and token.doc[after - 1].text == "-" and token.doc[after].text[:1].isupper()


def _stands_alone(span: Span) -> bool:
    """Whether the span is not a part of a longer recognised name, nor an everyday word that begins a sentence."""
    doc, first, last = span.doc, span[0], span[-1]
    if len(span) == 1 and not first.text.isupper() and first.pos_ not in ("PROPN", "ADJ") and not first.ent_type_:
        return False
    before = first.ent_iob_ == "I" and first.ent_type_ in ("PERSON", "ORG", "FAC") and span.start > 0
    after = span.end < len(doc) and last.ent_type_ in ("PERSON", "ORG", "FAC") and doc[span.end].ent_iob_ == "I"
    return not before and not (after and doc[span.end].text[:1].isupper())


def _recognised(doc: Doc) -> list[Span]:
    """The entity recogniser's names, without article and possessive mark."""
    found = []
    for ent in doc.ents:
        if ent.label_ in NEVER or (ent.label_ in _DOUBTFUL and find_role([t.lower_ for t in ent]) is None):
            continue
        first, last = ent.start, ent.end
        while first < last and (doc[first].pos_ == "DET" or doc[first].is_space or doc[first].is_punct):
            first += 1
        while last > first and (doc[last - 1].tag_ == "POS" or doc[last - 1].is_space or doc[last - 1].is_punct):
            last -= 1
        if first < last and any(t.text[:1].isupper() or not t.text.isascii() for t in doc[first:last]):
            found.append(doc[first:last])
    return found


def find_surnames(names: list[Span]) -> frozenset[str]:
    """The last words of the persons' full names among `names`."""
    persons = (n for n in names if len(n) > 1 and n.root.ent_type_ == "PERSON")
    return frozenset(n[-1].text for n in persons if len(n[-1]) > 2)


def _surnames(doc: Doc, known: frozenset[str]) -> list[Span]:
    """Surnames where they stand alone and were not recognised: "Kalnins promised"."""
    return [doc[t.i:t.i + 1] for t in doc if t.text in known and not t.ent_type_]


def _unrecognised(doc: Doc) -> list[Span]:
    """Runs of proper nouns that act or bear a title but were not recognised: "Siraj", "Mr Takor"."""
    found = []
    for token in doc:
        if token.pos_ != "PROPN" or token.ent_type_ or token.dep_ == "compound" or not token.text[:1].isupper():
            continue
        titled = token.i > 0 and doc[token.i - 1].lower_ in words_of("name_titles")
        if (not titled and token.dep_ not in _ACTING) or find_role([token.lower_]) is not None:
            continue
        first = token.i
        while first > 0 and _continues(doc[first - 1], token):
            first -= 1
        found.append(doc[first:token.i + 1])
    return found


def _continues(before: Token, head: Token) -> bool:
    return before.pos_ == "PROPN" and before.head.i == head.i and not before.ent_type_

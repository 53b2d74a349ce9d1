"""The words by which a report says that one named place lies in another."""

from __future__ import annotations

from spacy.tokens import Doc

from sayso.pipes.places_spans import Candidate, list_words

GAP = 5  # words at most between a name and the one that it lies in
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
LISTING = frozenset({",", "and", "or", "&"})


def owns(doc: Doc, owner: Candidate, name: Candidate) -> bool:
    """Whether it is "Giza's Haram", with nothing but small words between."""
    if not 0 < name.first - owner.last <= 3:
        return False
    between = doc[owner.last : name.first]
    return between[0].text in POSSESSIVE and not any(t.is_punct for t in between[1:])


def lies(doc: Doc, name: Candidate, holder: Candidate) -> bool:
    """Whether it is "Sherpur area of Kabul", "Haram district in Giza", "Main Street in downtown Salem"."""
    if not 0 < holder.first - name.last <= GAP:
        return False
    between = [t.lower_ for t in doc[name.last : holder.first]]
    if not (set(between) & {"of", "in"}):
        return False
    link = next(i for i, word in enumerate(between) if word in ("of", "in"))
    before, after = between[:link], between[link + 1 :]
    known = list_words("parts")
    if between[link] == "of" and not before:
        return False
    return all(w in known for w in before) and all(w in known or w in list_words("fillers") for w in after)


def is_listed(doc: Doc, name: Candidate, holder: Candidate) -> bool:
    """Whether it is "Sherpur, Kabul" and no enumeration ("Lima, Cusco and Ica")."""
    if holder.first - name.last != 1:
        return False
    after = doc[holder.last].lower_ if holder.last < len(doc) else ""
    before = doc[name.first - 1].lower_ if name.first else ""
    return doc[name.last].text == "," and after not in LISTING and before not in LISTING

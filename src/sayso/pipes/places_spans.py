"""Stretches of a text that may name a place: capitalised names that the gazetteer knows, or that the tagger marked.

They overlap and most of them are wrong ("Jordan" in "Michael Jordan"); `places_find` chooses among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from sayso.norm.gazetteer import Entry, find_country, find_nationality, open_gazetteer
from sayso.resources import load_yaml

LONGEST = 6  # tokens of a name
_SITES = ("AIR", "BDR", "PRN", "CMP", "MIL")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens `first` to `last` (exclusive) that may name one of `entries`; none known when it is empty.

    `how`: "name" by the gazetteer, "short" by an abbreviation of a division, "site" by the gazetteer with the common
    noun behind ("Kabul airport"), "tagged" by the tagger alone, "noun" by a noun beside ("Dashti Qala district"),
    "alike" behind a preposition of place, by the gazetteer's names that sound alike.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    how: str


@cache
def list_words(kind: str) -> frozenset[str]:
    """The small words of a kind, of those that `lexicons/places.yml` lists."""
    return frozenset(load_yaml("lexicons/places.yml")["words"][kind])


def find_candidates(doc: Doc) -> list[Candidate]:
    """Every candidate, in the order of the text, longer before shorter."""
    found: dict[tuple[int, int], Candidate] = {}
    for first, last in _runs(doc):
        known = [c for a, b in _windows(doc, first, last) if (c := _look_up(doc, a, b))]
        found |= {(c.first, c.last): c for c in known}
        if not any(c.first == first and c.last == last for c in known):
            guess = _guess(doc, first, last)
            if guess:
                found[first, last] = guess
    for ent in doc.ents:
        if ent.label_ in _PLACE_LABELS:
            a, b = _trim(doc, ent.start, ent.end)
            if a < b <= a + LONGEST and (a, b) not in found and doc[a].text[:1].isupper():
                candidate = _make(doc, a, b, (), "tagged")
                if not _is_people(candidate.text):
                    found[a, b] = candidate
    return [found[key] for key in sorted(found, key=lambda k: (k[0], -k[1]))]


def make_candidate(doc: Doc, a: int, b: int) -> Candidate | None:
    """What something else took for a place, as a candidate; None for a people ("Afghan") and for no name at all."""
    if b - a > LONGEST or not any(_is_capital(token) for token in doc[a:b]):
        return None
    candidate = _look_up(doc, a, b) or _make(doc, a, b, (), "tagged")
    return None if _is_people(candidate.text) else candidate


def name_site(doc: Doc, c: Candidate) -> Candidate:
    """`c` with the common nouns behind it when they make a site that the gazetteer has ("Kabul airport")."""
    last = c.last
    while last < len(doc) and last < c.last + 3 and doc[last].lower_ in list_words("sites"):
        last += 1
    if last == c.last:
        return c
    text = doc[c.first : last].text
    sites = tuple(e for e in open_gazetteer().find(text) if e.feature[:3] in _SITES)
    return _make(doc, c.first, last, sites, "site") if sites else c


def _make(doc: Doc, a: int, b: int, entries: tuple[Entry, ...], how: str) -> Candidate:
    return Candidate(a, b, doc[a].idx, _end(doc[b - 1]), doc[a:b].text, entries, how)


def _guess(doc: Doc, a: int, b: int) -> Candidate | None:
    """A whole run that the gazetteer has not, where its words say that it is a place."""
    if b - a > 4 or _is_people(doc[a:b].text):
        return None
    if find_heads(doc, a, b):
        return _make(doc, a, b, (), "noun")
    if a and doc[a - 1].lower_ in list_words("near"):
        entries = open_gazetteer().find_alike(doc[a:b].text)
        return _make(doc, a, b, entries, "alike") if entries else None
    return None


def find_heads(doc: Doc, first: int, last: int) -> frozenset[str]:
    """The features that a common noun beside a name asks for: "Takhar province", "the city of Taloqan"."""
    heads = load_yaml("lexicons/places.yml")["heads"]
    found: list[str] = []
    if last < len(doc):
        found += heads["after"].get(doc[last].lower_, ())
    at = first - 1
    if at > 0 and doc[at].lower_ == "of":
        at -= 1
    if at >= 0:
        found += heads["before"].get(doc[at].lower_, ())
    return frozenset(found)


def _end(token: Token) -> int:
    return token.idx + len(token)


def _runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, with the small words that names have inside."""
    i, size = 0, len(doc)
    while i < size:
        if not _opens(doc, i):
            i += 1
            continue
        last = i + 1
        end = last
        while end < size and (_is_capital(doc[end]) or _continues(doc, end)):
            end += 1
            if _is_capital(doc[end - 1]):
                last = end
        yield i, last
        i = last


def _opens(doc: Doc, i: int) -> bool:
    if _is_capital(doc[i]):
        return True
    opens = doc[i].lower_ in list_words("openers") and i + 2 < len(doc) and doc[i + 1].text == "-"
    return opens and _is_capital(doc[i + 2])


def _continues(doc: Doc, i: int) -> bool:
    """A small word inside a name; "'s", commas and line ends part names."""
    return doc[i].lower_ in list_words("particles") and i + 1 < len(doc)


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _windows(doc: Doc, first: int, last: int) -> Iterator[tuple[int, int]]:
    for a in range(first, last):
        if not _opens(doc, a):
            continue
        for b in range(min(last, a + LONGEST), a, -1):
            if _is_capital(doc[b - 1]):
                yield a, b


def _look_up(doc: Doc, a: int, b: int) -> Candidate | None:
    text = doc[a:b].text
    division = _find_short(doc, a, b, text)
    if division:
        return _make(doc, a, b, (division,), "short")
    if len(text) < 2 or (len(text) <= 3 and text.endswith(".")) or _is_people(text) or _begins_people(doc, a, b):
        return None
    entries = _known(text)
    return _make(doc, a, b, entries, "name") if entries else None


@cache
def _known(text: str) -> tuple[Entry, ...]:
    full = load_yaml("lexicons/places.yml")["short"].get(text)
    if full:
        return tuple(e for e in open_gazetteer().find(full[0]) if e.country == full[1])
    entries = open_gazetteer().find(text)
    if find_country(text) is None:
        entries = tuple(e for e in entries if e.feature[:3] != "PCL")
    return entries


def _is_people(text: str) -> bool:
    return find_country(text) is None and find_nationality(text) is not None


def _begins_people(doc: Doc, a: int, b: int) -> bool:
    """Whether a word only begins the name of a people: "South" of "South Korean"."""
    return b < len(doc) and b - a == 1 and _is_capital(doc[b]) and _is_people(doc[a : b + 1].text)


def _find_short(doc: Doc, a: int, b: int, text: str) -> Entry | None:
    """The division that an abbreviation stands for: "Ore." anywhere, "OR" behind a town and a comma."""
    if len(text) > 8 or b - a > 3:
        return None
    table = load_yaml("lexicons/places.yml")["abbreviations"]
    code = table["anywhere"].get(text)
    if code is None and a > 1 and doc[a - 1].text == "," and _is_capital(doc[a - 2]):
        code = table["after_comma"].get(text)
    return open_gazetteer().get_division(code) if code else None


_BEFORE = frozenset({"the", "a", "an", "'", '"', "’", "“", "-"})
_BEHIND = frozenset({"'s", "’s", ",", ".", "-", "'", '"', "”"})


def _trim(doc: Doc, a: int, b: int) -> tuple[int, int]:
    """Without a leading article, and without a possessive or punctuation behind."""
    while a < b and doc[a].lower_ in _BEFORE:
        a += 1
    while a < b and (doc[b - 1].tag_ == "POS" or doc[b - 1].text in _BEHIND or doc[b - 1].is_space):
        b -= 1
    return a, b

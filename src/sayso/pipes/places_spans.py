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
PARTICLES = frozenset({
    "al", "el", "ez", "es", "as", "ash", "ad", "ar", "an", "ul", "ol", "e", "i", "de", "del", "der", "di", "da", "do",
    "du", "dos", "das", "la", "le", "les", "los", "las", "of", "the", "and", "upon", "on", "sur", "am", "in", "under",
    "-", "–", "’", "'", ".", "ye", "y", "en", "d'", "&",
})
_TITLES_FIRST = frozenset({"al", "el", "an", "ad", "as", "ash", "ar", "ez", "es"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens `first` to `last` (exclusive) that may name one of `entries`; none known when it is empty.

    `how`: "name" by the gazetteer, "short" by an abbreviation of a division, "tagged" by the tagger alone.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    how: str


def find_candidates(doc: Doc) -> list[Candidate]:
    """Every candidate, in the order of the text, longer before shorter."""
    found: dict[tuple[int, int], Candidate] = {}
    for first, last in _runs(doc):
        for a, b in _windows(doc, first, last):
            candidate = _look_up(doc, a, b)
            if candidate:
                found[a, b] = candidate
    for ent in doc.ents:
        if ent.label_ in _PLACE_LABELS:
            a, b = _trim(doc, ent.start, ent.end)
            if a < b and (a, b) not in found and b - a <= LONGEST and doc[a].text[:1].isupper():
                text = doc.text[doc[a].idx : _end(doc[b - 1])]
                if not _is_people(text):
                    found[a, b] = Candidate(a, b, doc[a].idx, _end(doc[b - 1]), text, (), "tagged")
    return [found[key] for key in sorted(found, key=lambda k: (k[0], -k[1]))]


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
    return doc[i].lower_ in _TITLES_FIRST and i + 2 < len(doc) and doc[i + 1].text == "-" and _is_capital(doc[i + 2])


def _continues(doc: Doc, i: int) -> bool:
    """A small word inside a name; "'s", commas and line ends part names."""
    return doc[i].lower_ in PARTICLES and i + 1 < len(doc)


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
    start, end = doc[a].idx, _end(doc[b - 1])
    text = doc.text[start:end]
    division = _find_short(doc, a, b, text)
    if division:
        return Candidate(a, b, start, end, text, (division,), "short")
    if len(text) < 2 or (len(text) <= 3 and text.endswith(".")) or _is_people(text):
        return None
    entries = _known(text)
    return Candidate(a, b, start, end, text, entries, "name") if entries else None


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


def _find_short(doc: Doc, a: int, b: int, text: str) -> Entry | None:
    """The division that an abbreviation stands for: "Ore." anywhere, "OR" behind a town and a comma."""
    if len(text) > 8 or b - a > 3:
        return None
    table = load_yaml("lexicons/places.yml")["abbreviations"]
    code = table["anywhere"].get(text)
    if code is None and a > 1 and doc[a - 1].text == "," and _is_capital(doc[a - 2]):
        code = table["after_comma"].get(text)
    return open_gazetteer().get_division(code) if code else None


def _trim(doc: Doc, a: int, b: int) -> tuple[int, int]:
    """Without a leading article, and without a possessive or punctuation behind."""
    while a < b and doc[a].lower_ in {"the", "a", "an", "'", '"', "’", "“", "-"}:
        a += 1
    while a < b and (doc[b - 1].tag_ == "POS" or doc[b - 1].text in {"'s", "’s", ",", ".", "-", "'", '"', "”", "\n"} or doc[b - 1].is_space):
        b -= 1
    return a, b

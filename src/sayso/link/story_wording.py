"""How a report is worded: its terms weighed by how rare they are in news, its names, ages, addresses and phrases.

Rarity is looked up in a fixed table of how many reports of a reference collection hold a term, never counted in the
reports at hand: so two reports are alike to the same degree whatever else is in the store, and in whatever order they
came (tf-idf: Spärck Jones, "A statistical interpretation of term specificity", 1972, with sublinear term frequency).
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from sayso.resources import find_file

TABLE = "models/terms.tsv.gz"
# Characters of a report that are its lead, its headline included.
LEAD = 500
# Texts are cut here: what a story is about stands before it, and time stays bounded.
LONGEST = 40_000
RUN = 4

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_SUFFIXES = ("ing", "ed", "es", "s")
_CAPITAL = r"[A-Z][\w’'-]*"
_INSIDE = re.compile(rf"(?<=[a-z,;] ){_CAPITAL}")
_NAME = re.compile(rf"(?<!\w){_CAPITAL}(?: {_CAPITAL})+")
_AGED = re.compile(rf"({_CAPITAL})(?:,? (?:Jr|Sr|I{{2,3}})\.?)?, (?:age |aged )?(\d{{1,2}})\b(?! ?[:%/])")
_YEARS_OLD = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b")
_HOUSE = re.compile(r"\b(\d{3,5}) (?:block\b|(?=[A-Z0-9]))")
_STREET = re.compile(
    r"\b([A-Z0-9]\w+) (?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Place|Way|Highway|Hwy"
    r"|Circle|Parkway|Square|Bridge)\b"
)

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared of a report's words.

    Attributes:
        text, lead, headline: terms with their weights, each of length 1; `text` of the whole report.
        names: capitalised words inside sentences, with their weights; `full_names` are neighbours ("Ann Lee").
        aged: names with the age given after them; `ages`: all ages of persons.
        numbers: of houses and blocks; `streets`: their names.
        runs: runs of four terms.
        size: of the text in characters.
    """

    text: Vector
    lead: Vector
    headline: Vector
    names: Vector
    full_names: frozenset[str]
    aged: frozenset[str]
    ages: frozenset[int]
    numbers: frozenset[str]
    streets: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    size: int


def read_wording(text: str, title: str | None = None, outlet: str | None = None) -> Wording:
    """The wording of a report; without a `title` its first line stands for it.

    Names and headline do not count the words of the `outlet`, which stand in every report of it.
    """
    text = text[:LONGEST]
    terms = list_terms(text)
    headline = title if title else next((line for line in text.splitlines() if line.strip()), "")
    aged = [(fold_term(name), int(age)) for name, age in _AGED.findall(text)]
    own = frozenset(list_terms((outlet or "").replace(".", " ")))
    names = {fold_term(word) for word in _INSIDE.findall(text)} - own
    return Wording(
        text=weigh(terms),
        lead=weigh(list_terms(text[:LEAD])),
        headline=weigh(term for term in list_terms(headline) if term not in own),
        names=weigh(term for term in terms if term in names),
        full_names=frozenset(_list_full_names(text)),
        aged=frozenset(f"{name} {age}" for name, age in aged),
        ages=frozenset({int(n) for n in _YEARS_OLD.findall(text)} | {age for _, age in aged}),
        numbers=frozenset(_HOUSE.findall(text)),
        streets=frozenset(s.lower() for s in _STREET.findall(text)),
        runs=frozenset(zip(*(terms[n:] for n in range(RUN)), strict=False)),
        size=len(text),
    )


def list_terms(text: str) -> list[str]:
    """The terms of a text in order: words without endings, numbers as they stand."""
    return [fold_term(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=131072)
def fold_term(word: str) -> str:
    """A word in lower case without possessive and the commonest endings."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for suffix in _SUFFIXES:
        if len(word) > len(suffix) + 3 and word.endswith(suffix):
            return word.removesuffix(suffix)
    return word


def weigh(terms: Iterable[str]) -> Vector:
    """Terms with their weights: (1 + log count) times rarity, scaled to length 1."""
    raw = {term: (1 + math.log(n)) * rarity(term) for term, n in Counter(terms).items()}
    length = math.sqrt(sum(w * w for w in raw.values()))
    return {term: weight / length for term, weight in raw.items()} if length else {}


@lru_cache(maxsize=131072)
def rarity(term: str) -> float:
    """How much a term tells: the log of how many reports there are for each that holds it."""
    counts, reports = load_counts()
    return math.log((reports + 1) / (counts.get(term, 0) + 0.5))


def cosine(left: Vector, right: Vector) -> float:
    """The cosine of two vectors of length 1; 0 where one is empty."""
    if len(left) > len(right):
        left, right = right, left
    return sum(weight * right.get(term, 0.0) for term, weight in left.items())


def cover(part: Vector, whole: Vector) -> float:
    """How much of `part`, by squared weight, occurs at all in `whole`: 0 to 1."""
    return sum(weight * weight for term, weight in part.items() if term in whole)


@cache
def load_counts() -> tuple[dict[str, int], int]:
    """Of each term in how many reports of the reference collection it is, and how many reports these are."""
    rows = gzip.decompress(find_file(TABLE).read_bytes()).decode("utf-8").splitlines()
    table = {term: int(n) for term, _, n in (row.partition("\t") for row in rows)}
    return table, table.pop("")


def _list_full_names(text: str) -> Iterable[str]:
    for found in _NAME.findall(text):
        for first, second in pairwise(fold_term(word) for word in found.split()):
            yield f"{first} {second}"

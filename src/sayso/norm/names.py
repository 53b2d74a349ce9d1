"""Names of persons and bodies: keys, short forms, acronyms, and a comparison that bears transliteration.

A name is compared word by word. Each word is brought to ASCII (`anyascii`), and two words are alike when their
letters are, when their sound keys are (`Muhammad`, `Mohamed`), or nearly so by edit distance. Names conflict when
each has a word that the other cannot place: `Abdul Rahman` and `Abdul Rahim` share a word and are two men.

Strings propose only: who is meant is for the context to decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from anyascii import anyascii
from rapidfuzz.distance import DamerauLevenshtein

from sayso.resources import load_yaml

_WORD = re.compile(r"[^\W_]+(?:['’`ʿʾ][^\W_]+)*", re.UNICODE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s?|\s+['’]s?)$")
_DOTTED = re.compile(r"^(?:[A-Za-z]\.){2,}[A-Za-z]?$")
_ACRONYM = re.compile(r"^[A-Z](?:[A-Z0-9.&/-]|[a-z](?=[A-Z])){1,9}s?$")
_NOT_ALNUM = re.compile(r"[^a-z0-9]")
_MAX_WORDS = 16
_MAX_LETTERS = 40


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are. `score` is 0 to 1; `conflict` says that each has a word foreign to the other."""

    score: float
    conflict: bool


def strip_article(words: str) -> str:
    """The words on one line, without a leading article and a trailing possessive."""
    plain = " ".join(words.split())
    plain = _ARTICLE.sub("", plain)
    return _POSSESSIVE.sub("", plain) or plain


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The name's words in lower-case ASCII, dotted letters joined ("U.S." is "us"), titles and the rest kept."""
    words: list[str] = []
    for part in name.split()[:_MAX_WORDS * 2]:
        bare = part.strip(",;:()[]\"“”")
        if _DOTTED.match(bare):
            words.append(bare.replace(".", "").lower())
            continue
        words.extend(w for w in (_ascii(m) for m in _WORD.findall(bare)) if w)
    return tuple(words[:_MAX_WORDS])


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """A key that is equal for spellings that differ in case, accents, punctuation, article or possessive only.

    Short forms in capitals keep their case, so that "IS" is not "is" and "US" not "us"; "U.S." is "US".
    """
    bare = strip_article(name)
    if is_acronym(bare):
        return bare.replace(".", "")
    return " ".join(name_words(bare))


def is_acronym(name: str) -> bool:
    """Whether the name is a word of capitals: "GDI", "U.S.", "NDS", "DfID", not "Gdi"."""
    bare = name.strip()
    return bool(_DOTTED.match(bare) and bare.upper() == bare) or bool(
        _ACRONYM.match(bare) and sum(c.isupper() for c in bare) * 2 >= len(bare.replace(".", ""))
    )


def is_acronym_of(short: str, full: str) -> bool:
    """Whether `short` abbreviates `full` by initials, small words in or out: "GDI", "PoK", "KCNA"."""
    if not is_acronym(short):
        return False
    letters = re.sub(r"[^A-Za-z]", "", short).lower()
    if letters.endswith("s") and short.endswith("s"):
        letters = letters[:-1]
    words = [w for w in re.split(r"[\s\-–/]+", strip_article(full)) if w and w[0].isalnum()]
    if len(words) < 2 or len(letters) < 2:
        return False
    initials = "".join(_ascii(w)[:1] for w in words)
    strong = "".join(_ascii(w)[:1] for w in words if w.lower() not in _words_of("small"))
    return letters in (initials, strong) or (len(letters) >= 3 and _spelt_from(letters, words))


def is_short_form(short: str, full: str) -> bool:
    """Whether every word of `short` stands, in this order, in the longer `full`: "Zawahiri" for "Ayman al-Zawahiri".

    Also a clipped given name at the front of one long word ("Siraj" for "Sirajuddin Haqqani").
    """
    few, many = content_words(short), content_words(full)
    if not few or len(few) > len(many):
        return False
    at = 0
    for word in few:
        while at < len(many) and not same_word(word, many[at]):
            at += 1
        if at == len(many):
            return len(few) == 1 and is_clipped(few[0], many[0])
        at += 1
    return True


def is_clipped(short: str, word: str) -> bool:
    """Whether `short` is the front of a compound given name: "siraj" of "sirajuddin"."""
    return len(short) >= 4 and len(word) >= len(short) + 3 and word.startswith(short)


@lru_cache(maxsize=65536)
def content_words(name: str) -> tuple[str, ...]:
    """The words that tell one bearer from another: no titles, articles and particles, unless nothing else is left."""
    words = name_words(strip_article(name))
    kept = tuple(w for w in words if w not in _words_of("titles") and w not in _words_of("particles"))
    return kept or tuple(w for w in words if w not in _words_of("titles")) or words


@lru_cache(maxsize=65536)
def same_word(a: str, b: str) -> bool:
    """Whether two ASCII words are spellings of one: equal, sounding alike, or an edit apart when they are long."""
    if a == b:
        return True
    if min(len(a), len(b)) < 3:
        return False
    if sound_key(a) == sound_key(b):
        return True
    return _edit_likeness(a, b) >= 0.88 and a[0] == b[0] and a[-1] == b[-1]


@lru_cache(maxsize=65536)
def word_likeness(a: str, b: str) -> float:
    """0 to 1: 1 for the same letters, 0.95 for the same sound, else by edits; an initial stands for its word (0.8)."""
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.8 if a[0] == b[0] else 0.0
    if sound_key(a) == sound_key(b):
        return 0.95
    likeness = max(_edit_likeness(a, b), _edit_likeness(sound_key(a), sound_key(b)) - 0.03)
    return likeness if likeness >= 0.7 else 0.0


def compare_names(a: str, b: str, *, body: bool = False) -> Likeness:
    """How alike two names are, in any order of their words.

    Args:
        a: one name.
        b: the other.
        body: whether they name bodies, whose legal forms ("Ltd", "GmbH") tell nothing.
    """
    left, right = _compared_words(a, body), _compared_words(b, body)
    if not left or not right:
        return Likeness(0.0, False)
    joined = _edit_likeness("".join(sorted(left)), "".join(sorted(right)))
    if joined >= 0.95 or "".join(left) == "".join(right):
        return Likeness(max(joined, 0.95), False)
    if len(left) > len(right):
        left, right = right, left
    gained, lost, spare = _align(left, right)
    total = sum(map(_weight, left))
    score = gained / total if total else 0.0
    score -= 0.04 * len(spare)
    return Likeness(max(0.0, min(1.0, score)), bool(lost) and bool(spare))


@lru_cache(maxsize=65536)
def sound_key(word: str) -> str:
    """A key equal for common romanisations of one word (Arabic, Persian, Pashto, Russian, Chinese spellings).

    Consonants are folded to classes, doubled letters are single, vowels fall into three classes and final ones drop.
    """
    key = word.lower()
    for old, new in _FOLDS:
        key = key.replace(old, new)
    key = re.sub(r"(.)\1+", r"\1", key)
    return re.sub(r"(?<=..)[aeiou]+h?$", "", key)


_FOLDS = (
    ("tsch", "ch"), ("shch", "sh"), ("sch", "sh"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"),
    ("ph", "f"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("ck", "k"), ("ks", "x"), ("q", "k"), ("c", "k"),
    ("w", "v"), ("iy", "i"), ("yy", "i"), ("ij", "i"), ("ei", "i"), ("ey", "i"), ("ai", "i"), ("ay", "i"), ("ee", "i"),
    ("ie", "i"), ("ye", "i"), ("ya", "a"), ("yo", "o"), ("yu", "u"), ("oo", "u"), ("ou", "u"), ("au", "o"), ("y", "i"),
    ("o", "u"), ("e", "a"), ("z", "s"), ("'", ""),
)


def _align(few: tuple[str, ...], many: tuple[str, ...]) -> tuple[float, list[str], list[str]]:
    """Pair the words best first: (weight gained, words of `few` without a partner, words of `many` left over)."""
    pairs = sorted(
        ((word_likeness(x, y), -abs(i - j), i, j) for i, x in enumerate(few) for j, y in enumerate(many)), reverse=True
    )
    used_few: set[int] = set()
    used_many: set[int] = set()
    gained = 0.0
    for likeness, _, i, j in pairs:
        if likeness > 0 and i not in used_few and j not in used_many:
            used_few.add(i)
            used_many.add(j)
            gained += likeness * _weight(few[i])
    lost = [w for i, w in enumerate(few) if i not in used_few]
    return gained, lost, [w for j, w in enumerate(many) if j not in used_many]


def _weight(word: str) -> float:
    return 0.5 + min(len(word), 8) / 8


def _compared_words(name: str, body: bool) -> tuple[str, ...]:
    words = content_words(name)
    kept = tuple(w for w in words if w not in _words_of("legal_forms")) if body else words
    return kept or words


def _spelt_from(letters: str, words: list[str]) -> bool:
    """Whether the letters are taken from the fronts of all words in order, small ones in or out: "FENADESAL"."""
    lowered = [_ascii(w) for w in words]
    small = [w.lower() in _words_of("small") for w in words]

    def fits(at: int, word: int) -> bool:
        if word == len(lowered):
            return at == len(letters)
        return (small[word] and fits(at, word + 1)) or any(
            letters.startswith(lowered[word][:size], at) and fits(at + size, word + 1)
            for size in range(1, min(4, len(lowered[word])) + 1)
        )

    return 1 < len(lowered) <= 8 and fits(0, 0)


def _ascii(word: str) -> str:
    short = word[:_MAX_LETTERS]
    if short.isascii():
        return short.lower() if short.isalnum() else _NOT_ALNUM.sub("", short.lower())
    return _NOT_ALNUM.sub("", anyascii(short.encode("utf-8", "replace").decode("utf-8")).lower())


def _edit_likeness(a: str, b: str) -> float:
    return DamerauLevenshtein.normalized_similarity(a, b)


@cache
def _words_of(kind: str) -> frozenset[str]:
    """The words of one class of lexicons/names.yml."""
    return frozenset(load_yaml("lexicons/names.yml")[kind].split())

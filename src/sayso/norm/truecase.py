"""Text made legible for the language pipeline, character for character: every offset stays.

Control characters become blanks, and lines that are all in capitals (wire copy of the 1980s, headlines) get the
letter case that news in mixed case gives their words (Lita et al., "tRuEcasIng", ACL 2003, the unigram model).
"""

from __future__ import annotations

import gzip
import re
from functools import cache

from sayso.resources import find_file

# A line is taken to be in capitals when so much of its letters are, and there are so many words.
CAPITALS = 0.85
FEWEST_WORDS = 4

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,}")
_SUFFIXES = ("s", "es", "ed", "ing", "er", "ers", "ly", "ness", "ment", "less")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BLANK = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_END = re.compile(r"\r(?!\n)|[\x85\u2028\u2029]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n)[\"'“‘«(\[\s]*$")


def make_legible(text: str) -> str:
    """A text of the same length for the pipeline to read; `text[s:e]` of a span found in it are the words meant."""
    text = _CONTROL.sub(" ", text)
    text = _BLANK.sub(" ", text)
    text = _LINE_END.sub("\n", text).replace("\r\n", " \n")
    if not any(is_capitals(line) for line in text.split("\n")):
        return text
    lines = text.split("\n")
    return "\n".join(truecase(line) if is_capitals(line) else line for line in lines)


def is_capitals(line: str) -> bool:
    """Whether the line is written in capitals throughout, names and abbreviations of mixed text aside."""
    upper = sum(c.isupper() for c in line)
    lower = sum(c.islower() for c in line)
    return upper > CAPITALS * (upper + lower) and len(_WORD.findall(line)) >= FEWEST_WORDS


def truecase(line: str) -> str:
    """The line in the letter case that mixed-case news would give it, of the same length.

    A word that mixed-case news does not know is taken for a name, or for an acronym when it has no vowel.
    """
    kept = [m.span() for m in _ABBREVIATION.finditer(line)]
    out: list[str] = []
    at = 0
    for match in _WORD.finditer(line):
        start, end = match.span()
        out.append(line[at:start])
        at = end
        word = match.group()
        if any(s <= start < e for s, e in kept):
            out.append(word)
            continue
        cased = _cased(word)
        opens = _SENTENCE_START.search(line[max(0, start - 12) : start])
        if opens and cased.islower() and not any(e == start - 1 for _, e in kept):
            cased = _same_length(word, cased[:1].upper() + cased[1:])
        out.append(cased)
    out.append(line[at:])
    return "".join(out)


def _cased(word: str) -> str:
    low = word.lower()
    form = _forms().get(low)
    if form is None and low.endswith(("'s", "’s")):
        return _same_length(word, _cased(word[:-2]) + low[-2:])
    if form is None:
        form = _guess(word, low)
    return _same_length(word, form)


def _guess(word: str, low: str) -> str:
    """An unknown word: inflected from a known common word, an acronym, or else a name."""
    for suffix in _SUFFIXES:
        stem = low.removesuffix(suffix)
        if stem != low and len(stem) > 2 and any(_forms().get(s) == s for s in (stem, stem + "e", stem[:-1])):
            return low
    return word if not _VOWEL.search(word) else low[:1].upper() + low[1:]


def _same_length(word: str, form: str) -> str:
    """`form`, unless changing the case changed the length (as with "ß")."""
    return form if len(form) == len(word) else word


@cache
def _forms() -> dict[str, str]:
    """How news writes each word it knows: lower-case word to written form."""
    rows = gzip.decompress(find_file("truecase.tsv.gz").read_bytes()).decode("utf-8").splitlines()
    return {word: form or word for word, _, form in (row.partition("\t") for row in rows)}

"""Names folded to keys under which their spellings meet.

`fold_name` joins spellings that differ in case, accents, apostrophes, hyphens and common abbreviations. `fold_sound`
joins transliterations as well ("Dashti Qala", "Dasht-e Qal'eh"): it drops articles and the Persian izafet, merges
consonants and vowels that romanizations swap, doubled letters and final vowels. Keys of the two kinds are never equal
by chance of order: compare only keys made by the same function.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_MARKS = re.compile(r"['’‘`´ʻʼʿʾ′\"“”.]")
_GAPS = re.compile(r"[^a-z0-9&]+")
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "mtn": "mountain", "ft": "fort", "&": "and", "n": "north",
          "s": "south", "w": "west", "e": "east", "twp": "township"}
_SHORT_FIRST = frozenset({"n", "s", "w", "e"})

_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ed", "er", "es", "esh", "et", "ez", "en",
                       "ul", "ol", "le", "la"})
_JOINTS = frozenset({"e", "i", "ye", "yi", "a", "o", "u", "y"})
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"tch|tsch|cz", "ch"), (r"sch", "sh"), (r"kh|gh", "g"), (r"dj|zh", "j"), (r"ck|q|c(?!h)", "k"),
        (r"x", "ks"), (r"th", "t"), (r"dh", "d"), (r"ts|tz", "z"),
        (r"[ou]+w*|[aeiy]w(?![aeiou])", "u"), (r"[aey]+[iy]+|[iy]+e*|e+", "i"), (r"v", "w"), (r"[ai]h(?![aiu])", "a"),
    )
)
_IZAFET = re.compile(r"(?<=[a-z]{3})(?<![aeiouy])[ie]$")
_DOUBLED = re.compile(r"(.)\1+")


def fold_accents(text: str) -> str:
    """`text` without diacritics ("Bogotá" -> "Bogota"); letters such as ø and ł are kept."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def fold_name(name: str) -> str:
    """The key of `name` for exact look-ups: lower case words in ASCII with single spaces; may be empty."""
    words = _split(name)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) == 1:
        return words[0]
    return " ".join(
        _WORDS.get(word, word) if word not in _SHORT_FIRST or i == 0 else word for i, word in enumerate(words)
    )


def fold_sound(name: str) -> str:
    """The key of `name` under which its transliterations meet; may be empty."""
    words = fold_name(name).split(" ")
    if len(words) > 1:
        words = [w for i, w in enumerate(words) if w not in _ARTICLES and not (i and w in _JOINTS)] or words
    heads = [_IZAFET.sub("", word) for word in words[:-1]]
    sound = "".join([*heads, words[-1]])
    for pattern, by in _SOUNDS:
        sound = pattern.sub(by, sound)
    sound = _DOUBLED.sub(r"\1", sound)
    bare = sound.rstrip("aiu")
    return bare if len(bare) > 2 else sound


def _split(name: str) -> list[str]:
    plain = name if name.isascii() else anyascii(name.replace("’", "'").encode("utf-8", "replace").decode("utf-8"))
    return [word for word in _GAPS.split(_MARKS.sub("", plain.lower()).replace("&", " & ")) if word]

"""Names of any script in Latin letters.

Cyrillic, Arabic, Hebrew and Hangul by the tables of lexicons/scripts.yml, which follow what English newspapers write;
everything else by `anyascii`. Which script a word came from is kept: Arabic and Hebrew leave out short vowels, Chinese
and Korean the gaps between the words, and a comparison has to know that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Literal

from anyascii import anyascii

from sayso.resources import load_yaml

Script = Literal["latin", "cyrillic", "abjad", "hangul", "han"]
_SIGN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힣]|[^\W぀-ヿ㐀-鿿豈-﫿가-힣]+")
_HAN = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_MAX_LETTERS = 40


def plain(name: str) -> str:
    """`name` with presentation forms and full-width letters made plain; marks over letters are kept."""
    return unicodedata.normalize("NFKC", name.encode("utf-8", "replace").decode("utf-8"))


def script_of(word: str) -> Script:
    """The script of most letters of a word."""
    counts: dict[Script, int] = {}
    for letter in word:
        script = _script_of_letter(letter)
        counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda s: (counts[s], s)) if counts else "latin"


def split_signs(word: str, known: re.Pattern[str] | None = None) -> list[str]:
    """A word in Chinese signs or Hangul as its syllables, or as words that `known` finds; any other word as itself."""
    if word.isascii() or not any(_script_of_letter(c) in ("han", "hangul") for c in word):
        return [word]
    if known is None:
        return _SIGN.findall(word)
    parts: list[str] = []
    at = 0
    for match in known.finditer(word):
        parts += [*_SIGN.findall(word[at : match.start()]), match.group()]
        at = match.end()
    return parts + _SIGN.findall(word[at:])


def romanize(word: str) -> str:
    """A word as lower-case Latin letters and digits; empty when it has none."""
    word = word[:_MAX_LETTERS].lower()
    if word.isascii():
        return _NOT_LETTERS.sub("", word)
    script = script_of(word)
    tables = _tables()
    if script == "cyrillic":
        word = "".join(tables["lookalikes"].get(c, c) for c in word)
        soft = "h" if any(c in "іїєґў" for c in word) and "ы" not in word else "g"
        return _rest("".join(soft if c == "г" else tables["cyrillic"].get(c, c) for c in word))
    if script == "abjad":
        return _rest("".join(tables["abjad"].get(c, c) for c in word))
    if script == "hangul":
        return _rest("".join(_syllable(c) for c in word))
    return _rest(word)


def _syllable(sign: str) -> str:
    at = ord(sign) - 0xAC00
    if not 0 <= at < 11172:
        return sign
    sounds = _tables()["hangul"]
    first, middle, last = at // 588, at % 588 // 28, at % 28
    return str(sounds["first"][first] + sounds["middle"][middle] + sounds["last"][last])


def _rest(word: str) -> str:
    return _NOT_LETTERS.sub("", word if word.isascii() else anyascii(word).lower())


def _script_of_letter(letter: str) -> Script:
    code = ord(letter)
    if 0x0400 <= code < 0x0530:
        return "cyrillic"
    if 0x0590 <= code < 0x0780 or 0xFB1D <= code < 0xFE00 or 0xFE70 <= code < 0xFF00:
        return "abjad"
    if 0xAC00 <= code < 0xD7B0:
        return "hangul"
    return "han" if _HAN.match(letter) else "latin"


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = load_yaml("lexicons/scripts.yml")
    return tables

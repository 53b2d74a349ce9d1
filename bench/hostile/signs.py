"""Traps in characters: runs of one sign, invisible ones, what looks alike, what runs the other way."""

from __future__ import annotations

import json
import random

from bench.hostile.trap import KEPT, SECOND, Traps

traps = Traps()
trap = traps.trap


def _report(body: str) -> str:
    return f"{KEPT}\n\n{body}\n\n{SECOND}\n"


@trap("punctuation.txt", 10000)
def punctuation(n: int) -> str:
    """a run of n signs"""
    return _report("!" * (n // 2) + " " + ".?" * (n // 4))


@trap("spaced.txt", 500)
def spaced(n: int) -> str:
    """n signs with spaces between"""
    return _report("! . ? , ; " * (n // 5))


@trap("quotes.txt", 500)
def quotes(n: int) -> str:
    """n quotation marks that point no way"""
    return _report('"' * 200 + '" ' * n)


@trap("quotes-open.txt", 500)
def quotes_open(n: int) -> str:
    """n quotations that open and never close"""
    return _report("“I " * (n // 2) + "„I «I ‘I " * (n // 16))


@trap("quotes-single.txt", 750)
def quotes_single(n: int) -> str:
    """n single marks, apostrophes among them"""
    return _report("'I 's the ’90s o' " * (n // 8))


@trap("quotes-paragraphs.txt", 500)
def quotes_paragraphs(n: int) -> str:
    """a quotation that opens anew in n paragraphs"""
    return _report("“The pier stays closed.\n\n" * (n // 6) + "Boats wait,” he said.")


@trap("brackets.txt", 500)
def brackets(n: int) -> str:
    """brackets n deep"""
    return _report("( [ { " * (n // 3) + "(" * n)


@trap("digits.txt", 10000)
def digits(n: int) -> str:
    """a number of n digits"""
    return _report("9" * n + " people left in " + "1" * n + ".")


@trap("word.txt", 20000)
def word(n: int) -> str:
    """a word of n letters"""
    return _report("a" * (n // 2) + " " + "Ab" * (n // 4))


@trap("combining.txt", 5000)
def combining(n: int) -> str:
    """letters with n marks above"""
    return _report("e" + "\u0301" * (n // 2) + "".join("a" + "\u0323\u0302\u0489" * 20 + " " for _ in range(n // 120)))


@trap("boms.txt", 2500)
def boms(n: int) -> str:
    """byte order marks, n of them, also within words"""
    return "\ufeff" * n + _report("\ufeffpi\ufeffer " * (n // 7))


@trap("bidi.txt", 2500)
def bidi(n: int) -> str:
    """signs that turn the direction of writing"""
    return _report("\u202eLind \u2066said\u2069 \u202cthat\u200f " * (n // 20))


@trap("surrogates.jsonl", 2500)
def surrogates(n: int) -> str:
    """halves of characters"""
    return json.dumps({"text": _report("\ud800Lind \udfffsaid\ud83d " * (n // 14))})


@trap("nuls.jsonl", 2500)
def nuls(n: int) -> str:
    """control characters"""
    return json.dumps({"text": _report("\0Lind\x07 \x1b[31msaid\x00 \x7f" * (n // 20))})


@trap("nuls.txt", 1000)
def nuls_text(n: int) -> str:
    """some NULs in a text file"""
    return _report(("The pier of Lesk is closed. " * 7 + "\0 ") * (n // 200))


@trap("zero-width.txt", 2500)
def zero_width(n: int) -> str:
    """spaces of no width within words"""
    return _report("L\u200bi\u200cn\u200dd s\u2060a\u00adid " * (n // 14))


@trap("homoglyphs.txt", 2000)
def homoglyphs(n: int) -> str:
    """letters of other scripts that look like Latin ones"""
    return _report("Тhе mауоr оf Lеѕk ѕаid Ρolісе аrrеѕtеd twο dосkеrѕ. " * (n // 50))


@trap("emoji.txt", 1500)
def emoji(n: int) -> str:
    """pictures joined out of several"""
    return _report("👩‍👩‍👧‍👦 🏳️‍🌈🇰🇪" * (n // 14) + "👩" + "‍👩" * n)


@trap("arabic.txt", 2000)
def arabic(n: int) -> str:
    """a text in Arabic"""
    return _report("قال رئيس البلدية إن الميناء مغلق. " * (n // 33))


@trap("chinese.txt", 1000)
def chinese(n: int) -> str:
    """a text without spaces in Chinese"""
    return _report("市长星期一说码头将继续关闭。" * (n // 14))


@trap("greek-capitals.txt", 2000)
def greek(n: int) -> str:
    """letters whose capitals are of another length"""
    return _report("STRASSE ŸIİ ẞ ŉ ΐ ﬀ ﬁ ß İSTANBUL SAID ǅ " * (n // 40))


@trap("spaces.txt", 20000)
def spaces(n: int) -> str:
    """n spaces, tabs and hard spaces"""
    return _report("a" + " " * (n // 2) + "b" + "\t\u00a0\u2003" * (n // 6) + "c")


@trap("empty-lines.txt", 10000)
def empty_lines(n: int) -> str:
    """n empty lines, of every kind there is"""
    return _report("a" + "\n" * (n // 2) + "b" + "\r\n\r\u2028\u2029\x0b\x0c\x85" * (n // 16) + "c")


@trap("returns.txt", 5000)
def returns(n: int) -> str:
    """n carriage returns"""
    return _report("\r" * n)


@trap("dashes.txt", 5000)
def dashes(n: int) -> str:
    """dashes and underscores"""
    return _report("--" * (n // 4) + " — – " * (n // 20) + "_" * (n // 4))


@trap("dots.txt", 5000)
def dots(n: int) -> str:
    """abbreviations without end"""
    return _report("U.S." * (n // 8) + " " + "e.g. " * (n // 20))


@trap("at-signs.txt", 1500)
def at_signs(n: int) -> str:
    """names and tags of networks"""
    return _report("@lind #lesk " * (n // 24) + "@" * n)


@trap("random.jsonl", 1500)
def anything(n: int) -> str:
    """n characters by chance, from everywhere"""
    chance = random.Random(11)
    areas = ((32, 127), (0, 0x250), (0x300, 0x370), (0x2000, 0x2070),
             (0xD7F0, 0xE010), (0xFFF0, 0x10010), (0x1F300, 0x1F700))
    signs = (chr(chance.randrange(*areas[chance.randrange(len(areas))])) for _ in range(n))
    return json.dumps({"text": _report("".join(signs))})


@trap("latin1.txt", 500, kept=(), fails=True)
def latin1(n: int) -> bytes:
    """a text file in another encoding"""
    return (KEPT + " café " * n).encode("latin-1")


@trap("utf16.txt", 500, kept=(), fails=True)
def utf16(n: int) -> bytes:
    """a text file in UTF-16"""
    return (KEPT * n).encode("utf-16")

"""The words of time expressions: a text as a row of tokens, each with one code for what it can stand for.

The scanner works on characters, not on any tokenizer's tokens, so it gives the same words in every pipeline. A token
that no rule knows gets the code `OTHER`; every known word its own; numbers one by their shape. Rules
(`sayso.norm.timexrules`) are regular expressions over the string of codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sayso.norm.timexnumbers import Number, find_number_words, read_number
from sayso.resources import load_yaml

OTHER, BREAK = "\ue000", "\ue001"
# One code for each shape of number; what each can be is in SHAPES.
_SHAPE_CODES = {name: chr(0xE010 + i) for i, name in enumerate((
    "d12", "d24", "d31", "d99", "int", "w12", "w24", "w99", "year", "year3", "dec", "ord31", "ordw31", "ord", "clock",
    "date", "yy", "years", "years2",
))}
SHAPES: dict[str, tuple[str, ...]] = {
    "INT": ("d12", "d24", "d31", "d99", "int", "w12", "w24", "w99", "year", "year3"),
    "SMALL": ("d12", "d24", "d31", "d99", "w12", "w24", "w99", "year3", "int"),
    "WORD": ("w12", "w24", "w99"),
    "DAY": ("d12", "d24", "d31"),
    "DD": ("d12", "d24", "d31", "d99"),
    "HOUR": ("d12", "d24", "w12"),
    "HOUR12": ("d12", "w12"),
    "YEAR": ("year",),
    "YEAR3": ("year3",),
    "HYEAR": ("year3", "year"),
    "DEC": ("dec",),
    "ORD": ("ord31", "ordw31", "ord"),
    "ORDWORD": ("ordw31",),
    "NTH": ("ord31",),
    "DAYORD": ("ord31", "ordw31"),
    "CLOCK": ("clock",),
    "DATE": ("date",),
    "YY": ("yy",),
    "YEARS": ("years",),
    "YEARS2": ("years2",),
}
# Numbers that alone are no sign of a time.
_BARE_NUMBERS = ("d12", "d24", "d31", "d99", "int", "w12", "w24", "w99", "year3", "dec")
_FIRST_WORD_CODE = 0xE100

_HALF_DAY = r"\s?(?:[ap]\.m\.|[ap]m\b)"
_NUMERIC = "|".join((
    # 2023-04-26, 04/26/2023, 26.04.2023, with or without an ISO time of day
    r"(?P<date>(?<![\w./-])(?:\d{4}(?P<by>[-/.])\d{1,2}(?P=by)\d{1,2}|\d{1,2}(?P<to>[-/.])\d{1,2}(?P=to)(?:\d{4}|\d\d))"
    r"(?:t\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?)?(?![\w/-]|\.\d))",
    # 10:30, 10.30 p.m., 5pm, 0600 GMT
    rf"(?P<clock>(?<![\w.:])(?:\d{{1,2}}[:.][0-5]\d(?::[0-5]\d)?{_HALF_DAY}|\d{{1,2}}{_HALF_DAY}"
    r"|\d{1,2}:[0-5]\d(?::[0-5]\d)?(?![\d:])|[0-2]\d[0-5]\d(?=\s?(?:gmt|utc|hours|hrs?)\b)))",
    r"(?P<years>(?<![\w.])(?:\d{3}0|['’]?\d0)['’]?s\b)",
    r"(?P<yy>(?<!\w)['’]\d\d(?![\w]))",
    r"(?P<ord>(?<![\w.])\d+(?:st|nd|rd|th)\b)",
    r"(?P<dec>\d+(?:,\d{3})*\.\d+|\d+ \d/\d\b|\d/\d\b)",
    r"(?P<int>\d{1,3}(?:,\d{3})+(?!\d)|\d+)",
))


class Token(NamedTuple):
    """A word of the text: its span, its code, its word in lower case and, for a number, its value."""

    start: int
    end: int
    code: str
    text: str
    value: Number | str | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the data file: class -> {word: value}, group -> its classes, word -> code, the codes of fillers."""

    words: dict[str, dict[str, object]]
    groups: dict[str, tuple[str, ...]]
    codes: dict[str, str]
    fillers: str
    cased: frozenset[str]
    scanner: re.Pattern[str]


_ITEM = re.compile(r"(?:(\w+)=)?([!~]?\(|[)|?*<>]|[!~]?[^\s()|?*<>]+)")


def split_pattern(find: str) -> list[tuple[str, str]]:
    """The items of a rule's pattern, each with the name it is kept under or an empty string."""
    return [(m[1] or "", m[2]) for m in _ITEM.finditer(find)]


@cache
def load_lexicon() -> Lexicon:
    data = load_yaml("lexicons/times.yml")
    words: dict[str, dict[str, object]] = {k: dict(v) for k, v in data["words"].items()}
    words["HOLIDAY"] = dict(data["holidays"])
    groups = {k: tuple(v) for k, v in data["groups"].items()}
    known = {w for group in words.values() for w in group} | set(data["fillers"])
    for find in [r["find"] for r in data["rules"]] + list(data["macros"].values()):
        for _, item in split_pattern(re.sub(r"\{\w+\}", "", find)):
            word = item.lstrip("!~")
            if word and word[0] not in "()|?*<>" and not word.isupper():
                known.add(word)
    codes = {w: chr(_FIRST_WORD_CODE + i) for i, w in enumerate(sorted(known))}
    cased = frozenset(w for k in data["cased"] for w in words.get(k, ()))
    fillers = "".join(codes[w] for w in data["fillers"]) + "".join(_SHAPE_CODES[s] for s in _BARE_NUMBERS)
    return Lexicon(words, groups, codes, fillers, cased, _make_scanner(known))


def _make_scanner(known: set[str]) -> re.Pattern[str]:
    """Numbers, the words of the lexicon that hold points, spaces or hyphens, other words, paragraph ends, signs."""
    special = sorted((w for w in known if re.search(r"\w[\s'./-]", w)), key=lambda w: (-len(w), w))
    phrases = "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") + r"(?!\w)" for w in special)
    return re.compile(
        rf"(?P<word>(?<!\w)(?:{phrases})|['’]s\b)|{_NUMERIC}|(?P<name>[^\W\d_]+)"
        r"|(?P<break>\n[^\S\n]*\n\s*)|(?P<sign>[^\w\s])|_+",
        re.IGNORECASE,
    )


def read_tokens(text: str) -> list[Token]:
    """The tokens of `text` in order, number words joined into one token each."""
    lexicon = load_lexicon()
    tokens: list[Token] = []
    for match in lexicon.scanner.finditer(text):
        kind = match.lastgroup
        word = " ".join(match[0].lower().replace("’", "'").split())
        if kind == "break":
            tokens.append(Token(match.start(), match.end(), BREAK, ""))
        elif kind in ("word", "name", "sign", None):
            tokens.append(Token(match.start(), match.end(), _word_code(lexicon, match[0], word), word))
        else:
            shape, value = read_number(kind, word)
            tokens.append(Token(match.start(), match.end(), _SHAPE_CODES.get(shape, OTHER), word, value))
    return _join_numbers(tokens)


def class_codes(name: str) -> str:
    """The codes of a class or group (capitals), or of one literal word; empty when there is none."""
    lexicon = load_lexicon()
    if name in lexicon.groups:
        return "".join(class_codes(part) for part in lexicon.groups[name])
    codes = [_SHAPE_CODES[s] for s in SHAPES.get(name, ())]
    codes += [lexicon.codes[w] for w in lexicon.words.get(name, ())]
    if name in ("BREAK", "OTHER"):
        codes.append(BREAK if name == "BREAK" else OTHER)
    elif name in lexicon.codes:
        codes.append(lexicon.codes[name])
    return "".join(codes)


def _word_code(lexicon: Lexicon, surface: str, word: str) -> str:
    if word in lexicon.cased and surface[0].islower():
        return OTHER
    return lexicon.codes.get(word, OTHER)


def _join_numbers(tokens: list[Token]) -> list[Token]:
    """Put each run of number words in place of its tokens."""
    joined: list[Token] = []
    at = 0
    for first, end, shape, value in find_number_words([t.text for t in tokens]):
        joined += tokens[at:first]
        text = " ".join(t.text for t in tokens[first:end])
        joined.append(Token(tokens[first].start, tokens[end - 1].end, _SHAPE_CODES[shape], text, value))
        at = end
    return joined + tokens[at:]

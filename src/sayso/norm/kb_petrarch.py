"""Actor dictionaries of PETRARCH and TABARI: names in capitals with underscores, synonyms, CAMEO codes with dates.

    NAME_ [CODE]
    NAME_  ; comment
    +SYNONYM_
        [CODE 030101-041231]
        [CODE >050101]

Codes hold between dates, until one (`<`) or from one (`>`); of two digits of a year 31 and more are the last
century's. Names whose code is a country alone are names of states, which are known already, and are passed over.
Source: PETRARCH's documentation of actor dictionaries; CAMEO manual 1.1b3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from sayso.norm.countries import list_countries
from sayso.norm.kb_line import BadLine, Line, codes, read_day
from sayso.norm.kb_own import Row
from sayso.resources import load_yaml

_CODE = re.compile(r"\[([^\[\]]*)\]")
_DATE = r"(\d{8}|\d{6})"
_DATED = re.compile(rf"(?P<code>[A-Z0-9~-]*)\s*(?:(?P<side>[<>])\s*{_DATE}|{_DATE}\s*-\s*{_DATE})?\s*")
_SHORT = re.compile(r"\(([^()]*)\)")
_CENTURY = 31
_GROUPS = frozenset({"armed_group", "party", "igo"})


@dataclass
class _Entry:
    """An actor as it is read: its line, names, and terms, each (code, first day, last day)."""

    line: int
    names: list[str] = field(default_factory=list)
    terms: list[tuple[str, str, str]] = field(default_factory=list)


def read(lines: Iterator[Line]) -> Iterator[Row | BadLine]:
    """The actors of a dictionary, a row a term."""
    entry: _Entry | None = None
    for number, text in lines:
        bare = re.split(r"[;#]", text)[0].rstrip()
        if not bare.strip():
            continue
        name, _, rest = bare.partition("[")
        indented = name.strip() == ""
        if not indented and not name.startswith("+"):
            yield from _rows(entry)
            entry = _Entry(number)
        if entry is None:
            yield BadLine(number, "a synonym or code before any name")
            continue
        if name.strip(" +\t"):
            entry.names += _names(name)
        try:
            entry.terms += [_term(code) for code in _CODE.findall("[" + rest)] if rest else []
        except ValueError as error:
            yield BadLine(number, str(error))
        if rest and not _CODE.search("[" + rest):
            yield BadLine(number, "a code without its closing bracket")
    yield from _rows(entry)


def _rows(entry: _Entry | None) -> Iterator[Row | BadLine]:
    if entry is None:
        return
    if not entry.names or not entry.terms:
        yield BadLine(entry.line, "a name without a code" if entry.names else "a code without a name")
        return
    coded = [(*_split(code), first, last) for code, first, last in entry.terms]
    person = _is_person(entry, [kinds[0][0] for _, kinds, _, _ in coded if kinds])
    for country, kinds, first, last in coded:
        if not kinds:
            continue
        sectors = list(dict.fromkeys(sector for _, sector in kinds if sector))
        yield {
            "name": entry.names[0], "aliases": "|".join(entry.names[1:]), "type": "person" if person else kinds[0][0],
            "sector": "".join(sectors[:1]), "sector2": "".join(sectors[1:2]), "country": country, "from": first,
            "to": last,
        }


def _is_person(entry: _Entry, kinds: list[str]) -> bool:
    """Whether it is a person: the dictionaries do not say, but give dates and several words mostly to persons."""
    dated = any(first or last for _, first, last in entry.terms)
    return dated and " " in entry.names[0] and any(kind not in _GROUPS for kind in kinds)


def _names(written: str) -> list[str]:
    """The name and the short form in parentheses beside it."""
    plain = written.strip(" +\t").strip("_").replace("_", " ")
    short = [s.strip() for s in _SHORT.findall(plain) if s.strip()]
    full = " ".join(_SHORT.sub(" ", plain).split())
    return [*([_cased(full)] if full else []), *short]


def _cased(name: str) -> str:
    """Capitals as a newspaper writes names; short words without vowels stay as they are."""
    words = name.split()
    if len(words) == 1 and len(name) <= 4:
        return name
    rest = (w.lower() if w.lower() in _small() else _cased_word(w) for w in words[1:])
    return " ".join([_cased_word(words[0]), *rest]) if words else ""


def _cased_word(word: str) -> str:
    kept = len(word) > 1 and not re.search(r"[AEIOUY]", word)
    return word if kept else word.title().replace("'S", "'s")


@cache
def _small() -> frozenset[str]:
    return frozenset(load_yaml("lexicons/names.yml")["small"].split())


def _term(written: str) -> tuple[str, str, str]:
    match = _DATED.fullmatch(written.strip())
    if match is None or not match["code"]:
        raise ValueError(f"[{written}] is no CAMEO code with a date")
    _, side, only, first, last = match.groups()
    if side == ">":
        return match["code"], _day(only), ""
    if side == "<":
        return match["code"], "", _day(only)
    return match["code"], _day(first), _day(last)


def _day(digits: str | None) -> str:
    if not digits:
        return ""
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) >= _CENTURY else "20") + digits
    return read_day(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}") or ""


def _split(code: str) -> tuple[str, list[tuple[str, str | None]]]:
    """A CAMEO code as a country and the kinds that its roles stand for."""
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    country = parts[0] if parts and parts[0] in list_countries() else ""
    return country, [(kind, sector) for kind, sector in (codes()["cameo"][p] for p in parts if p in codes()["cameo"])]

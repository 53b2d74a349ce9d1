"""Which names of a place are kept, and which of a division's is its English short name."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

from sayso.norm.folding import fold_name

KINDS = (
    "Autonomous Province|Autonomous Region|Autonomous Okrug|Autonomous Oblast|Autonomous Republic|Union Territory|"
    "Capital Region|Province|Governorate|Oblast|Region|Krai|Kray|Republic|Municipality|District|County|Prefecture|"
    "Department|State|Emirate|Canton|Parish|Voivodeship|Division|Territory|Borough|Census Area|Regency|Raion|Rayon|City"
)
_TAIL = re.compile(rf"^(.{{2,}}?)[’']? (?:{KINDS})$")
_HEAD = re.compile(
    r"^(?:State|Province|Free State|Union Territory|Department|Canton|Republic|Region|County|Municipality|Emirate|"
    r"Governorate|District|City and County|Free and Hanseatic City|Free Hanseatic City) of (?:the )?(.{2,})$"
)
_COUNTY = re.compile(
    r"^(?:County|Co\.?|Comté de|Condado de|Provincia de|Province de|Département de|Departamento de) (.{2,})$"
)


_SIDE = re.compile(
    r"^(?:(?:north|south|east|west|central|upper|lower|middle|new|free|capital|the)(?:ern)?[- ]?)+$", re.IGNORECASE
)


def is_kept(name: str) -> bool:
    """Latin script, begun with a capital, and neither a code nor a sentence."""
    if not 2 <= len(name) <= 44 or name.lstrip("'’‘`\"(")[:1].islower():
        return False
    if name.isupper() and len(name) <= 4:
        return False
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and all(c < "ʰ" or "Ḁ" <= c <= "ỿ" for c in letters) and not any(c.isdigit() for c in name)


def list_names(main: str, alternates: tuple[str, ...]) -> list[str]:
    """The kept names, the main one first, one for each folded key."""
    found: dict[str, str] = {}
    for name in (main, *sorted(alternates)):
        name = unicodedata.normalize("NFC", name)
        if name == main or is_kept(name):
            found.setdefault(fold_name(name), name)
    return [name for key, name in found.items() if key]


def shorten(name: str) -> str | None:
    """A division's name without the word for its kind ("Basra Governorate": "Basra"), None when it has none.

    "Northern Territory" and "Free State" cannot do without it.
    """
    for pattern in (_TAIL, _HEAD, _COUNTY):
        found = pattern.match(name)
        if found and not _SIDE.match(found.group(1)):
            return found.group(1)
    return None


def choose_english(main: str, alternates: tuple[str, ...], english: frozenset[str]) -> str:
    """The English short name of a first-level division, without accents.

    First one that English wording shows ("Free State of Bavaria"), of several one that another source writes too
    (`english`: folded names), then any name that this source writes, else the main name.
    """
    names = [name for name in (main, *alternates) if name == main or is_kept(name)]
    bare = [short for name in names if (short := shorten(name))]
    known = [name for name in (*bare, *names) if fold_name(name) in english]
    return _plain(next((b for b in bare if b in known), None) or (bare or known or [main])[0])


def _plain(name: str) -> str:
    return anyascii(re.sub(r"[’‘`ʼ]", "'", name)).strip("' ")

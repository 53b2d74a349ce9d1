"""Which outlets the words of a report credit, for the whole of it or for one paragraph, and what agencies go by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from sayso.link.copies_direction import find_credits as find_agencies
from sayso.resources import load_yaml
from sayso.store.accounts import Credit
from sayso.store.keys import fold

_FILE, _AGENCIES = "lexicons/credits.yml", "lexicons/copies.yml"
# A name in capitals, of six words at most; small words only between them.
_NAME = r"[A-Z][\w&’'-]*(?: (?:(?:of|the|and|de|la|al) )?[A-Z&][\w&’'-]*){0,5}"


def find_credits(text: str) -> list[Credit]:
    """Who is credited, in the order of the text; a name is an outlet's only if there is one of this name."""
    whole = (Credit(fold(name), name, 0, len(text)) for name in sorted(find_agencies(text)))
    found = {(c.cited, c.start): c for c in chain(whole, _find(text, "whole"), _find(text, "inline"))}
    return sorted(found.values(), key=lambda credit: (credit.start, credit.cited))


def name_outlet(folded: str) -> str:
    """What an outlet of a folded name is called here: an agency has one name, whichever it is given."""
    return _agencies().get(folded, folded)


def is_agency(folded: str) -> bool:
    """Whether it is the name of a news agency."""
    return folded in _agencies()


def _find(text: str, scope: str) -> Iterator[Credit]:
    for pattern in _patterns(scope):
        for match in pattern.finditer(text):
            start, end = (0, len(text)) if scope == "whole" else _paragraph(text, match.start())
            yield Credit(fold(match["outlet"]), " ".join(match[0].split()), start, end)


def _paragraph(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


@cache
def _patterns(scope: str) -> tuple[re.Pattern[str], ...]:
    entries = load_yaml(_FILE)[scope]
    return tuple(re.compile(entry["pattern"].replace("{outlet}", _NAME), re.MULTILINE) for entry in entries)


@cache
def _agencies() -> dict[str, str]:
    table = load_yaml(_AGENCIES)["agencies"]
    return {fold(name): fold(agency) for agency, names in table.items() for name in (agency, *names)}

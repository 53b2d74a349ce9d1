"""The country that a report is about, where its places and nations leave no doubt."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Doc

from sayso.norm.countries import find_country, find_nationality
from sayso.pipes import board

_MOST = 400
_CLEAR = 0.75


def main_country(doc: Doc) -> str | None:
    """The alpha-3 code of the country that most names of the report point to, None when none stands out.

    Counts its places and the nations and nationalities that the recogniser found; three in four must agree.
    """
    counts: Counter[str] = Counter(p.country for p in board.get_places(doc)[:_MOST] if p.country)
    for ent in doc.ents[:_MOST]:
        if ent.label_ in ("GPE", "NORP"):
            code = find_country(ent.text) or find_nationality(ent.text)
            if code is not None:
                counts[code] += 1
    if not counts:
        return None
    code, best = min(counts.items(), key=lambda c: (-c[1], c[0]))
    return code if best >= 2 and best >= _CLEAR * counts.total() else None

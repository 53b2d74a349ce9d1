"""Facts about a Doc that many stages ask for token by token, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from spacy.attrs import IDX  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span

T = TypeVar("T")


class PerDoc(Generic[T]):
    """What `make` says of a Doc, kept until another Doc is asked about.

    `make` must look only at what no later stage changes: the words, the tags and the parse.
    """

    def __init__(self, make: Callable[[Doc], T]) -> None:
        self.make = make
        self.kept: tuple[Doc, T] | None = None

    def __call__(self, doc: Doc) -> T:
        kept = self.kept  # read once: another thread may put its own Doc there
        if kept is None or kept[0] is not doc:
            kept = self.kept = (doc, self.make(doc))
        return kept[1]


def _starts(doc: Doc) -> list[int]:
    starts: list[int] = doc.to_array(IDX).tolist()
    return starts


# Where each token begins, in characters.
token_starts: PerDoc[list[int]] = PerDoc(_starts)
# The sentences, which spaCy looks for anew, token by token, whenever a Doc is asked for them.
sentences: PerDoc[tuple[Span, ...]] = PerDoc(lambda doc: tuple(doc.sents))

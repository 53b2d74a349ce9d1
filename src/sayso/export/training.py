"""Reports as spaCy training data (`.spacy`): spans of sources, cues, contents, events, actors, places and times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sayso.export.annotations import list_marks
from sayso.export.bins import present
from sayso.export.matter import Matter


def write(matter: Matter, out: BinaryIO) -> list[str]:
    """Write one `DocBin`; its span group is called `sayso`."""
    from sayso.pipes.training_docs import Labelled, make_docbin

    blank = 0

    def texts() -> Iterator[tuple[str, list[Labelled]]]:
        nonlocal blank
        for reading in matter.readings:
            if present(reading.report.text):
                text = reading.report.text.encode("utf-8", "replace").decode("utf-8")
                yield text, [
                    (role, *span, "corrected" if id in reading.corrected else "")
                    for role, _, span, id in list_marks(reading)
                ]
            else:
                blank += 1

    data, lost = make_docbin(texts())
    out.write(data)
    notes = ((blank, "reports without words"), (lost, "spans without a token"))
    return [f"{n} {what} are left out" for n, what in notes if n]

"""sayso reads news reports and records who says what happened.

    from sayso import Reader
    reading = Reader().read(text, published="2023-04-26")

Importing this package loads neither spaCy nor any model: `Reader` is looked up when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sayso.errors import (
    BenchError as BenchError,
    FormatError as FormatError,
    InputError as InputError,
    PipelineError as PipelineError,
    ResourceError as ResourceError,
    SaysoError as SaysoError,
)
from sayso.types import (
    Actor as Actor,
    Claim as Claim,
    Days as Days,
    Event as Event,
    Participant as Participant,
    Place as Place,
    Predicate as Predicate,
    Reading as Reading,
    Report as Report,
    Source as Source,
    Span as Span,
    Time as Time,
    Toll as Toll,
    make_report as make_report,
)

if TYPE_CHECKING:
    from sayso.reading import Reader as Reader

__version__ = "0.1.0"

__all__ = [
    "Actor", "BenchError", "Claim", "Days", "Event", "FormatError", "InputError", "Participant", "PipelineError",
    "Place", "Predicate", "Reader", "Reading", "Report", "ResourceError", "SaysoError", "Source", "Span", "Time", "Toll",
    "__version__", "make_report",
]


def __getattr__(name: str) -> Any:
    if name == "Reader":
        from sayso.reading import Reader

        return Reader
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")

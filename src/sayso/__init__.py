"""sayso reads news reports and records who says what happened.

    from sayso import Reader
    reading = Reader().read(text, published="2023-04-26")

    from sayso import Filters, Store
    incidents = Store.open("sayso.db").incidents(Filters(country="AFG", lines=2))

Importing this package loads neither spaCy nor any model nor a database: `Reader`, `Store` and `Filters` are looked up
when they are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sayso.errors import (
    BenchError as BenchError,
)
from sayso.errors import (
    FormatError as FormatError,
)
from sayso.errors import (
    InputError as InputError,
)
from sayso.errors import (
    PipelineError as PipelineError,
)
from sayso.errors import (
    ResourceError as ResourceError,
)
from sayso.errors import (
    SaysoError as SaysoError,
)
from sayso.errors import (
    StoreError as StoreError,
)
from sayso.types import (
    Actor as Actor,
)
from sayso.types import (
    Cited as Cited,
)
from sayso.types import (
    Claim as Claim,
)
from sayso.types import (
    Days as Days,
)
from sayso.types import (
    Event as Event,
)
from sayso.types import (
    Participant as Participant,
)
from sayso.types import (
    Place as Place,
)
from sayso.types import (
    Predicate as Predicate,
)
from sayso.types import (
    Reading as Reading,
)
from sayso.types import (
    Report as Report,
)
from sayso.types import (
    Source as Source,
)
from sayso.types import (
    Span as Span,
)
from sayso.types import (
    Time as Time,
)
from sayso.types import (
    Toll as Toll,
)
from sayso.types import (
    make_report as make_report,
)

if TYPE_CHECKING:
    from sayso.reading import Reader as Reader
    from sayso.store import Filters as Filters
    from sayso.store import Store as Store

__version__ = "0.1.0"

__all__ = [
    "Actor", "BenchError", "Cited", "Claim", "Days", "Event", "Filters", "FormatError", "InputError", "Participant",
    "PipelineError", "Place", "Predicate", "Reader", "Reading", "Report", "ResourceError", "SaysoError", "Source",
    "Span", "Store", "StoreError", "Time", "Toll", "__version__", "make_report",
]


def __getattr__(name: str) -> Any:
    if name == "Reader":
        from sayso.reading import Reader

        return Reader
    if name in ("Store", "Filters"):
        from sayso import store

        return getattr(store, name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")

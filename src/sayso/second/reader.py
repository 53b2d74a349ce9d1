"""Reads a report a second time and says how that reading differs from the first."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any

from sayso import __version__
from sayso.errors import SecondError
from sayso.format import to_dict
from sayso.second.answer import parse_answer
from sayso.second.differences import Difference, compare
from sayso.second.endpoint import Connection, Endpoint
from sayso.second.grounding import Dropped, Grounding
from sayso.second.question import cut_text, make_messages, make_schema
from sayso.types import Reading


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second reader says of a report.

    Attributes:
        reading: as valid as any: every part is a span of the report.
        differences: to the first reading.
        dropped: what it said that is not in the report.
    """

    by: str
    reading: Reading
    differences: tuple[Difference, ...]
    dropped: tuple[Dropped, ...]

    def to_json(self) -> dict[str, Any]:
        """As it stands under the key `second` of the first reading (docs/format.md)."""
        reading = to_dict(self.reading)
        for name in ("format", "report", "predicates"):
            del reading[name]
        return {
            "by": self.by, "reading": reading,
            "differences": [{**asdict(each), "span": list(each.span)} for each in self.differences],
            "dropped": [asdict(each) for each in self.dropped],
        }  # fmt: skip


class SecondReader:
    """Asks one endpoint about one report after another; to be closed, or used in a `with`."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._connection = Connection(endpoint)

    def __enter__(self) -> SecondReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def read(self, first: Reading) -> Opinion:
        """The opinion on the report of a first reading; long reports are asked about in parts.

        Raises:
            SecondError: when the endpoint does not answer, or what it answers is no record; the report and the
                address are named.
        """
        grounding = Grounding(first)
        text = first.report.text
        for start, end in cut_text(text):
            if not text[start:end].strip():
                continue
            try:
                reply = self._connection.ask(make_messages(text[start:end]), make_schema())
            except SecondError as error:
                raise SecondError(f"report {first.report.id}: {error}; the first reading stands") from error
            items = parse_answer(reply.text)
            if items is None:
                raise SecondError(f"report {first.report.id}: {self.endpoint.url} answers with no record that can be "
                                  "read; the first reading stands")  # fmt: skip
            if reply.cut_off:
                grounding.dropped.append(Dropped("answer", "", "", f"cut off by the model, at {start}-{end}"))
            grounding.take(items, (start, end))
        reading = grounding.finish({
            "name": "second", "version": __version__, "model": self.endpoint.model, "url": self.endpoint.url,
        })  # fmt: skip
        return Opinion(self.endpoint.name, reading, tuple(compare(first, reading)), tuple(grounding.dropped))

"""Adding reports to a store: intake, reading by a pool, storing, each report in one transaction.

What was stored stays stored, so a run that is killed is resumed by running it again: drafts that are known by their
content are passed over before anything is read.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast

from sayso.errors import InputError, SaysoError
from sayso.format import from_json, to_json
from sayso.intake import Draft, Options, finish
from sayso.scale.engines import Engine
from sayso.scale.worker import Work
from sayso.store import Retrieval, Store
from sayso.store.compare import Change, compare
from sayso.store.keys import default_id, digest
from sayso.types import Reading, Report

Outcome = Literal["new", "known"]
# What extracts text from pages and documents; their versions are kept with the report.
_TOOLS = {"html": ("trafilatura", "htmldate", "resiliparse"), "pdf": ("pypdfium2",)}


@dataclass(frozen=True, slots=True)
class Adding:
    """How to add.

    Attributes:
        options: of intake.
        originals: whether to keep the bytes of pages and documents.
        passed: called for each draft that is known.
    """

    store: Store
    engine: Engine
    options: Options
    originals: bool = True
    passed: Callable[[], None] = lambda: None


def add_drafts(adding: Adding, drafts: Iterable[Draft | InputError]) -> Iterator[Outcome | SaysoError]:
    """Add what is new among the drafts; yields what became of each that is read, or the error in its place.

    Those that are known are told to `adding.passed` as soon as they are met, as looking at them costs next to nothing.

    Raises:
        StoreError: when the store cannot be written.
        PipelineError: when the reader cannot be started.
    """
    waiting: deque[Draft | InputError] = deque()
    answers = cast("Generator[str | SaysoError, None, None]", adding.engine.run(_pass_new(adding, drafts, waiting)))
    with closing(answers):
        for answer in answers:
            draft = waiting.popleft()
            if isinstance(answer, SaysoError):
                yield answer
            elif isinstance(draft, Draft):
                yield _put(adding, draft, from_json(answer))


def reread_reports(store: Store, engine: Engine, *, everything: bool = False) -> Iterator[Change | SaysoError]:
    """Read again what another pipeline has read (or all), and put the new readings in place of the old.

    Which pipeline the engine has is told by its first reading.
    """
    first = next(store.outdated(None), None)
    if first is None:
        return
    (answer,) = engine.run([first])
    pipeline = from_json(answer).pipeline if isinstance(answer, str) and not everything else None
    for answer in engine.run(store.outdated(pipeline)):
        if isinstance(answer, SaysoError):
            yield answer
            continue
        reading = from_json(answer)
        yield compare(store.replace(reading), reading)


def draft_key(draft: Draft, options: Options) -> str:
    """What tells a draft by its content: all that is known of it but where it lay."""
    data = hashlib.sha256(draft.data).hexdigest()
    given = [draft.kind, draft.text, data, draft.charset, draft.id, draft.url, draft.outlet, draft.title]
    return digest([*given, draft.published, draft.language, options.published, options.outlet])[:32]


def finish_with_id(draft: Draft, options: Options) -> Report:
    """The report of a draft; one that came without an id gets one unlike that of the same text from elsewhere.

    Raises:
        InputError: when it has no text.
    """
    report = finish(draft, options)
    return report if draft.id is not None else replace(report, id=default_id(report))


def make_adder(model: str | None, options: Options) -> Work:
    """The work of `sayso add`, for a worker of the pool: from a draft to a line of `sayso/1`."""
    from sayso.reading import Reader

    reader = Reader(model)
    return lambda draft: to_json(reader.read(finish_with_id(draft, options)))


def make_rereader(model: str | None) -> Work:
    """The work of `sayso reread`, for a worker of the pool: from a report to a line of `sayso/1`."""
    from sayso.reading import Reader

    reader = Reader(model)
    return lambda report: to_json(reader.read(report))


def _pass_new(
    adding: Adding, drafts: Iterable[Draft | InputError], waiting: deque[Draft | InputError]
) -> Iterator[Draft | InputError]:
    """The drafts that must be read, and the errors; `waiting` gets them too."""
    for draft in drafts:
        if isinstance(draft, Draft) and _is_known(adding, draft):
            adding.passed()
            continue
        waiting.append(draft)
        yield draft


def _put(adding: Adding, draft: Draft, reading: Reading) -> Outcome:
    new = adding.store.put(reading, _retrieval(adding, draft), draft=draft_key(draft, adding.options))
    return "new" if new else "known"


def _is_known(adding: Adding, draft: Draft) -> bool:
    return adding.store.see_again(draft_key(draft, adding.options), _retrieval(adding, draft))


def _retrieval(adding: Adding, draft: Draft) -> Retrieval:
    original = draft.data if draft.data and adding.originals else None
    tools, transfer = _versions(draft.kind), draft.transfer
    if transfer is None:
        return Retrieval(path=draft.path, original=original, tools=tools)
    return Retrieval(
        original=original, time=transfer.time, address=transfer.address, redirects=transfer.redirects,
        headers=dict(transfer.headers), tools=tools,
    )


@cache
def _versions(kind: str) -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in _TOOLS.get(kind, ()):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


"""What runs in a worker process of `sayso.scale.pool`: it makes the work function once, then answers item by item."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from sayso.errors import InputError, SaysoError

Work = Callable[[Any], str]
log = logging.getLogger("sayso")

# One process a core: threads below it would only fight over the cores.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def serve(connection: Connection, factory: str, settings: Mapping[str, Any]) -> None:
    """Answer the items that come over `connection` until None or its end comes.

    Answers are pairs: `("ready", None)` once, then for each item `("done", line)`, or `("error", message)` where it
    is the item's fault, or `("failed", message)` where it is a bug. `("broken", message)`, in place of any of them,
    means that the installation lacks something: no other item will fare better. `("warned", message)` comes before an
    answer, for what the package logs on the way to it.
    """
    _settle()
    log.addHandler(_Sender(connection))
    try:
        work = _load(factory)(**settings)
    except Exception as error:
        _send(connection, "broken", f"{error}" if isinstance(error, SaysoError) else f"{type(error).__name__}: {error}")
        return
    _send(connection, "ready", None)
    try:
        while (item := connection.recv()) is not None:
            _send(connection, *_answer(work, item))
    except (EOFError, OSError):
        return  # the parent is gone


def make_reader(model: str | None, options: Any) -> Work:
    """The work of `sayso read`: from a draft of intake to a line of `sayso/1`."""
    from sayso.format import to_json
    from sayso.intake import finish
    from sayso.reading import Reader

    reader = Reader(model)
    return lambda draft: to_json(reader.read(finish(draft, options)))


class _Sender(logging.Handler):
    """Hands warnings to the parent, which knows how to show them."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(logging.WARNING)
        self.connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            _send(self.connection, "warned", record.getMessage())


def _answer(work: Work, item: Any) -> tuple[str, str]:
    try:
        return "done", work(item)
    except InputError as error:
        return "error", str(error)
    except SaysoError as error:
        return "broken", str(error)
    except Exception as error:
        log.debug("unexpected error", exc_info=True)
        return "failed", f"{type(error).__name__}: {error}"


def _settle() -> None:
    """Leave interrupts to the parent, keep the parent's output clean and the processor unshared."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(2, 1)
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def _load(factory: str) -> Callable[..., Work]:
    module, _, name = factory.partition(":")
    made: Callable[..., Work] = getattr(import_module(module), name)
    return made


def _send(connection: Connection, kind: str, value: str | None) -> None:
    connection.send((kind, value))

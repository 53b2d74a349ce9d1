"""Light work functions for the pool's tests, importable by its workers."""

from __future__ import annotations

import logging
import os
import signal
import time
from pathlib import Path
from typing import Any

from sayso.errors import InputError, PipelineError, ResourceError
from sayso.format import to_json
from sayso.intake import Options, finish
from sayso.scale.worker import Work
from sayso.types import Reading


def make_upper(prefix: str = "") -> Work:
    return lambda item: prefix + str(item).upper()


def make_hostile(folder: str) -> Work:
    """Work that does to itself what the item says: `die N` is killed N times, then answers.

    A worker that is ready leaves its process id in the folder, for others to kill it.
    """
    (Path(folder) / f"worker-{os.getpid()}").touch()

    def work(item: str) -> str:
        what, _, rest = item.partition(" ")
        if what == "die":
            marks = Path(folder) / f"deaths-{rest}"
            times = len(marks.read_text()) if marks.exists() else 0
            if times < int(rest):
                marks.write_text("x" * (times + 1))
                os.kill(os.getpid(), signal.SIGKILL)
        if what == "exit":
            os._exit(3)
        if what == "sleep":
            time.sleep(float(rest))
        if what == "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        if what == "wrong":
            raise InputError("no such thing", path=rest, line=7)
        if what == "lack":
            raise ResourceError("a data file is missing")
        if what == "bug":
            raise ZeroDivisionError("oops")
        if what == "big":
            return "x" * int(rest)
        if what == "warn":
            logging.getLogger("sayso").warning("mind %s", rest)
        if what == "print":
            print("noise")
        return item.upper()

    return work


def make_broken() -> Work:
    raise PipelineError("the model is not installed")


def make_dying() -> Work:
    os._exit(9)


def make_empty_reading(model: str | None, options: Options) -> Work:
    """The work of `sayso read` without its language part."""

    def work(draft: Any) -> str:
        return to_json(Reading(report=finish(draft, options), pipeline={"name": "light"}))

    return work


def make_broken_reading(model: str | None, options: Options) -> Work:
    raise PipelineError("the model is not installed")

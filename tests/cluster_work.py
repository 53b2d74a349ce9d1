"""Work for tests of clusters: slow, or deadly."""

from __future__ import annotations

import os
import signal
import time

from sayso.intake import Draft


def make_slow(seconds: float):
    def work(draft: Draft) -> str:
        time.sleep(seconds)
        return f"{draft.id}: {draft.text}"

    return work


def make_deadly(word: str):
    def work(draft: Draft) -> str:
        if word in draft.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return f"{draft.id}: {draft.text}"

    return work

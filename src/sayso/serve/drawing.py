"""Draws Vega-Lite specifications as SVG in a process of its own: the engine holds up every thread while it draws."""

from __future__ import annotations

import atexit
import gzip
import json
import subprocess
import sys
import threading
from functools import cache, lru_cache
from importlib.metadata import version

from sayso.errors import ServeError

VERSION = "6.4"  # of Vega-Lite
# Reads a specification a line, answers with the drawing a line, and ends with its input; nothing named is fetched.
_PROGRAM = f"""
import json, sys, vl_convert
for line in sys.stdin:
    svg = vl_convert.vegalite_to_svg(line, vl_version={VERSION!r}, allowed_base_urls=[])
    print(json.dumps(svg), flush=True)
"""

# Gives the bundle of Vega, Vega-Lite and Vega-Embed (BSD 3-Clause) that vl-convert carries, with one name for pages.
_BUNDLER = f"""
import sys, vl_convert
sys.stdout.write(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version={VERSION!r}))
"""


class Drawer:
    """The process, started when it is first needed and again when it has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> subprocess.Popen[str]:
        """Start the process, if it does not run."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            )  # fmt: skip
        return self._process

    def draw(self, source: str) -> str:
        """A specification, as JSON on one line, drawn as SVG.

        Raises:
            ServeError: when it cannot be drawn.
        """
        with self._lock:
            answer = self._ask(source)
            if not answer:
                self.stop()
                raise ServeError("the plot cannot be drawn")
        svg: str = json.loads(answer)
        return svg

    def _ask(self, source: str) -> str:
        """The line that the process answers with, "" when it has ended."""
        process = self.start()
        if process.stdin is None or process.stdout is None:
            return ""
        try:
            process.stdin.write(source + "\n")
            process.stdin.flush()
        except OSError:
            return ""
        return process.stdout.readline()

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


_DRAWER = Drawer()
atexit.register(_DRAWER.stop)


@lru_cache(maxsize=128)
def draw(source: str) -> str:
    """The same, by the one process that all share."""
    return _DRAWER.draw(source)


@cache
def bundle() -> bytes:
    """The script with which a browser draws a specification itself, packed by gzip.

    Raises:
        ServeError: when it cannot be made.
    """
    made = subprocess.run([sys.executable, "-c", _BUNDLER], capture_output=True, check=False)
    if made.returncode:
        raise ServeError("the script that draws plots cannot be made")
    return gzip.compress(made.stdout, mtime=0)


def bundle_version() -> str:
    """What the bundle depends on."""
    return f"{VERSION}-{version('vl-convert-python')}"

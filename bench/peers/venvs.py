"""An environment for each tool, so that none of them touches another one or the project's."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path


class NotInstalledError(Exception):
    """pip could not install a tool; the message is the last thing it said."""


def make_environment(requirements: tuple[str, ...], folder: Path) -> Path:
    """The interpreter of an environment below `folder` that holds `requirements`, made where it is not there yet.

    Raises:
        NotInstalledError: when it cannot be made.
    """
    place = folder / hashlib.sha256("\n".join(requirements).encode()).hexdigest()[:12]
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    done = place / "installed"
    if not done.exists():
        _run([sys.executable, "-m", "venv", str(place)])
        _run([str(python), "-m", "pip", "install", "--quiet", "--prefer-binary", *requirements])
        done.touch()
    return python


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()] or ["it gave no reason"]
        raise NotInstalledError(next((line for line in reversed(lines) if "error" in line.lower()), lines[-1]))

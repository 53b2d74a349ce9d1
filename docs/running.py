"""Run what the pages of the documentation show, so that what they show is what happens.

A block of kind `console` holds commands, each after `$ ` (further lines of one after `> `), and below each what it
prints. The blocks of a page are run one after another in one folder. `docs/update.py` writes what they print into the
pages; `tests/test_docs_run.py` compares it.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from sayso.cli.main import main as cli

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 120
# What pages of the cookbook begin with: the store of the example reports.
PREPARE = ("sayso demo --reports -o reports.jsonl", "sayso add reports.jsonl")
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```)", re.M | re.S)
_STYLE = re.compile(r"\x1b\[[\d;]*m")
_SHELL = re.compile(r"[|&;<>$`\n]|^(?!sayso )")


@dataclass(frozen=True, slots=True)
class Step:
    """A command as the page has it, and the lines shown below it."""

    command: str
    shown: str


class _Terminal(io.TextIOWrapper):
    """Where commands write; they take it for a terminal, so it gets what a person sees."""

    def isatty(self) -> bool:
        return True


def list_pages() -> list[Path]:
    """The pages with something to run."""
    return [page for page in sorted((ROOT / "docs").rglob("*.md")) if _BLOCK.search(page.read_text("utf-8"))]


def find_steps(text: str) -> list[Step]:
    """The commands of a page, in order."""
    return [step for block in _BLOCK.findall(text) for step in _cut(block)]


def _cut(block: str) -> Iterator[Step]:
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        lines = part.split("\n")
        size = next((i for i, line in enumerate(lines[1:], 1) if not line.startswith("> ")), len(lines))
        yield Step("\n".join([lines[0], *(line[2:] for line in lines[1:size])]), "\n".join(lines[size:]).strip("\n"))


def fill(text: str, printed: list[str]) -> str:
    """The page with what its commands printed, one entry a command."""
    left = iter(printed)

    def write(found: re.Match[str]) -> str:
        parts = []
        for step in _cut(found.group()):
            lines = step.command.replace("\n", "\n> ")
            parts.append("\n".join(filter(None, (f"$ {lines}", next(left)))))
        return "\n\n".join(parts) + "\n"

    return _BLOCK.sub(write, text)


def run_page(text: str, folder: Path) -> list[str]:
    """What the commands of a page print, run in a folder one after another.

    Raises:
        RuntimeError: when a command fails.
    """
    return run_all([step.command for step in find_steps(text)], folder)


def run_all(commands: list[str] | tuple[str, ...], folder: Path) -> list[str]:
    """What commands print, likewise."""
    with _settle(folder):
        return [_tidy(_run_shell(each) if _SHELL.search(each) else _run_here(each)) for each in commands]


@contextmanager
def _settle(folder: Path) -> Iterator[None]:
    """Be in the folder, at a terminal of fixed width, as somebody without a knowledge base of their own."""
    settings = {"COLUMNS": str(WIDTH), "TERM": "xterm", "SAYSO_KB": str(folder / "kb.json")}
    with patch.dict(os.environ, settings), chdir(folder):
        os.environ.pop("SAYSO_STORE", None)
        yield


def _run_here(command: str) -> str:
    """What a call of sayso prints, made in this process: models are loaded once for all pages."""
    out = io.BytesIO()
    terminal = _Terminal(out, encoding="utf-8", write_through=True)
    errors = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    with redirect_stdout(terminal), redirect_stderr(errors):
        try:
            cli.main(shlex.split(command)[1:], prog_name="sayso")
        except SystemExit as end:
            _check(command, int(end.code or 0), out.getvalue())
    return out.getvalue().decode("utf-8")


def _run_shell(command: str) -> str:
    """What a line of shell prints; `sayso` in it is this one."""
    call = f'set -o pipefail\nsayso() {{ {shlex.quote(sys.executable)} -m sayso "$@"; }}\n{command}'
    done = subprocess.run(["bash", "-c", call], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={
        **os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH")))),
    })  # fmt: skip
    _check(command, done.returncode, done.stdout)
    return done.stdout.decode("utf-8")


def _check(command: str, code: int, printed: bytes) -> None:
    if code:
        raise RuntimeError(f"`{command}` ended with {code}:\n{printed.decode('utf-8', 'replace')}")


def _tidy(printed: str) -> str:
    """Without weights and colours, blanks at the ends of lines, and blank lines before and after."""
    return "\n".join(line.rstrip() for line in _STYLE.sub("", printed).split("\n")).strip("\n")

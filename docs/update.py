"""Write the parts of the documentation that are made from the program.

    python docs/update.py [commands|examples|pages|notebook]

docs/commands.md from the commands' help; the example in docs/format.md and the picture in README.md from readings of
example reports; and what the commands on the pages print. `tests/test_docs.py` fails when commands.md lacks a command
or an option, `tests/test_docs_run.py` when commands print something else than pages show.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import notebooks
from running import PREPARE, fill, list_pages, run_all, run_page

from sayso.cli.main import main as cli
from sayso.export import table
from sayso.format import to_dict
from sayso.intake.examples import load_examples
from sayso.types import Reading

ROOT = Path(__file__).resolve().parent.parent
SHOWN = "kabul-5"
EXAMPLE = "Rebels shelled the port of Beirut on Monday, killing 12 people, a mayor told Reuters."
WIDTH = "120"
WIDE = 88


def make_commands() -> str:
    """The help of every command, as Markdown."""
    group = cli.make_context("sayso", [], resilient_parsing=True, terminal_width=WIDE)
    parts = [
        "# Commands\n",
        "Written by `python docs/update.py` from the program's own help; do not edit.\n",
        _show_help("sayso", group),
    ]
    for name in cli.list_commands(group):
        command = cli.get_command(group, name)
        if command is not None:
            parts += _list_help(name, command, group)
    return "\n".join(parts)


def _list_help(name: str, command: click.Command, parent: click.Context) -> list[str]:
    """The help of a command and of those below it."""
    context = command.make_context(name, [], parent, resilient_parsing=True, terminal_width=WIDE)
    parts = [_show_help(context.command_path, context)]
    for below in command.list_commands(context) if isinstance(command, click.Group) else ():
        part = command.get_command(context, below)
        parts += _list_help(below, part, context) if part is not None else []
    return parts


def _show_help(title: str, context: click.Context) -> str:
    with context:
        text = context.command.get_help(context)
    return f"## {title}\n\n```text\n{text}\n```\n"


def make_picture(reading: Reading) -> str:
    """The table of one reading, as the terminal shows it."""
    os.environ["COLUMNS"] = WIDTH
    out = io.StringIO()
    table.write([reading], out)
    lines = "\n".join(line.rstrip() for line in out.getvalue().strip().split("\n"))
    return f"```text\n$ sayso demo\n{lines}\n```\n"


def make_example(reading: dict[str, Any]) -> str:
    """The object as JSON with a line for each key of it and for each item of its lists."""
    lines = []
    for key, value in reading.items():
        if isinstance(value, list) and value:
            shown = "[\n    " + ",\n    ".join(_dump(item) for item in value) + "\n  ]"
        else:
            shown = _dump(value)
        lines.append(f"  {_dump(key)}: {shown}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def write_between(name: str, start: str, end: str, words: str) -> None:
    """Replace what stands between two marks of a page."""
    path = ROOT / name
    before, _, rest = path.read_text("utf-8").partition(start)
    _, _, after = rest.partition(end)
    path.write_text(f"{before}{start}\n{words}{end}{after}", "utf-8")


def update_commands() -> None:
    (ROOT / "docs" / "commands.md").write_text(make_commands(), "utf-8")


def update_examples() -> None:
    from sayso.reading import Reader  # the help alone needs no model

    reader = Reader()
    shown = next(report for report in load_examples() if report.id == SHOWN)
    example = to_dict(reader.read(EXAMPLE, id="example", published="2021-05-04"))
    write_between("README.md", "<!-- demo:start -->", "<!-- demo:end -->", make_picture(reader.read(shown)))
    write_between("docs/format.md", "```json", "```", make_example(example))


def update_pages() -> None:
    """Each page runs in a folder of its own; those of the cookbook find the examples there."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "examples"
        base.mkdir()
        run_all(PREPARE, base)
        for page in list_pages():
            place = Path(folder) / page.stem
            if page.parent.name == "cookbook":
                shutil.copytree(base, place)
            else:
                place.mkdir()
            text = page.read_text("utf-8")
            page.write_text(fill(text, run_page(text, place)), "utf-8")


def update_notebook() -> None:
    path = ROOT / "docs" / "notebook.ipynb"
    notebook = notebooks.load(path)
    with tempfile.TemporaryDirectory() as folder:
        notebooks.fill(notebook, notebooks.run(notebook, Path(folder)))
    notebooks.save(notebook, path)


PARTS = {"commands": update_commands, "examples": update_examples, "pages": update_pages, "notebook": update_notebook}


def main() -> None:
    for name in sys.argv[1:] or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()

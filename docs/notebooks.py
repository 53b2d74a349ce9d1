"""Run a notebook's cells without Jupyter, and keep what they show.

Each cell runs as in Jupyter: what it prints is kept, and the value of a last line that is an expression, in every form
in which it shows itself (text, HTML, SVG).
"""

from __future__ import annotations

import ast
import io
import json
from contextlib import chdir, redirect_stdout
from pathlib import Path
from typing import Any

_FORMS = {"_repr_html_": "text/html", "_repr_svg_": "image/svg+xml"}
Cell = dict[str, Any]


def load(path: Path) -> dict[str, Any]:
    """A notebook (nbformat 4)."""
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return notebook


def save(notebook: dict[str, Any], path: Path) -> None:
    """Write it as Jupyter does."""
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


def run(notebook: dict[str, Any], folder: Path) -> list[list[Cell]]:
    """The outputs of each code cell, run one after another in a folder."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with chdir(folder):
        cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        return [_run_cell("".join(cell["source"]), number, names) for number, cell in enumerate(cells, 1)]


def fill(notebook: dict[str, Any], outputs: list[list[Cell]]) -> None:
    """Put the outputs into the notebook."""
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    for number, (cell, shown) in enumerate(zip(cells, outputs, strict=True), 1):
        cell.update(execution_count=number, outputs=shown)


def list_texts(outputs: list[list[Cell]]) -> list[str]:
    """The lines that outputs show as text; those of objects without a text of their own are left out."""
    texts = ["".join(each.get("text") or each["data"]["text/plain"]) for shown in outputs for each in shown]
    return [line for text in texts if not text.startswith("<") for line in text.split("\n")]


def _run_cell(code: str, number: int, names: dict[str, Any]) -> list[Cell]:
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out, value = io.StringIO(), None
    with redirect_stdout(out):
        exec(compile(tree, f"cell {number}", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
    printed = [{"name": "stdout", "output_type": "stream", "text": _lines(out.getvalue())}] if out.getvalue() else []
    return printed + ([_show(value, number)] if value is not None else [])


def _show(value: Any, number: int) -> Cell:
    data = {"text/plain": _lines(repr(value))}
    for method, form in _FORMS.items():
        shown = getattr(value, method, lambda: None)()
        if shown is not None:
            data[form] = _lines(shown)
    return {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)

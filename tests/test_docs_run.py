"""The commands on the pages of the documentation, run; what they print is what the pages show."""

from __future__ import annotations

import difflib
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "docs"))

import notebooks  # noqa: E402
from running import PREPARE, fill, find_steps, list_pages, run_all, run_page  # noqa: E402

# Of the lines of a page, how many may differ: a processor that rounds otherwise moves a score now and then.
ALIKE = 0.95
PAGE = """# A page

```console
$ cat > a.txt <<'END'
> one
> END
$ cat a.txt
old
```

```sh
ls
```
"""


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example reports and the store of them, as the cookbook begins with."""
    folder = tmp_path_factory.mktemp("examples")
    run_all(PREPARE, folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("page", [pytest.param(page, id=page.stem) for page in list_pages()])
def test_commands_print_what_pages_show(page: Path, examples: Path, tmp_path: Path) -> None:
    if page.parent.name == "cookbook":
        shutil.copytree(examples, tmp_path, dirs_exist_ok=True)
    text = page.read_text("utf-8")
    shown = "\n".join(step.shown for step in find_steps(text)).split("\n")
    printed = "\n".join(run_page(text, tmp_path)).split("\n")
    compare(shown, printed, "pages")


@pytest.mark.slow
def test_the_notebook_shows_what_its_cells_give(tmp_path: Path) -> None:
    notebook = notebooks.load(ROOT / "docs" / "notebook.ipynb")
    outputs = notebooks.run(notebook, tmp_path)
    shown = [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [[each["output_type"] for each in cell] for cell in outputs] == [
        [each["output_type"] for each in cell] for cell in shown
    ]
    compare(notebooks.list_texts(shown), notebooks.list_texts(outputs), "notebook")


def compare(shown: list[str], printed: list[str], part: str) -> None:
    alike = difflib.SequenceMatcher(None, shown, printed, autojunk=False).ratio()
    changes = "\n".join(difflib.unified_diff(shown, printed, "shown", "printed", lineterm="", n=1))
    assert alike >= ALIKE, f"the page shows something else; run `python docs/update.py {part}`\n{changes}"


def test_pages_are_filled_with_what_commands_print(tmp_path: Path) -> None:
    steps = find_steps(PAGE)
    assert [step.command for step in steps] == ["cat > a.txt <<'END'\none\nEND", "cat a.txt"]
    assert [step.shown for step in steps] == ["", "old"]
    printed = run_page(PAGE, tmp_path)
    assert printed == ["", "one"]
    filled = fill(PAGE, printed)
    assert filled.replace("\n\n$ cat a.txt", "\n$ cat a.txt") == PAGE.replace("old", "one")
    assert [step.shown for step in find_steps(filled)] == printed


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 2"):
        run_all(["sayso no-such-command"], tmp_path)

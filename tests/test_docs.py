"""What the documentation says, held against the program."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import click
import pytest
from exporting import make_reading

from sayso import types
from sayso.cli.main import main as cli
from sayso.format import from_json, to_dict
from sayso.types import Reading

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))
PAGES = ["README.md", "CONTRIBUTING.md", *DOCS]


def read_page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def find_command(name: str) -> click.Command | None:
    return cli.get_command(click.Context(cli), name)


def list_options(command: click.Command) -> list[str]:
    return [name for param in command.params if isinstance(param, click.Option) for name in param.opts]


def find_calls() -> list[tuple[str, list[str]]]:
    """Every call of `sayso` in a block of shell commands: the page, and the words after `sayso`."""
    calls = []
    for name in PAGES:
        for block in re.findall(r"^```sh\n(.*?)^```", read_page(name), re.M | re.S):
            for line in re.split(r"\n|&&", block):
                words = shlex.split(line, comments=True)
                if words and words[0].split("/")[-1] == "sayso":
                    calls.append((name, words[1:]))
    return calls


COMMANDS = cli.list_commands(click.Context(cli))


@pytest.mark.parametrize(("page", "words"), find_calls())
def test_calls_shown_exist(page: str, words: list[str]) -> None:
    command = find_command(words[0])
    assert command is not None, f"{page} shows {words}"
    flags = [word.split("=")[0] for word in words[1:] if word.startswith("-")]
    assert set(flags) <= set(list_options(command)), f"{page} shows {words}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    command = find_command(name)
    assert command is not None
    assert command.help
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert [param.name for param in options if not param.help and param.name != "help"] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_commands_has_every_option(name: str) -> None:
    command = find_command(name)
    assert command is not None
    section = read_page("docs/commands.md").partition(f"## sayso {name}\n")[2].partition("\n## ")[0]
    words = " ".join(section.split())
    for param in command.params:
        if isinstance(param, click.Option):
            assert param.opts[0] in words, "run `python docs/update.py`"
            assert " ".join((param.help or "").split()) in words, "run `python docs/update.py`"


def collect_keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(collect_keys(each) for each in value.values()))
    return set().union(*(collect_keys(each) for each in value)) if isinstance(value, list) else set()


def test_every_key_of_a_reading_is_explained() -> None:
    page = read_page("docs/format.md")
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    records = [each for each in vars(types).values() if dataclasses.is_dataclass(each)]
    names = {field.name for record in records for field in dataclasses.fields(record)}
    assert (names - {"first", "last"}) | collect_keys(to_dict(make_reading())) <= words


def test_the_example_of_the_format_is_a_reading() -> None:
    (example,) = re.findall(r"^```json\n(.*?)^```", read_page("docs/format.md"), re.M | re.S)
    reading = from_json(example)
    text = reading.report.text
    assert isinstance(reading, Reading)
    assert [text[slice(*event.trigger)] for event in reading.events]
    assert [text[slice(*span)] for claim in reading.claims for span in claim.source.spans]


@pytest.mark.parametrize("page", PAGES)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", read_page(page)):
        assert (folder / target).exists(), target


def test_paths_that_contributors_are_sent_to_exist() -> None:
    page = read_page("CONTRIBUTING.md")
    for path in re.findall(r"`((?:src|tests|docs|training|bench)/[^`]*)`", page):
        assert list(ROOT.glob(path)) if "*" in path else (ROOT / path).exists(), path
    for path in re.findall(r"`((?:intake|pipes|norm|export)/[^`]*\.py)`", page):
        assert (ROOT / "src" / "sayso" / path).exists(), path


def test_the_readme_shows_a_picture_and_figures() -> None:
    page = read_page("README.md")
    for mark in ("demo", "bench"):
        inside = page.partition(f"<!-- {mark}:start -->")[2].partition(f"<!-- {mark}:end -->")[0]
        assert inside.strip(), mark


def test_the_licences_are_there() -> None:
    licence = read_page("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    notice = read_page("NOTICE")
    for name in ("GeoNames", "CC BY 4.0", "PLOVER", "en_core_web_sm"):
        assert name in notice


@pytest.mark.slow
@pytest.mark.parametrize("code", re.findall(r"^```python\n(.*?)^```", read_page("README.md"), re.M | re.S))
def test_python_shown_runs(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip()

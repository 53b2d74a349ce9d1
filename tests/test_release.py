"""What releases are made with: pins, notes and workflows."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
sys.path.append(str(ROOT / "release"))

from notes import find_notes, read_version  # noqa: E402

CHANGELOG = """# Changelog

## 2.0.0, unreleased

- Soon.

## 1.1.0, 2026-03-01

- New.

- Mended.

## 1.0.0, 2026-01-01
"""


def read_pins(name: str) -> dict[str, str]:
    """Each pinned package with what stands below it."""
    text = (ROOT / "release" / name).read_text("utf-8")
    parts = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    return {re.split(r"[=\[]", part, maxsplit=1)[0]: part for part in parts}


def list_names(requirements: list[str]) -> set[str]:
    found = (re.split(r"[<>=!\[;@ ]", each, maxsplit=1)[0] for each in requirements)
    return {re.sub(r"[-_.]+", "-", name).lower() for name in found}


@pytest.mark.parametrize("name", ["requirements.lock", "tools.lock"])
def test_every_pin_has_hashes(name: str) -> None:
    pins = read_pins(name)
    assert len(pins) > 20
    assert [package for package, part in pins.items() if "==" not in part or "--hash=sha256:" not in part] == []


def test_what_sayso_needs_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = list_names([*project["dependencies"], *extras["dask"], *extras["ftm"], *extras["postgres"]])
    assert wanted - set(read_pins("requirements.lock")) == set(), "run release/lock.sh"
    tools = [line for line in (ROOT / "release" / "tools.in").read_text("utf-8").splitlines() if line[:1].isalpha()]
    assert list_names(tools) - set(read_pins("tools.lock")) == set(), "run release/lock.sh"


def test_notes_are_those_of_the_version() -> None:
    assert find_notes(CHANGELOG, "1.1.0") == "- New.\n\n- Mended.\n"
    for version in ("1.0.0", "2.0.0", "1.1", "3"):
        with pytest.raises(SystemExit):
            find_notes(CHANGELOG, version)


def test_the_changelog_has_the_version_of_the_package() -> None:
    assert f"## {read_version()}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_take_no_more_than_they_need(path: Path) -> None:
    flow = yaml.safe_load(path.read_text("utf-8"))
    assert flow["permissions"] == {}
    for name, job in flow["jobs"].items():
        assert "permissions" in job, name
        assert job["timeout-minutes"] <= 60, name
        for step in job["steps"]:
            if "uses" in step:
                assert re.search(r"@[0-9a-f]{40}$", step["uses"]), f"{name}: {step['uses']} is not pinned"
            assert "${{" not in step.get("run", ""), f"{name}: a value goes into a shell unquoted"


def test_workflows_call_what_is_there() -> None:
    for path in WORKFLOWS:
        for script in re.findall(r"(?:^|\s)((?:release|\.ci)/[\w./]+)", path.read_text("utf-8")):
            assert (ROOT / script).exists(), script

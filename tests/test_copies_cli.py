"""`sayso copies`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from copies_making import make_sentences, make_text, rewrite

from sayso.cli.main import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    story = make_text(1)
    rows = [
        {"id": "whole", "text": story, "published": "2020-05-01", "outlet": "The Quay"},
        {"id": "brief", "text": " ".join(make_sentences(1)[:4]), "published": "2020-05-02"},
        {"id": "anew", "text": f"{rewrite(story, 0.3)}\n\nReuters contributed to this report.",
         "published": "2020-05-03"},
        {"id": "other", "text": make_text(2), "published": "2020-05-01"},
    ]
    path = tmp_path / "reports.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["copies", *(str(arg) for arg in args)])


def test_groups_as_json_lines(file: Path) -> None:
    result = run(file, "--format", "jsonl", "--passages")
    assert result.exit_code == 0
    (group,) = map(json.loads, result.output.splitlines())
    assert group["reports"] == ["whole", "brief", "anew"]
    assert group["direction"] == {"original": "whole", "reason": "first", "agency": "Reuters"}
    assert len(group["pairs"]) == 2
    assert all(pair["passages"] and pair["verdict"]["same"] for pair in group["pairs"])


def test_groups_as_a_table(file: Path) -> None:
    result = run(file, "--format", "table")
    assert "whole, brief, anew" in result.output


def test_only_near_copies(file: Path) -> None:
    assert run(file, "--near", "-f", "jsonl").output == ""
    again = file.with_name("again.jsonl")
    again.write_text(json.dumps({"id": "again", "text": make_text(1)}) + "\n")
    (group,) = map(json.loads, run(file, again, "--near", "-f", "jsonl").output.splitlines())
    assert group["reports"] == ["whole", "again"]


def test_what_cannot_be_read_is_named_and_the_rest_compared(file: Path) -> None:
    with file.open("a") as lines:
        lines.write("{broken\n")
    result = run(file, "-f", "jsonl")
    assert result.exit_code == 1
    assert "4 reports compared, 1 failed" in result.output


def test_the_output_may_not_be_an_input(file: Path) -> None:
    assert run(file, "-o", file).exit_code == 2

"""Why an event was coded as it was."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sayso.cli.main import main as cli
from sayso.pipes.explaining import explain_event

TEXT = (
    "Rebels of the Coast Front killed four soldiers on Monday in Tripoli, an army spokesman told Radio "
    "Delta. "
    "Opposition leaders condemned the attack."
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    return str(file)


@pytest.mark.slow
def test_each_field_has_its_ground(reader):
    report = reader.read(TEXT, published="2021-05-04").report
    offset, doc, event = reader.find_event(report, 0)
    grounds = {ground.field: ground for ground in explain_event(doc, event)}
    assert offset == 0
    assert {"type", "actor", "recipient", "place", "date", "killed", "claim", "factuality"} <= set(grounds)
    assert grounds["type"].value.startswith("ASSAULT")
    assert "triggers.yml, verb kill" in grounds["type"].rule
    assert "LBY" in grounds["place"].value
    assert any("LBN" in other for other in grounds["place"].alternatives)
    assert grounds["date"].value.startswith("2021-05-03")
    for ground in grounds.values():
        assert ground.score is None or 0 <= ground.score <= 1
        assert all(TEXT[start:end] for start, end in ground.words)


@pytest.mark.slow
def test_command_explains_a_file(path):
    result = CliRunner().invoke(cli, ["explain", path, "killed", "--published", "2021-05-04"])
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    for line in lines:
        assert line["words"] == [TEXT[start:end] for start, end in line["spans"]]
    shown = CliRunner().invoke(cli, ["explain", path, "condemned", "--format", "table"])
    assert "ACCUSE" in shown.stdout
    wrong = CliRunner().invoke(cli, ["explain", path, "sang"])
    assert wrong.exit_code == 1
    assert "no events are called 'sang'" in wrong.stderr

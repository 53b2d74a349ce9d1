"""JSON lines: lossless, whatever the text."""

from __future__ import annotations

import io

from exporting import make_reading
from hypothesis import given
from hypothesis import strategies as st

from sayso.cli.output import FORMAT_NAMES
from sayso.export import FORMATS, jsonl
from sayso.format import from_json
from sayso.types import Reading, make_report


def write(*readings: Reading) -> str:
    out = io.StringIO()
    jsonl.write(iter(readings), out)
    return out.getvalue()


def test_readings_come_back_equal_and_in_order() -> None:
    readings = [make_reading(), Reading(make_report("Two.", id="b"))]
    lines = write(*readings).split("\n")
    assert lines.pop() == ""
    assert [from_json(line) for line in lines] == readings


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_survives_as_utf8(text: str) -> None:
    line = write(Reading(make_report(text, id="x"))).encode("utf-8").decode("utf-8")
    assert from_json(line).report.text == text
    assert line.count("\n") == 1


def test_the_table_of_formats() -> None:
    assert tuple(FORMATS) == FORMAT_NAMES == ("table", "jsonl", "csv", "geojson", "html", "relations")
    for name, write_format in FORMATS.items():
        out = io.StringIO()
        write_format(iter([make_reading()]), out)
        assert out.getvalue(), name

"""CSV: the round trip through Python's reader, and cells that spreadsheets would run."""

from __future__ import annotations

import csv as reader
import io

import pytest
from exporting import TEXT, make_reading
from hypothesis import given
from hypothesis import strategies as st

from sayso.export import csv
from sayso.types import Event, Reading, make_report


def read_back(*readings: Reading) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    csv.write(iter(readings), out)
    return list(reader.DictReader(io.StringIO(out.getvalue(), newline=""), strict=True))


def test_one_row_an_event_with_every_column() -> None:
    shelled, paid = read_back(make_reading())
    assert tuple(shelled) == csv.COLUMNS
    assert (shelled["trigger_words"], shelled["source_words"], shelled["cue_words"]) == ("shelled", "a mayor", "told")
    assert (shelled["lat"], shelled["lon"], shelled["killed_min"], shelled["told_to"]) == (
        "-33.5", "18.25", "12", "Radio Delta",
    )  # fmt: skip
    assert TEXT[int(paid["trigger_start"]) : int(paid["trigger_end"])] == "paid"
    assert (paid["who_says"], paid["date_inferred"]) == ("him (a mayor) | one guard", "1")
    assert (paid["factuality"], paid["factuality_words"]) == ("uncertain", "believed")


def test_the_written_cells_come_back() -> None:
    reading = make_reading()
    back = read_back(reading)
    for wanted, got in zip(csv.describe_rows(reading), back, strict=True):
        for column in csv.COLUMNS:
            value = csv.guard(wanted.get(column))
            assert got[column] == ("" if value is None else str(value)), column


def test_every_cell_has_a_column() -> None:
    for row in csv.describe_rows(make_reading()):
        assert set(row) <= set(csv.COLUMNS)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "\n=1", "\r=1", "＝1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0"],
)
def test_a_formula_is_made_text(cell: str) -> None:
    guarded = csv.guard(cell)
    assert isinstance(guarded, str)
    assert guarded == f"'{cell}"


@pytest.mark.parametrize("cell", ["words", "", "2021-05-03", "'quoted'", "a | =b", -33.5, 7, None])
def test_other_cells_stay(cell: csv.Cell) -> None:
    assert csv.guard(cell) == cell


@given(st.text(alphabet=st.characters(codec=None), min_size=1))
def test_any_text_comes_back_whole(text: str) -> None:
    event = Event("e0", "ACCUSE", (0, len(text)))
    (row,) = read_back(Reading(make_report(text, id="x"), events=(event,)))
    assert row["trigger_words"] == csv.guard(text)
    row["trigger_words"].encode("utf-8")

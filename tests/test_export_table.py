"""The table for people."""

from __future__ import annotations

import io

import pytest
from exporting import make_reading
from rich.cells import cell_len

from sayso.export import table
from sayso.types import Reading, make_report


def draw(monkeypatch: pytest.MonkeyPatch, width: int, *readings: Reading) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    table.write(iter(readings), out)
    return out.getvalue()


@pytest.mark.parametrize("width", [20, 80, 100, 119, 120, 160, 200, 400])
def test_fits_the_width_within_bounds(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    lines = draw(monkeypatch, width, make_reading()).splitlines()
    assert max(map(cell_len, lines)) <= min(max(width, table.NARROWEST), table.WIDEST)


@pytest.mark.parametrize("width", [80, 160])
def test_tells_heading_events_and_chain(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    text = draw(monkeypatch, width, make_reading())
    assert text.startswith("r1  Port shelled\nTest Gazette, 2021-05-04, 2 events, 4 claims\n")
    for words in ("2021-05-03", "Nadir, ORL", "ASSAULT", "12 killed", "him (a mayor) ›", "guard", "uncertain"):
        assert words in text
    assert "\x1b" not in text
    assert text.endswith(f"{table._NOTE}\n")


def test_a_report_without_events_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    text = draw(monkeypatch, 100, Reading(make_report("Rain.", id="wet")))
    assert text == "wet\n0 events, 0 claims\n  no events found\n\n"


def test_a_long_source_is_cut_at_a_word() -> None:
    assert table._shorten("a mayor") == "a mayor"
    long = "a mayor, " + "who knew " * 9
    assert table._shorten(long) == "a mayor, who knew who knew who knew who knew who knew who …"


def test_no_readings_no_output(monkeypatch: pytest.MonkeyPatch) -> None:
    assert draw(monkeypatch, 100) == ""


def test_a_terminal_cannot_be_driven_by_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    report = make_report("x", id="[bold]\x1b]0;owned\x07", title="[link=x]\r\u202egnp", outlet=":smile:")
    text = draw(monkeypatch, 100, Reading(report))
    assert text.startswith("[bold]�]0;owned�  [link=x] �gnp\n:smile:,")

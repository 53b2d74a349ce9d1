"""What reading ten million reports costs, as the page on scaling reckons it from what was measured."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "bench"))

from dask_reading import count_tokens, make_drafts, print_cost  # noqa: E402


def test_the_page_has_what_the_script_reckons(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "scaling.md").read_text("utf-8")
    shown = page.partition("<!-- cost:start -->\n")[2].partition("<!-- cost:end -->")[0]
    rate = re.findall(r"at ([\d,]+) tokens a CPU-second", shown)[-1]
    print_cost(float(rate.replace(",", "")))
    assert capsys.readouterr().out.strip() in shown


def test_made_reports_are_the_same_every_time_and_of_the_length_reckoned_with() -> None:
    drafts = make_drafts(20, 1)
    assert drafts == make_drafts(20, 1) != make_drafts(20, 2)
    assert 400 < count_tokens(drafts) / len(drafts) < 800

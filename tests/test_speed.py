"""What the speed measure counts."""

from __future__ import annotations

import json

import pytest

from sayso.bench import speed
from sayso.types import make_report

TEXT = "Police in Nairobi said on Monday that two men had been arrested."


def test_shares_of_the_stages_make_one(reader):
    shares = speed._shares(reader, [make_report(TEXT)])
    assert sum(shares.values()) == pytest.approx(1)
    assert {"", "tok2vec", "parser", "sayso_words", "sayso_encoder", "sayso_names", "sayso_times"} < set(shares)


def test_ratios_are_taken_round_by_round():
    assert speed._ratio([1.0, 2.0, 3.0], [2.0, 2.0, 3.0]) == 1.0


@pytest.mark.slow
def test_memory_is_that_of_a_process_of_its_own(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"id": "1", "text": TEXT}) + "\n", "utf-8")
    assert 50 < speed._peak_memory(gold) < 400

"""Claims within claims, through the whole reader: most sentences must have all their pairs right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sayso.types import Claim, Reading, Span

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "nested.yml").read_text("utf-8")
)
WANTED = 0.8


def find_span(text: str, words: str) -> Span | None:
    found = re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text)
    return found.span() if words.strip() and found else None


def overlaps(span: Span | None, spans: tuple[Span, ...]) -> bool:
    """Whether a span of words overlaps one of `spans`; when there are no words, that there are no spans."""
    return not spans if span is None else any(s < span[1] and span[0] < e for s, e in spans)


def match(claim: Claim, text: str, words: str) -> bool:
    source, cue = words.split("|")
    return overlaps(find_span(text, source), claim.source.spans) and overlaps(find_span(text, cue), claim.cue)


def has_pair(reading: Reading, outer: str, inner: str) -> bool:
    text = reading.report.text
    holders = {claim.id for claim in reading.claims if match(claim, text, outer)}
    return any(match(claim, text, inner) and claim.within in holders for claim in reading.claims)


def is_right(reading: Reading, pairs: list[list[str]]) -> bool:
    return all(has_pair(reading, outer, inner) for outer, inner in pairs)


@pytest.mark.parametrize("case", CASES["develop"] + CASES["held"], ids=lambda case: case["text"][:40])
def test_words_of_the_cases_are_in_their_sentences(case: dict[str, Any]) -> None:
    words = [part.strip() for pair in case["pairs"] for claim in pair for part in claim.split("|")]
    assert all(part in case["text"] for part in words)


def test_there_are_enough_cases() -> None:
    assert len(CASES["develop"]) + len(CASES["held"]) >= 60


@pytest.mark.slow
@pytest.mark.parametrize("part", ["develop", "held"])
def test_most_sentences_are_right(reader: Any, part: str) -> None:
    right = sum(is_right(reader.read(case["text"]), case["pairs"]) for case in CASES[part])
    assert right >= WANTED * len(CASES[part])

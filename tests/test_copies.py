"""Copies: what editors do to a text leaves it a copy; what another tells, quotes or rounds up is none."""

from __future__ import annotations

import random

import pytest
from copies_making import make_reports, make_sentences, make_text, rewrite, scan
from hypothesis import given
from hypothesis import strategies as st

from sayso.link.copies import compare, find_copies, find_copies_of
from sayso.types import make_report

STORY = make_text(1)
LINES = make_sentences(1)
EDITS = {
    "the same": STORY,
    "cut at the end": STORY[: len(STORY) // 3],
    "a brief": " ".join(LINES[:3]),
    "a brief of its middle": " ".join(LINES[6:9]),
    "a third of the words replaced": rewrite(STORY, 0.35),
    "other order": " ".join(random.Random(3).sample(LINES, len(LINES))),
    "scanned": scan(STORY),
    "in capitals": STORY.upper(),
    "updated": f"UPDATE: {make_sentences(50)[0]}\n\n{STORY}\n\n{make_sentences(51)[0]}",
    "every word on a line of its own": STORY.replace(" ", "\n"),
}
OTHERS = {
    "another story": make_text(2),
    "one sentence in common": f"{make_text(3)}\n\n{LINES[4]}",
    "a statement in common": make_text(4) + '\n\n"' + " ".join(LINES[5:7]) + '"',
    "quotes it at length": make_text(5, 20) + "\n\n“" + " ".join(LINES[2:6]) + "”",
    "empty": "",
    "one word": "Ferry",
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_text_is_a_copy(edit: str) -> None:
    verdict = compare(EDITS[edit], STORY)
    assert (verdict.same, verdict.why) == (True, "copy")
    assert 0 < verdict.score <= 1


@pytest.mark.parametrize("other", OTHERS)
def test_another_text_is_no_copy(other: str) -> None:
    assert not compare(STORY, OTHERS[other]).same


def test_who_quotes_a_brief_is_no_copy_of_it() -> None:
    brief = " ".join(LINES[:4])
    verdict = compare(brief, f"{make_text(6, 8)}\n\n“{brief}”\n\n{make_text(6, 24)}")
    assert (verdict.same, verdict.why) == (False, "quotes the other")


BRIEF = (
    "The last ferry to Morland sank in the harbour before dawn, and eleven passengers were pulled from the water by "
    "fishermen, coastguard captain Ilse Brandt said."
)
CARRIER = """Teachers in Quill voted to end a strike over pay that had kept ninety schools shut since February.

Grain prices rose for a third week as drought spread across the southern plains, the exchange in Pell announced.

A court in Anstey acquitted two bankers accused of hiding losses from shareholders during the merger with Tarn Trust.

Gardeners reopened the botanical museum after a burst pipe had flooded its orchid collection and the reading room."""


def test_who_carries_a_brief_among_other_stories_is_no_copy_of_it() -> None:
    verdict = compare(BRIEF, f"{CARRIER}\n\n{BRIEF}")
    assert (verdict.same, verdict.why) == (False, "carries the other")


@pytest.mark.parametrize("edit", EDITS)
def test_comparing_is_the_same_both_ways(edit: str) -> None:
    assert compare(EDITS[edit], STORY).same == compare(STORY, EDITS[edit]).same


def groups(**texts: str) -> list[tuple[str, ...]]:
    return [group.reports for group in find_copies(make_reports(**texts))]


def test_all_edits_of_a_story_are_one_group() -> None:
    found = groups(**{f"e{i}": text for i, text in enumerate(EDITS.values())}, other=make_text(2))
    assert found == [tuple(f"e{i}" for i in range(len(EDITS)))]


def test_a_round_up_joins_nothing() -> None:
    texts = {f"s{seed}{copy}": rewrite(make_text(seed), 0.1, copy) for seed in range(3, 6) for copy in range(2)}
    texts["round"] = "\n\n".join(" ".join(make_sentences(seed)[:3]) for seed in range(3, 6))
    assert groups(**texts) == [("s30", "s31"), ("s40", "s41"), ("s50", "s51")]


def test_a_copy_of_a_round_up_is_one() -> None:
    round_up = "\n\n".join(" ".join(make_sentences(seed)[:3]) for seed in range(3, 6))
    texts = {f"s{seed}": make_text(seed) for seed in range(3, 6)}
    assert groups(**texts, r1=round_up, r2=rewrite(round_up, 0.1)) == [("r1", "r2")]


def test_a_single_report_between_two_families_does_not_join_them() -> None:
    texts = {f"s{seed}{copy}": rewrite(make_text(seed), 0.1, copy) for seed in (3, 4) for copy in range(4)}
    between = make_text(3) + "\n\n" + " ".join(make_sentences(4)[:8])
    assert all(len({name[:2] for name in group if name != "both"}) == 1 for group in groups(**texts, both=between))


def test_a_large_family_is_one_group() -> None:
    texts = {f"f{i}": rewrite(STORY, 0.2, i) for i in range(150)}
    texts |= {f"o{seed}": make_text(seed) for seed in range(2, 12)}
    reports = make_reports(**texts)
    random.Random(1).shuffle(reports)
    (group,) = find_copies(reports)
    assert sorted(group.reports) == sorted(f"f{i}" for i in range(150))


def test_two_briefs_meet_in_their_story() -> None:
    texts = {"whole": STORY, "start": " ".join(LINES[:4]), "end": " ".join(LINES[9:])}
    assert groups(**texts) == [("whole", "start", "end")]


def test_what_an_outlet_repeats_does_not_count() -> None:
    footer = " ".join(make_sentences(90, 6))
    texts = {f"s{seed}": f"{make_text(seed, 6)}\n\n{footer}" for seed in range(10, 18)}
    assert groups(**texts) == []


def test_passages_prove_a_pair() -> None:
    reports = make_reports(whole=STORY, brief=f"Ferry news. {LINES[0]} {LINES[1]} {LINES[2]}")
    (group,) = find_copies(reports, passages=True)
    (pair,) = group.pairs
    ((mine, theirs),) = pair.passages
    assert (pair.left, pair.right) == ("brief", "whole")
    assert reports[1].text[slice(*mine)].split()[-3:] == reports[0].text[slice(*theirs)].split()[-3:]
    assert reports[1].text[slice(*mine)].split()[0] == LINES[0].split()[0]


def test_a_new_report_finds_its_copies_among_candidates() -> None:
    others = make_reports(whole=STORY, rewritten=rewrite(STORY, 0.2), other=make_text(2))
    found = find_copies_of(make_report(" ".join(LINES[:4]), id="new"), others)
    assert sorted({pair.left, pair.right} - {"new"} for pair in found) == [{"whole"}, {"rewritten"}] or len(found) == 2
    assert all(pair.passages for pair in found)
    assert find_copies_of(make_report(make_text(30), id="new"), others) == []


def test_no_reports_have_no_copies() -> None:
    assert find_copies([]) == []
    assert find_copies(make_reports(a="", b="", c="x")) == []


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    reports = [make_report(text, id=str(i)) for i, text in enumerate(texts)]
    found = find_copies(reports, passages=True)
    assert found == find_copies(reports, passages=True)
    members = [id for group in found for id in group.reports]
    assert len(members) == len(set(members))
    assert all(len(group.pairs) == len(group.reports) - 1 for group in found)

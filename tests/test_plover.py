from __future__ import annotations

import pytest

from sayso.norm.plover import TYPES, list_contexts, load_types, promote, quad_class, score_event


def test_types_are_the_manuals_sixteen():
    assert tuple(load_types()) == TYPES
    assert len(TYPES) == 16


@pytest.mark.parametrize(
    ("kind", "mode", "score"),
    [
        ("AID", None, 10), ("RETREAT", "disarm", 10), ("RETREAT", None, 6.5), ("ASSAULT", "unconventional", -10),
        ("ASSAULT", "torture", -9), ("REQUEST", "assist", 0.5), ("COERCE", "no such mode", -7),
    ],
)
def test_score_is_the_modes_or_else_the_types(kind: str, mode: str | None, score: float):
    assert score_event(kind, mode) == score


def test_scores_agree_in_sign_with_the_quad_class():
    for kind, entry in load_types().items():
        assert entry.score >= 0 if "cooperation" in entry.quad else entry.score <= 0, kind


@pytest.mark.parametrize(
    ("kind", "how", "becomes"),
    [
        ("AID", {"future": True}, "AGREE"), ("CONSULT", {"future": True}, "AGREE"),
        ("RETREAT", {"future": True}, "CONCEDE"), ("AID", {"refused": True}, "REJECT"),
        ("ASSAULT", {"future": True}, "THREATEN"), ("ACCUSE", {"refused": True}, "ACCUSE"), ("SUPPORT", {}, "SUPPORT"),
    ],
)
def test_promote(kind: str, how: dict[str, bool], becomes: str):
    assert promote(kind, **how) == becomes


def test_promotion_leads_to_known_types():
    for entry in load_types().values():
        assert {entry.future, entry.refused} <= {None, *TYPES}


def test_quad_classes_are_four():
    assert len({quad_class(kind) for kind in TYPES}) == 4


def test_unknown_type_raises():
    with pytest.raises(KeyError):
        score_event("STATEMENT")


def test_contexts_are_listed_once():
    assert len(list_contexts()) == len(set(list_contexts())) == 37

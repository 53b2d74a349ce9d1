"""Answers as data frames."""

from __future__ import annotations

import sys

import pytest
from store_making import make_numbered

from sayso.errors import StoreError
from sayso.link.linker import link_new
from sayso.store import Store
from sayso.store.frames import to_pandas, to_polars


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "sayso.db") as opened:
        for number in range(3):
            opened.put(make_numbered(number))
        link_new(opened)
        yield opened


@pytest.mark.parametrize(("library", "make"), [("pandas", to_pandas), ("polars", to_polars)])
def test_every_answer_makes_a_frame(store, library, make):
    pytest.importorskip(library)
    incidents = make(store.incidents(limit=None))
    assert len(incidents) == 3
    assert sorted(incidents["id"]) == ["e0", "e1", "e2"]
    assert list(incidents["actors"][0]) == ["Orland"]
    assert list(make(store.events())["killed_min"]) == [12, 12, 12]
    for records in (store.claims(), store.reports(), store.actors(), store.relations("Orland"), []):
        assert len(make(records)) == len(records)


@pytest.mark.parametrize(("library", "make"), [("pandas", to_pandas), ("polars", to_polars)])
def test_a_missing_library_is_told(monkeypatch, library, make):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(StoreError, match=f"pip install {library}"):
        make([])

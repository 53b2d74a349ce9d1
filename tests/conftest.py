from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_own_knowledge(tmp_path_factory):
    """What a person taught their own sayso does not change the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAYSO_KB", str(tmp_path_factory.mktemp("kb") / "none.json"))
        yield


@pytest.fixture(scope="session")
def nlp():
    """The base model alone, without sayso's stages but with their extensions registered."""
    from sayso.pipes.board import register_extensions
    from sayso.pipes.pipeline import load_base

    register_extensions()
    return load_base()


@pytest.fixture(scope="session")
def reader():
    from sayso.reading import Reader

    return Reader()


@pytest.fixture(scope="session")
def example_store(reader, tmp_path_factory):
    """The path of a store with the example reports, read and linked; for tests that only ask it."""
    from sayso.intake.examples import load_examples
    from sayso.link.linker import link_new
    from sayso.store import Store

    path = tmp_path_factory.mktemp("examples") / "sayso.db"
    with Store.open(path) as store:
        for report in load_examples():
            store.put(reader.read(report))
        link_new(store)
    return path

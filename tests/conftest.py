from __future__ import annotations

import pytest


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

"""The package's data files: lexicons (YAML), the gazetteer, model weights, the example reports."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from sayso.errors import ResourceError


def find_file(name: str) -> Traversable:
    """The data file `name`, a path below `sayso/data` with forward slashes.

    Raises:
        ResourceError: when the installation lacks it.
    """
    found = files("sayso").joinpath("data").joinpath(*name.split("/"))
    if not found.is_file():
        raise ResourceError(f"data file {name!r} is missing from this installation; install sayso again")
    return found


@cache
def fingerprint(name: str) -> str:
    """The first 12 hex digits of the SHA-256 of the data file `name`: the version of a model or of the gazetteer."""
    return hashlib.sha256(find_file(name).read_bytes()).hexdigest()[:12]


@cache
def load_yaml(name: str) -> Any:
    """What the YAML file `name` holds, read once a process; callers must not change it."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(find_file(name).read_text("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise ResourceError(f"data file {name!r} is not valid YAML: {error}") from error

"""The rank rule: imports go to a lower rank, or stay within one package; heavy libraries have one room each."""

import ast
from pathlib import Path

import pytest

import sayso

ROOT = Path(sayso.__file__).parent
RANKS = {
    "types": 0, "errors": 0,
    "format": 1, "resources": 1,
    "intake": 2, "norm": 2, "store": 2,
    "pipes": 3, "link": 3,
    "reading": 4, "export": 4, "second": 4,
    "scale": 5, "serve": 5, "bench": 5,
    "cli": 6,
}
# The notebook view of a record is rendered where all rendering is; the import is inside that one method.
EXEMPT = {("types", "export")}
# Where each heavy library may be imported from.
ROOMS = {
    "spacy": {"pipes", "reading"}, "click": {"cli"}, "torch": set(), "onnxruntime": {"pipes"},
    "sqlalchemy": {"store"}, "psycopg": set(),
}


def modules():
    return sorted(p for p in ROOT.rglob("*.py") if p.name != "__main__.py" and p != ROOT / "__init__.py")


def room(path):
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "sayso")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_to_lower_ranks(path):
    here = room(path)
    assert here in RANKS, f"{here} has no rank"
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "sayso" or len(parts) == 1 or parts[1] not in RANKS:
            continue
        there = parts[1]
        allowed = there == here or RANKS[there] < RANKS[here] or (here, there) in EXEMPT
        allowed = allowed or RANKS[here] == RANKS[there] == 0
        assert allowed, f"{path} (rank {RANKS[here]}) imports {name} (rank {RANKS[there]})"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_libraries_stay_in_their_rooms(path):
    for name in imported(path):
        library = name.split(".")[0]
        if library in ROOMS:
            assert room(path) in ROOMS[library], f"{path} imports {library}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400

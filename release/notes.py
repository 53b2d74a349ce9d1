"""Print what the changelog says of a version, for the page of its release: python release/notes.py 0.1.0

Fails when it says nothing, or when the package has another version.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def find_notes(changelog: str, version: str) -> str:
    """The part of a changelog under the heading of a version.

    Raises:
        SystemExit: when there is none, or when it is marked as unreleased.
    """
    heading = rf"^## {re.escape(version)}(?P<more>(?:,[^\n]*)?)\n"
    found = re.search(heading + r"(?P<notes>.*?)(?=^## |\Z)", changelog, re.M | re.S)
    if found is None or not found["notes"].strip():
        raise SystemExit(f"CHANGELOG.md says nothing of {version}")
    if "unreleased" in found["more"]:
        raise SystemExit(f"CHANGELOG.md calls {version} unreleased; put its day there")
    return found["notes"].strip() + "\n"


def read_version() -> str:
    """The version of the package, without importing it."""
    text = (ROOT / "src" / "sayso" / "__init__.py").read_text("utf-8")
    return re.findall(r'^__version__ = "([^"]+)"', text, re.M)[0]


def main() -> None:
    version = sys.argv[1].removeprefix("v")
    if version != read_version():
        raise SystemExit(f"the package is {read_version()}, not {version}")
    sys.stdout.write(find_notes((ROOT / "CHANGELOG.md").read_text("utf-8"), version))


if __name__ == "__main__":
    main()

"""What mkdocs needs besides `mkdocs.yml`: the pages that lie outside this folder, where people look for them first."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
# Where they lie in the project, and what they are called on the site.
ELSEWHERE = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md", "bench/README.md": "bench.md"}
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from elsewhere."""
    for path, name in ELSEWHERE.items():
        files.append(File.generated(config, name, content=(ROOT / path).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links as they have to be on the site, where the pages from elsewhere lie among the others."""
    name = page.file.src_uri
    place = {to: path for path, to in ELSEWHERE.items()}.get(name, f"docs/{name}")

    def lead(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(place), found.group(1)))
        there = ELSEWHERE.get(target, target.removeprefix("docs/"))
        return f"]({posixpath.relpath(there, posixpath.dirname(name) or '.')}"

    return _LINK.sub(lead, markdown)

"""The documentation as a site: built without a complaint, whole, and asking no other host for anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parent.parent
# Elements that a browser loads by itself.
LOADED = (("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="the site is built by mkdocs-material")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, html.HtmlElement]:
    paths = [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]
    return {path: html.fromstring(path.read_bytes()) for path in paths}


def test_every_page_of_the_documentation_is_in_it(site: Path, pages: dict[Path, html.HtmlElement]) -> None:
    written = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    added = {Path("contributing.html"), Path("changelog.html"), Path("bench.html")}
    assert {path.relative_to(site) for path in pages} == written | added
    assert [path.name for path in site.rglob("*.py*")] == []


def test_links_and_anchors_lead_somewhere(pages: dict[Path, html.HtmlElement]) -> None:
    anchors = {path: {each.get("id") for each in page.iter() if each.get("id")} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for link in page.iter("a", "link", "img", "script"):
            address, mark = urldefrag(link.get("href") or link.get("src") or "")
            if urlsplit(address).scheme in ("http", "https", "mailto"):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            if not target.exists() or (mark and target in anchors and not {mark, unquote(mark)} & anchors[target]):
                dead.append(f"{path.name}: {address}#{mark}")
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, html.HtmlElement]) -> None:
    elsewhere = [
        f"{path.name}: {each.get(name)}"
        for path, page in pages.items()
        for tag, name in LOADED
        for each in page.iter(tag)
        if urlsplit(each.get(name) or "").netloc and each.get("rel") != "canonical"
    ]
    styles = [path.name for path in site.rglob("*.css") if b"url(http" in path.read_bytes().replace(b'"', b"")]
    assert elsewhere == styles == []

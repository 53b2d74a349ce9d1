"""What a page is made of, before a parser sees it; and what to give the parser in place of a page that would break it.

Everything here takes time and memory in proportion to the page's length, whatever it holds. In a tag's pattern a quote
runs to the next one of its kind: each kind swaps two of three states, so a tag that never ends is given up within
three tags, and the whole is linear.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

# Pages of news have up to 10,200 tags, 1.5 MB and depths of some dozen (measured on 780); parsers slow down beyond.
_MOST_TAGS = 15_000
_MOST_CHARACTERS = 2 << 20
_MOST_DEPTH = 250  # libxml2 drops the text of whatever is nested deeper than this
_MOST_ATTRIBUTES = 1_000
_LONG_TAG = 10_000
_LINKED_DATA = 100_000
_KEPT_DEPTH = 150

_TAG = re.compile(r"""<!--|<(/?)([a-zA-Z][a-zA-Z0-9:]*)((?:[^<>"']|"[^"]*"|'[^']*')*+)>|<[!?][^<>]*>""")
_BARE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"(?<![\w-])[\w-]++\s*=")
_LINKED = re.compile(r"type\s*=\s*[\"']?application/ld\+json", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"&#x?[0-9a-fA-F]{9,};?")
_BLANKS = re.compile(r"(?<![ \t\r\f\v])[ \t\r\f\v]*+\n\s*")
# Whose content is no text.
_RAW = frozenset(("script", "style", "svg", "template", "iframe"))
# Without an end tag, by rule or by habit.
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "td", "tr", "th", "dd", "dt", "option",
))
# Within a line.
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "kbd", "label", "mark", "q", "s",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag with its attributes, or (where `name` is empty) text between tags."""

    text: str
    name: str = ""
    closing: bool = False
    attributes: str = ""


def is_usual(html: str) -> bool:
    """Whether parsers can be given the page as it is: neither huge nor nested deeper than they keep."""
    return len(html) <= _MOST_CHARACTERS and (
        is_modest(html, tags=_MOST_TAGS, depth=_MOST_DEPTH)
        or (is_modest(html, tags=_MOST_TAGS) and not loses_depth(html))  # tags in scripts count; the parser knows
    )


def is_modest(html: str, *, tags: int, depth: int | None = None) -> bool:
    """Whether the page has at most so many tags, nested at most so deep, none of them with a thousand attributes."""
    open_tags = 0
    for number, match in enumerate(_BARE_TAG.finditer(html), start=1):
        closing, name, rest = match.groups()
        if number > tags or (len(rest) > _LONG_TAG and _count_attributes(rest) > _MOST_ATTRIBUTES):
            return False
        if depth is None or name.lower() in _VOID or rest.endswith("/"):
            continue
        open_tags = max(0, open_tags - 1) if closing else open_tags + 1
        if open_tags > depth:
            return False
    return True


def loses_depth(html: str) -> bool:
    """Whether libxml2 drops what is nested too deep in the page."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8")
    etree.fromstring(html.encode("utf-8", "replace"), parser)
    return any("depth" in error.message for error in parser.error_log)


def simplify(html: str) -> str | None:
    """The page without its scripts, comments and overlong tags, and without the elements that are nested too deep.

    All text stays. None where even so it is more than parsers can be given.
    """
    out = _Joined()
    nesting = _Nesting()
    tags = size = 0
    for piece in cut(html):
        if piece.name and not nesting.keep(piece):
            continue
        tags += bool(piece.name)
        size += len(piece.text)
        if tags > _MOST_TAGS or size > _MOST_CHARACTERS:
            return None
        out.add(f"<{piece.name}>" if len(piece.attributes) > _LONG_TAG else piece.text)
    simple = out.text()
    return None if loses_depth(simple) else simple


def strip_tags(html: str) -> tuple[str, str]:
    """The page's title and all its text, a line for each block."""
    out, title = _Joined(), _Joined()
    where = out
    for piece in cut(html):
        if not piece.name:
            where.add(unescape(_LONG_NUMBER.sub("\ufffd", piece.text)))
        elif piece.name == "title":
            where = out if piece.closing else title
        elif piece.name not in _INLINE:
            where = out
            where.add("\n")
    return " ".join(title.text().split()), _BLANKS.sub("\n", out.text()).strip()


def cut(html: str) -> Iterator[Piece]:
    """The page's tags and texts in their order, without comments, declarations, scripts and the like.

    What never ends counts as text, but for the mark that begins it.
    """
    endless: set[str] = set()
    at = 0
    while match := _TAG.search(html, at):
        if match.start() > at:
            yield Piece(html[at : match.start()])
        at = match.end()
        if match[0] == "<!--":
            at = _pass_over("-->", html, at, endless)
        elif match[2]:
            name = match[2].lower()
            if name in _RAW and not match[1] and not match[3].endswith("/"):
                end = _pass_over(f"</{name}", html, at, endless)
                if name == "script" and end - at <= _LINKED_DATA and _LINKED.search(match[3]):
                    yield Piece(f"{match[0]}{html[at:end]}>", name, attributes=match[3])
                if end > at:
                    at = html.find(">", end) + 1 or end
                continue
            yield Piece(match[0], name, bool(match[1]), match[3])
    if at < len(html):
        yield Piece(html[at:])


def _pass_over(mark: str, html: str, at: int, endless: set[str]) -> int:
    """The end of the next `mark`, in any case of letters; `at` where there is none, which is sought only once."""
    if mark in endless:
        return at
    found = re.compile(re.escape(mark), re.IGNORECASE).search(html, at)
    if found is None:
        endless.add(mark)
        return at
    return found.end()


def _count_attributes(tag: str) -> int:
    return sum(1 for _ in _ATTRIBUTE.finditer(tag))


class _Nesting:
    """Which tags to keep so that no element lies too deep."""

    def __init__(self) -> None:
        self.open: list[tuple[str, bool]] = []
        self.count: Counter[str] = Counter()
        self.kept = 0

    def keep(self, piece: Piece) -> bool:
        if piece.name in _VOID or piece.name in _RAW or piece.attributes.endswith("/"):
            return True
        if not piece.closing:
            keep = self.kept < _KEPT_DEPTH
            self.open.append((piece.name, keep))
            self.count[piece.name] += 1
            self.kept += keep
            return keep
        if not self.count[piece.name]:
            return False
        while True:
            name, kept = self.open.pop()
            self.count[name] -= 1
            self.kept -= kept
            if name == piece.name:
                return kept


class _Joined:
    """A text in the making; many small pieces take no more memory than a few."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.new: list[str] = []

    def add(self, piece: str) -> None:
        self.new.append(piece)
        if len(self.new) >= 4096:
            self.done.append("".join(self.new))
            self.new.clear()

    def text(self) -> str:
        return "".join([*self.done, *self.new])

"""Layout of a report's text: paragraphs, and which of them are headline, dateline, body or furniture.

Pure functions on the text; nothing here needs a Doc. A paragraph ends at an empty line, and at every line break as
well unless the text is wrapped to a line width (then sentences run on over the break).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from sayso.pipes.board import Segment
from sayso.resources import load_yaml
from sayso.types import Span

LEXICON = "lexicons/layout.yml"
MAX_HEADLINE_WORDS = 32

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_ENDED = re.compile(r"[.!?:…][\"”’'»)\]]*\Z")
_WORDS = re.compile(r"\w+")

_PLACE = r"[A-Z][^\W\d_]*(?:[ .'’-]{1,2}[A-Z][^\W\d_]*){0,4}\.?"
_CAPITALS = r"[A-Z][A-ZÀ-Þ.'’-]+(?:[ /][A-Z][A-ZÀ-Þ.'’-]*){0,5}"
_REGION = rf"(?:, ?{_PLACE}|,? \({_PLACE}\))"
_DAY = (
    r"(?:,? (?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
    r"[a-z]*\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Za-z]{3,9}\.? \d{2,4}))"
)
_AGENCY = r"(?: ?[(\[][^()\[\]\n]{2,40}[)\]])"
_DASH = r"\s*(?:--+|—|–|-|_)(?:\s+|\Z|(?<=[—–])(?=\w))"
_TEXT_TAG = r"(?:\[(?:TEXT|Text|Excerpt|EXCERPT)\]\s*)?"
_DATELINES = tuple(
    re.compile(r"\s*" + p)
    for p in (
        r"date \d{4}-\d\d-\d\d(?=\s|\Z)",
        rf"(?:{_CAPITALS}|{_PLACE}){_REGION}{{0,2}}{_DAY}?,?{_AGENCY}(?:{_DASH}|\s*:\s|\s*[-—–_]*\s*\Z){_TEXT_TAG}",
        rf"(?:{_CAPITALS}|{_PLACE}){_REGION}{{0,2}}{_DAY},?{_AGENCY}?{_DASH}{_TEXT_TAG}",
        rf"{_CAPITALS}{_REGION}{{0,2}}(?:{_DASH})",
        rf"{_CAPITALS}{_REGION}{{0,2}}{_AGENCY}(?=\s+[A-Z\"“])",
        rf"{_AGENCY}{_DASH}",
    )
)
_SPEAKERS = re.compile(r"^[A-Z][\w.’' -]{1,30}:\s", re.MULTILINE)
_CITY_COLON = re.compile(rf"\s*({_PLACE}{_REGION}?)(?: ?:\s+|\s+[—–]\s+)(?=[A-Z\"“])")


@cache
def load_layout() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], frozenset[str], int]:
    """Furniture patterns by name, labels that are no dateline, and the most words that furniture has."""
    data = load_yaml(LEXICON)
    furniture = tuple((name, re.compile(entry["pattern"])) for name, entry in data["furniture"].items())
    return furniture, frozenset(data["no_dateline"]), int(data["furniture_words"])


def find_paragraphs(text: str) -> list[Span]:
    """Paragraphs of `text`, without white space at their ends, in order."""
    lines = [_trim(text, m.start(), m.end()) for m in _LINE.finditer(text)]
    lines = [(s, e) for s, e in lines if s < e]
    wrapped = is_wrapped(text, lines)
    out: list[Span] = []
    for start, end in lines:
        if out and _runs_on(text, out[-1], start, wrapped):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def is_wrapped(text: str, lines: list[Span]) -> bool:
    """Whether line breaks fall within sentences: more than a quarter of single breaks do, and at least two."""
    joints = broken = 0
    for (start, end), (following, _) in pairwise(lines):
        if _is_blank(text, end, following):
            continue
        joints += 1
        if not _ENDED.search(text, max(start, end - 6), end) and (text[following].islower() or end - start >= 50):
            broken += 1
    return broken >= 2 and broken * 4 > joints


def find_segments(text: str, title: str | None = None) -> list[Segment]:
    """The paragraphs of `text` with their kinds, a dateline split from its paragraph; they tile it but for white space.

    Args:
        title: the report's title when known; paragraphs that repeat it are headlines.
    """
    paragraphs = find_paragraphs(text)
    furniture, _, most = load_layout()
    heads = _count_headlines(text, paragraphs, title)
    out: list[Segment] = []
    dated = False
    for i, (start, end) in enumerate(paragraphs):
        if i < heads:
            out.append(Segment(start, end, "headline"))
            continue
        if is_furniture(text[start:end], furniture, most):
            out.append(Segment(start, end, "furniture"))
            continue
        split = start if dated else find_dateline(text, (start, end))
        dated = True
        if split > start:
            out.append(Segment(*_trim(text, start, split), "dateline"))
            if split == end:
                dated = False
        rest = _trim(text, split, end)
        if rest[0] < rest[1]:
            out.append(Segment(*rest, "body"))
    return out


def is_furniture(paragraph: str, patterns: tuple[tuple[str, re.Pattern[str]], ...], most: int) -> bool:
    """Whether a paragraph is a credit, a label or a link rather than part of the report."""
    if not any(pattern.match(paragraph) for _, pattern in patterns):
        return False
    return sum(1 for _ in _WORDS.finditer(paragraph)) <= most


def find_dateline(text: str, paragraph: Span) -> int:
    """Where the dateline at the start of `paragraph` ends, the following space included; its start when it has none."""
    start, end = paragraph
    opening = text[start : min(end, start + 160)]
    for pattern in _DATELINES:
        found = pattern.match(opening)
        if found and found.end() > 0:
            return min(end, start + found.end())
    found = _CITY_COLON.match(opening)
    if found is None or found[1].lower() in load_layout()[1] or len(found[1].split()) > 4:
        return start
    is_transcript = len(_SPEAKERS.findall(text, start, start + 20000)) > 1
    return start if is_transcript else start + found.end()


def _count_headlines(text: str, paragraphs: list[Span], title: str | None) -> int:
    """How many of the first paragraphs are headlines."""
    if len(paragraphs) < 2:
        return 0
    if title:
        count = _match_title(text, paragraphs, title)
        if count:
            return count
    start, end = paragraphs[0]
    first = text[start:end]
    words = sum(1 for _ in _WORDS.finditer(first))
    open_end = not re.search(r"[.:,;…][\"”’')\]]*\Z|[\"”][\"”’')]*\Z", first)
    if 1 < words <= MAX_HEADLINE_WORDS and open_end and find_dateline(text, paragraphs[0]) == start:
        return 1
    return 0


def _match_title(text: str, paragraphs: list[Span], title: str) -> int:
    """How many first paragraphs together repeat `title`, compared by letters and digits alone."""
    wanted = _letters(title)
    seen = ""
    for count, (start, end) in enumerate(paragraphs[:4]):
        seen += _letters(text[start:end])
        if seen == wanted:
            return count + 1
        if not wanted.startswith(seen):
            return count if count and len(seen) else 0
    return 0


def _letters(text: str) -> str:
    return "".join(_WORDS.findall(text.lower()))


def _runs_on(text: str, before: Span, start: int, wrapped: bool) -> bool:
    """Whether the line that begins at `start` goes on with the paragraph `before`."""
    if _is_blank(text, before[1], start):
        return False
    if wrapped:
        return True
    return text[start].islower() and not _ENDED.search(text, max(before[0], before[1] - 6), before[1])


def _is_blank(text: str, end: int, start: int) -> bool:
    """Whether an empty line (or a page break) lies between two lines."""
    between = text[end:start]
    return between.replace("\r\n", "\n").count("\n") > 1 or "\x0c" in between or "\u2029" in between


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

"""The grammar of time expressions: rules over the codes of words, from the data file `lexicons/times.yml`.

A rule's `find` becomes a regular expression over the string of codes that `sayso.norm.timexwords` gives (one character
a word), so a rule costs one linear search of a short string, whatever the length of its word lists. No pattern
repeats without a bound over different classes, so the search stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sayso.errors import ResourceError
from sayso.norm.timexwords import BREAK, OTHER, Token, class_codes, load_lexicon, read_tokens, split_pattern
from sayso.resources import load_yaml

EXTENT = "_x"


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule: what it finds, what to make of it, and the tags its ambiguous words need."""

    name: str
    search: re.Pattern[str]
    make: str
    fields: Mapping[str, Any]
    tags: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, str]
    rank: int


@dataclass(frozen=True, slots=True)
class Found:
    """Words of the text that a rule found: their span, what to make of them, and the values of their parts.

    `first` and `last` index the row of tokens (last exclusive). `checks` are the words that stand for a time only as
    certain parts of speech: (start, end, tags).
    """

    start: int
    end: int
    first: int
    last: int
    rule: str
    make: str
    fields: Mapping[str, Any]
    checks: tuple[tuple[int, int, tuple[str, ...]], ...] = field(default=())


@cache
def load_rules() -> tuple[Rule, ...]:
    data = load_yaml("lexicons/times.yml")
    macros: Mapping[str, str] = data["macros"]
    return tuple(_compile(spec, macros, data["tags"], rank) for rank, spec in enumerate(data["rules"]))


def find_times(text: str, accept: Callable[[Found], bool] | None = None) -> tuple[list[Token], list[Found]]:
    """The tokens of `text` around times, and the time expressions among them, in order and without overlap.

    Of expressions that overlap the leftmost stays, among those the longest, then the one whose rule stands first.

    Args:
        text: any text.
        accept: says whether a candidate may stand (the tagger's word on "may" and "march"); all may when not given.
    """
    tokens = _near_times(read_tokens(text))
    codes = "".join([t.code for t in tokens])
    candidates: list[tuple[int, int, int, Found]] = []
    for rule in load_rules():
        at = 0
        while match := rule.search.search(codes, at):
            first, last = match.span(EXTENT)
            at = max(last, match.start() + 1)
            if first < last:
                candidates.append((first, -last, rule.rank, _make_found(rule, match, tokens)))
    candidates.sort(key=lambda c: c[:3])
    kept: list[Found] = []
    end = 0
    for first, last, _, found in candidates:
        if first >= end and (accept is None or accept(found)):
            kept.append(found)
            end = -last
    return tokens, kept


def _near_times(tokens: list[Token]) -> list[Token]:
    """The stretches of known words that may hold a time, each with the unknown word on either side.

    Rules see only these, a small part of most texts; a stretch of fillers ("of the", "to 12") holds no time.
    """
    codes = "".join([t.code for t in tokens])
    near: list[Token] = []
    last = 0
    stretches, signs = _find_stretches()
    for match in stretches.finditer(codes):
        if not signs.search(codes, *match.span()):
            continue
        start = max(match.start() - 1, last)
        last = min(match.end() + 1, len(tokens))
        near += tokens[start:last]
    return near


@cache
def _find_stretches() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a stretch of known words and of a word that is no filler."""
    fillers = re.escape(load_lexicon().fillers)
    return re.compile(f"[^{OTHER}{BREAK}]+"), re.compile(f"[^{fillers}{OTHER}{BREAK}]")


def _make_found(rule: Rule, match: re.Match[str], tokens: Sequence[Token]) -> Found:
    fields = dict(rule.fields)
    for name, words in rule.classes.items():
        at = match.start(name)
        if at >= 0:
            fields[name.removesuffix("_alt")] = _value(tokens[at], words)
    first, last = match.span(EXTENT)
    checks = tuple(
        (t.start, t.end, rule.tags[t.text]) for t in tokens[first:last] if t.text in rule.tags
    )
    return Found(tokens[first].start, tokens[last - 1].end, first, last, rule.name, rule.make, fields, checks)


def _value(token: Token, class_name: str) -> Any:
    """What a token means as a word of a class (its entry there), as a number, or by itself."""
    if token.value is not None:
        return token.value
    lexicon = load_lexicon()
    for name in lexicon.groups.get(class_name, (class_name,)):
        if token.text in lexicon.words.get(name, {}):
            return lexicon.words[name][token.text]
    for group in lexicon.words.values():
        if token.text in group:
            return group[token.text]
    return token.text


def _compile(
    spec: Mapping[str, Any], macros: Mapping[str, str], tags: Mapping[str, Sequence[str]], rank: int
) -> Rule:
    find = re.sub(r"\{(\w+)\}", lambda m: macros[m[1]], spec["find"])
    classes: dict[str, str] = {}
    parts = [_compile_item(name, item, classes) for name, item in split_pattern(find)]
    body = "".join(parts)
    if f"(?P<{EXTENT}>" not in body:
        body = f"(?P<{EXTENT}>{body})"
    own = {**tags, **spec.get("tags", {})}
    try:
        search = re.compile(body)
    except re.error as error:
        raise ResourceError(f"lexicons/times.yml: rule {spec['name']!r} is no pattern: {error}") from error
    return Rule(
        spec["name"], search, spec["make"], spec.get("with", {}), {w: tuple(t) for w, t in own.items()}, classes, rank,
    )


def _compile_item(name: str, item: str, classes: dict[str, str]) -> str:
    if item == "<":
        return f"(?P<{EXTENT}>"
    if item == ">":
        return ")"
    if item in ("(", ")", "|", "?", "*"):
        return item.replace("(", "(?:")
    if item in ("!(", "~("):
        return "(?!" if item[0] == "!" else "(?<!"
    look = item[0] if item[0] in "!~" else ""
    word = item[len(look):]
    codes = class_codes(word)
    if not codes:
        raise ResourceError(f"lexicons/times.yml: no word or class {word!r}")
    body = f"[{re.escape(codes)}]"
    if look:
        return f"(?!{body})" if look == "!" else f"(?<!{body})"
    if name:
        classes[name] = word
        return f"(?P<{name}>{body})"
    return body

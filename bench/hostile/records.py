"""Traps in records: JSON, JSON lines and tables."""

from __future__ import annotations

import json

from bench.hostile.trap import KEPT, Traps

traps = Traps()
trap = traps.trap
_GOOD = json.dumps({"text": KEPT})


@trap("deep.jsonl", 50_000)
def deep(n: int) -> str:
    """JSON nested n deep, and a good line"""
    return '{"a":' * n + "\n" + _GOOD + "\n" + '{"text":' + "[" * n + "]" * n + "}"


@trap("deep.json", 50_000, kept=())
def deep_document(n: int) -> str:
    """a JSON document nested n deep"""
    return '[{"text":' * n


@trap("numbers.jsonl", 50_000)
def numbers(n: int) -> str:
    """numbers of n digits"""
    return f'{{"id": {"9" * n}, "text": "a"}}\n{{"text": 1e{"9" * n}}}\n{_GOOD}\n{{"id": -{"1" * 4000}, "text": "a"}}'


@trap("keys.jsonl", 20_000)
def keys(n: int) -> str:
    """one key n times, and n other keys"""
    again = '"text": "a", ' * n
    other = ", ".join(f'"k{i}": {i}' for i in range(n))
    return f'{{{again}"text": {json.dumps(KEPT)}, {other}}}'


@trap("broken.jsonl", 500)
def broken(n: int) -> str:
    """n broken lines and a good one"""
    return '{"text": "a\n{"text": }\n[1]\nnull\n"text"\n{"text": "\\ud800"\n' * n + "\0\n" + _GOOD


@trap("lines.jsonl", 2_000, reads=2)
def lines(n: int) -> str:
    """n lines"""
    return (_GOOD + "\n") * n


@trap("escapes.jsonl", 20_000)
def escapes(n: int) -> str:
    """a text of n escaped halves of characters"""
    return '{"text": "' + KEPT + " " + "\\ud800\\udc00 \\udfff " * (n // 100) + "\\ud83d" * (n // 100) + '"}'


@trap("blank.jsonl", 200_000)
def blank(n: int) -> str:
    """n empty lines before the only one"""
    return "\n" * n + _GOOD


@trap("items.json", 300, reads=2)
def feed_items(n: int) -> str:
    """a JSON Feed of n items, some of them none"""
    item = {"id": "a", "content_text": KEPT}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item, {}, None, 7, "x"] * n})


@trap("field.csv", 200_000, reads=0)
def field(n: int) -> str:
    """a value of n characters"""
    return f"id,text\n1,{KEPT}\n2,{'x' * n}\n3,{'a b ' * (n // 4)}"


@trap("columns.csv", 20_000)
def columns(n: int) -> str:
    """n columns, most of one name"""
    return "text" + ",text" * n + "\n" + KEPT + f",{KEPT}" * n


@trap("quotes.csv", 5_000)
def quotes(n: int) -> str:
    """quotes that never end"""
    return f"text\n{KEPT}\n" + '"a""\n' * n


@trap("wide.csv", 2_000)
def wide(n: int) -> str:
    """rows with more values than columns"""
    return f"text\n{KEPT}\n" + "a,b,c\n" * n

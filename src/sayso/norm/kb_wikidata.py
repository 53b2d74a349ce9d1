"""Knowledge bases as lines of a Wikidata JSON dump: an item a line, with the dump's commas and brackets or without."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from sayso.norm.kb import list_state_numbers
from sayso.norm.kb_line import BadLine, Line, codes, read_day
from sayso.norm.kb_own import Row

_LANGUAGES = ("en", "mul", "en-gb", "en-ca", "fr", "es", "de", "pt", "it")
_CLASS, _CITIZEN, _COUNTRY, _OFFICE, _START, _END, _FOUNDED, _DISSOLVED = (
    "P31", "P27", "P17", "P39", "P580", "P582", "P571", "P576"
)


def read(lines: Iterator[Line]) -> Iterator[Row | BadLine]:
    """Actors of the items that are persons or bodies; other items are passed over."""
    for number, text in lines:
        bare = text.strip().rstrip(",")
        if bare in ("", "[", "]"):
            continue
        try:
            item = json.loads(bare)
        except (ValueError, RecursionError) as error:
            yield BadLine(number, f"no JSON: {error}")
            continue
        if not isinstance(item, dict) or not isinstance(item.get("claims"), dict) or "id" not in item:
            yield BadLine(number, "no Wikidata item: it needs id, labels, claims")
            continue
        try:
            yield from _read_item(item)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            yield BadLine(number, f"item {item['id']} is not as Wikidata writes them: {type(error).__name__} {error}")


def _read_item(item: dict[str, Any]) -> Iterator[Row | BadLine]:
    claims = item["claims"]
    kind = next((codes()["wikidata"][c] for c in _items(claims, _CLASS) if c in codes()["wikidata"]), None)
    labels = item.get("labels") or {}
    name = next((labels[code]["value"] for code in _LANGUAGES if code in labels), None)
    if kind is None or name is None:
        return
    countries = [*_items(claims, _CITIZEN), *_items(claims, _COUNTRY)]
    aliases = [a["value"] for code in _LANGUAGES for a in (item.get("aliases") or {}).get(code, ())]
    aliases += [label["value"] for label in labels.values()]
    row = {
        "name": name, "aliases": "|".join(a.replace("|", "/") for a in aliases), "type": kind[0],
        "sector": kind[1] or "", "wikidata": item["id"],
        "country": next((code for c in countries if (code := _states().get(c))), ""),
    }
    terms = list(_terms(claims)) if kind[0] == "person" else []
    span = {"from": _time(claims, _FOUNDED), "to": _time(claims, _DISSOLVED)} if kind[0] != "person" else {}
    yield from ([row | term for term in terms] or [row | span])


def _terms(claims: dict[str, Any]) -> Iterator[Row]:
    for claim in claims.get(_OFFICE, ()):
        sector = codes()["office"].get(_target(claim["mainsnak"]) or "")
        if sector:
            qualifiers = claim.get("qualifiers") or {}
            first, last = (_when(next(iter(qualifiers.get(p, ())), None)) for p in (_START, _END))
            yield {"sector": sector, "from": first, "to": last}


def _items(claims: dict[str, Any], of: str) -> list[str]:
    """The Q numbers that an item's claims of a kind lead to, preferred ones first."""
    found = sorted(claims.get(of, ()), key=lambda claim: claim.get("rank") != "preferred")
    return [target for claim in found if (target := _target(claim["mainsnak"]))]


def _target(snak: dict[str, Any]) -> str | None:
    value = snak.get("datavalue", {}).get("value")
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _time(claims: dict[str, Any], of: str) -> str:
    return next((_when(claim["mainsnak"]) for claim in claims.get(of, ())), "")


def _when(snak: dict[str, Any] | None) -> str:
    """A Wikidata time ("+2001-09-11T00:00:00Z", 11 for days) as ISO day, month or year."""
    value = (snak or {}).get("datavalue", {}).get("value")
    if not isinstance(value, dict) or not str(value.get("time", "")).startswith("+"):
        return ""
    size = {11: 10, 10: 7, 9: 4}.get(value.get("precision", 0))
    return (read_day(value["time"][1 : size + 1]) or "") if size else ""


@cache
def _states() -> dict[str, str]:
    return list_state_numbers()

"""Knowledge bases as FollowTheMoney entities, a JSON object a line, as OpenSanctions publishes them.

Persons and bodies become actors; `Occupancy` entities, which join a person to a `Position` from one day to another,
become their dated terms. What is neither (ships, addresses, sanctions) is passed over.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sayso.norm.actor_codes import code_phrase
from sayso.norm.kb_line import BadLine, Line, codes, find_code, read_day
from sayso.norm.kb_own import Row

_COUNTRY = ("country", "citizenship", "nationality", "jurisdiction", "mainCountry")
_NUMBER = re.compile(r"Q\d+")
Term = tuple[str, str, str, str, str]  # sector, sector2, country, from, to


def read(lines: Iterator[Line]) -> Iterator[Row | BadLine]:
    """An actor for each person or body of the lines; posts are joined to their holders at the end."""
    actors: list[Row] = []
    posts: dict[str, dict[str, Any]] = {}
    held: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, text in lines:
        if not text.strip():
            continue
        entity = _load(text)
        if isinstance(entity, str):
            yield BadLine(number, entity)
        elif entity["schema"] == "Position":
            posts[entity["id"]] = entity["properties"]
        elif entity["schema"] == "Occupancy":
            for holder in entity["properties"].get("holder", ()):
                held[str(holder)].append(entity["properties"])
        elif entity["schema"] in codes()["ftm_schema"]:
            row = _read_actor(entity)
            if row is None:
                yield BadLine(number, f"{entity['schema']} {entity['id']!r} has no name")
            else:
                actors.append(row)
    for row in actors:
        terms = [term for post in held.get(row["id"].partition(":")[2], ()) for term in _terms(post, posts)]
        yield from ([row | _as_row(term, row) for term in terms] or [row])


def _load(text: str) -> dict[str, Any] | str:
    """The entity of a line, or what is wrong with it."""
    try:
        entity = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"no JSON: {error}"
    if not isinstance(entity, dict) or not isinstance(entity.get("schema"), str) or "id" not in entity:
        return "no FollowTheMoney entity: it needs id, schema, properties"
    properties = entity.get("properties")
    if not isinstance(properties, dict) or not all(isinstance(v, list) for v in properties.values()):
        return "no FollowTheMoney entity: properties must be an object of lists"
    return {"id": str(entity["id"]), "schema": entity["schema"], "properties": properties,
            "caption": entity.get("caption")}


def _read_actor(entity: dict[str, Any]) -> Row | None:
    properties = entity["properties"]
    names = [str(n) for key in ("name", "alias", "previousName") for n in properties.get(key, ()) if str(n).strip()]
    short = [str(n) for n in properties.get("abbreviation", ())]
    name = entity.get("caption") if entity.get("caption") in names else next(iter(names), None)
    if name is None:
        return None
    kind, sector = codes()["ftm_schema"][entity["schema"]]
    topics = set(map(str, properties.get("topics", ())))
    told = next((code for topic, code in codes()["ftm_topic"].items() if topic in topics), None)
    if told:
        kind, sector = (kind if entity["schema"] == "Person" else told[0]), told[1]
    number = next((str(n) for n in properties.get("wikidataId", ()) if _NUMBER.fullmatch(str(n))), "")
    if not number and _NUMBER.fullmatch(entity["id"]):
        number = entity["id"]
    return {
        "name": name, "aliases": "|".join(n.replace("|", "/") for n in (*names, *short)), "type": kind,
        "sector": sector or "", "country": _country(properties), "wikidata": number, "id": "ftm:" + entity["id"],
    }


def _country(properties: dict[str, Any]) -> str:
    found = (find_code(str(value)) for key in _COUNTRY for value in properties.get(key, ()))
    return next((code for code in found if code), "")


def _terms(held: dict[str, Any], posts: dict[str, dict[str, Any]]) -> Iterator[Term]:
    first, last = _day(held, "startDate"), _day(held, "endDate")
    for post in held.get("post", ()):
        properties = posts.get(str(post))
        if properties is not None:
            country = _country(properties)
            words = next(iter(properties.get("name", ())), "")
            code = code_phrase(str(words), country or None)
            if code.sector not in (None, "UNK"):
                yield code.sector or "", code.sector2 or "", country, first, last


def _day(properties: dict[str, Any], key: str) -> str:
    for value in properties.get(key, ()):
        try:
            return read_day(str(value)) or ""
        except ValueError:
            continue
    return ""


def _as_row(term: Term, row: Row) -> Row:
    sector, sector2, country, first, last = term
    return {"sector": sector, "sector2": sector2, "country": country or row["country"], "from": first, "to": last}

"""Answers of the interface for programs: JSON, CSV or GeoJSON as the request accepts, with an ETag to ask again by."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.export.jsonl import escape_surrogates
from sayso.export.records import to_features, write_csv

JSON, CSV, GEOJSON = "application/json", "text/csv", "application/geo+json"
_SHORT = {"json": JSON, "csv": CSV, "geojson": GEOJSON}


def choose(request: Request, offered: Sequence[str]) -> str:
    """The media type to answer in: `?format=`, else the first of `Accept` that is offered (RFC 9110, section 12.5.1).

    Raises:
        HTTPException: 406 when none of what is accepted is offered, 422 when `format` is unknown.
    """
    named = request.query_params.get("format")
    if named:
        if _SHORT.get(named) not in offered:
            known = ", ".join(name for name, media in _SHORT.items() if media in offered)
            raise HTTPException(422, f"format {named!r}: choose from {known}")
        return _SHORT[named]
    accepted = _accepted(request.headers.get("accept", "*/*"))
    for media in accepted:
        for each in offered:
            if media in ("*/*", each, each.partition("/")[0] + "/*"):
                return each
    raise HTTPException(406, f"offered are {', '.join(offered)}")


def send(request: Request, value: Any) -> Response:
    """A value as JSON."""
    body = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _tagged(request, escape_surrogates(body).encode(), JSON)


def send_page(request: Request, records: Sequence[Any], values: Any, offered: Sequence[str]) -> Response:
    """Records in the type that the request accepts; `values` is what JSON says of them."""
    media = choose(request, offered)
    if media == JSON:
        return send(request, values)
    if media == GEOJSON:
        body = json.dumps(to_features(records), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return _tagged(request, escape_surrogates(body).encode(), GEOJSON)
    out = io.StringIO(newline="")
    write_csv(records, out)
    return _tagged(request, out.getvalue().encode("utf-8", "backslashreplace"), f"{CSV}; charset=utf-8")


def _tagged(request: Request, body: bytes, media: str) -> Response:
    """The answer, or 304 where the request has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media)


def _accepted(header: str) -> list[str]:
    """Media types by quality, those of quality 0 left out."""
    found: list[tuple[float, str]] = []
    for part in header.split(","):
        media, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            weight = float(quality)
        except ValueError:
            weight = 0.0
        if media and weight > 0:
            found.append((-weight, media))
    return [media for _, media in sorted(found, key=lambda each: each[0])]

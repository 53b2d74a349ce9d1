"""Microsoft's Recognizers-Text for dates and times, in English, relative to the publication date.

Where it leaves a date open between two years or weeks the last one not after publication is taken, as news needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from recognizers_date_time import recognize_datetime

REQUIRES = ("recognizers-text-date-time==1.0.2a2", "emoji==1.7.0")
TYPES = {"duration": "DURATION", "set": "SET", "time": "TIME", "timerange": "TIME", "datetime": "TIME",
         "datetimerange": "TIME"}
_RANGE = re.compile(r"\((\d{4}-\d\d-\d\d),(\d{4}-\d\d-\d\d),P1?(\d*[YMWD])\)")


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def read(report: dict[str, Any]) -> dict[str, Any]:
        published = report.get("published")
        base = datetime.fromisoformat(published[:10]) if published else datetime(1970, 1, 1)
        times = []
        for found in recognize_datetime(report["text"], "en-us", reference=base):
            values = (found.resolution or {}).get("values") or [{}]
            chosen = choose(values, f"{base:%Y-%m-%d}")
            times.append({"start": found.start, "end": found.end + 1, **as_timex(found.type_name, chosen)})
        return {"times": times}

    return read


def choose(values: list[dict[str, str]], published: str) -> dict[str, str]:
    """The last of its candidates that does not begin after the publication, else the first."""
    past = [v for v in values if (v.get("value") or v.get("start") or "")[:10] <= published]
    return (past or values)[-1 if past else 0]


def as_timex(kind: str, resolution: dict[str, str]) -> dict[str, str | None]:
    """TIMEX3 type and value of what it calls `kind` ("datetimeV2.daterange")."""
    kind = kind.rpartition(".")[2]
    timex = resolution.get("timex")
    if kind in ("date", "datetime") and "X" in (timex or ""):
        value = resolution.get("value", "").replace(" ", "T") or timex
        return {"type": TYPES.get(kind, "DATE"), "value": value}
    span = _RANGE.fullmatch(timex or "")
    if span:
        return {"type": "DATE", "value": as_period(span[1], span[3])}
    if kind == "daterange" and "X" in (timex or "") and {"start", "end"} <= resolution.keys():
        first, last = date.fromisoformat(resolution["start"]), date.fromisoformat(resolution["end"])
        unit = {1: "D", 7: "W"}.get((last - first).days, "M" if (last - first).days < 32 else "Y")
        return {"type": "DATE", "value": as_period(resolution["start"], unit)}
    return {"type": TYPES.get(kind, "DATE"), "value": timex}


def as_period(first: str, unit: str) -> str:
    """The calendar period of length `unit` (Y, M, W, 7D, D) that begins on the day `first`."""
    if unit in ("W", "7D"):
        return f"{date.fromisoformat(first):%G-W%V}"
    return {"Y": first[:4], "M": first[:7]}.get(unit, first)

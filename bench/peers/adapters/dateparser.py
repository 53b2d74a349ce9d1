"""dateparser's `search_dates`, in English, relative to the publication date, past dates preferred as news needs.

It gives moments, not periods: each is cut to the period that its own `DateDataParser` names for the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dateparser.date import DateDataParser
from dateparser.search import search_dates

from bench.peers.words import Finder

REQUIRES = ("dateparser==1.5.0",)
FORMS = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V", "day": "%Y-%m-%d", "time": "%Y-%m-%dT%H:%M"}
PARTS = ((12, "MO"), (17, "AF"), (21, "EV"), (24, "NI"))


def load(mode: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def read(report: dict[str, Any]) -> dict[str, Any]:
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": True}
        if report.get("published"):
            settings["RELATIVE_BASE"] = datetime.fromisoformat(report["published"][:10])
        parser = DateDataParser(languages=["en"], settings=settings)
        finder = Finder(report["text"])
        times = []
        for words, moment in search_dates(report["text"], languages=["en"], settings=settings) or ():
            at = finder.find_next(words)
            if at:
                period = parser.get_date_data(words).period or "day"
                times.append({"start": at[0], "end": at[1], **as_timex(moment, period)})
        return {"times": times}

    return read


def as_timex(moment: datetime, period: str) -> dict[str, str]:
    """TIMEX3 type and value of a moment known to the `period`."""
    if period == "part_of_day":
        part = next(part for hour, part in PARTS if moment.hour < hour)
        return {"type": "TIME", "value": f"{moment:%Y-%m-%d}T{part}"}
    return {"type": "TIME" if period == "time" else "DATE", "value": f"{moment:{FORMS[period]}}"}

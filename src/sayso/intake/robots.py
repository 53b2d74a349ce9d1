"""What a site lets programs fetch (robots.txt, RFC 9309)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from urllib.robotparser import RobotFileParser

import httpx

from sayso.errors import FetchError, InputError
from sayso.intake.fetch import AGENT, Fetcher

_LARGEST = 500 * 1024  # RFC 9309 asks for at least 500 kibibytes
_KEPT_SECONDS = 24 * 3600.0  # and for a copy of no more than a day


@dataclass
class Robots:
    """The rules of the sites seen so far, fetched when they are first needed."""

    fetcher: Fetcher
    _rules: dict[str, tuple[float, RobotFileParser]] = field(default_factory=dict)

    def check(self, url: str) -> None:
        """Pass when the site lets programs fetch the address.

        Raises:
            FetchError: when it does not, or when it cannot be asked because it fails (5xx).
        """
        parsed = httpx.URL(url)
        site = f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"
        then, rules = self._rules.get(site, (0.0, None))
        if rules is None or time.monotonic() - then > _KEPT_SECONDS:
            rules = self._load(site)
            self._rules[site] = (time.monotonic(), rules)
        if not rules.can_fetch(AGENT, url):
            raise FetchError("its site's robots.txt asks programs not to fetch it", path=url)

    def _load(self, site: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            body = self.fetcher.fetch(f"{site}/robots.txt", size=_LARGEST).body
        except FetchError as error:
            failing = error.status is not None and error.status >= 500
            rules.parse(["User-agent: *", "Disallow: /"] if failing else [])
            return rules
        except InputError:
            rules.parse([])
            return rules
        rules.parse(body.decode("utf-8", "replace").splitlines())
        return rules

"""An OpenAI-compatible endpoint: where it is, and one question over HTTP (chat completions of the OpenAI API)."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from sayso.errors import SecondError

KEY = "SAYSO_LLM_KEY"
_NAMED = re.compile(r"openai:(?P<model>[^\s@][^\s]*?)@(?P<url>https?://\S+)")
_LARGEST = 8 << 20
_CONNECTING = 10.0
# An endpoint that cannot do what a body asks for answers one of these; the next, plainer body is tried.
_PLAINER = frozenset((400, 404, 415, 422, 500, 501))
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an address. The key is never shown.

    Attributes:
        url: the base, such as `http://127.0.0.1:8000/v1`.
        timeout: seconds for one answer.
    """

    model: str
    url: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 300.0

    @property
    def name(self) -> str:
        """As it is called on the command line."""
        return f"openai:{self.model}@{self.url}"


@dataclass(frozen=True, slots=True)
class Reply:
    """The words of an answer, and whether the model had to stop before its end."""

    text: str
    cut_off: bool


def parse_endpoint(name: str, *, timeout: float = 300.0) -> Endpoint:
    """The endpoint that `openai:MODEL@URL` names, with the key in `$SAYSO_LLM_KEY` if there is one.

    Raises:
        SecondError: when it is not of that form, or the key would go over an open line.
    """
    found = _NAMED.fullmatch(name)
    if found is None:
        raise SecondError(f"{name!r} is no second reader; write openai:MODEL@URL, with a URL such as "
                          "http://127.0.0.1:8000/v1")  # fmt: skip
    url, key = found["url"].rstrip("/"), os.environ.get(KEY) or None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise SecondError(f"{url!r} is no address: {error}") from error
    if not host or parts.username is not None or parts.query or parts.fragment:
        raise SecondError(f"the address of {found['model']!r} must be plain, without user, query or fragment; "
                          f"a key goes into ${KEY}")  # fmt: skip
    if key is not None and parts.scheme == "http" and not _is_here(host):
        raise SecondError(f"{url} is not encrypted: ${KEY} is only sent over https, or to this machine")
    return Endpoint(found["model"], url, key, timeout)


class Connection:
    """Asks an endpoint; remembers which kind of question it understands."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        here = _is_here(urlsplit(endpoint.url).hostname or "")
        headers = {"Accept-Encoding": "identity"}
        if endpoint.key:
            headers["Authorization"] = f"Bearer {endpoint.key}"
        timeout = httpx.Timeout(endpoint.timeout, connect=min(_CONNECTING, endpoint.timeout))
        self._client = httpx.Client(timeout=timeout, headers=headers, follow_redirects=False, trust_env=not here)
        self._shape = 0

    def close(self) -> None:
        self._client.close()

    def ask(self, messages: list[dict[str, str]], schema: dict[str, Any]) -> Reply:
        """The answer to some messages, as JSON of a schema where the endpoint can hold a model to it.

        Raises:
            SecondError: when there is none in time, or it is none of the API's.
        """
        shapes = _make_shapes(schema)
        while True:
            body = {"model": self.endpoint.model, "messages": messages, **shapes[self._shape]}
            status, said = self._post(body)
            if status == 200:
                return self._read(said)
            if status not in _PLAINER or self._shape + 1 == len(shapes):
                raise self._error(f"answers {status}: {_shorten(said)}")
            self._shape += 1

    def _post(self, body: dict[str, Any]) -> tuple[int, bytes]:
        end = time.monotonic() + self.endpoint.timeout
        found = bytearray()
        try:
            with self._client.stream("POST", f"{self.endpoint.url}/chat/completions", json=body) as response:
                for part in response.iter_bytes():
                    found += part
                    if len(found) > _LARGEST:
                        raise self._error(f"answers with more than {_LARGEST >> 20} megabytes")
                    if time.monotonic() > end:
                        raise self._error(f"has not answered in {self.endpoint.timeout:g} seconds")
                return response.status_code, bytes(found)
        except httpx.TimeoutException as error:
            raise self._error(f"has not answered in {self.endpoint.timeout:g} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._error(f"cannot be asked: {str(error) or type(error).__name__}") from error

    def _read(self, said: bytes) -> Reply:
        try:
            choice = json.loads(said)["choices"][0]
            text, stopped = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise self._error(f"gives no chat completion: {_shorten(said)}") from error
        if not isinstance(text, str):
            raise self._error("gives a chat completion without words")
        return Reply(text, stopped == "length")

    def _error(self, what: str) -> SecondError:
        return SecondError(f"{self.endpoint.url} {what}")


def _make_shapes(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """What a question asks for besides an answer, from the strictest to nothing: not every endpoint can do all.

    First the OpenAI API's own, then that of llama.cpp's servers, then JSON of any form.
    """
    named = {"name": "record", "strict": True, "schema": schema}
    return [
        {"temperature": 0, "response_format": {"type": "json_schema", "json_schema": named}},
        {"temperature": 0, "response_format": {"type": "json_object", "schema": schema}},
        {"temperature": 0, "response_format": {"type": "json_object"}},
        {},
    ]


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shorten(said: bytes) -> str:
    words = " ".join(said[: 4 * _SHOWN].decode("utf-8", "replace").split())
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]} ...")

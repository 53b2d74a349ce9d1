"""A small HTTP server that speaks the chat completions of the OpenAI API, for tests of whoever asks it.

It is told what to answer, knows what it was asked, and can misbehave as real ones do.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


def complete(content: str, *, finish: str = "stop") -> tuple[int, bytes]:
    """A chat completion with this content, as the API gives it."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content}}
    return 200, json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice]}).encode()


class Asked(list[dict[str, Any]]):
    """The bodies asked with, and beside each its headers."""

    def __init__(self) -> None:
        super().__init__()
        self.headers: list[dict[str, str]] = []


@contextlib.contextmanager
def chat_server(answer: Answer, *, delay: float = 0.0) -> Iterator[tuple[str, Asked]]:
    """A server on loopback: its base address and what it was asked. `delay` in seconds comes before each answer."""
    asked, ending = Asked(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(body)
            asked.headers.append(dict(self.headers))
            status, said = (404, b"no such path") if self.path != "/v1/chat/completions" else answer(body)
            ending.wait(delay)
            with contextlib.suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

        def log_message(self, *about: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1", asked
        finally:
            ending.set()
            server.shutdown()
            thread.join()

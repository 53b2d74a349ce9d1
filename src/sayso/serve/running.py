"""Runs the application on a socket until it is told to end."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from sayso.errors import ServeError

_ENDING_SECONDS = 3


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any that is free.

    Raises:
        ServeError: when the address cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", None) or error
        raise ServeError(f"cannot listen on {host}, port {port}: {said}; --port gives another") from error


def find_address(listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def run(app: FastAPI, listening: socket.socket) -> None:
    """Answer until interrupted."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="on",
        timeout_graceful_shutdown=_ENDING_SECONDS,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])

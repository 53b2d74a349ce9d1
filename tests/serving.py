"""Stores and servers for the tests of pages and interfaces."""

from __future__ import annotations

import contextlib
import threading
import time

import uvicorn
from store_making import make_numbered

from sayso.link.linker import link_new
from sayso.serve import Settings, Tokens, make_app
from sayso.serve.running import find_address, listen
from sayso.store import Store

NUMBER = 12


def fill(path, readings=None):
    """A store of made readings, linked."""
    store = Store.open(path)
    for reading in readings if readings is not None else (make_numbered(number) for number in range(NUMBER)):
        store.put(reading)
    link_new(store)
    return store


def make_settings(folder, **more):
    return Settings(tokens=Tokens(folder / "tokens.json"), **more)


@contextlib.contextmanager
def serving(store, settings):
    """A real server in a thread, and its address without the last slash."""
    with listen("127.0.0.1", 0) as listening:
        app = make_app(store, settings=settings)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield find_address(listening).rstrip("/")
        finally:
            server.should_exit = True
            thread.join()

"""A PostgreSQL server of the tests' own, on a free port, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest there is."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    return next(
        (folder for folder in [*reversed(folders), *([Path(on_path).parent] if on_path else [])]
         if (folder / "initdb").exists() and (folder / "postgres").exists()), None,
    )  # fmt: skip


@contextmanager
def run_postgres() -> Iterator[str]:
    """A running server; gives the address of an empty database of it."""
    # Not below pytest's folders: these are closed to the user that it runs as, and too deep for a socket's path.
    with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
        yield from _serve(Path(folder))


def _serve(folder: Path) -> Iterator[str]:
    programs = find_programs()
    assert programs is not None
    data, port = folder / "data", _free_port()
    prefix: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    options = ["-A", "trust", "-U", "sayso", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([*prefix, str(programs / "initdb"), "-D", str(data), *options], check=True, capture_output=True)
    server = subprocess.Popen(
        [*prefix, str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-c",
         "listen_addresses=127.0.0.1", "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"postgresql://sayso@127.0.0.1:{port}/postgres"
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            assert server.poll() is None, "PostgreSQL does not start"
            time.sleep(0.1)
    raise AssertionError("PostgreSQL does not answer")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])

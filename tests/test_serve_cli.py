"""`sayso serve`, `sayso token` and `sayso demo --serve`, as one runs them."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from serving import fill

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SAYSO_TOKENS", str(tmp_path / "tokens.json"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    fill(tmp_path / "sayso.db").close()
    return tmp_path


def run(home, *words):
    command = [sys.executable, "-m", "sayso", *words]
    return subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=300)


@contextlib.contextmanager
def started(home, *words):
    """The command while it serves: its process, its address, and the lines it said."""
    command = [sys.executable, "-u", "-m", "sayso", *words]
    process = subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, text=True, env=os.environ.copy())
    said, address = [], None
    try:
        assert process.stderr is not None
        while address is None:
            line = process.stderr.readline()
            assert line, said
            said.append(line)
            address = re.search(r"http://\S+", line)
        yield process, address[0], said
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def test_a_store_is_served(home):
    with started(home, "serve", "--port", "0") as (process, address, _):
        answer = httpx.get(address, timeout=60)
        assert answer.status_code == 200
        assert "Who says what happened" in answer.text
        assert "server" not in answer.headers
    assert process.returncode == 130


def test_beyond_this_machine_a_token_is_needed(home):
    refused = run(home, "serve", "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 2
    assert "sayso token" in refused.stderr
    assert run(home, "token", "ana").stdout.startswith("sayso_")
    with started(home, "serve", "--host", "0.0.0.0", "--port", "0") as (_, address, _):
        assert httpx.get(address, timeout=60).status_code == 200


def test_tokens_are_made_listed_and_taken_back(home):
    token = run(home, "token", "ana").stdout.strip()
    assert token not in (home / "tokens.json").read_text()
    assert run(home, "token").stdout == "ana\n"
    assert "1 token of ana" in run(home, "token", "ana", "--revoke").stderr
    assert run(home, "token").stdout == ""
    assert run(home, "token", "--revoke").returncode == 2
    assert run(home, "token", "a\nb").returncode == 1


def test_what_hinders_serving_is_told(home):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = run(home, "serve", "--port", str(taken.getsockname()[1]))
    assert busy.returncode == 1
    assert "cannot listen" in busy.stderr
    assert "Traceback" not in busy.stderr
    missing = run(home, "serve", "--store", "none.db")
    assert missing.returncode == 1
    assert "no store" in missing.stderr


@pytest.mark.slow
def test_the_demo_shows_incidents_at_once(home):
    with started(home, "demo", "kabul-strike", "--serve", "--port", "0") as (process, address, _):
        page = httpx.get(address, timeout=60).text
        assert "Ayman al-Zawahiri" in page
        assert "lines of evidence" in page
        assert process.stderr is not None
        token = re.search(r"sayso_\S+", process.stderr.readline())
        assert token is not None
        signed = httpx.post(f"{address}sign-in", data={"token": token[0]}, timeout=60)
        assert signed.status_code == 303

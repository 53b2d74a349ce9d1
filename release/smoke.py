"""A short test of an installed sayso, for a place where its source is not: python -I smoke.py

It reads, stores, links, asks, exports in every format, serves and verifies the example reports, by the command line.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from urllib.request import urlopen

import sayso
from sayso.export.exports import EXPORTS

REPORTS = 14


def run(*words: str) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run([sys.executable, "-I", "-m", "sayso", *words], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"sayso {' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(fact: bool, what: str) -> None:
    if not fact:
        raise SystemExit(f"not so: {what}")
    print(f"   {what}")


def serve(store: str) -> str:
    """The first page that a store is served as."""
    words = [sys.executable, "-I", "-u", "-m", "sayso", "serve", "--store", store, "--port", "0"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = next(found[0] for line in server.stderr if (found := re.search(r"http://\S+", line)))
            with urlopen(address, timeout=60) as page:
                return str(page.read().decode("utf-8"))
        finally:
            server.terminate()


def main() -> None:
    home = Path(sysconfig.get_paths()["purelib"])
    check(Path(sayso.__file__).is_relative_to(home), "the installed package is what runs")
    check(sayso.__version__ in run("--version"), "it tells its version")
    with tempfile.TemporaryDirectory() as folder:
        reports, store = f"{folder}/reports.jsonl", f"{folder}/sayso.db"
        check("AGREE" in run("demo", "beijing-deal"), "the demo reads")
        run("demo", "--reports", "-o", reports)
        run("add", reports, "--store", store)
        found = [json.loads(line) for line in run("reports", "--store", store, "-f", "jsonl").splitlines()]
        check(len(found) == REPORTS, f"{REPORTS} reports are in the store")
        incidents = [json.loads(line) for line in run("incidents", "--lines", "2", "--store", store).splitlines()]
        check(any(incident["place"] == "Kabul" for incident in incidents), "incidents have lines of evidence")
        for name in EXPORTS:
            run("export", name, "--store", store, "-o", f"{folder}/export.{name}")
        check(all(Path(folder, f"export.{name}").stat().st_size for name in EXPORTS), f"{len(EXPORTS)} exports write")
        check("Who says what happened" in serve(store), "pages are served")
        check("nothing wrong" in run("verify", "--store", store), "the store is whole")


if __name__ == "__main__":
    main()

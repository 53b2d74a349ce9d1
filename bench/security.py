"""Attacks on the pages and on what fetches, counted.

    python bench/security.py pages       hostile words in every field, in Chromium, with the policy (CSP) off and on
    python bench/security.py fetch       addresses that must not be connected to, and names that change what they mean
    python bench/security.py api [CASES] made-up questions to the interface, 10,000 unless told otherwise

Each prints what was tried and what went wrong, and ends with 1 if anything did. `pages` needs Chromium and playwright,
`api` schemathesis.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from hostile import PAYLOADS, Watch, browser_options, fill_hostile, list_many, list_single, sink  # noqa: E402
from refused import REBINDINGS, count_refused, rebind  # noqa: E402
from serving import fill, make_settings, serving  # noqa: E402

from sayso.serve.addresses import find_page  # noqa: E402

CASES = 10_000
A_REPORT = 12  # payloads
EVERY = 34  # payloads from one whose own pages are visited to the next


@contextmanager
def hostile_pages() -> Iterator[tuple[str, list[str], str]]:
    """Where the pages are, which of them to visit, and a token."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = make_settings(folder, store_name=PAYLOADS[0], hint=PAYLOADS[1])
        with fill_hostile(folder / "sayso.db", A_REPORT) as store, serving(store, settings) as address:
            paths = list_many() + [find_page("reports", each.key) for each in store.reports(limit=500)]
            for number in range(0, len(PAYLOADS), EVERY):
                paths += list_single(store, number)
            yield address, paths, settings.tokens.make(PAYLOADS[2])


def attack_pages() -> int:
    """Visit every page twice: with the policy off, so that only escaping protects it, and on."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    wrong = 0
    with hostile_pages() as (address, paths, token), sink() as (port, connected), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=browser_options(port))
        for policy in ("off", "on"):
            page = browser.new_context(bypass_csp=policy == "off").new_page()
            watch = Watch(page, address)
            page.goto(f"{address}/sign-in")
            page.fill("input[name=token]", token)
            page.click("main button")
            for path in paths:
                watch.visit(path)
            kinds = Counter(each.partition(" ")[0] for each in watch.wrong)
            print(f"policy {policy}: {len(PAYLOADS)} payloads, {len(paths)} visits, {watch.seen:,} combinations of "
                  f"payload and page; {kinds['ran'] + kinds['dialog']} ran, {kinds['request']} requests off the page, "
                  f"{len(connected)} connections elsewhere, {len(watch.wrong)} wrong in all", flush=True)  # fmt: skip
            print("\n".join(watch.wrong[:20]), end="")
            wrong += len(watch.wrong) + len(connected)
            page.context.close()
        browser.close()
    return wrong


def attack_fetch() -> int:
    """Ask for everything that must be refused, as an address and by redirects; then names that mean two things."""
    began = time.process_time()
    tried, redirected, connected, taken = count_refused()
    print(f"{tried} addresses and {redirected} redirects: {connected} connections out of policy, {taken} fetched")
    names, leaked = rebind(REBINDINGS)
    print(f"{names:,} names that mean an allowed address and another: {leaked} connections out of policy")
    print(f"{time.process_time() - began:.0f} s of CPU")
    return connected + taken + leaked


@contextmanager
def interface(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Where the interface is, and what shows it a token."""
    told = make_settings(folder)
    with fill(folder / "sayso.db") as store, serving(store, told) as address:
        yield address, {"Authorization": f"Bearer {told.tokens.make('ana')}"}


def attack_api(cases: int) -> int:
    """Ask what the interface's description allows, and what it forbids."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis.checks import not_a_server_error
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

    checks = (not_a_server_error, status_code_conformance, content_type_conformance)
    answers: Counter[int] = Counter()
    wrong: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name, interface(Path(name)) as (address, shown):
        described = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
        operations = [found.ok() for found in described.get_all_operations()]
        each = -(-cases // (2 * len(operations)))

        def attack(operation: Any, mode: GenerationMode) -> None:
            @settings(max_examples=each, deadline=None, suppress_health_check=list(HealthCheck), database=None,
                      derandomize=True, phases=[Phase.generate])  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                response = case.call(base_url=address, headers=shown)
                answers[response.status_code] += 1
                try:
                    case.validate_response(response, checks=checks)
                except AssertionError as error:
                    wrong[f"{operation.label}: {error}"[:400]] += 1

            with suppress(Unsatisfiable):  # where nothing is asked for, nothing can be asked wrongly
                ask()

        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                attack(operation, mode)
    print(f"{sum(answers.values()):,} cases on {len(operations)} operations: "
          + ", ".join(f"{number:,} answered {status}" for status, number in sorted(answers.items()))
          + f"; {sum(n for status, n in answers.items() if status >= 500)} of the server's fault, {len(wrong)} "
          "answers that are not as described")  # fmt: skip
    print("\n".join(wrong), end="")
    return sum(wrong.values())


def main(words: list[str]) -> int:
    attacks = {"pages": attack_pages, "fetch": attack_fetch,
               "api": lambda: attack_api(int(words[1]) if len(words) > 1 else CASES)}  # fmt: skip
    if not words or words[0] not in attacks:
        print(__doc__)
        return 2
    return 1 if attacks[words[0]]() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

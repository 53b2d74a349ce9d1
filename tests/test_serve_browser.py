"""The pages in a real Chromium: hostile words stay words, and what persons do works, with scripts and without."""

from __future__ import annotations

import shutil
from dataclasses import replace
from urllib.parse import quote

import pytest
from serving import fill, make_settings, serving
from store_making import make_numbered

from sayso.serve import Tokens
from sayso.serve.addresses import find_page
from sayso.types import Actor, Claim, Event, Participant, Place, Reading, Source, Time, make_report

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

# `hit` is what a payload that runs would set; a picture or style of evil.example is what one that loads would ask for.
PAYLOADS = (
    "<script>hit=1;alert(1)</script>", "<img src=x onerror=hit=1;alert(1)>", "<svg onload=hit=1;alert(1)>",
    "\"><script src=//evil.example/x.js></script>", "' onmouseover='hit=1' autofocus onfocus='hit=1;alert(1)' x='",
    '" onmouseover="hit=1" autofocus onfocus="hit=1;alert(1)" x="', "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<iframe src=javascript:parent.hit=1>", "<img src=http://evil.example/i.png>",
    "<link rel=stylesheet href=//evil.example/s>",
    "<style>@import '//evil.example/s.css';*{background:url(//evil.example/b)}</style>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>", "<form action=//evil.example/><button autofocus>go",
    "<object data=//evil.example/o></object>", "<embed src=//evil.example/e>", "<video src=//evil.example/v autoplay>",
    "<audio src=x onerror=hit=1>", "<input autofocus onfocus=hit=1>", "<details open ontoggle=hit=1>",
    "<body onload=hit=1>", "<marquee onstart=hit=1>", "</title><script>hit=1</script>",
    "</textarea><script>hit=1</script>",
    "</style><script>hit=1</script>", "</script><script>hit=1</script>", "<!--><script>hit=1</script>-->",
    "<math><mtext></mtext><mglyph><style><img src onerror=hit=1></style>",
    "<noscript><p title='</noscript><img src onerror=hit=1>'>",
    "{{7*7}}{% raw %}<script>hit=1</script>", "${hit=1}#{hit=1}<%= hit %>", "]]><script>hit=1</script>",
    "+ADw-script+AD4-hit=1+ADw-/script+AD4-", "\u2028\u202e<script>hit=1</script>", "<a href=javascript:hit=1>x</a>",
    "<svg><use href='data:image/svg+xml,<svg onload=hit=1>'/></svg>", "<image href=//evil.example/i>",
    "&lt;script&gt;hit=1&lt;/script&gt;", "<template shadowrootmode=open><img src onerror=hit=1></template>",
    "javascript:hit=1//",
)  # fmt: skip


def make_hostile(number, payload):
    """A report in which everything that can be words is the payload, with a number to find it by."""
    evil = f"{payload} zz{number}zz"
    text = f"{evil} said that {evil} hit {evil} at {evil}."
    at = [text.index(evil, start) for start in _starts(text, evil)]
    spans = [(start, start + len(evil)) for start in at]
    report = make_report(
        text, id=evil, outlet=evil, title=evil, url=payload, published="2022-03-04", language="en", path=evil
    )
    return Reading(
        report,
        actors=(
            Actor(f"{number}-0", evil, True, "person", (spans[0],), evil, None, "AFG"),
            Actor(f"{number}-1", f"other {evil}", True, "state", (spans[1],), None, None, evil, f"x:{evil}"),
        ),
        times=(Time(*spans[3], "DATE", evil, "2022-03-01", "2022-03-01"),),
        places=(Place(*spans[2], evil, 34.0 + number / 10, 69.0, "AFG", evil, None, "PPL"),),
        claims=(Claim(f"c{number}{evil}", Source((spans[0],), "named", f"{number}-0"),
                      ((spans[0][1] + 1, spans[0][1] + 5),), (spans[1],), "direct"),),
        events=(
            Event(f"e{number}{evil}", "ASSAULT", spans[1], mode=evil, place=0, time=0, claim=f"c{number}{evil}",
                  actors=(Participant(f"{number}-0", spans[0]),), recipients=(Participant(f"{number}-1", spans[1]),)),
        ),
        pipeline={"name": evil},
    )  # fmt: skip


def _starts(text, words):
    start = text.index(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    readings = [make_hostile(number, payload) for number, payload in enumerate(PAYLOADS)]
    with fill(folder / "sayso.db", readings) as store, serving(store, make_settings(folder)) as address:
        yield store, address, Tokens(folder / "tokens.json").make("ana")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    readings = [make_numbered(number) for number in range(12)]
    readings[0] = replace(readings[0], report=replace(readings[0].report, url="https://news.example/0"))
    with fill(folder / "sayso.db", readings) as store, serving(store, make_settings(folder)) as address:
        yield store, address, Tokens(folder / "tokens.json").make("ana")


class Watch:
    """What a page does that it must not: scripts that run, requests to elsewhere, markup that the policy stopped."""

    def __init__(self, page, address):
        self.page, self.address, self.wrong = page, address, []
        page.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: self.see(request.url))
        page.on("console", lambda message: self.hear(message.text))
        page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))

    def see(self, url):
        if not url.startswith(self.address) and not url.startswith("data:"):
            self.wrong.append(f"request {url}")

    def hear(self, text):
        if "Content Security Policy" in text or "Refused" in text:
            self.wrong.append(text)

    def visit(self, path):
        """Go there, and touch what could be waiting for it; gives back how many payloads are to be read there."""
        self.page.goto(self.address + path, wait_until="load")
        seen = self.page.evaluate(
            """() => {
                for (const each of document.querySelectorAll('main *'))
                    for (const kind of ['mouseover', 'focus', 'toggle']) each.dispatchEvent(new Event(kind));
                const ran = 'hit' in window;
                const runs = /^\\s*(javascript|data|vbscript|file|blob):/i;
                const links = [...document.querySelectorAll('[href]')].some(a => runs.test(a.getAttribute('href')));
                const told = new Set(document.body.innerText.match(/zz\\d+zz/g));
                return [ran, links, told.size];
            }"""
        )
        if seen[0]:
            self.wrong.append(f"ran on {path}")
        if seen[1]:
            self.wrong.append(f"a link on {path} that is no web address")
        return seen[2]


def test_hostile_words_stay_words(browser, hostile):
    store, address, token = hostile
    page = browser.new_page()
    watch = Watch(page, address)
    page.goto(f"{address}/sign-in")
    page.fill("input[name=token]", token)
    page.click("main button")
    seen = sum(watch.visit(path) for path in (
        "/", "/incidents", "/events", "/claims", "/reports", "/actors?limit=100", "/sources?limit=200",
        "/search?q=zz1zz", "/incidents?view=map", "/events?view=map", "/events?view=timeline",
        "/events?type=ASSAULT&limit=200",
    ))  # fmt: skip
    reports = store.reports(limit=500)
    for number in range(len(PAYLOADS)):
        key = next(each.key for each in reports if each.id.endswith(f" zz{number}zz"))
        seen += watch.visit(find_page("reports", key))
    for number in range(0, len(PAYLOADS), 8):
        event = next(each for each in store.events(limit=500) if each.id.endswith(f" zz{number}zz"))
        for path in (
            find_page("actors", event.actor_keys[0]), find_page("incidents", event.id),
            find_page("reports", f"none {PAYLOADS[number]} zz{number}zz"),
            f"/events?since={quote(PAYLOADS[number])}+zz{number}zz",
            f"/search?q={quote(PAYLOADS[number])}+zz{number}zz&outlet={quote(PAYLOADS[number])}",
            f"/relations?first={quote(event.actor_keys[0])}&second={quote(event.recipient_keys[0])}",
        ):  # fmt: skip
            seen += watch.visit(path)
    assert watch.wrong == []
    assert seen >= 300
    page.close()


def test_a_person_without_scripts_finds_reads_and_corrects(browser, plain):
    store, address, token = plain
    context = browser.new_context(java_script_enabled=False, base_url=address, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto("/")
    page.fill("form.big input[name=q]", "shelled")
    page.keyboard.press("Enter")
    page.click("section:has(h2:text('Reports')) a.lead >> nth=0")
    page.click(".text .trigger >> nth=0")
    assert page.url.endswith("#r-e0")
    page.click("#r-e0 a.back")
    assert page.url.endswith("#r-e0t")
    page.click("main a:text-is('Sign in')")
    page.fill("input[name=token]", token)
    page.keyboard.press("Enter")
    page.click("#r-c0 button:text('Accept')")
    page.wait_for_selector("#r-c0 .note.accept")
    page.click("#r-c0 button:text('Undo')")
    page.wait_for_selector("#r-c0 .note", state="detached")
    assert len(store.corrections(withdrawn=True)) == 1
    context.close()


def test_suggestions_are_chosen_by_keyboard(browser, plain):
    _, address, _ = plain
    page = browser.new_page(base_url=address)
    page.goto("/events")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.focus(".filters input[name=actor]")
    page.keyboard.type("reg")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value(".filters input[name=actor]") == "Régals"
    page.fill(".find input", "orl")
    page.wait_for_selector(".find [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actors/*")
    assert page.text_content("h1") == "Orland"
    page.close()


def test_kinds_of_marks_can_be_hidden(browser, plain):
    store, address, _ = plain
    page = browser.new_page(base_url=address)
    page.goto(find_page("reports", store.reports(limit=1)[0].key))
    colour = "getComputedStyle(document.querySelector('.text .trigger')).backgroundColor"
    before = page.evaluate(colour)
    page.uncheck("#show-trigger")
    assert page.evaluate(colour) != before
    page.close()


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_no_page_is_wider_than_the_screen(browser, plain, width):
    store, address, _ = plain
    event = store.events(limit=1)[0]
    page = browser.new_page(base_url=address, viewport={"width": width, "height": 800})
    for path in (
        "/", "/incidents", "/events", "/claims", "/actors", "/events?view=map", find_page("reports", event.report),
        find_page("incidents", event.id), find_page("actors", "wikidata:Q0"), "/sources/lantern%20post",
    ):  # fmt: skip
        page.goto(path, wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()

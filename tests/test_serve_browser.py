"""The pages in a real Chromium: hostile words stay words, and what persons do works, with scripts and without."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from hostile import MOST_PATIENCE, PAYLOADS, Watch, browser_options, fill_hostile, list_many, list_single, sink
from serving import fill, make_settings, serving
from store_making import make_numbered

from sayso.serve import Tokens
from sayso.serve.addresses import find_page

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Fields of forms that stick out of the column they stand in.
BESIDE = """() => [...document.querySelectorAll('.filters input, .filters select')].filter(each =>
    each.getBoundingClientRect().right > each.closest('.filters').getBoundingClientRect().right + 1
).map(each => each.name)"""
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

@pytest.fixture(scope="module")
def elsewhere():
    """A port to which all names of other hosts lead, and who came there."""
    with sink() as found:
        yield found


@pytest.fixture(scope="module")
def browser(elsewhere):
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=browser_options(elsewhere[0]))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    settings = make_settings(folder, store_name=PAYLOADS[0], hint=PAYLOADS[1])
    with fill_hostile(folder / "sayso.db", 12) as store, serving(store, settings) as address:
        yield store, address, Tokens(folder / "tokens.json").make(PAYLOADS[2])


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    readings = [make_numbered(number) for number in range(12)]
    readings[0] = replace(readings[0], report=replace(readings[0].report, url="https://news.example/0"))
    with fill(folder / "sayso.db", readings) as store, serving(store, make_settings(folder)) as address:
        yield store, address, Tokens(folder / "tokens.json").make("ana")


def test_hostile_words_stay_words(browser, elsewhere, hostile):
    """Every payload is in every field that reaches a page; none runs, none asks anybody for anything."""
    store, address, token = hostile
    page = browser.new_page()
    watch = Watch(page, address)
    page.goto(f"{address}/sign-in")
    page.fill("input[name=token]", token)
    page.click("main button")
    paths = list_many() + [find_page("reports", each.key) for each in store.reports(limit=500)]
    paths += list_single(store, 5) + list_single(store, len(PAYLOADS) - 3)
    for path in paths:
        watch.visit(path)
    assert watch.wrong == []
    assert elsewhere[1] == []
    assert watch.seen >= 1500
    page.close()


def test_the_watch_sees_what_it_watches_for(browser, elsewhere, plain):
    """A page that does hold markup is found out: otherwise the test above would say nothing."""
    _, address, _ = plain
    page = browser.new_context(bypass_csp=True).new_page()
    watch = Watch(page, address)
    markup = "<body><main><img src=x onerror=hit=1><img src=//evil.example/i><a href=javascript:hit=1>zz1zz</a></main>"
    page.route(f"{address}/start", lambda route: route.fulfill(body=markup, content_type="text/html"))
    assert watch.visit("/start") == 1
    said = "; ".join(watch.wrong)
    assert all(each in said for each in ("ran on /start", "http://evil.example/i", "a link on /start"))
    assert elsewhere[1].pop()
    elsewhere[1].clear()
    page.context.close()


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


def test_plots_can_be_pointed_at_under_the_policy(browser, plain):
    """The browser draws what the server drew, without `eval`; on paper it is the picture."""
    _, address, _ = plain
    page = browser.new_page(base_url=address)
    watch = Watch(page, address)
    page.goto("/events?view=timeline")
    bar = page.locator(".alive .mark-rect path").first
    bar.hover()
    page.wait_for_selector(".vg-tooltip.visible :text('2021')")
    page.emulate_media(media="print")
    assert not page.locator(".alive").is_visible()
    assert page.locator(".plot img").is_visible()
    page.emulate_media(media="screen")
    bar.click()
    page.wait_for_url("**/events?since=*")
    assert page.locator(".item").count()
    assert watch.wrong == []
    page.close()


def test_a_report_is_corrected_by_keyboard_alone(browser, plain):
    """Sign in, change, see it in the history, undo: with Tab and Enter, and no script to help."""
    store, address, token = plain
    context = browser.new_context(java_script_enabled=False, base_url=address)
    context.set_default_timeout(MOST_PATIENCE)
    page = context.new_page()
    event = store.events(limit=1)[0]
    page.goto(f"/sign-in?to={find_page('reports', event.report)}")
    page.focus("main input[name=token]")
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    page.focus("#r-e0 summary")
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("shelling")
    page.focus("#r-e0 .grid input[name=reason] >> nth=0")
    page.keyboard.type("seen by hand")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#r-e0 .note:has-text('shelling'):has-text('seen by hand')")
    page.focus("#r-e0 .note button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#r-e0 .note", state="detached")
    page.wait_for_selector(".history .withdrawn", state="attached")
    context.close()


def test_on_paper_there_is_nothing_to_press(browser, plain):
    store, address, token = plain
    event = store.events(limit=1)[0]
    page = browser.new_page(base_url=address)
    page.goto("/sign-in")
    page.fill("input[name=token]", token)
    page.click("main button")
    page.emulate_media(media="print")
    for path in (find_page("incidents", event.id), find_page("reports", event.report), "/events"):
        page.goto(path)
        for pressed in page.locator("button, input:not([type=hidden]), select, details:not(.history) summary").all():
            assert not pressed.is_visible(), path
        assert page.locator(".own").inner_text() == path
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
        assert page.evaluate(BESIDE) == [], path
    page.close()

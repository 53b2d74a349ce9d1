"""Templates made into answers. Every value in them is escaped, and stripped of what is no writing."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sayso import __version__
from sayso.export.words import printable
from sayso.norm.plover import TYPES
from sayso.resources import find_file
from sayso.serve import addresses, showing
from sayso.serve.drawing import bundle_version
from sayso.serve.sessions import Session
from sayso.store.keys import fold

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Files that pages load; `marks.css` is the style of marked text, maps and timelines that all our HTML shares.
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@cache
def load_static(name: str) -> tuple[bytes, str] | None:
    """A file that pages load and its media type, None when there is none of the name."""
    if name == "marks.css":
        return find_file("export/page.css").read_bytes(), _TYPES[".css"]
    kind = _TYPES.get(name[name.rfind(".") :])
    found = files("sayso.serve").joinpath("static", name)
    if kind is None or "/" in name or "\\" in name or not found.is_file():
        return None
    return found.read_bytes(), kind


@cache
def static(name: str) -> str:
    """The address of such a file, which changes with its content, so that browsers may keep it."""
    found = load_static(name)
    mark = hashlib.sha256(found[0]).hexdigest()[:10] if found else "0"
    return f"/static/{name}?v={mark}"


@cache
def make_environment() -> Environment:
    """The templates, with everything they call."""
    made = Environment(
        loader=PackageLoader("sayso.serve"), autoescape=True, undefined=StrictUndefined, finalize=_finalize,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    called = (
        static, addresses.find_page, addresses.find_data, addresses.ask_page, addresses.ask_data,
        addresses.find_relation, addresses.is_web, showing.show_days, showing.show_range,
    )  # fmt: skip
    made.globals.update({each.__name__: each for each in called})
    made.globals.update(version=__version__, vega_version=bundle_version(), grades=showing.GRADES, types=TYPES)
    made.filters.update(
        day=showing.show_day, month=showing.show_month, count=showing.show_count, toll=showing.show_toll,
        quad=showing.find_quad, plain=showing.show_plain, shorten=showing.shorten, country=showing.show_country,
        fold=fold, is_language=lambda text: _LANGUAGE.fullmatch(text) is not None,
    )  # fmt: skip
    return made


def render(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page."""
    state = request.app.state
    session: Session | None = state.sessions.read(request.headers.get("cookie", ""))
    page = make_environment().get_template(template).render(
        session=session, path=request.url.path, here=_here(request), store_name=state.settings.store_name, **values
    )
    cache = "private, no-cache" if session is None else "private, no-store"
    return HTMLResponse(page, status_code=status, headers={"Cache-Control": cache, "Vary": "Cookie"})


def _here(request: Request) -> str:
    """The address of this page within the server."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _finalize(value: Any) -> Any:
    """What a template prints: no control characters, no marks that turn the writing direction, nothing for None."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else printable(value) if isinstance(value, str) else value

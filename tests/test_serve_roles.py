"""Every address of the server, asked by everybody: nobody, a stranger, one whose token was taken back, a writer."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute
from serving import fill, make_settings
from starlette.routing import Route
from starlette.testclient import TestClient

from sayso.serve import make_app
from sayso.serve.sessions import COOKIE

ROLES = ("nobody", "stranger", "taken back", "writer")
# Every address that writes, and what it says to a writer whose question makes no sense, past the door.
API_WRITES = {("POST", "/api/v1/corrections"): 422, ("DELETE", "/api/v1/corrections/{number}"): 422}
PAGE_WRITES = {
    ("POST", "/corrections"): 404, ("POST", "/corrections/{number}/undo"): 422, ("POST", "/incidents/{id}/part"): 422,
    ("POST", "/ratings"): 422, ("POST", "/sign-out"): 303,
}  # fmt: skip
# What is sent to but changes nothing: showing a token, and agents, whose tools only read.
OPEN_POST = {("POST", "/sign-in"), ("POST", "/mcp")}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roles")
    with fill(folder / "sayso.db") as store:
        yield make_app(store, settings=make_settings(folder))


def find_routes(app):
    """Every (method, address) there is."""
    waiting, found = list(app.routes), set()
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute | Route):
            found |= {(method, route.path) for method in route.methods or ("POST",)}
        else:
            waiting += getattr(route, "routes", None) or route.original_router.routes
    return found - {(method, path) for method, path in found if method == "HEAD"}


def enter(app, role):
    """A client that shows what the role has: a bearer token and a session's cookie; and its forms' key."""
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    tokens, sessions = app.state.settings.tokens, app.state.sessions
    shown, key = {"stranger": "sayso_" + "x" * 43, "nobody": ""}.get(role, ""), "none"
    if role in ("taken back", "writer"):
        shown = tokens.make(role)
        cookie = sessions.sign_in(shown)
        key = sessions.read(f"{COOKIE}={cookie}").form_key
        client.cookies.set(COOKIE, cookie)
    elif role == "stranger":
        client.cookies.set(COOKIE, "W10=.0000")
    if role == "taken back":
        tokens.revoke(role)
    if shown:
        client.headers["authorization"] = f"Bearer {shown}"
    return client, key


def test_every_address_that_writes_is_known(app):
    found = find_routes(app)
    assert len(found) > 35
    assert {each for each in found if each[0] != "GET"} == {*API_WRITES, *PAGE_WRITES, *OPEN_POST}


@pytest.mark.parametrize("role", ROLES)
def test_reading_is_open_and_writing_is_for_writers(app, role):
    client, key = enter(app, role)
    for method, path in sorted(find_routes(app)):
        address = re.sub(r"\{[^}]*\}", "0", path)
        answer = client.request(method, address, data={"form_key": key} if (method, path) in PAGE_WRITES else None)
        wanted = (401,)
        if method == "GET":
            wanted = (200, 303, 307, 404, 422)
        elif (method, path) in OPEN_POST:
            wanted = (422, 503)
        elif role == "writer":
            wanted = ({**API_WRITES, **PAGE_WRITES}[method, path],)
        assert answer.status_code in wanted, (role, method, path, answer.text[:200])
    assert app.state.store.corrections(withdrawn=True) == []
    assert app.state.store.ratings() == []


def test_a_cookie_alone_is_no_form_of_ours(app):
    """A page elsewhere may send the cookie, but does not know the key of the forms."""
    client, _ = enter(app, "writer")
    for method, path in PAGE_WRITES:
        answer = client.request(method, re.sub(r"\{[^}]*\}", "0", path), data={"form_key": "guessed"})
        assert answer.status_code == 403, path


def test_a_cookie_is_no_token_and_a_token_no_cookie(app):
    client, key = enter(app, "writer")
    del client.headers["authorization"]
    for method, path in API_WRITES:
        assert client.request(method, re.sub(r"\{[^}]*\}", "1", path)).status_code == 401
    other, _ = enter(app, "writer")
    other.cookies.clear()
    for method, path in PAGE_WRITES:
        assert other.request(method, re.sub(r"\{[^}]*\}", "0", path), data={"form_key": key}).status_code == 401

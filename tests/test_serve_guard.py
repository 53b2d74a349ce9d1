"""Who may ask, who may write: hosts, origins, tokens, sessions, and the question an address puts."""

from __future__ import annotations

import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import fill, make_settings
from starlette.testclient import TestClient

from sayso.errors import ServeError, StoreError
from sayso.serve import Settings, Tokens, make_app
from sayso.serve.addresses import ask_page, find_page, is_web
from sayso.serve.asking import read_question
from sayso.serve.sessions import COOKIE, Sessions
from sayso.serve.settings import is_loopback
from sayso.serve.signing import own_address
from sayso.store import Filters


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with fill(tmp_path_factory.mktemp("guard") / "sayso.db") as opened:
        yield opened


def make_client(store, folder, **settings):
    return TestClient(make_app(store, settings=make_settings(folder, **settings)), base_url="http://127.0.0.1")


@pytest.mark.parametrize(
    ("settings", "host", "allowed"),
    [
        ({}, "127.0.0.1:8000", True), ({}, "localhost:1", True), ({}, "[::1]:8000", True), ({}, "LOCALHOST", True),
        ({}, "evil.example", False), ({}, "127.0.0.1.evil.example", False), ({}, "", False), ({}, "[", False),
        ({"names": ("news.example",)}, "news.example", True), ({"names": ("news.example",)}, "localhost", True),
        ({"host": "10.0.0.5"}, "anything.example", True),
        ({"host": "10.0.0.5", "names": ("news.example",)}, "other.example", False),
        ({"host": "10.0.0.5", "names": ("news.example",)}, "10.0.0.5:8000", True),
    ],
)  # fmt: skip
def test_only_known_hosts_are_answered(store, tmp_path, settings, host, allowed):
    answer = make_client(store, tmp_path, **settings).get("/sign-in", headers={"host": host})
    assert (answer.status_code == 200) is allowed
    assert allowed or answer.status_code == 421


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"origin": "http://evil.example"}, True), ({"origin": "null"}, True), ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "same-site"}, True), ({"origin": "http://127.0.0.1:81"}, True),
        ({"origin": "http://127.0.0.1"}, False), ({"sec-fetch-site": "same-origin"}, False), ({}, False),
    ],
)  # fmt: skip
def test_pages_elsewhere_cannot_write(store, tmp_path, headers, refused):
    answer = make_client(store, tmp_path).post("/sign-in", data={"token": "x"}, headers=headers)
    assert ("only possible from" in answer.text) is refused


def test_tokens_are_kept_as_hashes_for_the_user_alone(tmp_path):
    tokens = Tokens(tmp_path / "deep" / "tokens.json")
    made = tokens.make("ana")
    assert made not in tokens.path.read_text()
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600
    assert tokens.find(made).name == "ana"
    assert tokens.find(made + "x") is None
    assert tokens.find("\ud800") is None


def test_a_revoked_token_ends_its_sessions(tmp_path):
    tokens = Tokens(tmp_path / "tokens.json")
    sessions = Sessions(tokens)
    cookie = f"{COOKIE}={sessions.sign_in(tokens.make('ana'))}"
    tokens.make("ben")
    assert sessions.read(cookie).name == "ana"
    assert tokens.revoke("ana") == 1
    assert tokens.revoke("ana") == 0
    assert sessions.read(cookie) is None
    assert [token.name for token in tokens.kept()] == ["ben"]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 81])
def test_a_token_needs_a_name(tmp_path, name):
    with pytest.raises(ServeError, match="printable"):
        Tokens(tmp_path / "tokens.json").make(name)


@pytest.mark.parametrize("content", ["{", "[1]", '[{"name": "x"}]', "3"])
def test_a_broken_file_of_tokens_is_told(tmp_path, content):
    (tmp_path / "tokens.json").write_text(content)
    with pytest.raises(ServeError, match=r"tokens\.json"):
        Tokens(tmp_path / "tokens.json").kept()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ServeError):
        Tokens(tmp_path / "file" / "tokens.json").make("ana")


def test_sessions_cannot_be_forged_or_carried_over(tmp_path):
    tokens = Tokens(tmp_path / "tokens.json")
    token = tokens.make("ana")
    cookie = Sessions(tokens).sign_in(token)
    body, _, mark = cookie.partition(".")
    for value in ("", "x", f"{body}.", f"{body}.{mark[:-1]}0", f".{mark}", "=.=", cookie):
        assert Sessions(tokens).read(f"{COOKIE}={value}") is None
    assert Sessions(tokens).sign_in("sayso_guess") is None


def test_signing_in_and_out(store, tmp_path):
    client = make_client(store, tmp_path)
    token = Tokens(tmp_path / "tokens.json").make("ana")
    assert "no token that this server knows" in client.post("/sign-in", data={"token": "wrong"}).text
    answer = client.post("/sign-in", data={"token": token, "to": "/events?type=AID"}, follow_redirects=False)
    assert answer.headers["location"] == "/events?type=AID"
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))
    page = client.get("/")
    assert ">ana<" in page.text
    assert page.headers["cache-control"] == "private, no-store"
    key = page.text.split('name="form_key" value="')[1].split('"')[0]
    assert client.post("/sign-out", data={"form_key": "wrong"}).status_code == 403
    client.post("/sign-out", data={"form_key": key})
    assert ">ana<" not in client.get("/").text


@pytest.mark.parametrize(
    ("address", "goes"),
    [("/events?a=b", "/events?a=b"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"),
     ("/a\r\nSet-Cookie: x", "/"), (None, "/"), ("", "/")],
)  # fmt: skip
def test_one_goes_on_to_our_own_pages_only(address, goes):
    assert own_address(address) == goes


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"{}", "application/json", 422), (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
     (b"\xff=1", "application/x-www-form-urlencoded", 422), (b"&".join([b"a=1"] * 500),
     "application/x-www-form-urlencoded", 422)],
)  # fmt: skip
def test_forms_that_are_none(store, tmp_path, body, kind, status):
    answer = make_client(store, tmp_path).post("/sign-in", content=body, headers={"content-type": kind})
    assert answer.status_code == status


@pytest.mark.parametrize(("host", "loopback"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
                                                ("localhost", True), ("0.0.0.0", False), ("10.1.1.1", False),
                                                ("example.org", False), ("", False)])  # fmt: skip
def test_what_is_loopback(host, loopback):
    assert is_loopback(host) is loopback
    assert Settings(host=host, tokens=Tokens.here()).allows("evil.example") is not loopback


@pytest.mark.parametrize(
    ("address", "web"),
    [
        ("https://a.example/x", True), ("http://a", True), ("javascript:alert(1)", False), (None, False), ("", False),
        ("JaVaScRiPt://x/%0aalert(1)", False), ("data:text/html,x", False), ("//a.example", False), ("https:", False),
        ("http://[", False), (" javascript:alert(1)", False), ("java\tscript:alert(1)", False),
    ],
)  # fmt: skip
def test_what_may_become_a_link(address, web):
    assert is_web(address) is web


def test_addresses_hold_any_key():
    assert find_page("actors", "a/b?c#d|é\ud800") == "/actors/a%2Fb%3Fc%23d%7C%C3%A9%3F"
    assert ask_page("events", actor="a&b", type=None, text="") == "/events?actor=a%26b"


def test_questions_are_those_of_the_command_line():
    asked = read_question({"type": "assault", "country": "afg", "near": "34.5, 69.2", "km": "10", "lines": "2",
                           "contradicted": "yes", "since": "2022-01-01", "text": " ", "unknown": "x"})  # fmt: skip
    assert asked.filters == Filters(type="ASSAULT", country="AFG", near=(34.5, 69.2), km=10.0, lines=2,
                                    contradicted=True, since="2022-01-01")  # fmt: skip
    assert (asked.limit, asked.offset, asked.view) == (50, 0, "list")
    assert "unknown" not in asked.given


NAMES = ("near", "km", "lines", "since", "limit", "offset", "view", "side", "contradicted")


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=12)))
def test_a_question_is_read_or_refused(parameters):
    try:
        asked = read_question(parameters)
    except StoreError as error:
        assert json.dumps(str(error))  # noqa: PT017
    else:
        assert 0 < asked.limit <= 500

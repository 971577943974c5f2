"""Headers on every answer."""

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from facevow.server.headers import ALWAYS, SecurityHeaders, note_headers
from tests.server.serving import Running, serving


def answered(scheme: str = "http", noted: dict[str, str] | None = None, **own: str) -> dict[str, str]:
    """The headers of an answer that has some of its own, to a request that had others noted."""
    sent: list[MutableMapping[str, Any]] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        note_headers(scope, {"RateLimit": "old"})
        note_headers(scope, noted or {})
        headers = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in own.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def receive() -> MutableMapping[str, Any]:
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    wrapped = SecurityHeaders(SecurityHeaders(app))  # twice does no harm
    asyncio.run(wrapped({"type": "http", "scheme": scheme}, receive, send))
    pairs = [(name.decode().lower(), value.decode()) for name, value in sent[0]["headers"]]
    assert len(pairs) == len(dict(pairs)), "a header stands there twice"
    return dict(pairs)


@pytest.mark.parametrize("path", ["/", "/health", "/predict", "/nothing", "/v1/nothing"])
def test_every_answer_has_them(server: Running, path: str) -> None:
    """Pages, answers and errors."""
    headers = server.get(path).headers
    assert {name: headers[name] for name in ALWAYS} == ALWAYS
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "server" not in headers


def test_a_failure_nobody_foresaw_has_them_too(server: Running) -> None:
    """Such an answer is made outside the application's own middleware."""

    def fail() -> None:
        raise RuntimeError("unforeseen")

    server.app.add_api_route("/fail", fail)
    server.app.router.routes.insert(0, server.app.router.routes.pop())
    answer = server.get("/fail")
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (500, "nosniff")
    assert "unforeseen" not in answer.text


def test_https_is_remembered_and_http_is_not_changed() -> None:
    """Only whoever came by https is told to stay there (RFC 6797, section 7.2)."""
    assert answered("https")["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in answered("http")


def test_a_proxy_says_that_it_was_https(database: Path) -> None:
    """As it is on most hosts: TLS ends before us."""
    headers = {"X-Forwarded-Proto": "https"}
    with serving(database, access="locked", initial_key=f"fvk_{'ab' * 8}_{'cd' * 32}") as server:
        assert "Strict-Transport-Security" in server.get("/health", headers=headers).headers
        assert "Strict-Transport-Security" not in server.get("/health").headers


def test_nothing_is_kept_unless_an_answer_says_so() -> None:
    """Answers hold verdicts and images; what may be kept, such as the page's files, says so itself."""
    assert answered()["cache-control"] == "no-store"
    assert answered(Cache_Control="public, max-age=60")["cache-control"] == "public, max-age=60"


def test_what_was_noted_stands_on_the_answer_in_its_last_form() -> None:
    """The door notes; whoever answers need not know."""
    headers = answered(noted={"RateLimit": "new", "Retry-After": "5"}, Retry_After="1")
    assert (headers["ratelimit"], headers["retry-after"]) == ("new", "5")


def test_two_requests_share_no_notes() -> None:
    """What was noted for one is not on the next one's answer."""
    answered(noted={"Retry-After": "5"})
    assert "retry-after" not in answered()


def test_without_the_middleware_a_note_is_lost_quietly() -> None:
    """A test of a route alone need not wrap it."""
    scope: dict[str, Any] = {}
    note_headers(scope, {"a": "b"})
    assert scope == {}

"""An open server is for this machine only."""

import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facevow.server.door.hosts import names_this_machine
from tests.server.door.conftest import INITIAL, Lock, bearer
from tests.server.serving import PATIENCE, Running, serving


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:80", "127.9.9.9", "[::1]", "[::1]:8000"]
)
def test_names_of_this_machine(host: str) -> None:
    """With or without a port, in any case."""
    assert names_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        ":8000",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1.nip.io:8000",
        "localhost@evil.example",
        "evil.example#localhost",
        "localhost,evil.example",
        "localhost:80:80",
        "localhost:",
        "localhost:999999",
        "localhost.",
        " localhost",
        "localhost\n",
        "0.0.0.0",  # noqa: S104 - not bound to
        "[::]",
        "[::1",
        "::1",
        "[localhost]",
        "[::1%eth0]",
        "192.168.0.5",
        "testserver",
        "l\N{CYRILLIC SMALL LETTER O}calhost".encode().decode("latin-1"),
        "127.0.0.1\0",
        "2130706433",
    ],
)
def test_names_of_other_machines(host: str | None) -> None:
    """Look-alikes, other addresses, and what is no host at all. 0.0.0.0 reaches this machine in some browsers."""
    assert not names_this_machine(host)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_host_is_judged(host: str) -> None:
    """No text is an error, and one that is let in says localhost or an address that is this machine's."""
    if names_this_machine(host):
        assert host.lower().startswith(("localhost", "127.", "[::1]", "[0", "[::ffff:127"))


def answer_to(running: Running, head: str) -> str:
    """The beginning of what is answered to a head as it stands."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as connection:
        connection.sendall(head.encode())
        return connection.recv(65536).decode()


def test_a_name_that_was_made_to_point_here_is_refused(server: Running) -> None:
    """DNS rebinding: the browser sends the name of the page. Every address of the server, the page too."""
    for path in ("/", "/health", "/logs", "/predict", "/v1/sessions", "/nothing"):
        answer = server.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 403, path
        assert "host_refused" in answer.text
        assert "facevow keys create" in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert server.get("/v1/x", headers={"Host": "evil.example"}).headers["Content-Type"] == "application/problem+json"
    assert server.get("/health", headers={"Host": f"localhost:{server.port}"}).status_code == 200


def test_a_socket_under_another_name_is_refused(server: Running) -> None:
    """Even where its page is of the same name, and so would be our own."""
    head = (
        "GET /ws HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert answer_to(server, head).startswith("HTTP/1.1 403")
    own = head.replace("evil.example", f"localhost:{server.port}")
    assert answer_to(server, own).startswith("HTTP/1.1 101")


@pytest.mark.parametrize(
    "forwarded", ["203.0.113.9", "2001:db8::1", "127.0.0.1, 203.0.113.9", "unknown", "127.0.0.1", ""]
)
@pytest.mark.parametrize("proxies", ["127.0.0.1,::1", "192.0.2.1"])
def test_a_tunnel_to_an_open_server_is_refused(database: Path, forwarded: str, proxies: str) -> None:
    """Somebody made it public with a tunnel that keeps Host to itself, but says for whom it asks, truly or not."""
    with serving(database, trusted_proxies=proxies) as running:
        answer = running.get("/health", headers={"X-Forwarded-For": forwarded})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "host_refused")
        assert running.get("/health").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "Forwarded",
        "Via",
        "X-Real-IP",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Server",
        "CF-Connecting-IP",
        "CF-Ray",
        "CDN-Loop",
        "True-Client-IP",
        "X-Client-IP",
        "X-Original-Forwarded-For",
        "Fly-Client-IP",
    ],
)
def test_whatever_a_proxy_leaves_in_a_request_is_enough(server: Running, name: str) -> None:
    """No browser or program of this machine sends such a header; what it says does not matter, here this machine."""
    for path in ("/health", "/logs", "/v1/subjects/alice"):
        assert server.get(path, headers={name: "127.0.0.1"}).status_code == 403, path
    head = (
        f"GET /ws HTTP/1.1\r\nHost: localhost\r\n{name}: localhost\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert answer_to(server, head).startswith("HTTP/1.1 403")


def test_a_request_without_a_host_is_refused(server: Running) -> None:
    """HTTP/1.0 need not name one; no browser speaks it."""
    assert answer_to(server, "GET /health HTTP/1.0\r\n\r\n").startswith("HTTP/1.1 403")


def test_a_locked_server_answers_under_any_name(lock: Lock) -> None:
    """Its keys protect it, and what names it has only its operator knows."""
    with lock() as running:
        headers = bearer(INITIAL) | {"Host": "face.example", "X-Forwarded-For": "203.0.113.9", "Via": "1.1 proxy"}
        assert running.get("/logs", headers=headers).status_code == 200


def test_another_loopback_address_may_be_chosen(database: Path) -> None:
    """The whole of 127.0.0.0/8 is this machine."""
    with serving(database, host="127.0.0.1") as running:
        assert running.get("/health", headers={"Host": "127.0.0.5:1"}).status_code == 200

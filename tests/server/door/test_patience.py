"""Slow, silent, greedy and vanished clients."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from fastapi import Response

from facevow.server.door import patience, places
from facevow.server.door.patience import Patience, Phase
from facevow.server.settings import load_settings
from tests.server.door.knocking import (
    GET,
    UPGRADE,
    answers_to,
    connected,
    inside,
    reset,
    rest,
    statuses,
    trickled,
)
from tests.server.serving import PATIENCE, Running, serving, until


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that waits for nobody; each test leaves it empty."""
    folder = tmp_path_factory.mktemp("quick")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(patience, "TO_ANSWER", 1.0)
        with serving(folder / "facevow.db", receive_timeout=0.8, send_timeout=0.3, max_per_address=200) as running:
            yield running


def test_a_silent_connection_is_dropped(quick: Running) -> None:
    """Without a word: nothing was asked. Nothing is left of it."""
    with connected(quick) as connection:
        assert rest(connection) == b""
        until(lambda: inside(quick) == 0)


@pytest.mark.parametrize("begun", [b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: "])
def test_a_head_that_trickles_in_is_given_up(quick: Running, begun: bytes) -> None:
    """A byte now and then does not buy more time (slow-loris)."""
    with connected(quick) as connection:
        connection.sendall(begun)
        assert statuses(trickled(connection)) == [408]


def test_the_second_head_of_a_connection_is_given_up_too(quick: Running) -> None:
    """After a good request as before it."""
    with connected(quick) as connection:
        connection.sendall(GET.encode() + b"GET /")
        assert statuses(trickled(connection)) == [200, 408]


def test_an_idle_connection_is_dropped(quick: Running) -> None:
    """After its answer it may ask again, but not wait for ever; a hundred of them leave nothing behind."""
    held = [socket.create_connection(("127.0.0.1", quick.port), timeout=PATIENCE) for _ in range(100)]
    for connection in held:
        connection.sendall(GET.encode())
    assert all(statuses(rest(connection)) == [200] for connection in held)
    until(lambda: inside(quick) == 0)
    for connection in held:
        connection.close()


def test_a_body_that_trickles_in_is_given_up(quick: Running) -> None:
    """By the route, which says so, and then by the protocol, if the client goes on."""
    head = b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
    with connected(quick) as connection:
        connection.sendall(head)
        assert statuses(trickled(connection)) == [408]


def test_a_body_that_nobody_reads_is_given_up(quick: Running) -> None:
    """Whoever was refused cannot hold a connection by sending on."""
    head = b"POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
    with connected(quick) as connection:
        connection.sendall(head)
        assert statuses(trickled(connection)) in ([404], [405])
        until(lambda: inside(quick) == 0)


def test_who_never_reads_an_answer_is_dropped(quick: Running) -> None:
    """Neither the connection nor what waits for it to be read is kept."""
    asked: list[int] = []
    until(lambda: inside(quick) == 0)

    def big() -> Response:
        asked.append(inside(quick))
        return Response(b"x" * 50_000_000)

    quick.app.add_api_route("/big", big)
    quick.app.router.routes.insert(0, quick.app.router.routes.pop())
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", quick.port))
        connection.sendall(GET.replace("/health/live", "/big").encode())
        until(lambda: bool(asked) and inside(quick) == 0)
    assert asked == [1]


def test_a_reset_in_the_middle_leaves_nothing_behind(server: Running) -> None:
    """In the head, in the body, while the answer is made, and in a socket."""
    for begun in (b"", b"GET / HT", GET.encode(), b"POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{"):
        with connected(server) as connection:
            connection.sendall(begun)
            reset(connection)
    with server.socket() as client:
        client.ask({"type": "ping"})
        reset(client.connection.socket)
    until(lambda: inside(server) == 0)
    assert server.health()["connections"] == 0


def test_a_client_that_closes_its_half_is_let_go(quick: Running) -> None:
    """It will ask nothing more."""
    with connected(quick) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        connection.shutdown(socket.SHUT_WR)
        assert rest(connection) == b""
        until(lambda: inside(quick) == 0)


def test_a_socket_has_its_place_until_it_ends(quick: Running) -> None:
    """The change of protocols neither frees the place nor takes a second; the limits of heads do not concern it."""
    until(lambda: inside(quick) == 0)
    with quick.socket() as client:
        client.ask({"type": "ping"})
        assert inside(quick) == 1
        with connected(quick) as other:
            assert rest(other) == b""  # the limit of a head has passed
        assert client.ask({"type": "ping"})["type"] == "pong"
        client.connection.close()
        until(lambda: inside(quick) == 0)


@pytest.fixture
def patient(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server that takes three connections of one address, and lets them wait."""
    monkeypatch.setattr(places, "BESIDE_ONE", 0)
    with serving(database, max_per_address=3, trusted_proxies="192.0.2.1", receive_timeout=300) as running:
        yield running


@contextmanager
def filled(running: Running) -> Iterator[list[socket.socket]]:
    """Take all the places of one address."""
    with ExitStack() as stack:
        held = [stack.enter_context(connected(running)) for _ in range(3)]
        until(lambda: inside(running) == 3)
        yield held


def test_one_address_has_so_many_connections(patient: Running) -> None:
    """One more is told so before it asks anything; others are served, and a place that is given back can be taken."""
    with filled(patient) as held:
        for _ in range(3):
            with connected(patient) as fourth:
                assert statuses(rest(fourth)) == [503]
        with connected(patient, source="127.0.0.2") as other:
            other.sendall(GET.encode())
            assert other.recv(65536).startswith(b"HTTP/1.1 200")
        held[0].close()
        until(lambda: inside(patient) == 2)
        with connected(patient) as again:
            again.sendall(GET.encode())
            assert again.recv(65536).startswith(b"HTTP/1.1 200")


def test_who_is_turned_away_can_read_why_even_if_it_has_sent_much(patient: Running) -> None:
    """The server reads on, and forgets, so that no reset takes the answer back."""
    head = b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n"
    with filled(patient), connected(patient) as fourth:
        fourth.sendall(head + b"x" * 200_000)
        answer = rest(fourth)
    assert statuses(answer) == [503]
    assert b"Retry-After: 1" in answer


def test_a_trusted_proxy_has_no_limit_of_its_own(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It brings everybody's requests."""
    monkeypatch.setattr(places, "BESIDE_ONE", 0)
    with serving(database, max_per_address=1, receive_timeout=300) as running, ExitStack() as stack:
        for number in range(20):
            connection = stack.enter_context(connected(running))
            connection.sendall(GET.encode())
            assert connection.recv(65536).startswith(b"HTTP/1.1 200"), number


def test_requests_in_one_breath_are_answered_in_their_order(server: Running) -> None:
    """Pipelining: nothing is lost or mixed up."""
    last = GET.replace("/health/live", "/nothing/at/all").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
    assert answers_to(server, GET * 5 + last) == [200] * 5 + [404]


def test_patience_comes_from_the_settings() -> None:
    """A route gives up on a body before the protocol does, so that its answer can be read."""
    chosen = Patience.of(load_settings(receive_timeout=7, send_timeout=3))
    assert chosen == Patience(head=7, body=7 + patience.TO_ANSWER, write=3)
    assert [chosen.in_phase(phase) for phase in Phase] == [7, 7 + patience.TO_ANSWER, None, 5]


def test_a_vanished_socket_is_found_out(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients are pinged, and dropped when they do not answer: 40 s without a word is the most."""
    assert patience.PING <= 20
    monkeypatch.setattr(patience, "PING", 0.2)
    with serving(database) as running, connected(running) as connection:
        connection.sendall(UPGRADE.encode())
        received = rest(connection)
        assert received.startswith(b"HTTP/1.1 101")
        assert b"keepalive ping timeout" in received
        until(lambda: inside(running) == 0)

"""How connections are refused, how they end, and what is recorded of them."""

from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from facevow.server.stream import MOST_ERRORS
from facevow.store import SqlStore
from tests.server.analysers import (
    FAKE,
    REAL,
    picture,
)
from tests.server.performing import STEP
from tests.server.serving import HandClock, Running, serving, until


def test_a_full_server_sends_clients_away_with_a_reason(database: Path) -> None:
    """One beyond the capacity gets close code 1013, and a place that is given up can be taken."""
    with serving(database, max_connections=2) as server:
        with server.socket() as one, server.socket() as two:
            assert one.ask({"type": "ping"}) == two.ask({"type": "ping"}) == {"type": "pong"}
            with server.socket() as third:
                with pytest.raises(ConnectionClosed) as caught:
                    third.receive()
                assert caught.value.rcvd is not None
                assert caught.value.rcvd.code == 1013
                assert "try again" in caught.value.rcvd.reason
            assert one.ask({"type": "ping"}) == {"type": "pong"}
            assert server.health()["connections"] == server.health()["capacity"] == 2
        until(lambda: server.health()["connections"] == 0)
        with server.socket() as again:
            assert again.ask({"type": "ping"}) == {"type": "pong"}


def test_a_silent_client_is_let_go(database: Path) -> None:
    """After the idle time-out the connection is closed with 1001."""
    with serving(database, idle_timeout=0.3) as server, server.socket() as client:
        with pytest.raises(ConnectionClosed) as caught:
            client.receive()
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1001


def test_a_client_that_makes_no_sense_is_let_go(server: Running) -> None:
    """More than fifty messages in a row that make no sense end the connection with 1008; one good one starts anew."""
    with server.socket() as client:
        for _ in range(MOST_ERRORS):
            assert client.ask("nonsense")["code"] == "not_json"
        client.ask({"type": "ping"})
        for _ in range(MOST_ERRORS + 1):
            assert client.ask("nonsense")["code"] == "not_json"
        with pytest.raises(ConnectionClosed) as caught:
            client.receive()
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1008


def test_a_client_that_asks_for_what_cannot_be_is_let_go(server: Running) -> None:
    """Acts that are none and exclusions that leave too little count like nonsense; a choice that can be starts anew."""
    impossible = [
        {"type": "set_active_check", "enabled": True, "exclude": exclude}
        for exclude in (["dance"], ["head", "eyes", "mouth", "brows", "distance"])
    ]
    codes = ["unknown_act", "challenge_impossible"]
    with server.socket() as client:
        for number in range(MOST_ERRORS):
            assert client.ask(impossible[number % 2])["code"] == codes[number % 2]
        assert client.ask({"type": "set_active_check", "enabled": True})["type"] == "active_check"
        for number in range(MOST_ERRORS + 1):
            assert client.ask(impossible[number % 2])["code"] == codes[number % 2]
        with pytest.raises(ConnectionClosed) as caught:
            client.receive()
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1008


def test_every_frame_and_the_end_are_recorded(timed: Running, hand: HandClock) -> None:
    """The log has a row for each answered frame, and one verdict for the connection."""
    with timed.socket() as client:
        for colour in (REAL, FAKE, FAKE, FAKE):
            hand.seconds += STEP
            client.ask(picture(colour))
        logs = timed.logs()
    assert [row["is_real"] for row in logs] == [False, False, False, True]
    assert [row["verdict"] for row in logs] == ["ATTACK", "ATTACK", "NO_RESPONSE", "NO_RESPONSE"]
    assert logs[0]["bbox"] == [40, 30, 61, 71]
    assert logs[0]["source"] == "ws"
    assert logs[0]["model"] == "colours"
    until(lambda: timed.health()["connections"] == 0)
    outcome = timed.services.store.recent_verdicts(5)
    assert [(one.verdict, one.frames, one.frames_with_face) for one in outcome] == [("ATTACK", 4, 4)]
    assert outcome[0].connection == logs[0]["connection"]


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [(None, True), ("http://localhost:3000", True), ("http://localhost:5173", True), ("https://evil.example", False)],
)
def test_pages_of_strangers_cannot_open_a_socket(server: Running, origin: str | None, welcome: bool) -> None:
    """Our own page, listed ones and programs without an Origin may; any other page is refused with 403."""
    if welcome:
        with server.socket(origin=origin) as client:
            assert client.ask({"type": "ping"}) == {"type": "pong"}
        with server.socket(origin=server.url) as client:
            assert client.ask({"type": "ping"}) == {"type": "pong"}
    else:
        with pytest.raises(Exception, match="403"), server.socket(origin=origin):
            pass


def test_stopping_the_server_records_the_open_checks(database: Path) -> None:
    """Whoever is connected when the server stops is closed politely, and the verdict of the moment is kept."""
    with serving(database) as server:
        connection = server.socket()
        client = connection.__enter__()
        for _ in range(3):
            client.ask(picture(REAL))
    with pytest.raises(ConnectionClosed) as caught:
        client.receive()
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1012
    connection.__exit__(None, None, None)
    store = SqlStore(f"sqlite:///{database}")
    assert [one.verdict for one in store.recent_verdicts(5)] == ["BONA_FIDE"]
    assert len(store.recent(5)) == 3
    store.close()

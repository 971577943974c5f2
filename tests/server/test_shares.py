"""How many may be inside at once, in all and of one address."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from facevow.server.gates import ServerFull
from facevow.server.settings import load_settings
from facevow.server.shares import SharedGate
from tests.server.door.conftest import INITIAL
from tests.server.serving import Running, serving, until


def test_an_address_has_so_many_places() -> None:
    """Others are not kept out by it; what is given up can be taken, and nothing is kept of who left."""
    gate = SharedGate(3, "connections", 1)
    with gate.enter_from("a"):
        with pytest.raises(ServerFull) as caught, gate.enter_from("a"):
            pass
        assert caught.value.code == "address_full"
        with gate.enter_from("b"), gate.enter_from("c"):
            with pytest.raises(ServerFull) as caught, gate.enter_from("d"):
                pass
            assert caught.value.code == "server_full"
    with gate.enter_from("a"):
        assert gate.inside == 1
    assert (gate.inside, len(gate._addresses)) == (0, 0)


def test_by_default_one_address_cannot_take_every_place() -> None:
    """On a server that strangers reach; an open one has one address only, that of its own machine."""
    locked = load_settings(access="locked")
    assert locked.most_of_one < min(locked.max_sessions, locked.max_connections)
    assert load_settings().most_of_one >= load_settings().max_connections
    assert load_settings(max_per_address=2).most_of_one == 2


def turned_away(server: Running) -> tuple[int, str]:
    """The close code and reason of a socket of /ws that finds no place."""
    with server.socket() as client, pytest.raises(ConnectionClosed) as caught:
        client.ask({"type": "ping"})
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code, caught.value.rcvd.reason


def test_one_address_does_not_fill_the_sockets_of_ws(database: Path) -> None:
    """The next one is told 1013 with a reason of its own; another address is served, and a free place can be taken."""
    given: dict[str, Any] = {"access": "locked", "initial_key": INITIAL, "seed_open": True, "max_per_address": 2}
    with serving(database, **given) as server, ExitStack() as stack:
        held = [stack.enter_context(server.socket()) for _ in range(2)]
        for each in held:
            each.ask({"type": "ping"})
        code, reason = turned_away(server)
        assert code == 1013
        assert "of one address" in reason
        with server.socket(additional_headers={"X-Forwarded-For": "203.0.113.9"}) as other:
            assert other.ask({"type": "ping"})["type"] == "pong"
        held[0].connection.close()
        until(lambda: server.services.connections.inside == 1)
        with server.socket() as again:
            assert again.ask({"type": "ping"})["type"] == "pong"

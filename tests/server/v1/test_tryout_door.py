"""Who is let in to WS /v1/tryout, and for how long."""

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from websockets.typing import Subprotocol

from facevow.errors import StoreError
from facevow.server.door import keys
from facevow.server.gates import MOST_TRYOUTS
from facevow.server.services import Clock
from facevow.server.v1 import tryout
from facevow.store.keys import ApiKeys
from facevow.store.records import ApiKeyRecord
from tests.server.analysers import (
    no_model,
)
from tests.server.door.conftest import make_key
from tests.server.serving import HandClock, Running, serving, until
from tests.server.v1.asking import locked_server
from tests.server.v1.streaming import order, streaming
from tests.server.v1.trying import refused, trying


def test_a_key_is_shown_as_a_browser_shows_it(database: Path) -> None:
    """Among the subprotocols, of which ours is chosen; in Authorization as well."""
    with locked_server(database) as server:
        key = make_key(server, "analyses")
        with trying(server, key=key) as tester:
            assert tester.connection.subprotocol == "facevow.v1"
            assert tester.show()["type"] == "analysis"
        with trying(server, additional_headers={"Authorization": f"Bearer {key}"}) as tester:
            assert tester.show()["type"] == "analysis"


def test_whoever_has_no_such_key_is_told_by_the_close(database: Path) -> None:
    """None, one that is none, one that is not known, one for other things."""
    with locked_server(database) as server:
        assert refused(server) == (4401, "key_missing")
        assert refused(server, key="x") == (4401, "key_malformed")
        assert refused(server, key=f"fvk_{'0' * 16}_{'0' * 64}") == (4401, "key_unknown")
        other = make_key(server, "sessions", "seed", "operate")
        assert refused(server, key=other) == (4403, "scope_missing")


def test_guessing_keys_ends_soon(database: Path) -> None:
    """As at every other door."""
    with locked_server(database, limit_refused="2/hour") as server:
        answers = [refused(server, key=f"fvk_{'0' * 16}_{'0' * 64}") for _ in range(3)]
    assert answers == [(4401, "key_unknown")] * 2 + [(4429, "rate_limited")]


def test_pages_of_strangers_and_other_protocols_are_refused(standing: Running) -> None:
    """A page of our own and a program come in."""
    assert refused(standing, origin="https://elsewhere.example") == (4403, "origin_refused")
    assert refused(standing, subprotocols=None) == (4400, "bad_message")
    assert refused(standing, subprotocols=[Subprotocol("other")]) == (4400, "bad_message")
    with trying(standing, origin=f"http://127.0.0.1:{standing.port}") as tester:
        assert tester.show()["type"] == "analysis"


def test_there_is_room_for_so_many(database: Path) -> None:
    """The page's own sockets and people who stream are not in the way of it, nor it in theirs."""
    with serving(database, max_connections=1, max_per_address=1) as server:
        with ExitStack() as inside:
            for _ in range(MOST_TRYOUTS):
                inside.enter_context(trying(server))
            assert refused(server) == (4503, "server_full")
            assert 'facevow_refused_total{what="server_full"} 1.0' in server.get("/metrics").text
            with streaming(server, order(server)), server.socket() as client:
                assert client.ask({"type": "ping"})["type"] == "pong"
        until(lambda: server.services.tryouts.gate.inside == 0)
        with trying(server):
            pass


def test_a_key_that_is_revoked_ends_the_socket(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked again and again, here in a hurry."""
    monkeypatch.setattr(tryout, "KEY_SECONDS", 0.02)
    monkeypatch.setattr(keys, "CACHE_SECONDS", 0.0)
    with locked_server(database) as server:
        key = make_key(server, "analyses")
        with trying(server, key=key) as tester:
            assert tester.show()["type"] == "analysis"
            server.services.api_keys.revoke(keys.parse_key(key)[0], now=datetime.now(UTC), actor="test")
            assert tester.close_code() == (4401, "key_revoked")


def test_a_key_is_believed_for_a_while_when_nobody_can_be_asked(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away for a moment ends nothing; one that stays away does."""
    hand, asked = HandClock(), list[str]()

    def away(_: ApiKeys, key_id: str) -> ApiKeyRecord | None:
        asked.append(key_id)
        raise StoreError("away")

    monkeypatch.setattr(tryout, "KEY_SECONDS", 0.02)
    monkeypatch.setattr(keys, "CACHE_SECONDS", 0.0)
    with locked_server(database, clock=Clock(monotonic=hand)) as server:
        key = make_key(server, "analyses")
        with trying(server, key=key, hand=hand) as tester:
            monkeypatch.setattr(ApiKeys, "get", away)
            until(lambda: len(asked) > 2)
            assert tester.show()["type"] == "analysis"
            hand.seconds += tryout.KEY_PATIENCE + 1
            assert tester.close_code() == (4503, "store_error")


def test_without_a_model_nobody_is_let_in(database: Path) -> None:
    """There is nothing to try."""
    with serving(database, analysers=no_model, require_model=False) as server:
        assert refused(server) == (4503, "no_model")


def test_a_server_that_stops_lets_nobody_in(server: Running) -> None:
    """As it takes no new session."""
    server.services.live.draining = True
    assert refused(server) == (4503, "draining")

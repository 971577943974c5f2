"""The door of the addresses of the first hour."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from facevow.server.door.seed import SEED_PROTOCOL
from tests.server.analysers import REAL, in_base64, picture
from tests.server.door.conftest import INITIAL, Lock, bearer, make_key
from tests.server.serving import PATIENCE, Running, serving


@contextmanager
def socket_of(running: Running, **options: Any) -> Iterator[ClientConnection]:  # noqa: ANN401
    """A socket of /ws."""
    with connect(f"ws://127.0.0.1:{running.port}/ws", open_timeout=PATIENCE, **options) as connection:
        yield connection


def close_of(running: Running, **options: Any) -> tuple[int, str]:  # noqa: ANN401
    """With which code and reason a socket is closed that may not come in."""
    with socket_of(running, **options) as connection, pytest.raises(ConnectionClosed) as caught:
        connection.recv(timeout=PATIENCE)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code, caught.value.rcvd.reason


def is_served(running: Running, **options: Any) -> str | None:  # noqa: ANN401
    """Have a ping answered; the subprotocol that was chosen."""
    with socket_of(running, **options) as connection:
        connection.send('{"type":"ping"}')
        assert "pong" in str(connection.recv(timeout=PATIENCE))
        return connection.subprotocol


def key_protocol(text: str) -> str:
    """How a browser's socket shows a key."""
    return f"facevow.key.{text}"


def test_a_locked_server_asks_for_a_key_everywhere(locked: Running) -> None:
    """Pictures, log, switch and socket; the page and health, which give nothing away, stay open."""
    picture_body = {"image": in_base64(picture(REAL))}
    for path in ("/predict", "/match", "/toggle-active-check"):
        assert locked.post(path, json=picture_body).status_code == 401, path
    assert locked.get("/logs").status_code == 401
    assert close_of(locked) == (4401, "key_missing")
    assert locked.get("/").status_code == locked.get("/health").status_code == 200


def test_the_key_is_looked_at_before_the_picture(locked: Running) -> None:
    """Whoever may not ask is not decoded for: nonsense of any size gets 401, not 400 or 413."""
    for body in (b"nonsense", b"x" * 20_000_000):
        with locked.http.stream("POST", "/predict", content=body, headers={"Connection": "close"}) as answer:
            assert answer.status_code == 401


def test_each_address_has_its_scope(locked: Running) -> None:
    """`seed` for the check itself, `gallery` for whose face it is, `operate` for what operators do."""
    seed, gallery, operate = (bearer(make_key(locked, scope)) for scope in ("seed", "gallery", "operate"))
    body = {"image": in_base64(picture(REAL))}
    assert locked.post("/predict", json=body, headers=seed).status_code == 200
    assert locked.post("/match", json=body, headers=seed).status_code == 403
    assert locked.post("/match", json=body, headers=gallery).status_code == 503  # it has no matcher
    assert locked.post("/predict", json=body, headers=gallery).status_code == 403
    assert locked.post("/predict", json=body, headers=operate).status_code == 403
    for headers, expected in ((seed, 403), (operate, 200)):
        assert locked.get("/logs", headers=headers).status_code == expected
        assert locked.post("/toggle-active-check", headers=headers).status_code == expected


def test_a_socket_shows_its_key_in_a_header_or_a_subprotocol(locked: Running) -> None:
    """Programs set Authorization; browsers can offer subprotocols only, and get one back that is no secret."""
    text = make_key(locked, "seed")
    assert is_served(locked, additional_headers=bearer(text)) is None
    assert is_served(locked, subprotocols=[SEED_PROTOCOL, key_protocol(text)]) == SEED_PROTOCOL


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([INITIAL[:-1] + "e"], (4401, "key_unknown")),
        ([INITIAL[:-1]], (4401, "key_malformed")),
        ([""], (4401, "key_malformed")),
        ([INITIAL, INITIAL], (4401, "key_malformed")),
    ],
)
def test_a_socket_with_another_key_is_closed_by_name(
    locked: Running, texts: list[str], expected: tuple[int, str]
) -> None:
    """A page can read the code, as it could not read a status."""
    offered = [SEED_PROTOCOL, *map(key_protocol, texts)]
    assert close_of(locked, subprotocols=offered) == expected


def test_two_ways_of_showing_a_key_are_one_too_many(locked: Running) -> None:
    """Which of them counts would be anybody's guess."""
    offered = [SEED_PROTOCOL, key_protocol(INITIAL)]
    assert close_of(locked, subprotocols=offered, additional_headers=bearer(INITIAL)) == (4401, "key_malformed")


def test_a_socket_without_the_scope_is_closed(locked: Running) -> None:
    """Its key is good, and not for this."""
    offered = [SEED_PROTOCOL, key_protocol(make_key(locked, "sessions"))]
    assert close_of(locked, subprotocols=offered) == (4403, "scope_missing")


def test_sockets_count_as_requests_of_their_address(lock: Lock) -> None:
    """Or of their key: the third of two is closed at once, with its own code."""
    with lock(limit_address="2/hour", limit_key="2/hour") as running:
        for _ in range(2):
            is_served(running, additional_headers=bearer(INITIAL))
        assert close_of(running, additional_headers=bearer(INITIAL)) == (4429, "rate_limited")
        assert [close_of(running)[1] for _ in range(2)] == ["key_missing", "rate_limited"]


def test_the_page_may_be_open_where_the_rest_is_locked(lock: Lock) -> None:
    """For a demonstration: anybody may be checked, but only operators read the log and switch for everybody."""
    with lock(seed_open=True, limit_address="6/hour") as running:
        assert is_served(running) is None
        assert running.post("/predict", json={"image": in_base64(picture(REAL))}).status_code == 200
        assert running.get("/logs").status_code == 401
        assert running.post("/toggle-active-check").status_code == 401
        assert running.get("/logs", headers=bearer(INITIAL)).status_code == 200
        assert is_served(running) is None
        assert close_of(running) == (4429, "rate_limited")
        assert running.post("/predict", json={"image": in_base64(picture(REAL))}).status_code == 429


def test_a_foreign_page_is_turned_away_even_with_a_key(locked: Running) -> None:
    """A key that leaked into a page of somebody else is of no use there."""
    headers = bearer(make_key(locked, "seed")) | {"Origin": "https://evil.example"}
    assert locked.post("/predict", json={}, headers=headers).status_code == 403
    with pytest.raises(InvalidStatus), socket_of(locked, additional_headers=headers):
        pass


def test_pages_under_development_may_use_an_open_server_only(database: Path, lock: Lock) -> None:
    """A locked server names nobody unless its settings do."""
    page = {"Origin": "http://localhost:3000"}
    with serving(database) as running:
        assert is_served(running, additional_headers=page) is None
        assert running.get("/logs", headers=page).headers["Access-Control-Allow-Origin"] == page["Origin"]
    with lock() as running:
        headers = page | bearer(INITIAL)
        assert running.get("/logs", headers=headers).status_code == 403
        with pytest.raises(InvalidStatus), socket_of(running, additional_headers=headers):
            pass
    with lock(allowed_origins="http://localhost:3000") as running:
        assert is_served(running, additional_headers=headers) is None

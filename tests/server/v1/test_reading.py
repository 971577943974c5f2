"""How bodies are read: no sender, however slow or long-winded, holds up another."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from facevow.errors import MessageError
from facevow.server.messages import MOST_PARTS, parse_image_request
from facevow.server.v1 import bodies
from facevow.server.v1.models import AnalysisRequest, NewSession
from facevow.server.v1.sessions import MOST_ORDER
from tests.server.analysers import REAL, in_base64, picture
from tests.server.serving import PATIENCE, Running, until
from tests.server.v1.asking import key_for, locked_server, make, problem, raw

JSON = {"Content-Type": "application/json"}
IMAGE = {"image": in_base64(picture(REAL))}


@contextmanager
def sending(server: Running, path: str) -> Iterator[None]:
    """Somebody who is sending a body, for the length of a block."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
        connection.sendall(head.encode())
        yield


def test_an_order_is_short(standing: Running) -> None:
    """64 KiB are taken, blanks and all; a byte more is refused without an image in it, or unannounced."""
    order = json.dumps({"metadata": {"a": "b"}})
    assert (
        standing.post("/v1/sessions", content=order + " " * (MOST_ORDER - len(order)), headers=JSON).status_code == 201
    )
    longer = order + " " * (MOST_ORDER + 1 - len(order))
    problem(standing.post("/v1/sessions", content=longer, headers=JSON), 413, "too_large")
    lines = ["POST /v1/sessions HTTP/1.1", "Content-Type: application/json"]
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    status, document = raw(standing, [*lines, "Transfer-Encoding: chunked"], *[chunk] * 4, b"1\r\n \r\n")
    assert (status, document["code"]) == (413, "too_large")


@pytest.mark.parametrize("part", [b"[],", b'{"a":1},', b'"",', b"1,"])
def test_json_of_very_many_parts_is_refused_unparsed(part: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight million bytes of them would take seconds; no parser sees them, here and on the first routes."""

    def parser(*_: object, **__: object) -> None:
        raise AssertionError("it was parsed")

    for place in ("facevow.server.v1.bodies.from_json", "facevow.server.messages.from_json"):
        monkeypatch.setattr(place, parser)
    body = b'{"image":[' + part * (8_000_000 // len(part)) + b"1]}"
    for reader in (lambda: bodies.parse(body, AnalysisRequest), lambda: parse_image_request(body)):
        with pytest.raises(MessageError, match=f"{MOST_PARTS} parts") as caught:
            reader()
        assert caught.value.code == "not_json"


def test_the_most_metadata_there_may_be_has_few_enough_parts(standing: Running) -> None:
    """4,096 bytes of nothing but marks are taken."""
    made = make(standing, metadata={"a": [[]] * 1363})
    assert len(made["metadata"]["a"]) == 1363


@pytest.mark.parametrize(("blanks", "aside"), [(0, False), (bodies.AT_ONCE, True)])
def test_a_long_body_is_parsed_beside_the_event_loop(
    standing: Running, monkeypatch: pytest.MonkeyPatch, blanks: int, aside: bool
) -> None:
    """In a thread in which no coroutine runs; a short one is not worth the way there."""
    parse, threads = bodies.parse, []

    def watched(body: bytes, model: type[NewSession]) -> NewSession:
        threads.append(threading.current_thread().name)
        return parse(body, model)

    monkeypatch.setattr(bodies, "parse", watched)
    answer = standing.post("/v1/sessions", content=b"{}" + b" " * blanks, headers=JSON)
    assert answer.status_code == 201
    (name,) = threads
    assert ("worker" in name.lower()) is aside


@pytest.mark.parametrize(
    ("path", "gate"), [("/v1/sessions", "orders"), ("/v1/analyses", "images"), ("/predict", "seed")]
)
def test_so_many_may_be_sending_at_once(standing: Running, path: str, gate: str) -> None:
    """One more is turned away before it is read; a place is given back by whoever hangs up."""
    readers = getattr(standing.services.readers, gate)
    with sending(standing, path):
        until(lambda: readers.inside == 1)
        readers.inside += readers.capacity - 1
        answer = standing.post(path, json={} if gate == "orders" else IMAGE)
        readers.inside -= readers.capacity - 1
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert "server_full" in answer.text
    until(lambda: readers.inside == 0)
    assert standing.post(path, json={} if gate == "orders" else IMAGE).status_code in {200, 201}


def test_slow_senders_of_the_first_routes_stop_nobody(database: Path) -> None:
    """As many as there are places for pictures, without a key: those who have one are served, and so are others."""
    with locked_server(database, seed_open=True) as server, ExitStack() as slow:
        key = key_for(server, "analyses")
        for _ in range(server.services.requests.capacity + 1):
            slow.enter_context(sending(server, "/predict"))
        until(lambda: server.services.readers.seed.inside == server.services.requests.capacity + 1)
        assert server.post("/v1/analyses", json=IMAGE, headers=key).status_code == 200
        assert server.post("/predict", json=IMAGE).status_code == 200


def test_slow_key_holders_stop_nobody(standing: Running) -> None:
    """A place for the analysis itself is taken once the image is there."""
    with ExitStack() as slow:
        places = standing.services.requests.capacity
        for _ in range(places + 1):
            slow.enter_context(sending(standing, "/v1/analyses"))
        until(lambda: standing.services.readers.images.inside == places + 1)
        assert standing.services.requests.inside == 0
        assert standing.post("/v1/analyses", json=IMAGE).status_code == 200

"""The whole way: a session of the API ends, and the application that made it is called."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from websockets.sync.client import connect

from facevow.signing.callbacks import verify
from tests.server.callbacks.delivering import PATIENCE
from tests.server.serving import Running, serving, until


@dataclass
class Application:
    """What an application was told."""

    url: str = ""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def application() -> Iterator[Application]:
    """An application's own server, which takes every callback."""
    found = Application()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append((dict(self.headers.items()), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_address[1]}/told"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def leave(running: Running, made: dict[str, Any]) -> None:
    """Begin the session and give it up at once."""
    offered = ["facevow.v1", f"facevow.token.{made['client_token']}"]
    address = f"ws://127.0.0.1:{running.port}/v1/sessions/{made['id']}/stream"
    with connect(address, subprotocols=offered, open_timeout=PATIENCE) as stream:  # type: ignore[arg-type]
        assert json.loads(stream.recv(timeout=PATIENCE))["type"] == "welcome"
        stream.send('{"type":"leave"}')
        assert json.loads(stream.recv(timeout=PATIENCE))["state"] == "ABORTED"


def test_the_application_hears_of_the_end(database: Path) -> None:
    """Signed, with the metadata; and once more, under the same id, when an operator sends it again."""
    with serving(database, callback_private=True, callback_seconds=120) as running, application() as shop:
        wanted = {"callback": shop.url, "metadata": {"order": 7}}
        made = running.post("/v1/sessions", json=wanted).raise_for_status().json()
        leave(running, made)
        until(lambda: len(shop.heard) == 1)
        until(lambda: running.services.outbox.counts()["delivered"] == 1)
        (entry,) = running.get("/v1/callbacks").raise_for_status().json()["callbacks"]
        running.post(f"/v1/callbacks/{entry['id']}/resend").raise_for_status()
        until(lambda: len(shop.heard) == 2)
        secret = running.services.keyring.callback_secret("")
    for headers, body in shop.heard:
        verify(secret, headers, body, now=datetime.now(UTC))
    (first, body), (second, again) = shop.heard
    assert (first["webhook-id"], body) == (second["webhook-id"], again)
    told = json.loads(body)
    assert (told["id"], told["type"]) == (first["webhook-id"], "session.aborted")
    assert told["data"] == {
        "session": made["id"],
        "state": "ABORTED",
        "verdict": None,
        "ended_by": "left",
        "match": None,
        "token": None,
        "metadata": {"order": 7},
    }


@pytest.mark.parametrize("url", ["http://example.org/", "https://127.0.0.1/", "https://169.254.169.254/", "ftp://a.b/"])
def test_a_session_is_not_made_with_an_address_that_is_not_called(server: Running, url: str) -> None:
    """The application learns at once that its callback would go nowhere."""
    answer = server.post("/v1/sessions", json={"callback": url})
    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_callback"

"""A receiver of callbacks on loopback, as an application has one: it checks signatures and counts ids."""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.served import Served

from facevow.errors import TokenError
from facevow.signing.callbacks import verify
from facevow.signing.keyring import load_keyring

HELD = 0.03
"""Seconds from the arrival of a callback to its answer, so that a kill can fall in between."""

TOLERANCE = 10_000.0
"""Seconds by which a signature's time may be off: in the end one server's date is set forward."""

EVERY_NTH_REFUSED = 10
"""Of so many callbacks one is answered by 503, and has to come again."""


@dataclass
class Received:
    """What has come. `taken` counts by event id the callbacks that were answered by 200; `bodies` holds each once."""

    url: str = ""
    arrived: int = 0
    refused: int = 0
    badly_signed: int = 0
    cut_off: int = 0
    under_way: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    bodies: dict[str, set[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def told(self) -> dict[str, list[dict[str, Any]]]:
        """By session, what was told of it."""
        found: dict[str, list[dict[str, Any]]] = {}
        for texts in self.bodies.values():
            for text in texts:
                data = json.loads(text)["data"]
                found.setdefault(data["session"], []).append(data)
        return found

    def take(self, headers: dict[str, str], body: bytes, served: Served) -> int:
        """Note a callback; the status to answer."""
        try:
            secret = load_keyring(served.keyring).callback_secret("")
            verify(secret, headers, body, now=served.time.now(), tolerance=TOLERANCE)
        except TokenError:
            with self.lock:
                self.badly_signed += 1
            return 400
        with self.lock:
            self.arrived += 1
            if self.arrived % EVERY_NTH_REFUSED == 0:
                self.refused += 1
                return 503
            name = headers["webhook-id"]
            self.taken[name] += 1
            self.bodies.setdefault(name, set()).add(body.decode())
            return 200


@contextmanager
def receiving(served: Served) -> Iterator[Received]:
    """Take callbacks for the length of a block."""
    received = Received()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:  # the server was killed while it sent
                received.cut_off += 1
                return
            received.under_way += 1
            try:
                time.sleep(HELD)
                status = received.take({name.lower(): text for name, text in self.headers.items()}, body, served)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
            except OSError:  # the server was killed meanwhile
                pass
            finally:
                received.under_way -= 1

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *about: Any) -> None:  # noqa: ANN401 - as inherited
            """Keep quiet about a server that was killed while it sent."""
            if isinstance(sys.exception(), OSError):
                received.cut_off += 1
            else:
                super().handle_error(*about)

    with Server(("127.0.0.1", 0), Handler) as server:
        received.url = f"http://127.0.0.1:{server.server_address[1]}/told"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield received
        finally:
            server.shutdown()
            thread.join()

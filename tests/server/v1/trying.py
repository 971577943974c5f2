"""A client of WS /v1/tryout."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from facevow.server.v1.wire import PROTOCOL, frame_message
from tests.server.analysers import REAL, Colour, picture
from tests.server.performing import STEP
from tests.server.serving import PATIENCE, HandClock, Running
from tests.server.v1.streaming import Message, code_of


@dataclass
class Tester:
    """One socket. A frame is a STEP later on the clock, which it winds where it is given one."""

    connection: ClientConnection
    hand: HandClock | None = None
    sequence: int = 0
    captured: float = 500.0

    def send(self, message: object) -> None:
        """Send an object as JSON, a text or bytes as they are."""
        self.connection.send(message if isinstance(message, (str, bytes)) else json.dumps(message))

    def receive(self) -> Message:
        """The next message."""
        answer: Message = json.loads(self.connection.recv(timeout=PATIENCE))
        return answer

    def ask(self, message: object) -> Message:
        """Send a message and take the next one."""
        self.send(message)
        return self.receive()

    def frame(self, jpeg: bytes) -> bytes:
        """The message of the next frame."""
        self.sequence += 1
        self.captured += STEP
        return frame_message(self.sequence, self.captured, jpeg)

    def show(self, colour: Colour = REAL) -> Message:
        """One frame later; its answer."""
        return self.show_jpeg(picture(colour))

    def show_jpeg(self, jpeg: bytes) -> Message:
        """The same with a picture of any kind."""
        if self.hand is None:
            time.sleep(STEP)
        else:
            self.hand.seconds += STEP
        return self.ask(self.frame(jpeg))

    def close_code(self) -> tuple[int, str]:
        """Read on until the server closes; its close code and reason."""
        try:
            while True:
                self.connection.recv(timeout=PATIENCE)
        except ConnectionClosed as closed:
            return code_of(closed)


@contextmanager
def opened(
    server: Running,
    *,
    key: str | None = None,
    hand: HandClock | None = None,
    **options: Any,  # noqa: ANN401 - of `connect`
) -> Iterator[Tester]:
    """A socket, which may be refused; `key` is offered as a browser does."""
    offered = [Subprotocol(PROTOCOL), *([] if key is None else [Subprotocol(f"facevow.key.{key}")])]
    given: dict[str, Any] = {"subprotocols": offered, "open_timeout": PATIENCE, "max_size": None, **options}
    with connect(f"ws://127.0.0.1:{server.port}/v1/tryout", **given) as connection:
        yield Tester(connection, hand)


@contextmanager
def trying(server: Running, **options: Any) -> Iterator[Tester]:  # noqa: ANN401 - as `opened`
    """The same, greeted."""
    with opened(server, **options) as tester:
        ready = tester.receive()
        assert ready["type"] == "ready", ready
        yield tester


def refused(server: Running, **options: Any) -> tuple[int, str]:  # noqa: ANN401 - as `opened`
    """The close code and reason of a socket that is not let in: nothing may be told before."""
    with opened(server, **options) as tester:
        try:
            told = tester.receive()
        except ConnectionClosed as closed:
            return code_of(closed)
    raise AssertionError(f"expected a refusal, got {told}")

"""A client of a session's stream: it makes a session, streams with the binary header, and does what it is asked."""

import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from facevow.server.door.keys import ANYONE
from facevow.server.v1.models import NewSession
from facevow.server.v1.ordering import new_record
from facevow.server.v1.wire import PROTOCOL, frame_message
from facevow.store.records import SessionRecord
from tests.server.analysers import REAL, Colour, picture
from tests.server.performing import MOST_FRAMES, STEP, acted
from tests.server.serving import PATIENCE, HandClock, Running, until

Message = dict[str, Any]


@dataclass(frozen=True)
class Ordered:
    """A session that was made: its id, and the token that opens its stream once."""

    id: str
    token: str


def order(server: Running, **wanted: Any) -> Ordered:  # noqa: ANN401 - the fields of NewSession
    """Make a session as POST /v1/sessions does, without HTTP; `wanted` are the fields of its body."""
    services = server.services
    record, _ = services.sessions.create(new_record(services, ANYONE, NewSession.model_validate(wanted), None))
    return Ordered(record.id, services.keyring.client_token(record.id))


def order_over_http(server: Running, *, key: str | None = None, **wanted: Any) -> Ordered:  # noqa: ANN401
    """Make a session by POST /v1/sessions; `key` is an API key."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    answer = server.post("/v1/sessions", json=wanted, headers=headers)
    assert answer.status_code == 201, answer.text
    body = answer.json()
    return Ordered(body["id"], body["client_token"])


def stored(server: Running, session: str) -> SessionRecord:
    """What is stored of a session."""
    record = server.services.sessions.get(session)
    assert record is not None
    return record


def ended(server: Running, session: str) -> SessionRecord:
    """The same, once it is over."""
    until(lambda: stored(server, session).ended is not None)
    return stored(server, session)


@dataclass
class Streamer:
    """One socket of a session's stream. A frame is a STEP later on the clock, which it winds where it is given one.

    `face` is who follows the prompts.
    """

    connection: ClientConnection
    hand: HandClock | None = None
    sequence: int = 0
    captured: float = 1000.0
    face: Colour = REAL
    _planned: deque[Colour] = field(default_factory=deque)
    _answered: int = 0

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

    def step(self) -> None:
        """Let a STEP of time go by."""
        if self.hand is None:
            time.sleep(STEP)
        else:
            self.hand.seconds += STEP

    def show(self, colour: Colour = REAL) -> Message:
        """One frame later."""
        return self.show_jpeg(picture(colour))

    def show_jpeg(self, jpeg: bytes) -> Message:
        """The same with a picture of any kind; its answer."""
        self.step()
        return self.ask(self.frame(jpeg))

    def show_until(self, met: Callable[[Message], bool], colour: Colour = REAL) -> list[Message]:
        """Show one picture until an answer fulfils the condition; all answers."""
        answers: list[Message] = []
        while not answers or not met(answers[-1]):
            assert len(answers) < MOST_FRAMES, f"it never came to that; the last answer: {answers[-1]}"
            answers.append(self.show(colour))
        return answers

    def follow(self, met: Callable[[Message], bool] | None = None) -> list[Message]:
        """Do what is asked until the session is over, or an answer fulfils the condition; all answers."""
        met = met or is_ended
        answers: list[Message] = []
        while not answers or not (met(answers[-1]) or is_ended(answers[-1])):
            assert len(answers) < MOST_FRAMES, f"it never came to that; the last answer: {answers[-1]}"
            answers.append(self.show(self._planned.popleft() if self._planned else self.face))
            self._plan(answers[-1].get("active_check", {}).get("prompt"))
        return answers

    def _plan(self, prompt: Message | None) -> None:
        if prompt is None:
            if not self._planned:
                self._answered = 0
        elif self._answered != prompt["number"]:
            self._answered = prompt["number"]
            self._planned.extend(acted(prompt["act"], prompt["times"], by=self.face))

    def close_code(self) -> tuple[int, str]:
        """Read on until the server closes; its close code and reason."""
        try:
            while True:
                self.connection.recv(timeout=PATIENCE)
        except ConnectionClosed as closed:
            return code_of(closed)


def code_of(closed: ConnectionClosed) -> tuple[int, str]:
    """The close code and reason that the server gave; a connection that broke without one fails the test."""
    if closed.rcvd is None:
        raise AssertionError("expected a close code, the connection broke without one")
    return closed.rcvd.code, closed.rcvd.reason


def is_ended(answer: Message) -> bool:
    """Whether it is the last message."""
    return bool(answer["type"] == "ended")


def offering(token: str | None) -> list[Subprotocol]:
    """The subprotocols that a client offers."""
    return [Subprotocol(PROTOCOL), *([] if token is None else [Subprotocol(f"facevow.token.{token}")])]


@contextmanager
def opening(
    server: Running,
    session: str,
    token: str | None,
    *,
    hand: HandClock | None = None,
    **options: Any,  # noqa: ANN401 - of `connect`
) -> Iterator[Streamer]:
    """A socket on the stream of a session, which may be refused."""
    address = f"ws://127.0.0.1:{server.port}/v1/sessions/{session}/stream"
    given: dict[str, Any] = {"subprotocols": offering(token), "open_timeout": PATIENCE, "max_size": None, **options}
    with connect(address, **given) as connection:
        yield Streamer(connection, hand)


@contextmanager
def streaming(
    server: Running,
    ordered: Ordered,
    *,
    hand: HandClock | None = None,
    **options: Any,  # noqa: ANN401
) -> Iterator[Streamer]:
    """The same, greeted; its welcome must be the first message."""
    with opening(server, ordered.id, ordered.token, hand=hand, **options) as streamer:
        welcome = streamer.receive()
        assert welcome["type"] == "welcome", welcome
        assert welcome["session"] == ordered.id
        yield streamer


def refused(server: Running, session: str, token: str | None, **options: Any) -> tuple[int, str]:  # noqa: ANN401
    """The close code and reason of a socket that is not let in: nothing may be told before."""
    with opening(server, session, token, **options) as streamer:
        try:
            told = streamer.receive()
        except ConnectionClosed as closed:
            return code_of(closed)
    raise AssertionError(f"expected a refusal, got {told}")

"""uvicorn's HTTP protocol, with an end to its patience, and with places to take.

uvicorn ends connections that are idle between two requests. But it waits without limit for the first request, for the
rest of a head or body of which a byte now and then arrives, and for a client to take its answer. Each would let
somebody hold as many connections as they like, at no cost. So a connection is always in one of these phases, and each
but the last has a limit:

    HEAD ── the whole head of a request ──> BODY ── its last byte ──> OURS ── the answer is written ──> HEAD
      └──────── an error, or a limit is reached ────────> CLOSING <───────────────┘

A byte does not lengthen a phase.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from facevow.server.door.places import Places
from facevow.server.settings import Settings
from facevow.server.sockets import LINGER, PatientSocket

FULL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 20\r\nRetry-After: 1\r\n"
    b"Connection: close\r\n\r\nThe server is full.\n"
)

TURN_AWAY: Final = 1.0
"""Seconds that somebody who was turned away has to read why."""

TO_ANSWER: Final = 5.0
"""Seconds beyond a body's limit that a route has to say that the limit is passed, however busy the machine is."""

PING: Final = 20.0
"""Seconds between two pings to a WebSocket client, and for its answer: so a machine that vanished is found out."""


class Phase(Enum):
    """What a connection waits for."""

    HEAD = "head"
    BODY = "body"
    OURS = "ours"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each phase may last, and how long a client may leave answers unread, in seconds."""

    head: float
    body: float
    write: float
    ping: float = PING

    @classmethod
    def of(cls, settings: Settings) -> "Patience":
        """Routes give up on a body after `receive_timeout` and say so; the protocol, which cannot, waits for them."""
        return cls(settings.receive_timeout, settings.receive_timeout + TO_ANSWER, settings.send_timeout, PING)

    def in_phase(self, phase: Phase) -> float | None:
        """The limit of a phase; None for the server's own work, which has limits of its own."""
        return {Phase.HEAD: self.head, Phase.BODY: self.body, Phase.OURS: None, Phase.CLOSING: LINGER}[phase]


class PatientConfig(uvicorn.Config):
    """uvicorn's, with what its protocols share."""

    def __init__(self, app: Any, *, places: Places, patience: Patience, **options: Any) -> None:  # noqa: ANN401
        every = {"ws_ping_interval": patience.ping, "ws_ping_timeout": patience.ping}
        super().__init__(app, http=PatientHttp, ws=PatientSocket, **(options | every))
        self.places = places
        self.patience = patience


class PatientHttp(H11Protocol):
    """Serves one connection, for as long as its client is neither too slow nor too many."""

    config: PatientConfig
    _phase: Phase | None = None
    _limit: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _leave: Callable[[], None] | None = None
    _turned_away = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its parent's
        """Take a place; without one, say so and hang up. Nothing of the request is read."""
        super().connection_made(transport)
        places = self.config.places
        self._leave = places.take("" if self.client is None else self.client[0])
        if self._leave is None:
            self._turn_away(places)
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        """Hand data on; of somebody who was turned away it is forgotten."""
        if not self._turned_away:
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def timeout_keep_alive_handler(self) -> None:
        """Hang up on whoever asks nothing more."""
        super().timeout_keep_alive_handler()
        self._watch()

    def shutdown(self) -> None:
        """Hang up once the answer that is under way is written."""
        super().shutdown()
        self._watch()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection, and its place, to the WebSocket protocol, which began with HTTP/1.1 (RFC 6455, 4.1)."""
        if event.http_version != b"1.1":
            self.send_400_response("expected HTTP/1.1")
            return
        self._stop(self._limit)
        self._phase, self._limit = Phase.OURS, None
        super().handle_websocket_upgrade(event)
        taken_over = self.transport.get_protocol()
        if isinstance(taken_over, PatientSocket):
            taken_over.leave, self._leave = self._leave, None
            taken_over.expect_handshake()

    def pause_writing(self) -> None:
        """Wait for the client to read what is written, but not for ever."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.config.patience.write, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        self._stop(self._unread)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave nothing behind."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._stop(self._limit)
        self._stop(self._unread)
        if self._leave is not None:
            self._leave()
            self._leave = None

    def _watch(self) -> None:
        """Begin the limit of a phase that has just begun."""
        phase = self._phase_now()
        if phase is self._phase or (self._phase is Phase.OURS and self._handed_over()):
            return
        self._stop(self._limit)
        self._phase = phase
        seconds = self.config.patience.in_phase(phase)
        self._limit = None if seconds is None else self.loop.call_later(seconds, self._give_up)

    def _phase_now(self) -> Phase:
        if self.transport.is_closing():
            return Phase.CLOSING
        return {h11.IDLE: Phase.HEAD, h11.SEND_BODY: Phase.BODY}.get(self.conn.their_state, Phase.OURS)

    def _handed_over(self) -> bool:
        return self.transport.get_protocol() is not self

    def _give_up(self) -> None:
        """Say so where nothing was answered yet and something was sent; else just hang up."""
        if self._phase is not Phase.HEAD or self.conn.trailing_data == (b"", False):
            self.transport.abort()
            return
        headers = [(b"connection", b"close"), (b"content-length", b"0")]
        answer = h11.Response(status_code=408, headers=headers, reason=b"Request Timeout")
        self.transport.write((self.conn.send(answer) or b"") + (self.conn.send(h11.EndOfMessage()) or b""))
        self.transport.close()
        self._watch()

    def _turn_away(self, places: Places) -> None:
        self._turned_away = True
        self._leave = places.turn_away()
        if self._leave is None:
            self.transport.abort()
            return
        self.transport.write(FULL)
        if self.transport.can_write_eof():
            self.transport.write_eof()  # what arrives meanwhile is read, or closing would take the answer back
        self._limit = self.loop.call_later(TURN_AWAY, self.transport.abort)

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()

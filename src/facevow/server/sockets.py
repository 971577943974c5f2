"""uvicorn's WebSocket protocol, with an end to its patience."""

from collections.abc import Callable
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

LINGER: Final = 5.0
"""Seconds from the end of a connection until what is left of it is thrown away."""

QUIET: Final = 0.5
"""Seconds without data after which a refused client is taken to have finished sending."""

BAD_HANDSHAKE: Final = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class PatientSocket(WebSocketsSansIOProtocol):
    """Ends connections for good.

    uvicorn waits without limit for a client to read what is buffered for it, so that a client that never reads could
    hold a connection and its buffers for ever. And it hangs up on an oversized message while the client is still
    sending it, so that the client often sees a broken connection instead of the close code 1009.
    """

    leave: Callable[[], None] | None = None
    """Gives the connection's place back at its end (see `door.places`)."""

    _refused = False
    _deadline = 0.0
    _awaited = False

    def expect_handshake(self) -> None:
        """Hang up on somebody whose request to change protocols is none, to which uvicorn gives no answer at all."""
        if not self.handshake_initiated and not self.transport.is_closing():
            self.transport.write(BAD_HANDSHAKE)
            self.transport.close()
            self.loop.call_later(LINGER, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave nothing behind."""
        super().connection_lost(exc)
        if self.leave is not None:
            self.leave()
            self.leave = None

    def pause_writing(self) -> None:
        """Read nothing more of a client that does not read: the pongs to its pings would be kept without end."""
        super().pause_writing()
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """Read again, unless the application is behind."""
        super().resume_writing()
        if not self.read_paused:
            self.transport.resume_reading()

    async def send(self, message: Any) -> None:  # noqa: ANN401 - a message of ASGI
        """Send, and wait until the client has read enough: there may be no next message that would find out."""
        await super().send(message)
        if message["type"] == "websocket.send":
            await self.writable.wait()

    async def receive(self) -> Any:  # noqa: ANN401 - a message of ASGI
        """The next message; that it was taken is no reason to read on while the client does not."""
        self._awaited = self.queue.empty()
        try:
            message = await super().receive()
        finally:
            self._awaited = False
        if not self.writable.is_set():
            self.transport.pause_reading()
        return message

    def send_receive_event_to_app(self) -> None:
        """Hand a message on. While nobody waits for one, no more is read; else that would be undone in a moment."""
        if not self._awaited or self.read_paused:
            super().send_receive_event_to_app()
            return
        self._awaited, self.read_paused = False, True  # what is said to be paused is not paused
        try:
            super().send_receive_event_to_app()
        finally:
            self.read_paused = False

    async def run_asgi(self) -> None:
        """Serve the connection; when the application is done with it, give the rest a moment only."""
        try:
            await super().run_asgi()
        finally:
            self.loop.call_later(LINGER, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        """Hand data on; from a client that was refused it is read and forgotten, until it is quiet or out of time."""
        if not self._refused:
            super().data_received(data)
        elif self.loop.time() < self._deadline and self.close_timer is not None:
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(QUIET, self.transport.close)

    def handle_parser_exception(self) -> None:
        """Say why (1009 for a message beyond the limit), and hang up later."""
        sent = self.conn.close_sent
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006 if sent is None else sent.code})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self._refused = self.close_sent = True
        self._deadline = self.loop.time() + LINGER
        self.transport.resume_reading()
        self.close_timer = self.loop.call_later(QUIET, self.transport.close)

"""The client's end of a WebSocket with as little work as it takes: its processor time is taken from who is measured.

It masks with zeros, which RFC 6455 lets a client do that has nobody to hide from, so that a message goes out as it is.
"""

import asyncio
import base64
import os
import struct
from collections.abc import Callable, Sequence
from typing import Final

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

_FIN: Final = 0x80
_ZEROS: Final = bytes(4)


class Refused(ConnectionError):
    """The server did not open the socket; the message is its status line."""


class Channel(asyncio.Protocol):
    """One socket. `heard` is called with each text; `closed` once, with close code and reason (0 where it was cut)."""

    def __init__(self, heard: Callable[[bytes], None], closed: Callable[[int, str], None]) -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._heard = heard
        self._closed = closed
        self._buffer = bytearray()
        self._upgraded = self._over = False
        self._end = (0, "cut")
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(
        cls, port: int, path: str, heard: Callable[[bytes], None], closed: Callable[[int, str], None], *offers: str
    ) -> "Channel":
        """Connect to this machine, offering these subprotocols.

        Raises:
            Refused: the server answered with something else than 101.
            OSError: it cannot be reached.
        """
        loop = asyncio.get_running_loop()
        transport, channel = await loop.create_connection(lambda: cls(heard, closed), "127.0.0.1", port)
        lines = [
            f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            *([f"Sec-WebSocket-Protocol: {', '.join(offers)}"] if offers else []), "", "",
        ]  # fmt: skip
        transport.write("\r\n".join(lines).encode())
        await channel.opened
        return channel

    @property
    def stuck(self) -> bool:
        """Whether what was sent still waits here for the network, or nothing can be sent any more."""
        return self._transport is None or self._over or self._transport.get_write_buffer_size() > 0

    def send(self, kind: int, *parts: bytes) -> None:
        """One message of these parts."""
        if self._transport is not None and not self._over:
            self._transport.writelines([frame_head(kind, sum(map(len, parts))), *parts])

    def close(self) -> None:
        """Say goodbye; `closed` is called when the server has answered."""
        self.send(CLOSE, struct.pack(">H", 1000))

    def abort(self) -> None:
        """Be gone at once."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        self._over = True
        if not self.opened.done():
            self.opened.set_exception(Refused(f"cut before it was opened: {exc}"))
        else:
            self._closed(*self._end)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self._buffer += data
        if not self._upgraded and not self._upgrade():
            return
        while (message := self._next()) is not None:
            self._take(*message)

    def _upgrade(self) -> bool:
        head, end, rest = bytes(self._buffer).partition(b"\r\n\r\n")
        if not end:
            return False
        status = head.partition(b"\r\n")[0].decode(errors="replace")
        if " 101" not in status:
            if not self.opened.done():
                self.opened.set_exception(Refused(status))
            self.abort()
            return False
        self._buffer, self._upgraded = bytearray(rest), True
        self.opened.set_result(None)
        return True

    def _next(self) -> tuple[int, bytes] | None:
        """The next whole frame: its opcode and what it holds. Servers do not mask, and this one does not split."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length >= 126:
            start = 4 if length == 126 else 10
            if len(buffer) < start:
                return None
            length = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + length:
            return None
        message = buffer[0] & 0x0F, bytes(buffer[start : start + length])
        del buffer[: start + length]
        return message

    def _take(self, kind: int, data: bytes) -> None:
        if kind == TEXT:
            self._heard(data)
        elif kind == PING:
            self.send(PONG, data)
        elif kind == CLOSE:
            code = int.from_bytes(data[:2], "big") if len(data) >= 2 else 1005
            self._end = (code, data[2:].decode(errors="replace"))
            self.send(CLOSE, data[:2])
            if self._transport is not None:
                self._transport.close()
            self._over = True


def frame_head(kind: int, length: int) -> bytes:
    """The head of a masked frame (RFC 6455, section 5.2), its mask of zeros included."""
    if length < 126:
        return bytes([_FIN | kind, 0x80 | length]) + _ZEROS
    if length < 65_536:
        return bytes([_FIN | kind, 0x80 | 126]) + struct.pack(">H", length) + _ZEROS
    return bytes([_FIN | kind, 0x80 | 127]) + struct.pack(">Q", length) + _ZEROS


async def post(port: int, path: str, body: bytes, kind: Sequence[str] = ("Content-Type: application/json",)) -> bytes:
    """One POST over a connection of its own; the body of its answer.

    Raises:
        Refused: the status is none of 200 to 299.
        OSError: the server cannot be reached.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *kind, f"Content-Length: {len(body)}"]
    try:
        writer.writelines(["\r\n".join((*head, "Connection: close", "", "")).encode(), body])
        answer = await reader.read()
    finally:
        writer.transport.abort()
    said, _, told = answer.partition(b"\r\n\r\n")
    status = said.partition(b"\r\n")[0].decode(errors="replace")
    if status[9:10] != "2":
        raise Refused(f"{status}: {told[:300].decode(errors='replace')}")
    return told

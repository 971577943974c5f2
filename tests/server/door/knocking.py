"""Plain sockets that knock at a server, byte by byte if need be."""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

from facevow.server.door.places import Places
from tests.server.serving import PATIENCE, Running

GET = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"

UPGRADE = (
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@contextmanager
def connected(running: Running, source: str = "127.0.0.1") -> Iterator[socket.socket]:
    """A connection from an address of this machine."""
    address = ("127.0.0.1", running.port)
    with socket.create_connection(address, timeout=PATIENCE, source_address=(source, 0)) as connection:
        yield connection


def inside(running: Running) -> int:
    """How many connections the server counts."""
    places: Places = running.app.state.places
    return places.inside


def rest(connection: socket.socket) -> bytes:
    """All that comes until the server hangs up; a reset is an end as well."""
    received = b""
    try:
        while part := connection.recv(65536):
            received += part
    except ConnectionError:
        pass
    return received


def statuses(received: bytes) -> list[int]:
    """The statuses of the answers in a stream of them."""
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


def answers_to(running: Running, text: str | bytes) -> list[int]:
    """The statuses of all that is answered to a text before the server hangs up."""
    with connected(running) as connection:
        connection.sendall(text if isinstance(text, bytes) else text.encode("latin-1"))
        return statuses(rest(connection))


def trickled(connection: socket.socket, byte: bytes = b"x") -> bytes:
    """Send a byte now and then until the server hangs up, however long that takes; what it said meanwhile."""
    received, deadline = b"", time.monotonic() + PATIENCE
    connection.settimeout(0.02)
    while time.monotonic() < deadline:
        try:
            connection.sendall(byte)
            part = connection.recv(65536)
        except TimeoutError:
            continue
        except ConnectionError:
            return received
        if not part:
            return received
        received += part
    raise AssertionError("the server still holds the connection")


def reset(connection: socket.socket) -> None:
    """Hang up without a word, as a machine does that lost its memory."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()

"""Thousands of small messages in one go: they wait in their own socket, and nobody else waits for them."""

import time
from contextlib import suppress

from facevow.server.v1.frames import BURST, RATE
from tests.server.analysers import REAL, picture
from tests.server.serving import PATIENCE, Running
from tests.server.test_bad_input import bystander, raw_client

PINGS = 10_000
"""About as many as fit into one read of the server's, 256 KiB."""

PONG = b'{"type":"pong"}'


def masked(text: bytes) -> bytes:
    """A text frame of fewer than 126 bytes, as a client sends it, with a mask of zeros."""
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text


def test_a_flood_of_small_messages_is_taken_at_a_camera_s_pace(server: Running) -> None:
    """While others are served, no more pings are answered than a burst and what its pace allows for the time."""
    with bystander(server) as other, raw_client(server) as flood:
        flood.settimeout(0.5)
        began = time.monotonic()
        with suppress(TimeoutError):  # the server stops reading: the rest stays with the client
            flood.sendall(PINGS * masked(b'{"type":"ping"}'))
        flood.settimeout(PATIENCE)
        received = b""
        while received.count(PONG) < BURST / 2:
            received += flood.recv(65_536)
        for _ in range(5):
            assert other.ask(picture(REAL))["is_real"] is True
        flood.setblocking(False)
        with suppress(BlockingIOError):
            while data := flood.recv(65_536):
                received += data
        assert received.count(PONG) <= BURST + RATE * (time.monotonic() - began) + 1

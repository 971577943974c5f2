"""What a server keeps for a client that sends without end and reads nothing."""

import gc
from contextlib import suppress
from pathlib import Path

from facevow.server.sockets import PatientSocket
from tests.server.serving import serving
from tests.server.v1.streaming import ended, order
from tests.server.v1.test_stream_ends import upgraded

ENOUGH = 30_000_000
"""Bytes of pings that are tried; each would have a pong of about its own length."""

MOST = 1_000_000
"""Bytes that may wait for the client: what the transport takes before it says that it is full, and one reading more."""


def test_pongs_are_not_kept_without_end(database: Path) -> None:
    """A flood of WebSocket pings is not read on while their pongs are not: little waits for the client at any time."""
    pings = (b"\x89\xfd\0\0\0\0" + b"x" * 125) * 500
    with serving(database, heartbeat=3) as server:
        made = order(server)
        with upgraded(server, made) as raw:
            raw.settimeout(1)
            transports = [found.transport for found in gc.get_objects() if type(found) is PatientSocket]
            assert transports
            sent = most = 0
            with suppress(OSError):  # it takes no more, or has hung up
                while sent < ENOUGH:
                    raw.sendall(pings)
                    sent += len(pings)
                    most = max(most, *(one.get_write_buffer_size() for one in transports))
            assert max(most, *(one.get_write_buffer_size() for one in transports)) < MOST
            assert sent < ENOUGH
            record = ended(server, made.id)
    assert (record.state, record.verdict) == ("ABORTED", None)

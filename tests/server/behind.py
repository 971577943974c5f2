"""Any application behind a real server, for tests of a part of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from tests.server.serving import PATIENCE, until


@contextmanager
def behind(app: ASGIApp) -> Iterator[int]:
    """Serve `app` for the length of a block; the port."""
    config = uvicorn.Config(
        app, log_config=None, log_level="critical", ws="websockets-sansio", http="h11", lifespan="off"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            until(lambda: server.started)
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(PATIENCE)

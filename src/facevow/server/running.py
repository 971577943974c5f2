"""Runs the application under uvicorn, with every limit set."""

import socket

import uvicorn
from fastapi import FastAPI

from facevow.errors import SettingsError
from facevow.server.settings import Settings
from facevow.server.sockets import PatientSocket

GRACE = 5
"""Seconds that open connections have to end when the server is stopped."""

BACKLOG = 128
"""Connections that the system holds until they are taken."""


def listen(settings: Settings) -> socket.socket:
    """A socket on the address of the settings.

    Raises:
        SettingsError: the host is not known, not of this machine, or the port is in use or forbidden.
    """
    refused = f"cannot listen on {settings.host} port {settings.port}"
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SettingsError(f"{refused}: {error.strerror}") from error
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)  # whoever comes before the start is done waits
    except OSError as error:
        listening.close()
        raise SettingsError(f"{refused}: {error.strerror}") from error
    return listening


def address_of(listening: socket.socket) -> str:
    """The address to open in a browser of this machine."""
    host, port = listening.getsockname()[:2]
    everywhere = host in {"0.0.0.0", "::", "127.0.0.1", "::1"}  # noqa: S104 - compared, not bound to
    shown = "localhost" if everywhere else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def make_server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """A server for `app`, to be run with the socket of `listen`.

    Compression is off: pictures are compressed already, and unpacking costs memory for each connection.
    """
    config = uvicorn.Config(
        app,
        http="h11",
        ws=PatientSocket,
        ws_max_size=settings.max_message_bytes,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=GRACE,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
    )
    return uvicorn.Server(config)

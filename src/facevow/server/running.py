"""Runs the application under uvicorn, with every limit set."""

import asyncio
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from facevow.errors import SettingsError
from facevow.log import get_logger
from facevow.server.accepting import Accepting, Load
from facevow.server.door.framing import PlainRequests
from facevow.server.door.hosts import ThisMachineOnly
from facevow.server.door.patience import Patience, PatientConfig
from facevow.server.door.places import Places, most_connections, most_of_one
from facevow.server.door.proxies import Proxied, Proxies
from facevow.server.headers import SecurityHeaders
from facevow.server.settings import Settings
from facevow.server.v1.live import Live

GRACE = 5
"""Seconds that open connections have to end when the server is stopped, once its sessions have."""

BACKLOG = 128
"""Connections that the system holds until they are taken."""

A_SESSION = 16
"""How many connections a session weighs as much as, where several processes share the work: it has frames analysed."""

Take = Callable[[Load], Accepting]
"""Makes what accepts connections for one process of several, from what says how much that process has to do."""


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


class GracefulServer(uvicorn.Server):
    """Lets sessions that are under way finish before it stops.

    At the first signal nobody new is taken, while sessions have their time; what is not over then is aborted by name.
    At a second Ctrl+C their time is over at once, at a third everything is. With `accepting`, which is one process of
    several, the sockets that it is run with are closed at its end, and nobody is taken from them.
    """

    def __init__(self, config: uvicorn.Config, live: Live, seconds: float, accepting: Accepting | None = None) -> None:
        super().__init__(config)
        self._live = live
        self._seconds = seconds
        self._accepting = accepting
        self._taking: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open everything, then take connections."""
        if self._accepting is None:
            await super().startup(sockets)
            return
        await super().startup([])
        self._taking = asyncio.create_task(self._accepting.run(self._protocol))
        self._taking.add_done_callback(self._taken)

    def _protocol(self) -> asyncio.Protocol:
        """What serves one connection, as uvicorn makes it."""
        kind: Callable[..., asyncio.Protocol] = self.config.http_protocol_class
        return kind(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

    def _taken(self, taking: "asyncio.Task[None]") -> None:
        """A server that can take nobody any more ends: another takes its place."""
        if not taking.cancelled() and (error := taking.exception()) is not None:
            get_logger("server").error("accepting_failed", exc_info=error)
            self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, then see the sessions out, then everybody else."""
        if self._taking is not None:
            self._taking.cancel()
            await asyncio.wait({self._taking})
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        try:
            await self._drain()
        except Exception:  # noqa: BLE001 - whatever it is, the server stops, and what is open reads EXPIRED later
            get_logger("server").exception("drain_failed")
        await super().shutdown(sockets)

    async def _drain(self) -> None:
        finishing = asyncio.create_task(self._live.drain(self._seconds))
        while not finishing.done() and not self.force_exit:
            await asyncio.wait({finishing}, timeout=0.1)
        if not finishing.done():
            finishing.cancel()
            self.force_exit = False  # uvicorn would not even close the store
            await self._live.drain(0)
            return
        await finishing


def make_server(app: FastAPI, settings: Settings, take: Take | None = None) -> GracefulServer:
    """A server for `app`, to be run with the socket of `listen`; `take` is how one of several processes accepts.

    Compression is off: pictures are compressed already, and unpacking costs memory for each connection. Whom
    X-Forwarded-For is believed, and whose connections are not counted as one address's, is judged by the same words.
    """
    guarded: ASGIApp = SecurityHeaders(PlainRequests(app if settings.locked else ThisMachineOnly(app)))
    proxies = Proxies(settings.trusted_proxies)
    app.state.places = places = Places(most_connections(settings), most_of_one(settings), proxies)
    live: Live = app.state.services.live
    config = PatientConfig(
        Proxied(guarded, proxies, tell=settings.locked),
        places=places,
        patience=Patience.of(settings),
        ws_max_size=settings.max_message_bytes,
        ws_per_message_deflate=False,
        proxy_headers=False,  # `Proxied` does it
        timeout_graceful_shutdown=GRACE,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        loop="asyncio",  # what else is installed must not decide it
    )
    accepting = take and take(lambda: places.inside + A_SESSION * live.inside)
    return GracefulServer(config, live, settings.stop_seconds, accepting)

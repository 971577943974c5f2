"""Counts, times and traces every request, at the very outside of the application."""

from time import perf_counter
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from facevow.server.metrics import METHODS, Metrics
from facevow.server.telemetry import Telemetry

UNTRACED: Final = ("/health", "/metrics")
"""Asked every few seconds by machines: their traces would bury the others. They are counted all the same."""

ODD_METHOD: Final = "_OTHER"
"""The name of methods that nobody knows (OpenTelemetry semantic conventions for HTTP spans)."""

SOCKET_OPENED: Final = 101
SOCKET_REFUSED: Final = 403
"""What an ASGI server answers for an application that closes a socket it has not accepted (ASGI specification)."""


class Measured:
    """ASGI middleware. A request is named by its route's template: paths hold ids, and may hold a person's name."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, telemetry: Telemetry) -> None:
        self._app = app
        self._metrics = metrics
        self._telemetry = telemetry

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count what came of it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        socket = scope["type"] == "websocket"
        method = "WEBSOCKET" if socket else scope["method"]
        watched = _Watched(send)
        began = perf_counter()
        try:
            if not self._telemetry.on or scope["path"].startswith(UNTRACED):
                await self._app(scope, receive, watched.send)
            else:
                await self._traced(scope, receive, watched, method)
        except Exception:
            watched.status = watched.status or 500
            raise
        finally:
            seconds = None if socket else perf_counter() - began
            self._metrics.request(route_of(scope), method, watched.status, seconds)

    async def _traced(self, scope: Scope, receive: Receive, watched: "_Watched", method: str) -> None:
        carrier = {"traceparent": Headers(scope=scope).get("traceparent", "")}
        method = method if method in METHODS else ODD_METHOD
        with self._telemetry.span(method, carrier=carrier, http_request_method=method) as span:
            try:
                await self._app(scope, receive, watched.send)
            finally:
                route = route_of(scope)
                span.rename(f"{method} {route}" if route else method)
                span.set(http_route=route, http_response_status_code=watched.status)


class _Watched:
    """Sees which status an answer has."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if self.status is None:
            kind = message["type"]
            if kind in {"http.response.start", "websocket.http.response.start"}:
                self.status = message["status"]
            elif kind == "websocket.accept":
                self.status = SOCKET_OPENED
            elif kind == "websocket.close":
                self.status = SOCKET_REFUSED
        await self._send(message)


def route_of(scope: Scope) -> str | None:
    """The template of the route that a request has reached, such as `/v1/subjects/{subject}`; None before any."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else None

"""Headers that keep a browser from doing with our answers what they were not meant for, and those of the door."""

from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = {
    "default-src": "'self'",
    "connect-src": "'self' ws: wss: http: https:",  # the page may be told another server's address
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


def policy_text(policy: Mapping[str, str]) -> str:
    """A content security policy as its header has it."""
    return "; ".join(f"{key} {value}" for key, value in policy.items())


ALWAYS: Final = {
    "Content-Security-Policy": policy_text(CONTENT_SECURITY_POLICY),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",  # a request with CORS is not concerned
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

SECURE: Final = {"Strict-Transport-Security": "max-age=31536000"}
"""To whoever came by https: for a year, only so (RFC 6797). Not for subdomains, which need not be ours."""

NOT_KEPT: Final = {"Cache-Control": "no-store"}
"""On every answer that does not say itself how it may be kept."""

_NOTES: Final = "facevow.answer_headers"


def note_headers(scope: Mapping[str, Any], headers: Mapping[str, str]) -> None:
    """Have the answer to this request, an error too, carry these headers; a later value replaces an earlier one."""
    if _NOTES in scope:
        scope[_NOTES].update(headers)


class SecurityHeaders:
    """ASGI middleware that adds ALWAYS, and what was noted, to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""
        noted: dict[str, str] = scope.get(_NOTES, {})

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(ALWAYS | (SECURE if scope["scheme"] == "https" else {}) | noted)
                for name, value in NOT_KEPT.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app({**scope, _NOTES: noted}, receive, send_with_headers)

"""Requests that are too long, or whose end two programs could see in different places, are refused.

A proxy before us and we ourselves must agree where one request ends and the next begins, or somebody can hide a second
one inside the first, which the proxy never judges (request smuggling). h11 refuses nearly all of it: two lengths, a
length that is no plain number, other encodings than chunked, a blank before the colon, control characters. It accepts a
length together with Transfer-Encoding, as RFC 9112 (6.1) lets it, provided the connection ends with the answer; we
refuse that. A request to change to WebSocket has no body, so one with a body is refused too.

h11 limits a head only while it is incomplete; one that arrives in a single piece may be longer, so it is measured here.
"""

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from facevow.server.door.hosts import POLICY_VIOLATION

LONGEST_TARGET: Final = 8192
"""Letters of the path and the query together; servers should take 8000 (RFC 9110, 4.1)."""

LONGEST_HEAD: Final = 16_384
"""Letters of all headers together, names and values: as h11's limit for a head that is incomplete."""

MOST_HEADERS: Final = 100


class PlainRequests:
    """ASGI middleware that refuses such requests, and ends their connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is plain."""
        objection = None if scope["type"] == "lifespan" else _objection(scope)
        if objection is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            status, expected = objection
            refusal = PlainTextResponse(f"expected {expected}\n", status, headers={"Connection": "close"})
            await refusal(scope, receive, send)


def _objection(scope: Scope) -> tuple[int, str] | None:
    """With which status a request is refused, and what was expected; None if it is plain."""
    headers = scope["headers"]
    if scope["http_version"] not in {"1.0", "1.1"}:
        return 505, "HTTP/1.1"
    if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
        return 414, f"an address of at most {LONGEST_TARGET} letters"
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > LONGEST_HEAD:
        return 431, f"at most {MOST_HEADERS} headers of {LONGEST_HEAD} letters in all"
    lengths = [value for name, value in headers if name == b"content-length"]
    encoded = any(name == b"transfer-encoding" for name, _ in headers)
    if encoded and lengths:
        return 400, "Content-Length or Transfer-Encoding, not both"
    if scope["type"] == "websocket" and (encoded or any(value != b"0" for value in lengths)):
        return 400, "no body where the protocol is to change"
    return None

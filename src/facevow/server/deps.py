"""What routes need, as names: a route states its needs in its signature and reads like a sentence.

All of them are coroutines: FastAPI would call plain functions in the threads that others may be stuck in.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import Depends, Query, Request, WebSocket
from starlette.requests import ClientDisconnect, HTTPConnection

from facevow.errors import FacevowError, MessageError
from facevow.media.images import decode_base64
from facevow.server.messages import ToggleRequest, parse_image_request, parse_toggle_request
from facevow.server.origins import is_allowed
from facevow.server.services import Services
from facevow.server.threads import in_thread

TOGGLE_LIMIT: Final = 1024
"""Bytes of the body of /toggle-active-check."""


class OriginRefused(FacevowError):
    """A page of another server, which the settings do not name."""

    code = "origin_refused"


class BodyTooLarge(MessageError):
    """A request body beyond the limit."""

    code = "too_large"


class BodyTooSlow(MessageError):
    """A request body that does not come to its end."""

    code = "too_slow"


async def get_services(connection: HTTPConnection) -> Services:
    """The parts of the running server."""
    services: Services = connection.app.state.services
    return services


ServicesNeeded = Annotated[Services, Depends(get_services)]


async def origin_allowed(connection: HTTPConnection, services: ServicesNeeded) -> bool:
    """Whether the page that sends this may use the server. No browser names two pages, so who does is refused."""
    origins = connection.headers.getlist("origin")
    secure = connection.scope["scheme"] in {"https", "wss"}
    origin, host = next(iter(origins), None), connection.headers.get("host")
    return len(origins) <= 1 and is_allowed(origin, host, services.settings.origins, secure=secure)


OriginAllowed = Annotated[bool, Depends(origin_allowed)]


async def refuse_foreign_pages(allowed: OriginAllowed) -> None:
    """Keep pages that the settings do not name from changing or asking anything.

    Raises:
        OriginRefused: such a page sends this.
    """
    if not allowed:
        raise OriginRefused("this page is not among the allowed origins of the server")


async def read_body(request: Request, *, limit: int, seconds: float) -> bytes:
    """The request's body, which is given up as soon as it is known to be too long.

    Raises:
        BodyTooLarge: it is longer than `limit` bytes.
        BodyTooSlow: it did not come within `seconds`, or not to its end.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise BodyTooLarge(f"expected a body of at most {limit} bytes, got {announced}")
    parts, size = [], 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise BodyTooLarge(f"expected a body of at most {limit} bytes, got more")
                parts.append(part)
    except (TimeoutError, ClientDisconnect) as error:
        raise BodyTooSlow(f"expected the whole body within {seconds} s") from error
    return b"".join(parts)


async def read_picture(request: Request, services: ServicesNeeded) -> AsyncIterator[bytes]:
    """The picture in the body's field `image`, still encoded; with it goes one of the places for such requests.

    It is taken once the picture has come: whoever sends slowly holds none. Where there is none nothing is read.

    Raises:
        ServerFull: there is no place to read, or to go on.
        MessageError: the body is too long, too slow, no JSON, or has no such field.
        ImageError: the field is not base64.
    """
    settings = services.settings
    services.seed_requests.expect_room()
    with services.readers.seed.enter():
        body = await read_body(request, limit=settings.max_message_bytes, seconds=settings.receive_timeout)
        picture = await in_thread(services.threads.parsers, _picture_in, body)
    with services.seed_requests.enter():
        yield picture


def _picture_in(body: bytes) -> bytes:
    return decode_base64(parse_image_request(body).image)


async def read_toggle(request: Request, services: ServicesNeeded) -> ToggleRequest:
    """The optional body of /toggle-active-check; raises MessageError as `read_picture` does."""
    return parse_toggle_request(await read_body(request, limit=TOGGLE_LIMIT, seconds=services.settings.receive_timeout))


Picture = Annotated[bytes, Depends(read_picture)]
Toggle = Annotated[ToggleRequest, Depends(read_toggle)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Socket = WebSocket
"""Named here so that the routes import their needs from one place."""

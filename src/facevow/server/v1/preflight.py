"""WS /v1/preflight: could a stream of a session be opened from here? Asked before anybody has a token."""

from fastapi import APIRouter

from facevow.errors import FacevowError, MessageError
from facevow.server.deps import OriginAllowed, OriginRefused, ServicesNeeded, Socket
from facevow.server.door.deps import enter_unasked
from facevow.server.door.limits import address_of
from facevow.server.lines import ClientGone, Line
from facevow.server.messages import PongMessage
from facevow.server.v1.entering import close_for
from facevow.server.v1.wire import PROTOCOL, Close, to_text

READY = "ready"
"""The reason text of the close where a stream could be opened now."""

router = APIRouter()


@router.websocket("/v1/preflight")
async def preflight(socket: Socket, services: ServicesNeeded, allowed: OriginAllowed) -> None:
    """Answer one `pong` and close with 1000 `ready`, or close as the stream of a session would be.

    It tells nothing that a stream with a wrong token would not, and takes no place. It counts as a request.
    """
    speaks = PROTOCOL in socket.scope["subprotocols"]
    await socket.accept(PROTOCOL if speaks else None)
    line = Line(socket, services.settings.send_timeout)
    try:
        await enter_unasked(services, socket)
        if not speaks:
            raise MessageError(f"expected the subprotocol {PROTOCOL} among those offered")
        if not allowed:
            raise OriginRefused("this page is not among the allowed origins of the server")
        services.live.expect_room(address_of(socket))
        services.engine.expect_loaded()
        await line.send(to_text(PongMessage()))
    except ClientGone:
        return
    except FacevowError as error:
        await line.close(close_for(error), error.code)
    else:
        await line.close(Close.ENDED, READY)

"""The way back to a client over an accepted socket: nothing is kept for one that does not read."""

import asyncio
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState


class ClientGone(Exception):
    """The client left."""


class DoesNotRead(ClientGone):
    """The client is there, and does not read what it is sent."""


class Line:
    """Sends over one socket, and gives up after `seconds`."""

    def __init__(self, socket: WebSocket, seconds: float) -> None:
        self._socket = socket
        self._seconds = seconds

    async def send(self, text: str) -> None:
        """Send a text message.

        Raises:
            DoesNotRead: the client takes too long to read.
            ClientGone: the socket was closed in the meantime.
        """
        try:
            async with asyncio.timeout(self._seconds):
                await self._socket.send_text(text)
        except TimeoutError as error:
            raise DoesNotRead from error
        except (RuntimeError, OSError, WebSocketDisconnect) as error:
            raise ClientGone from error

    async def close(self, code: int, reason: str) -> None:
        """Close the socket if that still can be done."""
        with suppress(TimeoutError, RuntimeError, OSError, WebSocketDisconnect):
            async with asyncio.timeout(self._seconds):
                if self._socket.application_state is WebSocketState.CONNECTED:
                    await self._socket.close(code, reason)

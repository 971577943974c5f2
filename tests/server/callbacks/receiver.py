"""Receivers of callbacks that listen on loopback, well-behaved or not."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """What a receiver was sent."""

    line: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""What a receiver does once it has read a request; the connection is closed afterwards."""


@dataclass
class Receiver:
    """What has come in, and where to send more. Requests beyond the last behaviour meet the last one again."""

    behaviours: tuple[Behaviour, ...]
    port: int = 0
    connections: int = 0
    names: list[str | None] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Plain HTTP on loopback."""
        return f"http://127.0.0.1:{self.port}/told?by=facevow"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request, then behave."""
        self.connections += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            self.requests.append(Request(head[0], headers, body))
            await self.behaviours[min(len(self.requests), len(self.behaviours)) - 1](writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side had enough
        finally:
            writer.close()


@asynccontextmanager
async def receiving(
    *behaviours: Behaviour, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Receiver]:
    """A receiver for the length of a block; what it is busy with then is cut off."""
    receiver = Receiver(behaviours or (answer(200),))
    busy: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        busy.add(task)
        task.add_done_callback(busy.discard)
        await receiver.serve(reader, writer)

    if tls is not None:
        tls.sni_callback = lambda _, name, __: receiver.names.append(name)
    server = await asyncio.start_server(serve, host, 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in list(busy):
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)


def answer(status: int, *headers: str, body: bytes = b"") -> Behaviour:
    """Answer properly with a status."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Something", f"Content-Length: {len(body)}", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()

    return behave


def say(*parts: bytes, pause: float = 0.0) -> Behaviour:
    """Send exact bytes, with a pause before each part."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        for part in parts:
            await asyncio.sleep(pause)
            writer.write(part)
            await writer.drain()

    return behave


def endless(head: bytes, part: bytes) -> Behaviour:
    """Send something and then the same bytes for ever."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)

    return behave


async def silent(writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    del writer
    await asyncio.Event().wait()

"""Clients that mean no good, by asyncio and raw sockets, in a process of their own so that they slow down nobody else.

    python -m bench.abusing '{"port": 20001, "crowd": {"half open": 40, ...}, "sessions": [["fvs_...", "fvt_..."]]}'

They go on until standard input ends, coming again whenever they are sent away, and then print what each kind got.
"""

import asyncio
import base64
import json
import os
import secrets
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any, Final, TypeAlias

from facevow.server.v1.wire import PROTOCOL, frame_message

Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter
Abuse: TypeAlias = Callable[["Abuser", Reader, Writer], Awaitable[str]]

ADDRESSES: Final = 9
"""Of loopback, from 127.0.0.2 on: so many that none of them reaches what one address may have."""

PAUSE: Final = 0.5
"""Seconds before somebody who was sent away comes again."""

CROWD: Final = {
    "half open": 40, "slow head": 40, "bad token": 30, "reset": 18, "bad request": 10,
    "idle socket": 12, "garbage": 10, "never reads": 10, "garbage in a session": 10,
}  # fmt: skip
"""How many of each kind: 180 together."""


class Refused(ConnectionError):
    """The server answered with another status than asked for; the message is that status."""


class Abuser:
    """One of them: `number` tells it from the others, `session` is its own where it has one.

    `came` counts how often it connected, `got` what it was sent away with: a status of HTTP, a close code, or less.
    """

    def __init__(self, port: int, number: int, session: tuple[str, str] | None = None) -> None:
        self.number = number
        self.session = session
        self.came = 0
        self.got: Counter[str] = Counter()
        self._port = port

    async def go_on(self, abuse: Abuse) -> None:
        """Come, do it until sent away, and come again."""
        while True:
            try:
                self.got[await self._come(abuse)] += 1
            except Refused as error:
                self.got[str(error)] += 1
            except (OSError, asyncio.IncompleteReadError):
                self.got["hung up on"] += 1
            await asyncio.sleep(PAUSE)

    async def _come(self, abuse: Abuse) -> str:
        address = f"127.0.0.{2 + self.number % ADDRESSES}"
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(address, 0))
        self.came += 1
        try:
            return await abuse(self, reader, writer)
        finally:
            writer.transport.abort()


async def half_open(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """Connect and say nothing."""
    del abuser, writer
    return parting(await reader.read())


async def slow_head(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """A byte of a head a second, without end."""
    del abuser
    writer.write(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
    answer = asyncio.create_task(reader.read())
    try:
        while not answer.done():
            writer.write(b"a")
            await asyncio.wait({answer}, timeout=1)
        return parting(answer.result())
    finally:
        answer.cancel()


async def bad_token(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """A session that nobody made, with a token of the right form."""
    del abuser
    name, token = f"fvs_{secrets.token_urlsafe(16)}", f"fvt_{secrets.token_urlsafe(32)}"
    await upgrade(reader, writer, f"/v1/sessions/{name}/stream", f"{PROTOCOL}, facevow.token.{token}")
    return parting(await reader.read())


async def reset(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """Half a request, and a reset."""
    del abuser, reader
    writer.write(b"POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{")
    await writer.drain()
    own = writer.get_extra_info("socket")
    own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return "left"


async def bad_request(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """Bodies that are no JSON, two a second."""
    lines = ("POST /v1/sessions HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", "Content-Length: 5")
    head = "\r\n".join((*lines, "", "")).encode()
    while True:
        writer.write(head + b"{{{{{")
        answer = await reader.read(65_536)
        if not answer:
            return parting(answer)
        abuser.got[parting(answer)] += 1
        await asyncio.sleep(0.5)


async def idle_socket(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """An open socket of /ws on which nothing is said."""
    del abuser
    await upgrade(reader, writer, "/ws")
    return parting(await reader.read())


async def garbage(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """Pictures that are none on /ws, ten a second."""
    del abuser
    await upgrade(reader, writer, "/ws")
    return await pour(reader, writer, lambda _: os.urandom(2000))


async def never_reads(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """Pings as fast as the socket takes them, and not one answer is read."""
    del abuser
    await upgrade(reader, writer, "/ws")
    writer.transport.pause_reading()  # type: ignore[attr-defined] # the transport of a socket has it
    while True:
        writer.write(100 * masked(1, b'{"type":"ping"}'))
        await writer.drain()
        await asyncio.sleep(0.02)


async def garbage_in_a_session(abuser: Abuser, reader: Reader, writer: Writer) -> str:
    """The stream of a session that was ordered, with frames that are no pictures, until it is aborted."""
    if abuser.session is None:
        return parting(await reader.read())
    (name, token), abuser.session = abuser.session, None
    await upgrade(reader, writer, f"/v1/sessions/{name}/stream", f"{PROTOCOL}, facevow.token.{token}")
    began = time.monotonic()
    return await pour(
        reader,
        writer,
        lambda number: frame_message(number + 1, time.monotonic() - began, b"\xff\xd8\xff" + os.urandom(500)),
    )


async def pour(reader: Reader, writer: Writer, made: Callable[[int], bytes]) -> str:
    """Binary messages, ten a second, until the server has enough of them."""
    last = b""
    for number in count():
        writer.write(masked(2, made(number)))
        answer = await reader.read(65_536)
        if not answer:
            return parting(last)
        last = answer
        await asyncio.sleep(0.1)
    return ""


def parting(data: bytes) -> str:
    """What the last that came from the server says: a status of HTTP, the code of a close frame, or nothing."""
    if data.startswith(b"HTTP/1.1 "):
        return data[9:12].decode()
    for start in range(max(len(data) - 127, 0), len(data) - 3):
        if data[start] == 0x88 and data[start + 1] == len(data) - start - 2:
            return str(int.from_bytes(data[start + 2 : start + 4], "big"))
    return "hung up on"


KINDS: Final[dict[str, Abuse]] = {
    "half open": half_open, "slow head": slow_head, "bad token": bad_token, "reset": reset, "bad request": bad_request,
    "idle socket": idle_socket, "garbage": garbage, "never reads": never_reads,
    "garbage in a session": garbage_in_a_session,
}  # fmt: skip


async def upgrade(reader: Reader, writer: Writer, path: str, protocols: str | None = None) -> None:
    """Open a WebSocket by hand; raises Refused when the server does not."""
    lines = [
        f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
    ]  # fmt: skip
    if protocols is not None:
        lines.append(f"Sec-WebSocket-Protocol: {protocols}")
    writer.write("\r\n".join((*lines, "", "")).encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in head.partition(b"\r\n")[0]:
        raise Refused(parting(head))


def masked(opcode: int, data: bytes) -> bytes:
    """A WebSocket frame of fewer than 65,536 bytes, with a mask of zeros."""
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(data))
    return bytes([0x80 | opcode]) + length + bytes(4) + data


async def main() -> None:
    """All of them at once, until standard input ends."""
    given: dict[str, Any] = json.loads(sys.argv[1])
    sessions = iter([(name, token) for name, token in given["sessions"]])
    kinds = [kind for kind, count in given["crowd"].items() for _ in range(count)]
    abusers = [
        Abuser(given["port"], number, next(sessions, None) if kind == "garbage in a session" else None)
        for number, kind in enumerate(kinds)
    ]
    tasks = [asyncio.create_task(abuser.go_on(KINDS[kind])) for abuser, kind in zip(abusers, kinds, strict=True)]
    await asyncio.to_thread(sys.stdin.read)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    got: dict[str, Counter[str]] = {kind: Counter() for kind in kinds}
    for abuser, kind in zip(abusers, kinds, strict=True):
        got[kind].update({"came": abuser.came})
        got[kind].update(abuser.got)
    print(json.dumps(got))


if __name__ == "__main__":
    asyncio.run(main())

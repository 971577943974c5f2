"""Clients of the peers' servers, in a process of their own: each sends its next frame on the answer to the one before.

    python -m bench.askers '{"speaks": "seed1", "port": 8000, "reels": ["a.reel"], "users": 8, "seconds": 8, ...}'

Messages are made beforehand, so that what a client costs is next to nothing. Printed is the same as by `users`.
"""

import asyncio
import base64
import json
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Final, TypeAlias

from bench.channel import BINARY, TEXT, Channel, post
from bench.footage import read_reel
from bench.users import Told, Window

Ask: TypeAlias = Callable[[bytes], Awaitable[bytes]]
"""A message, and the answer to it."""


@dataclass(frozen=True)
class Plan:
    """What is asked for; `speaks` is one of MESSAGES."""

    speaks: str
    port: int
    reels: list[str]
    users: int
    seconds: float
    warm_up: float


def seed1_message(picture: bytes) -> bytes:
    """As the first seed's document has it."""
    data = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
    return json.dumps({"type": "frame", "data": data}).encode()


def seed2_message(picture: bytes) -> bytes:
    """The body of one request."""
    return json.dumps({"image": f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"}).encode()


MESSAGES: Final[dict[str, Callable[[bytes], bytes]]] = {
    "seed1": seed1_message, "seed2": seed2_message, "silentface": bytes,
}  # fmt: skip


class Socket:
    """One message and one answer at a time."""

    def __init__(self, kind: int) -> None:
        self._kind = kind
        self._channel: Channel | None = None
        self._answer: asyncio.Future[bytes] | None = None

    async def open(self, port: int) -> None:
        """Connect."""
        self._channel = await Channel.open(port, "/ws", self._hear, self._close)

    async def ask(self, message: bytes) -> bytes:
        """Send, and wait for the answer."""
        assert self._channel is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._channel.send(self._kind, message)
        return await self._answer

    def _hear(self, text: bytes) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(text)

    def _close(self, code: int, reason: str) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError(f"closed: {code} {reason}"))


async def asker(plan: Plan) -> Ask:
    """Whatever asks that server."""
    if plan.speaks == "seed2":
        return lambda body: post(plan.port, "/predict", body)
    socket = Socket(TEXT if plan.speaks == "seed1" else BINARY)
    await socket.open(plan.port)
    return socket.ask


async def user(plan: Plan, window: Window, told: Told, messages: list[bytes]) -> None:
    """One frame after the other, without end."""
    ask = await asker(plan)
    for message in cycle(messages):
        began, counts = time.monotonic(), window.open
        answer = await ask(message)
        if counts and window.open:
            told.due += 1
            told.answered += 1
            told.milliseconds.append((time.monotonic() - began) * 1000)
            told.ends["face" if has_face(answer) else "no face"] += 1


def has_face(answer: bytes) -> bool:
    """Whether a peer found one."""
    said = json.loads(answer)
    return bool(said.get("bbox") or said.get("score") is not None)


async def run(plan: Plan) -> dict[str, Any]:
    """All of them at once."""
    made = MESSAGES[plan.speaks]
    reels = cycle([[made(picture) for picture in read_reel(Path(reel))] for reel in plan.reels])
    window, everybody = Window(), [Told(ends=Counter()) for _ in range(plan.users)]
    tasks = [asyncio.create_task(user(plan, window, told, next(reels))) for told in everybody]
    await asyncio.wait(tasks, timeout=plan.warm_up, return_when=asyncio.FIRST_EXCEPTION)
    window.open, began, used = True, time.monotonic(), time.process_time()
    print("measuring", flush=True)
    await asyncio.wait(tasks, timeout=plan.seconds, return_when=asyncio.FIRST_EXCEPTION)
    window.open = False
    seconds, used = time.monotonic() - began, time.process_time() - used
    failed = [task for task in tasks if task.done()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in failed:
        task.result()
    return {"seconds": seconds, "cpu_seconds": used, "users": [vars(told) for told in everybody]}


def main() -> None:
    """Read what is asked for and print what came of it."""
    print(json.dumps(asyncio.run(run(Plan(**json.loads(sys.argv[1]))))))


if __name__ == "__main__":
    main()

"""People who stream footage to a Facevow server, one session after the other, in a process of their own.

    python -m bench.users '{"port": 8000, "reels": ["a.reel"], "users": 8, "rate": 10, "seconds": 8, ...}'

Each has a camera of so many frames a second, as in a browser: at most two of its frames are under way, and what the
camera gives meanwhile is left out. With a rate of 0 each sends its next frame on the answer to the one before. Printed
is one JSON object, which `loading` reads.
"""

import asyncio
import itertools
import json
import random
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from bench.channel import BINARY, TEXT, Channel, Refused, post
from bench.footage import read_reel

from facevow.server.v1.wire import HEADER, PROTOCOL, VERSION

MOST_IN_FLIGHT: Final = 2
"""As the web component has it: the server judges one frame while another waits."""

LOST: Final = 4.0
"""Seconds after which the component gives an answer up, so that a lost one cannot hold up the stream."""

BEAT: Final = 3.0
"""Seconds between two pings of the component."""

FEW: Final = 2
"""Frames of a session that its user leaves."""

PAUSE: Final = 0.2
"""Seconds before somebody who was refused comes again."""


@dataclass
class Told:
    """What one user came through in the time that was measured.

    Of the frames that their camera gave while a session was open, `due`, some were `answered`; `withheld` were never
    sent, for two were under way; `dropped` were sent, and the server took a newer one instead. An error in place of an
    answer is one of the `failures`. Sessions that came to a verdict are in `ends` by its name.
    """

    due: int = 0
    answered: int = 0
    withheld: int = 0
    dropped: int = 0
    milliseconds: list[float] = field(default_factory=list)
    sessions: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Plan:
    """What is asked for: see `loading.Wanted`."""

    port: int
    reels: list[str]
    users: int
    rate: float
    seconds: float
    warm_up: float
    policy: str
    speed: float
    sessions: int
    through: int
    seed: int = 1


class Window:
    """The time that is measured; before and after it nothing counts. It is `full` when enough sessions have ended."""

    def __init__(self, sessions: int = 0) -> None:
        self.open = False
        self.full = asyncio.Event()
        self._sessions = sessions
        self._ended = 0

    def end_session(self) -> None:
        """One more has ended."""
        self._ended += 1
        if self._ended == self._sessions:
            self.full.set()


class Stream:
    """One session's stream."""

    def __init__(self, plan: Plan, window: Window, told: Told, pictures: list[bytes]) -> None:
        self.over = asyncio.Event()
        self._plan = plan
        self._window = window
        self._told = told
        self._pictures = pictures
        self._sequence = 0
        self._sent: dict[int, tuple[float, bool]] = {}
        self._welcomed = False
        self._captured = 0.0
        self._ended = ""
        self._channel: Channel | None = None

    @property
    def used_up(self) -> bool:
        """Whether the clip is over."""
        return self._sequence >= len(self._pictures)

    async def go_through(self) -> str:
        """Order a session and stream until it is over; how it ended."""
        body = json.dumps({"policy": self._plan.policy, "reveal": "verdict"}).encode()
        made = json.loads(await post(self._plan.port, "/v1/sessions", body))
        path, offer = f"/v1/sessions/{made['id']}/stream", f"facevow.token.{made['client_token']}"
        channel = await Channel.open(self._plan.port, path, self._hear, self._close, PROTOCOL, offer)
        self._channel = channel
        work = asyncio.create_task(self._camera(channel) if self._plan.rate else self._beat(channel))
        try:
            await self.over.wait()
        finally:
            work.cancel()
            self._ended = self._ended or "the time is up"
            channel.abort()
        return self._ended

    async def _camera(self, channel: Channel) -> None:
        """A frame when it is due, whatever became of those before; and the component's pings."""
        step, beat = 1 / self._plan.rate, time.monotonic()
        due = beat + random.random() * step  # noqa: S311 - cameras do not run in step
        while not self.used_up:
            await asyncio.sleep(max(due - time.monotonic(), 0))
            due += step
            if not self._welcomed:
                continue
            self._forget(time.monotonic() - LOST)
            self._told.due += self._window.open
            if len(self._sent) < MOST_IN_FLIGHT and not channel.stuck:
                self._send(channel)
            else:
                self._told.withheld += self._window.open
            if time.monotonic() - beat > BEAT:
                beat = time.monotonic()
                channel.send(TEXT, b'{"type":"ping"}')
        channel.send(TEXT, b'{"type":"leave"}')

    async def _beat(self, channel: Channel) -> None:
        while True:
            await asyncio.sleep(BEAT)
            channel.send(TEXT, b'{"type":"ping"}')

    def _send(self, channel: Channel) -> None:
        picture, now = self._pictures[self._sequence], time.monotonic()
        self._sequence += 1
        self._captured = max(now * self._plan.speed, self._captured + 1e-5)
        header = HEADER.pack(VERSION, 0, 0, self._sequence, round(self._captured * 1e6))
        self._sent[self._sequence] = (now, self._window.open)
        channel.send(BINARY, header, picture)

    def _hear(self, text: bytes) -> None:
        message = json.loads(text)
        kind = message["type"]
        if kind == "welcome":
            self._welcomed = True
            self._go_on()
        elif kind == "ended":
            self._ended = message.get("verdict") or message.get("ended_by") or message["state"]
        elif kind == "progress":
            self._answered(message["sequence"])
            self._go_on()
        elif kind == "error":
            self._told.failures[message["code"]] += 1
            about = message.get("sequence") or min(self._sent, default=0)  # what could not be read has no sequence
            if self._sent.pop(about, None) is not None:
                self._go_on()

    def _answered(self, sequence: int) -> None:
        now, (began, counts) = time.monotonic(), self._sent.pop(sequence, (0.0, False))
        if counts and self._window.open:
            self._told.answered += 1
            self._told.milliseconds.append((now - began) * 1000)
        for earlier in [number for number in self._sent if number < sequence]:
            self._told.dropped += self._sent.pop(earlier)[1] and self._window.open

    def _forget(self, before: float) -> None:
        for number in [number for number, (at, _) in self._sent.items() if at < before]:
            self._told.dropped += self._sent.pop(number)[1] and self._window.open

    def _go_on(self) -> None:
        """Without a camera: the next frame, or goodbye."""
        if self._plan.rate or self._channel is None or self._ended:
            return
        if self.used_up:
            self._channel.send(TEXT, b'{"type":"leave"}')
            return
        self._told.due += self._window.open
        self._send(self._channel)

    def _close(self, code: int, reason: str) -> None:
        """What was under way when the session ended is nobody's loss."""
        open_ = [counts for _, counts in self._sent.values()]
        self._told.due -= sum(open_) if self._window.open else 0
        if not self._ended:
            self._ended = reason or str(code)
            self._told.failures[f"closed: {code} {reason}"] += 1
        self.over.set()


async def user(number: int, plan: Plan, window: Window, told: Told, pictures: list[bytes]) -> None:
    """One session after the other, without end."""
    await asyncio.sleep(plan.warm_up / 2 * number / plan.users)
    for time_ in itertools.count(number):
        shown = pictures if time_ % plan.through == 0 else pictures[:FEW]
        try:
            end = await Stream(plan, window, told, shown).go_through()
        except (Refused, OSError) as error:
            told.failures[str(error)[:200]] += 1
            await asyncio.sleep(PAUSE)
            continue
        if window.open:
            window.end_session()
            told.sessions += 1
            told.ends[end] += 1


async def run(plan: Plan) -> dict[str, Any]:
    """All of them at once; what each came through, and our own processor time."""
    reels = cycle([read_reel(Path(reel)) for reel in plan.reels])
    window, everybody = Window(plan.sessions), [Told() for _ in range(plan.users)]
    tasks = [
        asyncio.create_task(user(number, plan, window, told, next(reels))) for number, told in enumerate(everybody)
    ]
    await asyncio.sleep(plan.warm_up)
    window.open, began, used = True, time.monotonic(), time.process_time()
    print("measuring", flush=True)
    with suppress(TimeoutError):
        await asyncio.wait_for(window.full.wait(), plan.seconds)
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
    plan = Plan(**json.loads(sys.argv[1]))
    random.seed(plan.seed)
    print(json.dumps(asyncio.run(run(plan))))


if __name__ == "__main__":
    main()

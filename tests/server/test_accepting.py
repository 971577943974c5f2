"""Who of several takes a connection, without processes: two event loops' parts on one socket."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from facevow.server import accepting
from facevow.server.accepting import Accepting
from facevow.server.census import Census


class Greeter(asyncio.Protocol):
    """Says who it is."""

    def __init__(self, name: bytes) -> None:
        self._name = name

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say it and hang up."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._name)
        transport.close()


@pytest.fixture
def census(tmp_path: Path) -> Iterator[Census]:
    """One for two processes."""
    with (tmp_path / "census").open("w+b") as file:
        made = Census.empty(file.fileno(), 2)
        yield made
        made.close()


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """A socket that listens."""
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


async def greetings(port: int, several: int) -> list[bytes]:
    """Connect so many times, one after the other; who answered."""
    said = []
    for _ in range(several):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        said.append(await reader.read())
        writer.close()
        await writer.wait_closed()
    return said


def both(listening: socket.socket, census: Census, loads: list[int], several: int) -> list[bytes]:
    """Who answers where two take connections with that much to do."""

    async def run() -> list[bytes]:
        parts = [Accepting(listening, census, number, partial(int, load)) for number, load in enumerate(loads)]
        # each part has a socket of its own, as each process has
        own = [listening.dup() for _ in parts]
        for part, mine in zip(parts, own, strict=True):
            part._listening = mine
        tasks = [asyncio.create_task(part.run(partial(Greeter, b"%d" % n))) for n, part in enumerate(parts)]
        try:
            return await asyncio.wait_for(greetings(listening.getsockname()[1], several), 60)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for mine in own:
                mine.close()

    return asyncio.run(run())


def test_who_has_least_to_do_takes_all(
    listening: socket.socket, census: Census, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever number it has; the other never has to come to its aid."""
    monkeypatch.setattr(accepting, "STAND_BACK", 600.0)
    assert both(listening, census, [5, 4], 10) == [b"1"] * 10
    assert both(listening, census, [4, 5], 10) == [b"0"] * 10


def test_nobody_waits_for_one_that_takes_nothing(listening: socket.socket, census: Census) -> None:
    """A process with less to do that hangs keeps a connection waiting for a moment only."""
    census.tell(1, 0)

    async def run() -> list[bytes]:
        part = Accepting(listening, census, 0, lambda: 7)
        task = asyncio.create_task(part.run(lambda: Greeter(b"0")))
        try:
            return await asyncio.wait_for(greetings(listening.getsockname()[1], 3), 60)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    assert asyncio.run(run()) == [b"0"] * 3


class Counting(Accepting):
    """Counts how often it stands back."""

    times = 0

    async def _stand_back(self) -> None:
        self.times += 1
        await super()._stand_back()


def test_a_rush_waits_once_for_one_that_takes_nothing(listening: socket.socket, census: Census) -> None:
    """Not once for each who came: 50 that wait already are all taken after one moment."""
    census.tell(1, 0)
    address = listening.getsockname()
    part = Counting(listening, census, 0, lambda: 7)

    async def run(waiting: list[socket.socket]) -> list[bytes]:
        task = asyncio.create_task(part.run(lambda: Greeter(b"0")))
        try:
            loop = asyncio.get_running_loop()
            return [await asyncio.wait_for(loop.sock_recv(one, 9), 60) for one in waiting]
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    with ExitStack() as stack:
        waiting = [stack.enter_context(socket.create_connection(address)) for _ in range(50)]
        for one in waiting:
            one.setblocking(False)
        assert asyncio.run(run(waiting)) == [b"0"] * 50
    assert part.times == 1


def test_who_has_stopped_counts_no_more(listening: socket.socket, census: Census) -> None:
    """From its end on the others do not stand back for it."""
    both(listening, census, [0, 3], 1)
    assert census.loads == [None, None]

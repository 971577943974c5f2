"""Names are looked up in threads of their own."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from facevow.server.callbacks.resolving import SystemResolver
from tests.server.callbacks.delivering import PATIENCE, until


@contextmanager
def silence(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names whose servers say nothing until the block ends; the names that were asked for."""
    asked: list[str] = []
    over = threading.Event()

    def wait(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        assert over.wait(PATIENCE)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", wait)
    try:
        yield asked
    finally:
        over.set()
        for thread in threading.enumerate():
            if thread.name == "look-up":
                thread.join(PATIENCE)


def test_the_systems_resolver_knows_this_machine() -> None:
    """Each address once, whatever kinds of socket the system names it for."""
    found = list(asyncio.run(SystemResolver()("localhost", 80)))
    assert set(found) <= {"127.0.0.1", "::1"}
    assert len(found) == len(set(found)) > 0


def test_a_name_without_an_address_is_an_error() -> None:
    """The resolver's own words, raised where the name was asked for."""
    with pytest.raises(OSError, match=r"."):
        asyncio.run(SystemResolver()("no-such-name.invalid", 80))


def test_silent_names_keep_no_thread_of_the_process_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty look-ups hang and were given up; the event loop's own threads are all free, and the loop closes at once."""

    async def go() -> float:
        ask = SystemResolver()
        names = [asyncio.wait_for(ask(f"name{number}.example", 443), 0.1) for number in range(40)]
        assert all(isinstance(each, TimeoutError) for each in await asyncio.gather(*names, return_exceptions=True))
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "free"), PATIENCE / 2) == "free"
        return time.monotonic()

    with silence(monkeypatch) as asked:
        begun = asyncio.run(go())
        assert time.monotonic() - begun < PATIENCE / 2
        assert len(asked) == 40
        assert all(thread.daemon for thread in threading.enumerate() if thread.name == "look-up")


def test_look_ups_beyond_the_bound_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look-up that was given up counts until its thread ends; then the next one has its turn."""

    async def go() -> None:
        ask = SystemResolver(at_once=2)
        with silence(monkeypatch) as asked:
            for number in range(3):
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(ask(f"name{number}.example", 443), 0.1)
            assert asked == ["name0.example", "name1.example"]
            last = asyncio.create_task(ask("last.example", 443))
        await until(lambda: "last.example" in asked)
        with pytest.raises(socket.gaierror):
            await last

    asyncio.run(go())


def test_an_answer_after_the_loops_end_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has stopped in between: the thread ends, and says nothing."""
    failed: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(SystemResolver()("name.example", 443), 0.05)

    with silence(monkeypatch):
        asyncio.run(give_up())
        (thread,) = (each for each in threading.enumerate() if each.name == "look-up" and each.is_alive())
    thread.join(PATIENCE)
    assert (thread.is_alive(), failed) == (False, [])

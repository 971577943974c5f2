"""Who is streaming now: places, addresses, and the drain before a stop."""

import asyncio

import pytest

from facevow.server.gates import ServerFull
from facevow.server.settings import load_settings
from facevow.server.v1.ends import End
from facevow.server.v1.live import Live


def test_there_are_so_many_places() -> None:
    """One more is refused by name, and a place that is given up can be taken."""
    live = Live(load_settings(max_sessions=2))
    with live.enter("one", "a"):
        with live.enter("two", "b"):
            assert live.full
            with pytest.raises(ServerFull) as caught, live.enter("three", "c"):
                pass
            assert caught.value.code == "server_full"
        assert not live.full
        with live.enter("three", "c"):
            assert live.inside == 2
    assert live.inside == 0


def test_an_address_has_so_many_places() -> None:
    """Others are not kept out by it, and what is given up is counted."""
    live = Live(load_settings(max_per_address=1))
    with live.enter("one", "a"):
        with pytest.raises(ServerFull) as caught, live.enter("two", "a"):
            pass
        assert caught.value.code == "address_full"
        with live.enter("three", "b"):
            assert live.inside == 2
    with live.enter("two", "a"):
        assert live.inside == 1


def test_a_place_is_given_back_whatever_happens() -> None:
    """An exception, or a task that is cancelled, leaves no place taken."""
    live = Live(load_settings())

    async def hang() -> None:
        with live.enter("one", "a"):
            await asyncio.sleep(3600)

    async def cancel() -> None:
        task = asyncio.create_task(hang())
        await asyncio.sleep(0)
        assert live.inside == 1
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(cancel())
    with pytest.raises(ZeroDivisionError), live.enter("one", "a"):
        raise ZeroDivisionError
    assert live.inside == 0


def test_a_session_is_ended_by_name() -> None:
    """Its stream is told to stop, and why; the first reason stands, and others are left alone."""

    async def main() -> None:
        live = Live(load_settings())
        with live.enter("one", "a") as one, live.enter("two", "a") as two:
            assert live.end("one", End.ERASED)
            assert live.end("one", End.SERVER_STOPPED)
            assert (one.stop.is_set(), one.stopped_by) == (True, End.ERASED)
            assert (two.stop.is_set(), two.stopped_by) == (False, None)
            assert not live.end("three", End.ERASED)

    asyncio.run(main())


def test_a_drain_waits_for_those_inside() -> None:
    """It is over once the last one has left, and nobody comes in any more."""

    async def main() -> None:
        live = Live(load_settings())
        with live.enter("one", "a") as place:
            draining = asyncio.create_task(live.drain(3600))
            await asyncio.sleep(0)
            assert not draining.done()
            with pytest.raises(ServerFull) as caught, live.enter("two", "b"):
                pass
            assert caught.value.code == "draining"
        async with asyncio.timeout(60):
            await draining
        assert not place.stop.is_set()

    asyncio.run(main())


def test_a_drain_ends_those_who_stay() -> None:
    """After its time they are told why they have to end, and are given the time to be recorded."""

    async def stay(live: Live) -> End | None:
        with live.enter("one", "a") as place:
            await place.stop.wait()
            await asyncio.sleep(0.05)
            return place.stopped_by

    async def main() -> None:
        live = Live(load_settings())
        staying = asyncio.create_task(stay(live))
        await asyncio.sleep(0)
        async with asyncio.timeout(60):
            await live.drain(0.01)
        assert staying.done()
        assert staying.result() is End.SERVER_STOPPED

    asyncio.run(main())


def test_a_drain_of_nobody_is_over_at_once() -> None:
    """A stop does not take any longer than it must."""
    live = Live(load_settings())
    asyncio.run(live.drain(3600))
    assert live.draining

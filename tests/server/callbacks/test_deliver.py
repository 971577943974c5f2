"""The outbox is worked through at the right times, and every attempt is signed and noted."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from facevow.errors import TokenError
from facevow.server.callbacks import deliver
from facevow.server.callbacks.deliver import wait_after
from facevow.server.callbacks.post import Answer
from facevow.signing.callbacks import verify
from tests.server.callbacks.delivering import START, Office, Scripted, office, until
from tests.server.callbacks.receiver import Behaviour, answer, receiving, say, silent

GOOD, BAD, GONE = Answer(200), Answer(500, "status 500"), Answer(410, "status 410")


def test_a_callback_arrives_signed(desk: Office) -> None:
    """The receiver can verify it with the secret of its key, and finds a changed, foreign or replayed one out."""

    async def go() -> None:
        async with receiving() as receiver, desk.delivering():
            desk.add(receiver.url, key_id="0123456789abcdef")
            await until(lambda: desk.entry().delivered is not None)
        (request,) = receiver.requests
        secret = desk.secret("0123456789abcdef")
        verify(secret, request.headers, request.body, now=START)
        with pytest.raises(TokenError) as changed:
            verify(secret, request.headers, request.body.replace(b"1", b"2"), now=START)
        with pytest.raises(TokenError) as renamed:
            verify(secret, request.headers | {"webhook-id": "evt_2"}, request.body, now=START)
        with pytest.raises(TokenError) as foreign:
            verify(desk.secret(""), request.headers, request.body, now=START)
        with pytest.raises(TokenError) as replayed:
            verify(secret, request.headers, request.body, now=START + timedelta(seconds=301))
        codes = [found.value.code for found in (changed, renamed, foreign, replayed)]
        assert codes == ["signature_wrong"] * 3 + ["expired"]
        assert request.body.decode() == desk.entry().body

    asyncio.run(go())


def test_a_failing_receiver_gets_it_later(desk: Office) -> None:
    """Two times 500, then 200: three attempts under one id, each at its time and signed anew."""

    async def go() -> None:
        async with receiving(answer(500), answer(503), answer(200)) as receiver, desk.delivering():
            desk.add(receiver.url)
            await until(lambda: desk.entry().attempts == 1)
            assert (desk.entry().last_status, desk.entry().last_error) == (500, "status 500")
            assert desk.entry().due == START + timedelta(seconds=5)
            desk.calendar.wind(5)
            await until(lambda: desk.entry().attempts == 2)
            assert desk.entry().due == START + timedelta(seconds=5 + 15)
            desk.calendar.wind(15)
            await until(lambda: desk.entry().delivered is not None)
        assert [request.headers["webhook-id"] for request in receiver.requests] == ["evt_1"] * 3
        times = [int(request.headers["webhook-timestamp"]) - START.timestamp() for request in receiver.requests]
        assert times == [0, 5, 20]
        for request, after in zip(receiver.requests, times, strict=True):
            verify(desk.secret(), request.headers, request.body, now=START + timedelta(seconds=after))
        assert (desk.entry().attempts, desk.entry().last_status, desk.entry().last_error) == (3, 200, None)

    asyncio.run(go())


@pytest.mark.parametrize(
    ("behaviour", "seconds", "error"),
    [
        (silent, 0.5, "no answer within"),
        (answer(302, "Location: http://127.0.0.1:1/"), 120, "redirect"),
        (say(b"HTTP/1.1 200"), 120, "Protocol"),
        (answer(404), 120, "status 404"),
    ],
    ids=["silent", "redirect", "cut off", "not found"],
)
def test_a_bad_receiver_keeps_nobody_waiting(tmp_path: Path, behaviour: Behaviour, seconds: float, error: str) -> None:
    """A failed attempt is noted with its reason and due again; a good receiver beside it has its callback meanwhile."""
    desk = office(tmp_path, callback_seconds=seconds)

    async def go() -> None:
        async with receiving(behaviour) as bad, receiving() as good, desk.delivering():
            desk.add(bad.url, number=1)
            await until(lambda: bad.connections == 1)
            desk.add(good.url, number=2)
            await until(lambda: desk.entry(1).attempts == 1)
            while not good.requests:  # on a slow machine half a second may be too short even for this one
                desk.calendar.wind(5)
                await asyncio.sleep(0.1)
        assert error in (desk.entry(1).last_error or "")
        assert (desk.entry(1).delivered, desk.entry(1).given_up, desk.entry(1).claimed) == (None, None, None)
        assert desk.entry(1).due > START
        assert [request.headers["webhook-id"] for request in good.requests[:1]] == ["evt_2"]

    asyncio.run(go())
    desk.database.close()


def test_the_waits_grow_and_end_with_the_hours(desk: Office) -> None:
    """From five seconds to an hour, three times as long each; past `callback_hours` it is given up and left alone."""

    async def go() -> list[float]:
        poster = Scripted([BAD])
        waits: list[float] = []
        async with desk.delivering(poster=poster):
            desk.add("http://127.0.0.1/")
            while desk.entry().given_up is None:
                await until(lambda: len(poster.posted) == desk.entry().attempts == len(waits) + 1)
                wait = (desk.entry().due - desk.calendar()).total_seconds()
                waits.append(wait)
                desk.calendar.wind(wait)
        return waits

    waits = asyncio.run(go())
    assert waits[:8] == [5, 15, 45, 135, 405, 1215, 3600, 3600]
    assert set(waits[6:-1]) == {3600}
    given_up = desk.entry().given_up
    assert given_up is not None
    assert START + timedelta(hours=23) <= given_up <= START + timedelta(hours=24)
    assert desk.outbox.claim(START + timedelta(days=9), START + timedelta(days=10), 9) == []


@pytest.mark.parametrize("attempts", [0, 1, 5, 8, 100])
def test_waits_are_spread(attempts: int) -> None:
    """By a fifth to both sides, so that what failed together does not come back together."""
    middle = wait_after(attempts, 0.5)
    assert wait_after(attempts, 0) == pytest.approx(0.8 * middle)
    assert wait_after(attempts, 1) == pytest.approx(1.2 * middle)
    assert 5 <= middle <= 3600
    assert all(0 <= deliver.drawn() < 1 for _ in range(50))


def test_gone_is_given_up_at_once(desk: Office) -> None:
    """A receiver that answers 410 is not asked again."""

    async def go() -> None:
        async with desk.delivering(poster=Scripted([GONE])):
            desk.add("http://127.0.0.1/")
            await until(lambda: desk.entry().given_up is not None)
        assert (desk.entry().attempts, desk.entry().last_status) == (1, 410)

    asyncio.run(go())


@pytest.mark.parametrize("first", [GOOD, GONE], ids=["delivered", "given up"])
def test_a_callback_can_be_sent_again_by_hand(desk: Office, first: Answer) -> None:
    """Delivered or given up: it goes out once more under the same id."""

    async def go() -> None:
        poster = Scripted([first, GOOD])
        async with desk.delivering(poster=poster):
            desk.add("http://127.0.0.1/")
            await until(lambda: desk.entry().attempts == 1)
            desk.calendar.wind(3600 * 48)
            assert desk.outbox.resend("evt_1", desk.calendar())
            await until(lambda: len(poster.posted) == 2)
            await until(lambda: desk.entry().delivered == desk.calendar())
        assert [headers["webhook-id"] for _, headers, _ in poster.posted] == ["evt_1", "evt_1"]

    asyncio.run(go())


def test_what_is_sent_again_late_has_some_attempts(desk: Office) -> None:
    """Long after its hours: it is tried five times before it is given up anew, and may arrive with any of them."""
    waits = asyncio.run(tries(desk, [GOOD, BAD], resent_after=3600 * 48))
    assert (waits, desk.entry().given_up) == ([5, 15, 45, 135], desk.calendar())


def test_what_waited_for_a_server_has_some_attempts(desk: Office) -> None:
    """Servers were down for longer than its hours: its first attempt is not its last one."""
    waits = asyncio.run(tries(desk, [BAD], begun_after=3600 * 48))
    assert (waits, desk.entry().given_up) == ([5, 15, 45, 135], desk.calendar())


async def tries(desk: Office, answers: list[Answer], *, begun_after: float = 0, resent_after: float = 0) -> list[float]:
    """The waits between a callback's attempts until it is given up."""
    poster, waits = Scripted(list(answers)), list[float]()
    desk.add("http://127.0.0.1/")
    desk.calendar.wind(begun_after)
    async with desk.delivering(poster=poster):
        if resent_after:
            await until(lambda: desk.entry().delivered is not None)
            desk.calendar.wind(resent_after)
            desk.outbox.resend("evt_1", desk.calendar())
        while desk.entry().given_up is None:
            await until(lambda: desk.entry().attempts == len(waits) + 1)
            if desk.entry().given_up is None:
                waits.append((desk.entry().due - desk.calendar()).total_seconds())
                desk.calendar.wind(waits[-1])
    return waits


def test_attempts_are_counted_for_the_metrics(desk: Office) -> None:
    """What came of each attempt stands in the metrics."""

    async def go() -> None:
        async with desk.delivering(poster=Scripted([BAD, GOOD])):
            desk.add("http://127.0.0.1/")
            await until(lambda: desk.entry().attempts == 1)
            desk.calendar.wind(5)
            await until(lambda: desk.entry().delivered is not None)

    asyncio.run(go())
    value = desk.parts.metrics.registry.get_sample_value
    assert [value("facevow_callbacks_total", {"outcome": each}) for each in ("failed", "delivered")] == [1, 1]

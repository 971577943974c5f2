"""Nobody's callbacks keep those of the others waiting."""

import asyncio

import pytest

from facevow.server.callbacks import deliver
from facevow.server.callbacks.deliver import HOST_SHARE, KEY_SHARE
from facevow.server.callbacks.post import Answer
from tests.server.callbacks.delivering import Office, Scripted, until
from tests.server.callbacks.receiver import receiving, silent


@pytest.fixture(autouse=True)
def _short_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts that hang are cut off at once when the test is over."""
    monkeypatch.setattr(deliver, "GRACE", 0.05)


def test_a_receiver_that_never_answers_has_its_share_only(desk: Office) -> None:
    """Ninety callbacks to it were due first; those of another receiver arrive, and it has four under way all along."""

    async def go() -> None:
        async with receiving(silent) as dead, receiving() as good:
            for number in range(90):
                desk.add(f"{dead.url}&n={number}", number=number)
            for number in range(90, 100):
                desk.add(good.url, number=number)
            async with desk.delivering():
                await until(lambda: desk.outbox.counts()["delivered"] == 10)
                await until(lambda: dead.connections == HOST_SHARE)
                await asyncio.sleep(0.2)
                assert (dead.connections, len(good.requests)) == (HOST_SHARE, 10)

    asyncio.run(go())


class Names(Scripted):
    """Hosts whose names begin with "dead" never answer."""

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Hang, or answer."""
        answer = await super().post(url, headers, body)
        if url.startswith("http://dead"):
            await asyncio.Event().wait()
        return answer


def test_a_key_with_many_dead_receivers_has_its_share_only(desk: Office) -> None:
    """A hundred names of one key that do not answer take half of the attempts; another key's callback arrives."""
    poster = Names([Answer(200)])

    async def go() -> None:
        for number in range(100):
            desk.add(f"http://dead{number}.example/", number=number, key_id="one")
        desk.add("http://shop.example/", number=100, key_id="other")
        async with desk.delivering(poster=poster):
            await until(lambda: desk.entry(100).delivered is not None)
            await until(lambda: len(poster.posted) == KEY_SHARE + 1)
            await asyncio.sleep(0.1)
            assert len(poster.posted) == KEY_SHARE + 1

    asyncio.run(go())

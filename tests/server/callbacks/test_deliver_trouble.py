"""Servers that die, stop or share the work, and entries that are erased: each other callback arrives at least once."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from facevow.errors import StoreError
from facevow.server.callbacks import deliver
from facevow.server.callbacks.deliver import MARGIN
from facevow.server.callbacks.post import Answer
from facevow.store.database import Database
from facevow.store.outbox import Outbox
from facevow.store.records import OutboxRecord
from facevow.store.sharing import Shares
from tests.server.callbacks.delivering import START, Office, Scripted, until
from tests.server.callbacks.receiver import answer, receiving, silent

GOOD = Answer(200)


class Mute(Outbox):
    """The outbox of a server that dies between the delivery and the report."""

    def report(self, entry_id: str, **_: Any) -> None:  # noqa: ANN401
        """Nothing gets written any more."""
        del entry_id


def test_a_crash_before_the_report_delivers_again(desk: Office) -> None:
    """Nobody touches the entry while the dead server's claim runs; then another sends it, under the same id."""

    async def go() -> None:
        async with receiving() as receiver:
            desk.add(receiver.url)
            async with desk.delivering(Mute(desk.database)):
                await until(lambda: len(receiver.requests) == 1)
            entry = desk.entry()
            assert entry.delivered is None
            assert entry.claimed == START + timedelta(seconds=desk.parts.settings.callback_seconds + MARGIN)
            async with desk.delivering() as task:
                desk.add(receiver.url, number=2)
                await until(lambda: desk.entry(2).delivered is not None)
                assert len(receiver.requests) == 2
                desk.calendar.wind(desk.parts.settings.callback_seconds + MARGIN)
                await until(lambda: desk.entry().delivered is not None)
                assert not task.done()
        sent = [(request.headers["webhook-id"], request.body) for request in receiver.requests]
        assert sent[0] == sent[2] == ("evt_1", entry.body.encode())

    asyncio.run(go())


def test_several_deliverers_share_the_work(desk: Office, tmp_path: Path) -> None:
    """Four of them on one database, each with connections of its own: every callback arrives, and only once."""
    databases = [Database(f"sqlite:///{tmp_path / 'facevow.db'}") for _ in range(4)]

    async def go() -> None:
        async with receiving() as receiver:
            for number in range(60):
                desk.add(receiver.url, number=number)
            async with (
                desk.delivering(Outbox(databases[0])),
                desk.delivering(Outbox(databases[1])),
                desk.delivering(Outbox(databases[2])),
                desk.delivering(Outbox(databases[3])),
            ):
                await until(lambda: desk.outbox.counts()["delivered"] == 60)
        names = [request.headers["webhook-id"] for request in receiver.requests]
        assert sorted(names) == sorted(f"evt_{number}" for number in range(60))

    asyncio.run(go())
    for database in databases:
        database.close()


def test_a_stop_waits_for_an_answer_that_is_coming(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is under way when the server stops is finished and written down."""
    monkeypatch.setattr(deliver, "GRACE", 60.0)

    async def go() -> None:
        release = asyncio.Event()

        async def behave(writer: asyncio.StreamWriter) -> None:
            await release.wait()
            await answer(200)(writer)

        async with receiving(behave) as receiver:
            desk.add(receiver.url)
            async with desk.delivering() as task:
                await until(lambda: len(receiver.requests) == 1)
                task.cancel()
                release.set()
            assert task.cancelled()
        assert desk.entry().delivered == START

    asyncio.run(go())


def test_a_stop_hands_back_what_does_not_end(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attempt that hangs is cut off, and its entry is free at once for another server."""
    monkeypatch.setattr(deliver, "GRACE", 0.05)

    async def go() -> None:
        async with receiving(silent) as receiver:
            desk.add(receiver.url)
            async with desk.delivering() as task:
                await until(lambda: len(receiver.requests) == 1)
            assert task.cancelled()

    asyncio.run(go())
    entry = desk.entry()
    assert (entry.claimed, entry.delivered, entry.last_error) == (None, None, "the server stopped")
    claimed = desk.outbox.claim(START, START + timedelta(minutes=1), 9)
    assert [found.id for found in claimed] == ["evt_1"]


class Hasty(Outbox):
    """An outbox from which entries are erased as soon as they are claimed."""

    def claim(self, now: datetime, until: datetime, limit: int, shares: Shares | None = None) -> list[OutboxRecord]:
        """Claim, then erase the first."""
        claimed = super().claim(now, until, limit, shares)
        with self._database.write() as orm:
            orm.execute(delete(OutboxRecord).where(OutboxRecord.id == "evt_1"))
        return claimed


def test_what_is_erased_on_its_way_is_not_sent(desk: Office) -> None:
    """It was claimed, and its session was erased before the attempt: the receiver hears nothing of it any more."""

    async def go() -> None:
        poster = Scripted([GOOD])
        desk.add("http://127.0.0.1/", number=1)
        desk.add("http://127.0.0.1/", number=2)
        async with desk.delivering(Hasty(desk.database), poster=poster):
            await until(lambda: desk.entry(2).delivered is not None)
        assert [headers["webhook-id"] for _, headers, _ in poster.posted] == ["evt_2"]

    asyncio.run(go())


def test_what_cannot_be_read_again_is_not_sent(desk: Office) -> None:
    """Nobody knows then whether it was erased; the claim runs out, and it is sent when the database is back."""

    class Blind(Outbox):
        blind = True

        def get(self, entry_id: str) -> OutboxRecord | None:
            if self.blind:
                raise StoreError("the database is away")
            return super().get(entry_id)

    async def go() -> None:
        poster, outbox = Scripted([GOOD]), Blind(desk.database)
        desk.add("http://127.0.0.1/")
        async with desk.delivering(outbox, poster=poster):
            await until(lambda: desk.entry().claimed is not None)
            await asyncio.sleep(0.1)
            assert (poster.posted, desk.entry().attempts) == ([], 0)
            outbox.blind = False
            desk.calendar.wind(desk.parts.settings.callback_seconds + MARGIN)
            await until(lambda: desk.entry().delivered is not None)
        assert len(poster.posted) == 1

    asyncio.run(go())


class Breaking(Scripted):
    """A sender with a mistake in it."""

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Break at the first one."""
        found = await super().post(url, headers, body)
        if len(self.posted) == 1:
            raise ZeroDivisionError("a mistake")
        return found


def test_a_mistake_of_ours_stops_nothing(desk: Office) -> None:
    """An attempt that breaks down is a failed one: it is due again, and the others go out."""

    async def go() -> None:
        async with desk.delivering(poster=Breaking([GOOD])):
            desk.add("http://127.0.0.1/", number=1)
            await until(lambda: desk.entry(1).attempts == 1)
            assert desk.entry(1).last_error == "broken: ZeroDivisionError"
            desk.add("http://127.0.0.1/", number=2)
            await until(lambda: desk.entry(2).delivered is not None)
            desk.calendar.wind(5)
            await until(lambda: desk.entry(1).delivered is not None)

    asyncio.run(go())

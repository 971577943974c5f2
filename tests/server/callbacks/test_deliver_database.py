"""A database that goes away or says nothing: nothing is lost, little is logged, and a stop takes seconds."""

import asyncio
from contextlib import suppress
from datetime import datetime
from threading import Event
from typing import Any, ClassVar

import pytest
from structlog.testing import capture_logs

from facevow.errors import StoreError
from facevow.server.callbacks import deliver
from facevow.server.callbacks.post import Answer
from facevow.store.database import Database
from facevow.store.outbox import Outbox
from facevow.store.records import OutboxRecord
from facevow.store.sharing import Shares
from tests.server.callbacks.delivering import PATIENCE, Office, Scripted, until
from tests.server.callbacks.receiver import receiving, silent

GOOD = Answer(200)


class Troubled(Outbox):
    """An outbox whose database is gone for a while."""

    def __init__(self, database: Database, failures: int) -> None:
        super().__init__(database)
        self.left = failures

    def _fail(self) -> None:
        if self.left > 0:
            self.left -= 1
            raise StoreError("the database is away")

    def claim(self, now: datetime, until: datetime, limit: int, shares: Shares | None = None) -> list[OutboxRecord]:
        """Fails for a while."""
        self._fail()
        return super().claim(now, until, limit, shares)

    def report(self, entry_id: str, **told: Any) -> None:  # noqa: ANN401
        """Fails for a while."""
        self._fail()
        super().report(entry_id, **told)


def test_a_database_that_comes_back_loses_nothing(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claims and reports are tried again; the callback is sent once, and its delivery is written down in the end."""
    monkeypatch.setattr(deliver, "REPORT_WAITS", (0.01,) * 4)

    async def go() -> None:
        poster = Scripted([GOOD])
        outbox = Troubled(desk.database, failures=3)
        desk.add("http://127.0.0.1/")
        async with desk.delivering(outbox, poster=poster):
            await until(lambda: len(poster.posted) == 1)
            await until(lambda: desk.entry().delivered is not None)
            outbox.left = 3
            desk.add("http://127.0.0.1/", number=2)
            await until(lambda: desk.entry(2).delivered is not None)
        assert len(poster.posted) == 2

    asyncio.run(go())


def test_a_night_without_a_database_is_two_lines(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """One when it goes, without a trace, one when it is back; and the looks in between become rare."""
    monkeypatch.setattr(deliver, "LONGEST_PAUSE", 0.2)

    async def go() -> None:
        outbox = Troubled(desk.database, failures=10**6)
        async with desk.delivering(outbox, poster=Scripted([GOOD])):
            await asyncio.sleep(1.5)
            asked = 10**6 - outbox.left
            assert 4 <= asked <= 12  # after 0.04, 0.08, 0.16, 0.2, 0.2, ... seconds; 75 times at the usual pace
            outbox.left = 0
            desk.add("http://127.0.0.1/")
            await until(lambda: desk.entry().delivered is not None)

    with capture_logs() as logs:
        asyncio.run(go())
    (gone, back) = (line for line in logs if line["event"].startswith("callbacks_"))
    assert (gone["event"], gone["log_level"], gone["error"]) == (
        "callbacks_not_claimed",
        "warning",
        "the database is away",
    )
    assert not gone.get("exc_info")
    assert (back["event"], back["log_level"]) == ("callbacks_claimed_again", "info")


class Silent(Outbox):
    """An outbox whose database says nothing more from some moment on, until the test is over."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.silent = False
        self.over = Event()
        self.told = 0

    def _wait(self) -> None:
        if self.silent:
            self.over.wait(PATIENCE)
            raise StoreError("the database is silent")

    def claim(self, now: datetime, until: datetime, limit: int, shares: Shares | None = None) -> list[OutboxRecord]:
        """Wait for good."""
        self._wait()
        return super().claim(now, until, limit, shares)

    def get(self, entry_id: str) -> OutboxRecord | None:
        """Wait for good."""
        self._wait()
        return super().get(entry_id)

    def report(self, entry_id: str, **told: Any) -> None:  # noqa: ANN401
        """Wait for good."""
        self.told += 1
        self._wait()
        super().report(entry_id, **told)


def test_a_stop_waits_for_no_silent_database(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim and reports hang: the deliverer ends within its limits all the same."""
    monkeypatch.setattr(deliver, "GRACE", 0.1)
    monkeypatch.setattr(deliver, "LAST_WORD", 0.2)

    async def go() -> float:
        outbox = Silent(desk.database)
        async with receiving(silent) as receiver:
            for number in range(3):
                desk.add(receiver.url, number=number)
            task = asyncio.create_task(desk.deliverer(outbox).run())
            await until(lambda: receiver.connections == 3)
            outbox.silent = True
            await asyncio.sleep(0.1)
            begun = asyncio.get_running_loop().time()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            took = asyncio.get_running_loop().time() - begun
            outbox.over.set()
        return took

    assert asyncio.run(go()) < 10


def test_a_stop_tries_to_report_once(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is away: each attempt that was cut off, and each whose report waits, is reported once, not five."""
    monkeypatch.setattr(deliver, "GRACE", 0.05)

    class Lost(Outbox):
        told: ClassVar[list[str]] = []

        def report(self, entry_id: str, **_: Any) -> None:  # noqa: ANN401
            self.told.append(entry_id)
            raise StoreError("the database is away")

    async def go() -> None:
        async with receiving(silent) as receiver, receiving() as good:
            desk.add(receiver.url, number=1)
            desk.add(good.url, number=2)
            async with desk.delivering(Lost(desk.database)):
                await until(lambda: len(receiver.requests) == 1 and Lost.told.count("evt_2") == 3)

    monkeypatch.setattr(deliver, "REPORT_WAITS", (0.01, 0.01, PATIENCE, PATIENCE))
    asyncio.run(go())
    assert sorted(Lost.told) == ["evt_1"] + ["evt_2"] * 3

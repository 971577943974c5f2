"""What a server does beside its work, on a real database."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from facevow.server.housekeeping import Housekeeper, ages_of
from facevow.server.opening import open_services
from facevow.server.people.roster import Roster
from facevow.server.services import Clock, Services
from facevow.server.settings import load_settings
from facevow.store import SessionState, SqlStore
from tests.server.analysers import ColourAnalyser, colour_matcher
from tests.server.people.galleries import Place
from tests.server.serving import PATIENCE
from tests.store.orders import order
from tests.store.records import inference

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """The parts of a server that is not running."""
    database, keyring = f"sqlite:///{tmp_path / 'facevow.db'}", tmp_path / "keyring.json"
    settings = load_settings(database=database, keyring=keyring, keep_logs_days=5, keep_audit_days=9)
    opened = open_services(
        settings, clock=Clock(now=lambda: NOW), choose=lambda _: 0, analysers=ColourAnalyser, matcher=colour_matcher()
    )
    yield opened
    opened.store.close()
    opened.engine.close()
    asyncio.run(opened.limits.close())
    opened.database.close()
    opened.telemetry.close()


def keep_house(services: Services, until: Callable[[], bool]) -> None:
    """Run a housekeeper until something is so."""

    async def run() -> None:
        keeper = Housekeeper(services, expire_seconds=0.02, trim_seconds=0.02, gallery_seconds=0.02)
        task = asyncio.create_task(keeper.run())
        async with asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(until):  # noqa: ASYNC110 - what is waited for is no event
                await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(run())


def test_it_waits_for_no_other_work_of_the_process(services: Services) -> None:
    """All threads of the event loop are taken for good, and sessions expire all the same."""
    services.sessions.create(order("old", created=NOW - timedelta(hours=1), expires=NOW))
    over = threading.Event()

    async def run() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        taken = asyncio.create_task(asyncio.to_thread(over.wait, PATIENCE))
        keeping = asyncio.create_task(Housekeeper(services, expire_seconds=0.02, trim_seconds=0.02).run())
        try:
            async with asyncio.timeout(PATIENCE / 2):
                while state(services, "old") != SessionState.EXPIRED:  # noqa: ASYNC110 - it stands in a database
                    await asyncio.sleep(0.02)
            assert not taken.done()
        finally:
            over.set()
            keeping.cancel()
            await asyncio.gather(taken, keeping, return_exceptions=True)

    asyncio.run(run())


def state(services: Services, name: str) -> str | None:
    """Where a session stands."""
    found = services.sessions.get(f"fvs_{name}")
    return None if found is None else found.state


def test_sessions_are_written_off_and_counted(services: Services) -> None:
    """What is over at the server's present time expires, what is not stays; the metric tells how many did."""
    services.sessions.create(order("old", created=NOW - timedelta(hours=1), expires=NOW))
    services.sessions.create(order("new", created=NOW, expires=NOW + timedelta(microseconds=1)))
    keep_house(
        services, lambda: b'facevow_sessions_total{ended_by="none",state="EXPIRED"} 1.0' in services.metrics.text()
    )
    assert (state(services, "old"), state(services, "new")) == (SessionState.EXPIRED, SessionState.CREATED)


def test_what_is_kept_too_long_is_removed(services: Services) -> None:
    """The settings' ages are those that count."""
    old, new = inference(1), inference(2)
    old.timestamp, new.timestamp = NOW - timedelta(days=6), NOW - timedelta(days=4)
    log = SqlStore(services.database)
    log.add([old, new])
    keep_house(services, lambda: len(log.recent(5)) == 1)
    assert log.recent(5)[0].x == 2


def test_what_an_erasure_had_to_leave_in_the_files_goes_later(services: Services) -> None:
    """Somebody was reading the database when a session was erased; when they have gone nothing is left of it."""
    file = Path(str(services.database.engine.url.database))
    services.sessions.create(order("old", created=NOW, expires=NOW + timedelta(hours=1), metadata_={"is": "a mark"}))
    services.database.forget()
    with closing(sqlite3.connect(file, isolation_level=None)) as reader, capture_logs() as logs:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sessions").fetchall()
        services.sessions.erase("fvs_old", actor="test", now=NOW)
    assert "erased_bytes_remain" in [line["event"] for line in logs]
    assert b"a mark" in file.read_bytes()
    keep_house(services, lambda: b"a mark" not in b"".join(each.read_bytes() for each in file.parent.glob("*.db*")))


def test_trouble_is_logged_and_does_not_end_it(services: Services) -> None:
    """While another process has the database locked nothing expires; afterwards it does."""
    services.sessions.create(order("old", created=NOW - timedelta(hours=1), expires=NOW))
    other = sqlite3.connect(str(services.database.engine.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with capture_logs() as logs:

        def recovered() -> bool:
            if other.in_transaction and any(line["event"] == "housekeeping_failed" for line in logs):
                other.execute("ROLLBACK")
            return state(services, "old") == SessionState.EXPIRED

        keep_house(services, recovered)
    other.close()
    assert "locked" in next(line["error"] for line in logs if line["event"] == "housekeeping_failed")


def test_a_stop_waits_for_what_is_being_done(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the housekeeper has returned, no thread of its works on the database any more."""
    begun: list[int] = []
    ended: list[int] = []
    keeper = type(services.keeper)

    def slow(*_: object, go_on: Callable[[], bool]) -> dict[str, int]:
        begun.append(1)
        while go_on():
            pass
        time.sleep(0.2)
        ended.append(1)
        return {}

    monkeypatch.setattr(keeper, "trim", slow)
    keep_house(services, lambda: bool(begun))
    assert ended == begun


def test_memory_follows_the_gallery_without_a_search(services: Services) -> None:
    """What others enrol is loaded, and what others erase is let go."""
    roster = services.people.desk.roster
    elsewhere = Place(services.database, services.keyring)
    elsewhere.enrol("ada", 1)
    keep_house(services, lambda: len(roster) == 1)
    elsewhere.erase("ada")
    keep_house(services, lambda: len(roster) == 0)


def test_a_stop_ends_the_loading_of_the_gallery(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are enrolled: no thread works on them when the housekeeper has returned, and it returns soon."""
    loading, ended = threading.Event(), threading.Event()

    def load(_: object, go_on: Callable[[], bool]) -> None:
        loading.set()
        while go_on():
            time.sleep(0.01)
        ended.set()

    monkeypatch.setattr(Roster, "refresh", load)
    keep_house(services, loading.is_set)
    assert ended.is_set()


def test_the_ages_are_those_of_the_settings(services: Services) -> None:
    """Each setting stands for its kind of record."""
    ages = ages_of(services.settings)
    assert (ages.logs, ages.sessions, ages.images, ages.callbacks, ages.audit) == (5, 90, 7, 30, 9)

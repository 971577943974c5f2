"""The background writer, on real SQLite files that are made to fail."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from facevow.errors import StoreError
from facevow.store import (
    BufferedStore,
    Database,
    InferenceRecord,
    Patience,
    Record,
    SqlStore,
    StoreHealth,
    VerdictRecord,
)
from tests.store.records import inference, numbers, verdict

QUICK = Patience(gather=0.02, first_retry=0.02, last_retry=0.1)


@pytest.fixture
def store(url: str) -> Iterator[BufferedStore]:
    buffered = BufferedStore(SqlStore(url), QUICK)
    yield buffered
    buffered.close()


@pytest.fixture
def file_store(file_url: str) -> Iterator[BufferedStore]:
    """The same on SQLite, whose whole file another process can lock."""
    database = Database(file_url, busy_seconds=0.1)
    buffered = BufferedStore(SqlStore(database), QUICK)
    yield buffered
    buffered.close()
    database.close()


def until(met: Callable[[], bool]) -> None:
    """Wait until the condition is met; fail after a generous while."""
    deadline = time.monotonic() + 30
    while not met():
        assert time.monotonic() < deadline, "the condition was not met in time"
        time.sleep(0.01)


class Gate:
    """A store in memory whose writing can be held up, or made to fail."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.failure: Exception | None = None
        self.written: list[Record] = []
        self.batches: list[int] = []
        self.preferences: dict[str, Any] = {}
        self.closed = False

    def add(self, records: Sequence[Record]) -> None:
        """Keep the records once the gate is open."""
        assert self.open.wait(30)
        if self.failure is not None:
            raise self.failure
        self.batches.append(len(records))
        self.written.extend(records)

    def recent(self, limit: int) -> list[InferenceRecord]:
        """As of the protocol."""
        return [record for record in reversed(self.written) if isinstance(record, InferenceRecord)][:limit]

    def recent_verdicts(self, limit: int) -> list[VerdictRecord]:
        """As of the protocol."""
        return [record for record in reversed(self.written) if isinstance(record, VerdictRecord)][:limit]

    def preference(self, name: str) -> Any | None:  # noqa: ANN401 - as of the protocol
        """As of the protocol."""
        return self.preferences.get(name)

    def set_preference(self, name: str, value: Any) -> None:  # noqa: ANN401 - as of the protocol
        """Keep it beside how many records were written before."""
        self.preferences[name] = (value, len(self.written))

    def health(self) -> StoreHealth:
        """Always well."""
        return StoreHealth("ok")

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


def test_a_reader_sees_everything_written_before(store: BufferedStore) -> None:
    """Whatever was added before the question is in the answer, without waiting."""
    for number in range(50):
        store.add([inference(number), verdict(number)])
        assert numbers(store.recent(3))[0] == number
        assert store.recent_verdicts(1)[0].frames == number
    assert store.health() == StoreHealth("ok", 0, 0)


def test_records_are_written_without_anybody_asking(store: BufferedStore, url: str) -> None:
    """A batch is committed by itself soon after it came."""
    store.add([inference(1)])
    other = SqlStore(url)
    until(lambda: numbers(other.recent(5)) == [1])
    other.close()


def test_closing_writes_what_is_pending(url: str) -> None:
    """An orderly end loses nothing, however long the writer would still have gathered."""
    store = BufferedStore(SqlStore(url), Patience(gather=60))
    store.add([inference(number) for number in range(1200)])
    store.close()
    store.close()
    again = SqlStore(url)
    assert numbers(again.recent(2000)) == list(reversed(range(1200)))
    again.close()


def test_adding_never_waits_and_memory_stays_bounded() -> None:
    """While writing hangs, adding returns at once; beyond the capacity records are dropped and counted."""
    gate = Gate()
    store = BufferedStore(gate, Patience(capacity=100, gather=0.001))
    for number in range(1000):
        store.add([inference(number)])
    health = store.health()
    assert (health.pending, health.lost) == (100, 900)
    gate.open.set()
    assert numbers(store.recent(1)) == [99]
    store.close()
    assert gate.closed
    assert len(gate.written) == 100


def test_records_are_written_in_batches() -> None:
    """What gathers up goes out together."""
    gate = Gate()
    store = BufferedStore(gate, Patience(gather=0.001))
    for number in range(1000):
        store.add([inference(number)])
    gate.open.set()
    store.close()
    assert len(gate.batches) <= 6
    assert numbers(gate.recent(2000)) == list(reversed(range(1000)))


def test_a_locked_database_degrades_and_recovers(file_store: BufferedStore, file: Path) -> None:
    """While another process holds the lock the log is degraded and still readable; afterwards nothing is missing."""
    file_store.add([inference(1)])
    assert numbers(file_store.recent(5)) == [1]
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    file_store.add([inference(2)])
    until(lambda: file_store.health().status == "degraded")
    assert numbers(file_store.recent(5)) == [2, 1]
    assert file_store.health().pending == 1
    other.execute("ROLLBACK")
    other.close()
    until(lambda: file_store.health() == StoreHealth("ok", 0, 0))
    assert numbers(file_store.recent(5)) == [2, 1]


def test_a_full_disk_degrades_and_recovers(file_url: str) -> None:
    """With SQLite's page limit as the full disk, records wait and are written once there is room."""
    sql = SqlStore(file_url)
    with sql._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    store = BufferedStore(sql, QUICK)
    store.add([inference(number) for number in range(400)])
    until(lambda: store.health().status == "degraded")
    assert numbers(store.recent(2)) == [399, 398]
    assert store.health().pending == 400
    with sql._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    until(lambda: store.health() == StoreHealth("ok", 0, 0))
    store.close()


def test_a_read_only_database_is_counted_as_loss_at_the_end(file_url: str, file: Path) -> None:
    """What could never be written is counted as lost when the store closes, and reading still works meanwhile."""
    SqlStore(file_url).close()
    store = BufferedStore(SqlStore(f"sqlite:///file:{file}?mode=ro&uri=true"), QUICK)
    store.add([inference(1)])
    until(lambda: store.health().status == "degraded")
    assert numbers(store.recent(5)) == [1]
    store.close()
    assert store.health() == StoreHealth("degraded", 0, 1)


def test_one_bad_record_does_not_hold_up_the_others(store: BufferedStore) -> None:
    """A record that its table refuses is dropped and counted; its neighbours are written."""
    bad = inference(2)
    bad.width = 2**70
    store.add([inference(1), bad, inference(3)])
    assert numbers(store.recent(5)) == [3, 1]
    assert store.health() == StoreHealth("ok", 0, 1)


def test_an_unexpected_failure_does_not_end_the_writer() -> None:
    """Whatever exception the store behind raises, the thread lives on and tries again."""
    gate = Gate()
    gate.failure = ZeroDivisionError("a bug")
    gate.open.set()
    store = BufferedStore(gate, QUICK)
    store.add([inference(1)])
    until(lambda: store.health().status == "degraded")
    gate.failure = None
    until(lambda: store.health() == StoreHealth("ok", 0, 0))
    store.close()


def test_a_preference_is_written_when_it_was_set(store: BufferedStore, url: str) -> None:
    """Another process reads it as soon as the call returns, and so does the same store."""
    for value in (True, False):
        store.set_preference("active_check", value)
        assert store.preference("active_check") is value
        other = SqlStore(url)
        assert other.preference("active_check") is value
        other.close()


def test_a_preference_is_written_after_what_was_added_before() -> None:
    """Records that still wait when a preference is set go first."""
    gate = Gate()
    gate.open.set()
    store = BufferedStore(gate, Patience(gather=60))
    store.add([inference(number) for number in range(1200)])
    store.set_preference("one", 1)
    assert gate.preferences == {"one": (1, 1200)}
    store.close()


def test_what_was_added_before_a_question_is_written_first() -> None:
    """Also where the writer was answering somebody else when it was asked."""
    asked, go_on = threading.Event(), threading.Event()

    def slow(limit: int) -> list[InferenceRecord]:
        asked.set()
        return [] if go_on.wait(30) else [inference(limit)]

    gate = Gate()
    gate.open.set()
    gate.recent = slow  # type: ignore[method-assign]
    store = BufferedStore(gate, QUICK)
    works = [threading.Thread(target=store.recent, args=(1,)), threading.Thread(target=store.set_preference, args="ab")]
    works[0].start()
    assert asked.wait(30)
    store.add([inference(1)])
    works[1].start()
    until(lambda: len(store._questions) == 1)  # nobody is told that a question waits
    go_on.set()
    for work in works:
        work.join(30)
    assert gate.preferences == {"a": ("b", 1)}
    store.close()


def test_a_preference_that_nobody_waits_for_is_never_written() -> None:
    """While writing hangs, whoever sets one is told so in time, and it is not done behind their back later."""
    gate = Gate()
    store = BufferedStore(gate, Patience(gather=0.001, read=0.2))
    store.add([inference(1)])
    with pytest.raises(StoreError, match="within"):
        store.set_preference("one", 1)
    gate.open.set()
    store.close()
    assert (len(gate.written), gate.preferences) == (1, {})


def test_a_preference_in_a_locked_database_is_told(file_store: BufferedStore, file: Path) -> None:
    """The failure reaches whoever set it, the old one stands, and the records wait for better times."""
    file_store.set_preference("one", "old")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    file_store.add([inference(1)])
    with pytest.raises(StoreError, match="locked"):
        file_store.set_preference("one", "new")
    assert file_store.preference("one") == "old"
    other.execute("ROLLBACK")
    other.close()
    until(lambda: file_store.health() == StoreHealth("ok", 0, 0))
    assert file_store.preference("one") == "old"


def test_a_closed_store_says_so(store: BufferedStore) -> None:
    """Reading a closed store is a StoreError; what is added is counted as lost."""
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.recent(1)
    with pytest.raises(StoreError, match="closed"):
        store.set_preference("one", 1)
    store.add([inference(1)])
    assert store.health().lost == 1

"""The SQL store on real SQLite files."""

import sqlite3
from pathlib import Path

import pytest

from facevow.errors import StoreError
from facevow.store import Database, SqlStore
from tests.store.records import MOMENT, inference, numbers, verdict


def test_what_is_written_is_read_again_after_a_restart(url: str) -> None:
    """Every field comes back as it was, from another store on the same file, newest first."""
    first = SqlStore(url)
    first.add([inference(1), verdict(1), inference(2)])
    first.add([inference(3)])
    first.close()
    again = SqlStore(url)
    found = again.recent(10)
    assert numbers(found) == [3, 2, 1]
    assert [record.id for record in found] == [3, 2, 1]
    oldest, wanted = found[-1], inference(1)
    wanted.id = oldest.id
    assert oldest == wanted
    assert oldest.timestamp.tzinfo is not None
    assert again.recent_verdicts(10)[0].started == MOMENT
    outcome, wished = again.recent_verdicts(10)[0], verdict(1)
    wished.id = outcome.id
    assert outcome == wished
    again.close()


@pytest.mark.parametrize("value", [True, False, 0, "", "text", [1, "two"], {"a": {"b": None}}])
def test_a_preference_outlives_a_restart(url: str, value: object) -> None:
    """What was set last is read from another store on the same file; other names know nothing of it."""
    first = SqlStore(url)
    assert first.preference("one") is None
    for each in ("before", value):
        first.set_preference("one", each)
    first.set_preference("two", 2)
    first.close()
    again = SqlStore(url)
    assert again.preference("one") == value
    assert type(again.preference("one")) is type(value)
    assert again.preference("three") is None
    again.close()


def test_a_preference_that_cannot_be_written_is_told(file_url: str, file: Path) -> None:
    """With the database locked the old value stands and health is degraded; no JSON is refused."""
    database = Database(file_url, busy_seconds=0.1)
    store = SqlStore(database)
    store.set_preference("one", "old")
    with pytest.raises(StoreError) as caught:
        store.set_preference("one", object())
    assert (caught.value.code, store.health().status) == ("bad_record", "ok")
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        store.set_preference("one", "new")
    assert store.health().status == "degraded"
    assert store.preference("one") == "old"
    other.execute("ROLLBACK")
    store.set_preference("one", "new")
    assert (store.preference("one"), store.health().status) == ("new", "ok")
    other.execute("UPDATE preferences SET value = 'no json'")
    with pytest.raises(StoreError, match="JSON"):
        store.preference("one")
    other.execute("DROP TABLE preferences")
    other.close()
    with pytest.raises(StoreError, match="preferences"):
        store.preference("one")
    database.close()


def test_the_limit_is_kept(url: str) -> None:
    """No more rows are read than asked for."""
    store = SqlStore(url)
    store.add([inference(number) for number in range(20)])
    assert numbers(store.recent(3)) == [19, 18, 17]
    store.close()


def test_other_processes_may_read_while_the_store_writes(file_url: str, file: Path) -> None:
    """The database is in WAL mode, so an open reader does not stop a writer."""
    store = SqlStore(file_url)
    store.add([inference(1)])
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM inference_logs").fetchone() == (1,)
    store.add([inference(2)])
    assert reader.execute("SELECT count(*) FROM inference_logs").fetchone() == (1,)
    reader.close()
    assert numbers(store.recent(5)) == [2, 1]
    store.close()


def test_all_of_a_batch_is_written_or_none(url: str) -> None:
    """A batch with one bad record leaves nothing behind, and says that the record is at fault."""
    store = SqlStore(url)
    bad = inference(2)
    bad.width = 2**70
    with pytest.raises(StoreError) as caught:
        store.add([inference(1), bad])
    assert caught.value.code == "bad_record"
    missing = verdict(1)
    missing.verdict = None  # type: ignore[assignment]
    with pytest.raises(StoreError) as caught:
        store.add([inference(1), missing])
    assert caught.value.code == "bad_record"
    assert store.recent(5) == []
    assert store.health().status == "ok"
    store.close()


def test_a_full_disk_is_reported_and_recovers(file_url: str) -> None:
    """SQLite's own "database or disk is full" is a StoreError; the store works again once there is room."""
    store = SqlStore(file_url)
    with store._engine.connect() as connection:  # the one pooled connection keeps this setting
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="full"):
        store.add([inference(number) for number in range(2000)])
    assert store.health().status == "degraded"
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    store.add([inference(1)])
    assert store.health().status == "ok"
    assert numbers(store.recent(5)) == [1]
    store.close()


def test_a_read_only_database_can_be_opened_and_read(file_url: str, file: Path) -> None:
    """A finished database on read-only media opens, reads, and refuses to be written with a StoreError.

    Permissions do not stop root, so SQLite itself is told to open the file for reading only.
    """
    writable = SqlStore(file_url)
    writable.add([inference(1)])
    writable.close()
    store = SqlStore(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert numbers(store.recent(5)) == [1]
    with pytest.raises(StoreError, match="readonly"):
        store.add([inference(2)])
    assert store.health().status == "degraded"
    store.close()


def test_a_locked_database_is_reported(file_url: str, file: Path) -> None:
    """Another process that holds the lock too long makes writing fail, and reading goes on."""
    database = Database(file_url, busy_seconds=0.1)
    store = SqlStore(database)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        store.add([inference(1)])
    assert store.recent(5) == []
    other.execute("ROLLBACK")
    store.add([inference(1)])
    assert numbers(store.recent(5)) == [1]
    other.close()
    database.close()


@pytest.mark.parametrize("bad", ["nonsense", "oracle+none://x", "sqlite:////proc/version/x.db", "mysql://localhost/x"])
def test_a_database_that_cannot_be_opened_is_refused(bad: str) -> None:
    """A URL without sense, without driver or without a possible place is a StoreError."""
    with pytest.raises(StoreError):
        SqlStore(bad)


def test_a_file_that_is_no_database_is_refused(file_url: str, file: Path) -> None:
    """Something else under the database's name is refused and left as it was."""
    file.parent.mkdir()
    file.write_bytes(b"not a database at all, " * 500)
    with pytest.raises(StoreError):
        SqlStore(file_url)
    assert file.read_bytes().startswith(b"not a database")


def test_no_column_but_sealed_ones_can_hold_an_image(file_url: str) -> None:
    """Image-free by construction: no table has a binary column but those of what is sealed."""
    store = SqlStore(file_url)
    store.close()
    with sqlite3.connect(file_url.removeprefix("sqlite:///")) as connection:
        kinds = {
            (table, column[1]): column[2]
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
            for column in connection.execute(f"PRAGMA table_info({table})").fetchall()
        }
    connection.close()
    assert {place for place, kind in kinds.items() if "BLOB" in kind or "BINARY" in kind} == {
        ("session_images", "content"),
        ("templates", "content"),
        ("templates", "name"),
        ("session_references", "content"),
    }

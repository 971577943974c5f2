"""Transactions on real databases, and what happens when one goes away."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text

from facevow.errors import SessionError, StoreError
from facevow.store import ApiKeyRecord, ApiKeys, Database, Sessions, SqlStore, StoreHealth
from tests.store.orders import LATER, OUTCOME, TOKEN, announce, api_key, at_once, completed, order, set_raw
from tests.store.records import MOMENT, inference, numbers
from tests.store.wires import Wire


def names(database: Database) -> list[str]:
    with database.read() as orm:
        return list(orm.scalars(select(ApiKeyRecord.id).order_by(ApiKeyRecord.id)))


def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    """Everything of a transaction is kept or nothing, and the caller's own exception comes through as it is."""

    def fail() -> None:
        with database.write() as orm:
            orm.add(api_key("a"))
            orm.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(database) == []
    with database.write() as orm:
        orm.add(api_key("b"))
    assert (names(database), database.health()) == (["b"], StoreHealth("ok"))


def test_a_refused_session_error_is_no_trouble_of_the_database(database: Database) -> None:
    """An error that the application is told of does not count against the database's health."""
    sessions = Sessions(database, announce)
    with pytest.raises(SessionError):
        sessions.end("fvs_unknown", completed())
    assert database.ping() == StoreHealth("ok")


def test_reading_cannot_write(postgres_url: str) -> None:
    """A block that only reads is refused any change by PostgreSQL itself."""
    database = Database(postgres_url)
    with pytest.raises(StoreError, match="read-only"), database.read() as orm:
        orm.execute(text("DELETE FROM sessions"))
    database.close()


def test_one_reading_is_of_one_moment(database: Database, another: Callable[[], Database]) -> None:
    """What others commit while a block reads is seen by the next block only."""
    other = another()
    with database.read() as orm:
        assert orm.scalars(select(ApiKeyRecord.id)).all() == []
        ApiKeys(other).add(api_key("a"), "test")
        assert orm.scalars(select(ApiKeyRecord.id)).all() == []
    assert names(database) == ["a"]


def test_a_value_that_comes_twice_is_a_bad_record(database: Database) -> None:
    """A primary key that is taken is the record's fault and not the database's."""
    keys = ApiKeys(database)
    keys.add(api_key("a"), "test")
    with pytest.raises(StoreError) as caught:
        keys.add(api_key("a"), "test")
    assert (caught.value.code, database.health().status) == ("bad_record", "ok")


def test_many_writers_come_one_after_the_other(database: Database, another: Callable[[], Database]) -> None:
    """Twenty threads over two connections' pools all get their turn."""
    stores = (ApiKeys(database), ApiKeys(another()))
    works = [partial(stores[number % 2].add, api_key(f"{number:02}"), "test") for number in range(20)]
    assert at_once(works) == [None] * 20
    assert names(database) == [f"{number:02}" for number in range(20)]


def test_closing_twice_does_no_harm(url: str) -> None:
    """A database may be closed by whoever thinks of it."""
    database = Database(url)
    database.close()
    database.close()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_name_of_postgresql_is_understood(postgres_url: str, scheme: str) -> None:
    """The URL works as hosts give it out, whichever way they write it."""
    database = Database(scheme + postgres_url[postgres_url.index(":") :])
    assert database.ping() == StoreHealth("ok")
    database.close()


@pytest.mark.parametrize("query", ["?connect_timeout=x", "?no_such_option=1", "?port=x"])
def test_a_url_with_options_that_make_no_sense_is_refused(postgres_url: str, query: str) -> None:
    """What the driver cannot use is a StoreError at the start."""
    with pytest.raises(StoreError):
        Database(postgres_url + query)


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    """Nothing listens there: a StoreError that names the address, without the password."""
    with pytest.raises(StoreError) as caught:
        Database("postgresql://facevow:secret@127.0.0.1:1/facevow")
    assert "127.0.0.1" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_terminated_connections_are_opened_anew(postgres_url: str, server: str) -> None:
    """When the server drops every connection, the next call works as if nothing had been."""
    database = Database(postgres_url)
    sessions = Sessions(database, announce)
    sessions.create(order("1"))
    with psycopg.connect(server, autocommit=True) as connection:
        name = postgres_url.rpartition("/")[2]
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    assert sessions.begin("fvs_1", TOKEN, now=MOMENT, until=LATER + (LATER - MOMENT)).state == "IN_PROGRESS"
    database.close()


def test_a_connection_lost_within_a_transaction_takes_it_along(postgres_url: str, server: str) -> None:
    """What was not committed is gone, it is told, and the next transaction works."""
    database = Database(postgres_url)

    def lose() -> None:
        with database.write() as orm:
            orm.add(api_key("a"))
            orm.flush()
            mine = orm.scalar(text("SELECT pg_backend_pid()"))
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute("SELECT pg_terminate_backend(%s, 10000)", [mine])

    with pytest.raises(StoreError, match="can be written"):
        lose()
    assert database.health().status == "degraded"
    ApiKeys(database).add(api_key("b"), "test")
    assert (names(database), database.health()) == (["b"], StoreHealth("ok"))
    database.close()


def test_a_session_outlives_the_loss_of_its_database(postgres_url: str) -> None:
    """Gone in mid-session and back: each call in between is a StoreError, and the end is stored once afterwards."""
    with Wire(postgres_url) as wire:
        database = Database(wire.url)
        sessions = Sessions(database, announce)
        sessions.create(order("1"))
        sessions.begin("fvs_1", TOKEN, now=MOMENT, until=LATER + (LATER - MOMENT))
        wire.cut()
        with pytest.raises(StoreError, match="can be written"):
            sessions.end("fvs_1", completed())
        with pytest.raises(StoreError, match="can be read"):
            sessions.get("fvs_1")
        assert (database.health().status, database.ping().status) == ("degraded", "degraded")
        wire.mend()
        assert sessions.end("fvs_1", completed()).verdict == "BONA_FIDE"
        assert database.ping() == StoreHealth("ok")
        database.close()


def test_a_server_that_falls_silent_is_given_up(postgres_url: str) -> None:
    """With the line open and no answer a call ends within its limits, and the next one works once there is one."""
    with Wire(postgres_url) as wire:
        database = Database(f"{wire.url}?connect_timeout=2", answer_seconds=1.0)
        keys = ApiKeys(database)
        keys.add(api_key("a"), "test")
        wire.hold()
        start = time.monotonic()
        with pytest.raises(StoreError):
            keys.all()
        assert time.monotonic() - start < 30
        wire.release()
        keys.add(api_key("b"), "test")
        assert names(database) == ["a", "b"]
        database.close()


def test_a_lock_of_somebody_else_is_not_waited_for_without_end(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program that keeps a table locked makes writing fail in time, and nothing is half done."""
    monkeypatch.setattr("facevow.store.engines.TURN_SECONDS", 0.3)
    database = Database(postgres_url)
    keys = ApiKeys(database)
    with psycopg.connect(postgres_url) as other:
        other.execute("LOCK TABLE audit_head IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(StoreError, match="lock timeout"):
            keys.add(api_key("a"), "test")
    keys.add(api_key("b"), "test")
    assert names(database) == ["b"]
    database.close()


def test_a_file_that_is_moved_away_and_back(file_url: str, file: Path) -> None:
    """While the file is away calls fail and no empty one is made in its place; afterwards everything is there."""
    database = Database(file_url)
    keys, away = ApiKeys(database), file.with_name("away")
    keys.add(api_key("a"), "test")
    file.rename(away)
    for _ in range(2):
        with pytest.raises(StoreError):
            keys.add(api_key("b"), "test")
    assert not file.exists()
    away.rename(file)
    keys.add(api_key("c"), "test")
    assert (names(database), database.health()) == (["a", "c"], StoreHealth("ok"))
    database.close()


def test_a_file_that_is_replaced_by_its_backup(file_url: str, file: Path) -> None:
    """After a restore the database answers from the file that is there now, not from the one it had open."""
    Database(file_url).close()
    backup = file.with_name("backup")
    shutil.copy(file, backup)
    database = Database(file_url)
    keys = ApiKeys(database)
    keys.add(api_key("a"), "test")
    file.rename(file.with_name("away"))
    with pytest.raises(StoreError):
        keys.add(api_key("b"), "test")
    for side in ("-wal", "-shm"):
        file.with_name(file.name + side).unlink(missing_ok=True)
    backup.rename(file)
    keys.add(api_key("c"), "test")
    assert names(database) == ["c"]
    database.close()


def test_a_full_disk_ends_no_session_wrongly(file_url: str) -> None:
    """While there is no room an end is a StoreError and the session stays as it was; later the same end is stored."""
    database = Database(file_url)
    sessions = Sessions(database, announce)
    sessions.create(order("1"))
    sessions.begin("fvs_1", TOKEN, now=MOMENT, until=LATER + (LATER - MOMENT))
    with database.engine.connect() as connection:  # the one pooled connection keeps this setting
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    big = completed(replace(OUTCOME, evidence={"padding": "x" * 100_000}))
    with pytest.raises(StoreError, match="full"):
        sessions.end("fvs_1", big)
    found = sessions.get("fvs_1")
    assert found is not None
    assert (found.state, found.verdict) == ("IN_PROGRESS", None)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=100000")
    assert sessions.end("fvs_1", big).verdict == "BONA_FIDE"
    database.close()


def test_a_locked_file_ends_no_session_wrongly(file_url: str, file: Path) -> None:
    """While another process has the file's lock an end is a StoreError; afterwards the same end is stored."""
    database = Database(file_url, busy_seconds=0.1)
    sessions = Sessions(database, announce)
    sessions.create(order("1"))
    sessions.begin("fvs_1", TOKEN, now=MOMENT, until=LATER + (LATER - MOMENT))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        sessions.end("fvs_1", completed())
    other.close()
    assert sessions.end("fvs_1", completed()).verdict == "BONA_FIDE"
    database.close()


def test_somebody_elses_text_in_a_json_column_is_told(file_url: str) -> None:
    """A column that holds no JSON is a StoreError and not an exception of the parser."""
    database = Database(file_url)
    sessions = Sessions(database, announce)
    sessions.create(order("1"))
    set_raw(database, "UPDATE sessions SET wish = '{'")
    with pytest.raises(StoreError, match="JSON"):
        sessions.get("fvs_1")
    database.close()


def test_a_store_shares_a_database_and_does_not_close_it(database: Database) -> None:
    """The log and the sessions work over one database, which outlives the log."""
    store = SqlStore(database)
    store.add([inference(1)])
    assert numbers(store.recent(5)) == [1]
    store.close()
    assert database.ping() == StoreHealth("ok")

"""Migrations of real SQLite files."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from facevow.errors import StoreError
from facevow.store import SqlStore, Table
from facevow.store.schema import MIGRATIONS, migrate
from facevow.store.sql import open_engine
from tests.store.records import inference, numbers, verdict


def tables(database: Path) -> set[str]:
    connection = sqlite3.connect(database)
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    connection.close()
    return found


def test_an_empty_database_gets_every_table(url: str, database: Path) -> None:
    """The first start makes all tables."""
    SqlStore(url).close()
    assert {"inference_logs", "verdicts", "preferences", "alembic_version"} <= tables(database)


def test_the_migrations_make_what_the_records_say(url: str) -> None:
    """The schema after all migrations is that of records.py, column by column."""
    engine = open_engine(url)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


def test_an_older_database_is_upgraded_and_keeps_its_rows(url: str, database: Path) -> None:
    """A database of the first version gets the second one's table, and no row is lost."""
    engine = open_engine(url)
    migrate(engine, "0001")
    engine.dispose()
    assert "verdicts" not in tables(database)
    connection = sqlite3.connect(database)
    connection.execute(
        "INSERT INTO inference_logs (timestamp, connection, source, face_detected, is_real, confidence,"
        " active_check_passed, verdict, x, quality, model, milliseconds)"
        " VALUES ('2026-01-02 03:04:05.000000', 'c', 'ws', 1, 1, 0.5, 0, 'BONA_FIDE', 7, '[]', 'm', 1.0)"
    )
    connection.commit()
    connection.close()
    store = SqlStore(url)
    store.add([inference(8), verdict(8)])
    assert numbers(store.recent(5)) == [8, 7]
    assert len(store.recent_verdicts(5)) == 1
    store.close()


def downgrade(url: str, revision: str) -> None:
    """What `alembic downgrade` does."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = open_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()


OLD_VERDICT = (
    "INSERT INTO verdicts (connection, source, started, ended, verdict, frames, frames_with_face, reasons,"
    " active_check_passed, model)"
    " VALUES ('c', 'ws', '2026-01-02 03:04:05.000000', '2026-01-02 03:04:06.000000', 'ATTACK', 3, 3, '[]', 0, 'm')"
)


def test_verdicts_from_before_evidence_was_kept_are_read(url: str, database: Path) -> None:
    """A row of the second version has neither policy nor evidence, and the next one has both."""
    engine = open_engine(url)
    migrate(engine, "0002")
    engine.dispose()
    with sqlite3.connect(database) as connection:
        connection.execute(OLD_VERDICT)
    connection.close()
    store = SqlStore(url)
    store.add([verdict(8)])
    new, old = store.recent_verdicts(5)
    assert (old.verdict, old.policy, old.evidence) == ("ATTACK", "", {})
    assert (new.policy, new.evidence) == (verdict(8).policy, verdict(8).evidence)
    assert store.preference("active_check") is None
    store.close()


def test_a_downgrade_takes_back_what_the_upgrade_made(url: str, database: Path) -> None:
    """Down to each earlier version its tables are left as that version made them, with their rows, and up again."""
    store = SqlStore(url)
    store.add([inference(7), verdict(7)])
    store.set_preference("active_check", True)
    store.close()
    downgrade(url, "0002")
    assert tables(database) == {"inference_logs", "verdicts", "alembic_version"}
    with sqlite3.connect(database) as connection:
        connection.execute(OLD_VERDICT)  # so the columns are those of the second version
        assert connection.execute("SELECT frames FROM verdicts ORDER BY id").fetchall() == [(7,), (3,)]
    connection.close()
    store = SqlStore(url)
    assert [(one.frames, one.evidence) for one in store.recent_verdicts(5)] == [(3, {}), (7, {})]
    assert store.preference("active_check") is None
    store.close()
    downgrade(url, "0001")
    assert tables(database) == {"inference_logs", "alembic_version"}
    downgrade(url, "base")
    assert tables(database) == {"alembic_version"}


def test_a_database_of_a_newer_version_is_refused(url: str, database: Path) -> None:
    """What a newer Facevow has written is not touched by an older one."""
    SqlStore(url).close()
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="9999"):
        SqlStore(url)


def test_a_migration_that_fails_leaves_nothing_behind(url: str, database: Path) -> None:
    """When the second table cannot be made, the first one is not there either."""
    database.parent.mkdir()
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE verdicts (something_else TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="already exists"):
        SqlStore(url)
    assert tables(database) == {"verdicts"}


def test_two_servers_may_start_at_once(url: str) -> None:
    """Several openers of an empty database all succeed."""
    failures: list[BaseException] = []

    def start() -> None:
        try:
            SqlStore(url).close()
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []

"""Migrations of real databases."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from facevow.errors import StoreError
from facevow.store import Audit, Database, Gallery, Sessions, SqlStore, Table
from facevow.store.engines import open_engine
from facevow.store.schema import MIGRATIONS, migrate
from tests.store.faces import enrol, face
from tests.store.orders import LATER, TOKEN, aborted, announce, completed, order
from tests.store.records import MOMENT, inference, numbers, verdict

TABLES = {
    "0001": {"inference_logs"},
    "0002": {"inference_logs", "verdicts"},
    "0003": {"inference_logs", "verdicts", "preferences"},
    "0004": set(Table.metadata.tables) - {"templates", "gallery_head", "session_references"},
    "0005": set(Table.metadata.tables),
}

OLD_INFERENCE = (
    "INSERT INTO inference_logs (timestamp, connection, source, face_detected, is_real, confidence,"
    " active_check_passed, verdict, x, quality, model, milliseconds)"
    " VALUES ('2026-01-02 03:04:05.000000', 'c', 'ws', true, true, 0.5, false, 'BONA_FIDE', 7, '[]', 'm', 1.0)"
)
OLD_VERDICT = (
    "INSERT INTO verdicts (connection, source, started, ended, verdict, frames, frames_with_face, reasons,"
    " active_check_passed, model) VALUES ('c', 'ws', '2026-01-02 03:04:05.000000', '2026-01-02 03:04:06.000000',"
    " 'ATTACK', 3, 3, '[]', false, 'm')"
)
OLD_SESSION = (
    "INSERT INTO sessions (id, key_id, request_sha256, state, created, expires, token_sha256, policy, wish, metadata,"
    " reasons, evidence, transcript, timings, policy_title, model, model_sha256, transcript_sha256, frames_sha256)"
    " VALUES ('fvs_old', '', '1', 'CREATED', '2026-01-02 03:04:05.000000', '2026-01-02 03:09:05.000000', '7', 'strict',"
    " '{}', '{}', '[]', '{}', '[]', '{}', '', '', '', '', '')"
)
OLD_PREFERENCE = "INSERT INTO preferences (name, value) VALUES ('active_check', 'true')"


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def at_revision(url: str, revision: str, *rows: str) -> None:
    """Make a database as an older Facevow left it, with rows in it."""
    engine = open_engine(url)
    migrate(engine, revision)
    with engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))
    engine.dispose()


def downgrade(url: str, revision: str) -> set[str]:
    """What `alembic downgrade` does; the tables that are left."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = open_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    left = tables(engine)
    engine.dispose()
    return left


def columns(inspected: list[Any]) -> dict[str, tuple[str, bool]]:
    """Each column's type and whether it may be empty."""
    return {one["name"]: (str(one["type"]), one["nullable"]) for one in inspected}


def test_an_empty_database_gets_every_table(empty_url: str) -> None:
    """The first start makes all tables."""
    SqlStore(empty_url).close()
    engine = open_engine(empty_url)
    assert tables(engine) == {*Table.metadata.tables, "alembic_version"}
    engine.dispose()


def test_the_migrations_make_what_the_records_say(empty_url: str) -> None:
    """The schema after all migrations is that of records.py, as Alembic compares them."""
    engine = open_engine(empty_url)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("name", sorted(Table.metadata.tables))
def test_each_table_is_the_same_by_migration_and_by_record(empty_postgres: str, name: str) -> None:
    """Columns, types, emptiness, primary key, unique constraints and indexes agree, table by table."""
    engine = open_engine(empty_postgres)
    migrate(engine)
    with engine.connect() as connection, connection.begin() as made:
        looked = inspect(connection)
        migrated = [
            columns(looked.get_columns(name)),
            looked.get_pk_constraint(name)["constrained_columns"],
            sorted((one["name"], one["column_names"]) for one in looked.get_unique_constraints(name)),
            sorted((one["name"], one["column_names"], one.get("dialect_options")) for one in looked.get_indexes(name)),
        ]
        connection.execute(text(f'DROP TABLE "{name}"'))
        Table.metadata.tables[name].create(connection)
        looked = inspect(connection)
        recorded = [
            columns(looked.get_columns(name)),
            looked.get_pk_constraint(name)["constrained_columns"],
            sorted((one["name"], one["column_names"]) for one in looked.get_unique_constraints(name)),
            sorted((one["name"], one["column_names"], one.get("dialect_options")) for one in looked.get_indexes(name)),
        ]
        made.rollback()
    engine.dispose()
    assert migrated == recorded


def test_an_older_database_is_upgraded_and_keeps_its_rows(empty_url: str) -> None:
    """A database of the first version gets the later ones' tables, and no row is lost."""
    at_revision(empty_url, "0001", OLD_INFERENCE)
    store = SqlStore(empty_url)
    store.add([inference(8), verdict(8)])
    assert numbers(store.recent(5)) == [8, 7]
    assert len(store.recent_verdicts(5)) == 1
    store.close()


def test_verdicts_from_before_evidence_was_kept_are_read(empty_url: str) -> None:
    """A row of the second version has neither policy nor evidence, and the next one has both."""
    at_revision(empty_url, "0002", OLD_INFERENCE, OLD_VERDICT)
    store = SqlStore(empty_url)
    store.add([verdict(8)])
    new, old = store.recent_verdicts(5)
    assert (old.verdict, old.policy, old.evidence) == ("ATTACK", "", {})
    assert (new.policy, new.evidence) == (verdict(8).policy, verdict(8).evidence)
    assert store.preference("active_check") is None
    store.close()


def test_a_database_from_before_sessions_takes_some(empty_url: str) -> None:
    """The third version's rows are there after the upgrade, and a session goes its whole way beside them."""
    at_revision(empty_url, "0003", OLD_INFERENCE, OLD_VERDICT, OLD_PREFERENCE)
    database = Database(empty_url)
    store, sessions = SqlStore(database), Sessions(database, announce)
    assert (numbers(store.recent(5)), len(store.recent_verdicts(5))) == ([7], 1)
    assert store.preference("active_check") is True
    sessions.create(order("1"))
    sessions.begin("fvs_1", TOKEN, now=MOMENT, until=LATER + (LATER - MOMENT))
    assert sessions.end("fvs_1", completed()).state == "COMPLETED"
    report = Audit(database).verify()
    assert (report.sound, report.lines) == (True, 3)
    database.close()


def test_a_database_from_before_the_gallery_takes_one(empty_url: str) -> None:
    """A session of the fourth version compares with nobody, and ends; faces can be enrolled beside it."""
    at_revision(empty_url, "0004", OLD_SESSION)
    database = Database(empty_url)
    gallery, sessions = Gallery(database), Sessions(database, announce)
    old = sessions.get("fvs_old")
    assert old is not None
    assert (old.compare, old.reference, old.match) == (None,) * 3
    assert sessions.end("fvs_old", aborted()).state == "ABORTED"
    assert enrol(gallery, face("1")) == gallery.state().count == 1
    database.close()


def test_a_downgrade_takes_back_what_the_upgrade_made(empty_url: str) -> None:
    """Down to each earlier version its tables are left as that version made them, with their rows, and up again."""
    database = Database(empty_url)
    store = SqlStore(database)
    store.add([inference(7), verdict(7)])
    store.set_preference("active_check", True)
    Sessions(database, announce).create(order("1"))
    enrol(Gallery(database), face("1"))
    database.close()
    for revision in ("0004", "0003", "0002"):
        assert downgrade(empty_url, revision) == TABLES[revision] | {"alembic_version"}
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text(OLD_VERDICT))  # so the columns are those of the second version
    engine.dispose()
    store = SqlStore(empty_url)
    assert sorted((one.frames, one.evidence) for one in store.recent_verdicts(5)) == [(3, {}), (7, {})]
    assert store.preference("active_check") is None
    store.close()
    assert downgrade(empty_url, "0001") == TABLES["0001"] | {"alembic_version"}
    assert downgrade(empty_url, "base") == {"alembic_version"}


def test_a_database_of_a_newer_version_is_refused(empty_url: str) -> None:
    """What a newer Facevow has written is not touched by an older one."""
    SqlStore(empty_url).close()
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="9999"):
        SqlStore(empty_url)


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    """When the second table cannot be made, the first one is not there either."""
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE verdicts (something_else TEXT)"))
    with pytest.raises(StoreError, match="already exists"):
        SqlStore(empty_url)
    assert tables(engine) == {"verdicts"}
    engine.dispose()


def test_two_servers_may_start_at_once(empty_url: str) -> None:
    """Several openers of an empty database all succeed."""
    failures: list[BaseException] = []

    def start() -> None:
        try:
            SqlStore(empty_url).close()
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_that_is_up_to_date_is_not_written_to(file_url: str, file: Path) -> None:
    """Opening again while another process writes does not wait for it."""
    SqlStore(file_url).close()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    SqlStore(file_url).close()
    other.close()

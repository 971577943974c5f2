"""What was erased is in no byte of the database's files: its sealed bytes, and marks that anybody would recognise."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs

from facevow.signing.keyring import new_keyring
from facevow.store import Database, Gallery, Keeper, ReferenceRecord, Sessions
from facevow.store.counting import head_of
from facevow.store.rewriting import LARGEST, rewrite
from tests.store.faces import ALICE, BOB, enrol, face, sealed
from tests.store.orders import LATER, aborted, announce, order
from tests.store.records import MOMENT

MARK = b"the very template of alice / "
NAME = b"the very name of alice / "
LARGE = MARK + random.Random(7).randbytes(9000)
"""Of the size of many key points: more than a page of SQLite or a row of PostgreSQL holds, and not to be packed."""

WHO = "alice@example.com"


def marked(database: Database, content: bytes) -> tuple[Gallery, list[bytes], str]:
    """A gallery with a person in it: what must not be left of them, and the hash they are kept under.

    Some templates are sealed as they are, some are plain, so that a search that finds nothing proves something.
    """
    gallery, keyring = Gallery(database), new_keyring(MOMENT)
    hashed = keyring.subject_hash(WHO)
    rows = [sealed(keyring, f"s{number}", WHO, os.urandom(len(content))) for number in range(2)]
    rows += [face(f"p{number}", hashed, name=NAME, content=content) for number in range(2)]
    enrol(gallery, *rows)
    enrol(gallery, face("bob", BOB, content=b"bob stays"))
    return gallery, [MARK, NAME, *(row.content[:40] for row in rows), *(row.name for row in rows)], hashed


def erase(database: Database, gallery: Gallery, hashed: str, way: str) -> None:
    """Each way by which templates go."""
    if way == "templates":
        erased = gallery.erase(hashed, actor="test", now=LATER)
        assert erased is not None
        assert erased.templates == 4
    elif way == "each":
        for label in ("s0", "s1", "p0", "p1"):
            assert gallery.erase(hashed, actor="test", now=LATER, template=f"fvt_{label}") is not None
    elif way == "subject":
        assert Keeper(database).erase(hashed, actor="test", now=LATER).templates == 4
    else:
        enrol(gallery, face("new", hashed), replace=True)


WAYS = ["templates", "each", "subject", "replaced"]
SIZES = pytest.mark.parametrize("content", [MARK, LARGE], ids=["small", "large"])


@SIZES
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_in_a_sqlite_file(file_url: str, file: Path, content: bytes, way: str) -> None:
    """Neither in the file nor in what lies beside it; while the database is open and after it was closed."""

    def left() -> list[bytes]:
        raw = b"".join(each.read_bytes() for each in sorted(file.parent.iterdir()))
        assert b"bob stays" in raw
        return [trace for trace in traces if trace in raw]

    database = Database(file_url)
    gallery, traces, hashed = marked(database, content)
    assert left() == traces
    erase(database, gallery, hashed, way)
    assert left() == []
    database.close()
    assert left() == []


def files_of(url: str, table: str = "templates") -> tuple[str, bytes]:
    """Where the table lies, and every byte of it and of what is kept apart from its rows because of its size."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute(
            "SELECT pg_relation_filepath(oid), pg_relation_filepath(reltoastrelid) FROM pg_class WHERE relname = %s",
            (table,),
        ).fetchone()
        assert found is not None
        parts = [connection.execute("SELECT pg_read_binary_file(%s)", (path,)).fetchone() for path in found]
    return found[0], b"".join(bytes(part[0]) for part in parts if part is not None)


def cleared(database: Database) -> None:
    """Have the files rid of all; the server's own statistics may look at the old rows just then, and keep them."""
    for _ in range(100):
        database.clear()
        if not pending(database):
            return
        time.sleep(0.1)
    raise AssertionError("erased rows remain")


def pending(database: Database) -> bool:
    """Whether the head of the gallery says that erased templates may be in the file."""
    with database.read() as orm:
        head = head_of(orm)
        return head.cleared < head.removals


@SIZES
@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_left_in_the_files_of_a_postgresql_table(postgres_url: str, content: bytes, way: str) -> None:
    """The table and its large values are written anew, with the other rows in them."""
    database = Database(postgres_url)
    gallery, traces, hashed = marked(database, content)
    before, raw = files_of(postgres_url)
    assert b"bob stays" in raw
    assert [trace for trace in traces if trace not in raw] == []
    erase(database, gallery, hashed, way)
    after, raw = files_of(postgres_url)
    assert after != before
    if pending(database):
        cleared(database)
        _, raw = files_of(postgres_url)
    assert b"bob stays" in raw
    assert [trace for trace in traces if trace in raw] == []
    database.close()


@contextmanager
def looking(url: str) -> Iterator[psycopg.Connection]:
    """Somebody who sees the database as it is now, and has not touched the table yet: as a backup that has begun."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute("SELECT 1 FROM alembic_version")
        yield connection
        connection.rollback()


def test_rows_that_somebody_still_sees_leave_the_file_later(postgres_url: str) -> None:
    """They are written anew with the others; the log says it once, the head remembers, another server ends it."""
    database = Database(postgres_url)
    gallery = Gallery(database)
    enrol(gallery, face("1", content=MARK))
    with looking(postgres_url), capture_logs() as logs:
        assert gallery.erase(ALICE, actor="test", now=LATER) is not None
        assert database.clear() == 0
        assert MARK in files_of(postgres_url)[1]
        assert pending(database)
    assert [(line["event"], line["where"]) for line in logs] == [("erased_bytes_remain", "templates")]
    database.close()
    database = Database(postgres_url)
    cleared(database)
    assert MARK not in files_of(postgres_url)[1]
    before, _ = files_of(postgres_url)
    assert database.clear() == 0
    assert files_of(postgres_url)[0] == before  # there was nothing to do
    database.close()


def test_a_large_table_is_left_to_housekeeping(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever erases does not wait for it; one that is larger still is named in the log."""
    monkeypatch.setattr("facevow.store.forgetting.AT_ONCE", 1)
    database = Database(postgres_url)
    gallery = Gallery(database)
    enrol(gallery, face("1", content=MARK))
    before, _ = files_of(postgres_url)
    with capture_logs() as logs:
        assert gallery.erase(ALICE, actor="test", now=LATER) is not None
    assert (files_of(postgres_url)[0], logs) == (before, [])
    with monkeypatch.context() as smaller, capture_logs() as logs:
        smaller.setattr("facevow.store.forgetting.LARGEST", 2)
        assert (database.clear(), database.clear()) == (0, 0)
    assert ["larger than 2 bytes" in line["why"] for line in logs] == [True]
    assert MARK in files_of(postgres_url)[1]
    cleared(database)
    assert MARK not in files_of(postgres_url)[1]
    database.close()


def test_a_table_in_use_is_not_waited_for(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The erasure stands, the log says what remains, and the connection is as it was; later it succeeds."""
    monkeypatch.setattr("facevow.store.rewriting.WAIT_MILLISECONDS", 50)
    database = Database(postgres_url)
    gallery = Gallery(database)
    enrol(gallery, face("1"))
    with psycopg.connect(postgres_url) as reader, capture_logs() as logs:
        reader.execute("SELECT * FROM templates")
        assert gallery.erase(ALICE, actor="test", now=LATER) is not None
        reader.rollback()
    assert [(line["event"], line["where"]) for line in logs] == [("erased_bytes_remain", "templates")]
    assert gallery.of_subject(ALICE) == []
    with database.read() as orm:
        assert orm.connection().exec_driver_sql("SHOW lock_timeout").scalar_one() == "10s"
    cleared(database)
    database.close()


def test_who_may_not_rewrite_a_table_is_told(postgres_url: str) -> None:
    """The server only warns of it and goes on, which is not taken for success."""
    database = Database(postgres_url)
    with database.engine.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("SET ROLE pg_read_all_data")
        why = rewrite(connection, "templates", LARGEST)
        connection.exec_driver_sql("RESET ROLE")
    assert why is not None
    assert '"templates"' in why  # which is not to be rewritten; the words are each version's own
    database.close()


def test_a_reader_keeps_erased_bytes_in_a_sqlite_file_only_for_a_while(file_url: str, file: Path) -> None:
    """The log says so once; when the reader has gone the next round clears the files."""
    database = Database(file_url, busy_seconds=0.1)
    gallery = Gallery(database)
    enrol(gallery, face("1", content=MARK))
    database.forget()
    with closing(sqlite3.connect(file, isolation_level=None)) as reader, capture_logs() as logs:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM templates").fetchall()
        assert gallery.erase(ALICE, actor="test", now=LATER) is not None
        assert database.clear() == 0
        assert MARK in file.read_bytes()
    assert [(line["event"], line["where"]) for line in logs] == [("erased_bytes_remain", "database")]
    with database.read() as orm:
        assert orm.connection().exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 100
    assert (database.clear(), database.clear()) == (1, 0)
    assert not any(MARK in each.read_bytes() for each in file.parent.iterdir())
    database.close()


def test_a_session_leaves_nothing_of_its_reference_in_postgresql(postgres_url: str) -> None:
    """At the next round after it has ended; and at once where it is erased."""
    database = Database(postgres_url)
    sessions = Sessions(database, announce)
    for name in ("1", "2"):
        kept = ReferenceRecord(
            session=f"fvs_{name}", matcher="one 1", sealed_with="data-1", content=LARGE + name.encode()
        )
        sessions.create(order(name, compare="reference", reference=kept))
    assert MARK in files_of(postgres_url, "session_references")[1]
    sessions.end("fvs_1", aborted())
    assert sessions.erase("fvs_2", actor="test", now=LATER) is not None
    for _ in range(100):  # as in `cleared`
        if MARK not in files_of(postgres_url, "session_references")[1]:
            break
        time.sleep(0.1)
        database.clear()
    assert MARK not in files_of(postgres_url, "session_references")[1] + files_of(postgres_url, "sessions")[1]
    database.close()


def test_what_a_session_was_to_compare_with_goes_with_it(file_url: str, file: Path) -> None:
    """A session that is erased before it was begun leaves nothing of the template that came with its order."""
    database = Database(file_url)
    sessions = Sessions(database, announce)
    kept = ReferenceRecord(session="fvs_1", matcher="one 1", sealed_with="data-1", content=MARK)
    sessions.create(order("1", compare="reference", expires=MOMENT + timedelta(hours=1), reference=kept))
    assert any(MARK in each.read_bytes() for each in file.parent.iterdir())
    assert sessions.erase("fvs_1", actor="test", now=LATER) is not None
    assert not any(MARK in each.read_bytes() for each in file.parent.iterdir())
    database.close()

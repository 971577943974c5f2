"""Sessions whose time is over, among them one that cannot be written off."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from facevow.errors import StoreError
from facevow.store import Database, Filter, OutboxRecord, SessionRecord, Sessions
from tests.store.orders import announce, order, set_raw
from tests.store.records import MOMENT

OVER = MOMENT + timedelta(minutes=3)
BAD = "fvs_050"


@contextmanager
def name_taken(database: Database) -> Iterator[Sessions]:
    """Its callback has the name of another one."""
    with database.write() as orm:
        entry = announce(order("050"), MOMENT)
        assert entry is not None
        orm.add(entry)
    yield Sessions(database, announce)


@contextmanager
def not_announced(database: Database) -> Iterator[Sessions]:
    """Its callback cannot be made."""

    def fails(record: SessionRecord, at: datetime) -> OutboxRecord | None:
        if record.id == BAD:
            raise ValueError("a mistake")
        return announce(record, at)

    yield Sessions(database, fails)


@contextmanager
def refused_by_the_database(database: Database) -> Iterator[Sessions]:
    """Somebody's trigger lets nobody change it."""
    trigger = "CREATE TRIGGER stop BEFORE UPDATE ON sessions"
    if database.engine.dialect.name == "sqlite":
        made = [f"{trigger} WHEN OLD.id = '{BAD}' BEGIN SELECT RAISE(ABORT, 'stop'); END"]
        undone = "DROP TRIGGER stop"
    else:
        made = [
            "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'stop'; END $$",
            f"{trigger} FOR EACH ROW WHEN (OLD.id = '{BAD}') EXECUTE FUNCTION stop()",
        ]
        undone = "DROP FUNCTION stop CASCADE"
    for statement in made:
        set_raw(database, statement)
    try:
        yield Sessions(database, announce)
    finally:
        set_raw(database, undone)


@pytest.mark.parametrize("spoiled", [name_taken, not_announced, refused_by_the_database])
def test_one_that_cannot_expire_holds_up_no_other(
    database: Database, spoiled: Callable[[Database], AbstractContextManager[Sessions]]
) -> None:
    """The rest of its batch and those after it expire, and are listed; the log names the one, once."""
    fresh = Sessions(database, announce)
    for number in range(120):
        fresh.create(order(f"{number:03}"))
    with capture_logs() as logs, spoiled(database) as sessions:
        assert sessions.expire(OVER) == 119
        assert sessions.expire(OVER) == 0
        listed, _ = sessions.page(Filter(), 200, now=OVER)
    assert {one.id: one.state for one in listed if one.state != "EXPIRED"} == {BAD: "CREATED"}
    assert len(listed) == 120
    assert [line["session"] for line in logs if line["event"] == "session_not_expired"] == [BAD]


def test_what_is_no_json_holds_up_no_other(file_url: str) -> None:
    """SQLite lets anybody write it there: such a row cannot even be read, and the others expire."""
    database = Database(file_url)
    sessions = Sessions(database, announce)
    for number in range(49, 52):
        sessions.create(order(f"{number:03}"))
    set_raw(database, f"UPDATE sessions SET wish = 'no json' WHERE id = '{BAD}'")  # noqa: S608
    assert sessions.expire(OVER) == 2
    database.close()


def test_a_database_that_is_away_is_told_at_once(file_url: str) -> None:
    """It is not the fault of a session: nothing is tried again for each of them."""
    tried: list[str] = []

    def away(record: SessionRecord, at: datetime) -> OutboxRecord | None:
        del at
        tried.append(record.id)
        raise StoreError("expected a database that can be written")

    database = Database(file_url)
    sessions = Sessions(database, away)
    for number in range(5):
        sessions.create(order(f"{number}"))
    with pytest.raises(StoreError):
        sessions.expire(OVER)
    assert len(tried) == 1
    database.close()


def test_a_session_that_is_shown_to_who_asks_again_is_over(sessions: Sessions, database: Database) -> None:
    """An order that is repeated after the time of its session is answered with EXPIRED, and a callback tells of it."""
    sessions.create(order("1", idempotency="key"))
    again = order("2", idempotency="key", created=OVER, expires=OVER + timedelta(minutes=3))
    found, new = sessions.create(again)
    assert (found.id, found.state, found.ended_by, new) == ("fvs_1", "EXPIRED", "not_begun", False)
    with database.read() as orm:
        assert orm.get(OutboxRecord, "evt_fvs_1") is not None
    in_time = sessions.create(order("3", idempotency="another"))[0]
    early = order("4", idempotency="another", created=OVER - timedelta(microseconds=1))
    assert (sessions.create(early)[0].id, sessions.create(early)[0].state) == (in_time.id, "CREATED")

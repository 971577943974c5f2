"""What happens when two servers want the same session at the same moment, on both databases."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest

from facevow.errors import FacevowError, SessionError, StoreError, TokenError
from facevow.store import Audit, Database, Outbox, OutboxRecord, SessionRecord, Sessions
from tests.store.orders import LATER, TOKEN, aborted, announce, at_once, completed, image, order
from tests.store.records import MOMENT

OVER = MOMENT + timedelta(minutes=3)


@pytest.fixture
def servers(database: Database, another: Callable[[], Database]) -> list[Sessions]:
    """Two servers on one database, each with connections of its own."""
    return [Sessions(each, announce) for each in (database, another())]


def codes(answers: Sequence[object]) -> list[str]:
    """The codes of what was raised, and "ok" for what was not, sorted."""
    return sorted(one.code if isinstance(one, FacevowError) else "ok" for one in answers)


def sound(database: Database) -> int:
    """How many lines the audit log has, which is sound."""
    report = Audit(database).verify()
    assert report.sound, report
    return report.lines


def test_one_idempotency_key_makes_one_session(database: Database, servers: list[Sessions]) -> None:
    """Of twenty orders at once one makes the session, and all the others get it."""
    works = [partial(servers[n % 2].create, order(f"{n}", idempotency="same")) for n in range(20)]
    answers = [one for one in at_once(works) if isinstance(one, tuple)]
    assert len(answers) == 20
    assert sorted(new for _, new in answers) == [False] * 19 + [True]
    assert len({record.id for record, _ in answers}) == 1
    assert sound(database) == 1


def test_one_token_begins_one_stream(database: Database, servers: list[Sessions]) -> None:
    """Of twenty streams with one token exactly one comes through."""
    servers[0].create(order("1"))
    works = [partial(servers[n % 2].begin, "fvs_1", TOKEN, now=MOMENT, until=OVER) for n in range(20)]
    answers = at_once(works)
    assert codes(answers) == ["ok"] + ["token_used"] * 19
    assert all(isinstance(one, SessionRecord | TokenError) for one in answers)
    assert sound(database) == 2


def test_a_session_has_one_end(database: Database, servers: list[Sessions]) -> None:
    """Verdict, abort and expiry at once: one of them stands, with one callback and one audit line."""
    for number in range(5):
        name = f"fvs_{number}"
        servers[0].create(order(f"{number}"))
        servers[0].begin(name, TOKEN, now=MOMENT, until=OVER)
        works: list[Callable[[], object]] = [
            partial(servers[0].end, name, completed(images=(image(name),))),
            partial(servers[1].end, name, aborted()),
            partial(servers[0].expire, OVER),
            partial(servers[1].expire, OVER),
        ]
        answers = at_once(works)
        found = servers[0].get(name)
        assert found is not None
        expired = sum(one for one in answers if isinstance(one, int))
        ended = sum(isinstance(one, SessionRecord) for one in answers)
        assert expired + ended == 1
        assert (found.verdict == "BONA_FIDE") == (found.state == "COMPLETED") == bool(servers[0].images(name))
        assert (found.state == "EXPIRED") == bool(expired)
    assert Outbox(database).counts()["waiting"] == 5
    assert sound(database) == 15


def test_the_same_end_from_two_sides_is_one(database: Database, servers: list[Sessions]) -> None:
    """An attempt that was believed lost and its repetition at once: both are told that it is written, once."""
    servers[0].create(order("1"))
    servers[0].begin("fvs_1", TOKEN, now=MOMENT, until=OVER)
    works = [partial(servers[n % 2].end, "fvs_1", completed(images=(image("fvs_1"),))) for n in range(8)]
    assert codes(at_once(works)) == ["ok"] * 8
    assert (Outbox(database).counts()["waiting"], len(servers[0].images("fvs_1")), sound(database)) == (1, 1, 3)


def test_several_servers_expire_at_once(database: Database, servers: list[Sessions]) -> None:
    """Thirty sessions, eight housekeepers: each session expires once."""
    for number in range(30):
        servers[0].create(order(f"{number}"))
    answers = at_once([partial(servers[n % 2].expire, OVER) for n in range(8)])
    assert sum(one for one in answers if isinstance(one, int)) == 30
    assert (Outbox(database).counts()["waiting"], sound(database)) == (30, 60)


def test_a_callback_is_claimed_by_one(database: Database, another: Callable[[], Database]) -> None:
    """Forty callbacks, eight deliverers: none is handed out twice as long as it is claimed."""
    sessions = Sessions(database, announce)
    for number in range(40):
        sessions.create(order(f"{number:02}"))
    sessions.expire(OVER)
    boxes = [Outbox(database), Outbox(another())]
    answers = at_once([partial(boxes[n % 2].claim, OVER, OVER + timedelta(minutes=1), 10) for n in range(8)])
    claimed = [entry.id for one in answers if isinstance(one, list) for entry in one if isinstance(entry, OutboxRecord)]
    rest = boxes[0].claim(OVER, OVER + timedelta(minutes=1), 100)
    assert sorted(claimed + [entry.id for entry in rest]) == [f"evt_fvs_{number:02}" for number in range(40)]


def test_erasing_beside_ending_leaves_nothing(servers: list[Sessions]) -> None:
    """Whichever comes first, nothing of the session is there afterwards."""
    for number in range(5):
        name = f"fvs_{number}"
        servers[0].create(order(f"{number}"))
        servers[0].begin(name, TOKEN, now=MOMENT, until=OVER)
        works: list[Callable[[], object]] = [
            partial(servers[0].end, name, completed(images=(image(name),))),
            partial(servers[1].erase, name, actor="test", now=LATER),
        ]
        answers = at_once(works)
        assert isinstance(answers[0], SessionRecord | SessionError)
        assert (servers[0].get(name), servers[0].images(name)) == (None, [])


def test_an_end_whose_commit_was_answered_by_silence(database: Database) -> None:
    """The commit came through and its answer was lost: it is a StoreError, and the same end tried again is no error."""
    sessions = Sessions(database, announce)
    sessions.create(order("1"))
    sessions.begin("fvs_1", TOKEN, now=MOMENT, until=OVER)
    ending = completed(images=(image("fvs_1"),))
    with pytest.raises(StoreError):
        commits_unheard(database, lambda: sessions.end("fvs_1", ending))
    assert sessions.end("fvs_1", ending).state == "COMPLETED"
    assert (Outbox(database).counts()["waiting"], len(sessions.images("fvs_1")), sound(database)) == (1, 1, 3)


def test_an_end_that_was_rolled_back_is_tried_again_as_it_is(database: Database) -> None:
    """The commit did not come through: the very same ending, images and all, is written by the second attempt."""
    sessions = Sessions(database, announce)
    sessions.create(order("1"))
    sessions.begin("fvs_1", TOKEN, now=MOMENT, until=OVER)
    ending = completed(images=(image("fvs_1"),))
    with pytest.raises(StoreError):
        commits_unheard(database, lambda: sessions.end("fvs_1", ending), through=False)
    found = sessions.get("fvs_1")
    assert found is not None
    assert (found.state, sessions.images("fvs_1")) == ("IN_PROGRESS", [])
    assert sessions.end("fvs_1", ending).state == "COMPLETED"
    assert sessions.images("fvs_1") == [image("fvs_1")]
    assert sound(database) == 3


def test_an_order_whose_commit_was_answered_by_silence(database: Database) -> None:
    """The same record tried again is the same session, whether the first commit came through or not."""
    sessions = Sessions(database, announce)
    for name, through in (("1", True), ("2", False)):
        record = order(name)
        with pytest.raises(StoreError):
            commits_unheard(database, partial(sessions.create, record), through=through)
        found, new = sessions.create(record)
        assert (found.id, new) == (record.id, not through)
    assert sound(database) == 2


def commits_unheard(database: Database, work: Callable[[], object], *, through: bool = True) -> None:
    """Do something whose commit is followed, or forestalled, by the loss of the connection."""

    def lose(connection: object) -> None:
        del connection
        database.engine.dialect.do_commit = commit  # type: ignore[method-assign]

    commit = database.engine.dialect.do_commit

    def do_commit(connection: object) -> None:
        lose(connection)
        if through:
            commit(connection)  # type: ignore[arg-type]
        else:
            database.engine.dialect.do_rollback(connection)  # type: ignore[arg-type]
        raise database.engine.dialect.loaded_dbapi.OperationalError("the connection is lost")

    database.engine.dialect.do_commit = do_commit  # type: ignore[method-assign, assignment]
    work()
